"""The second opinion on an utterance: how likely each phrase is by the sound of the whole.

The recogniser puts words together from phones, some of which are lost in echo and noise. This hears the whole phrase at
once: two layers that were trained with synthetic voices in rooms and noise (see training/), upon vectors that were
trained with people. It was taught other words too, so that "step" has a place to go that is not "stop".
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from drillvoice.core.clips import Samples
from drillvoice.listening.phrase_network import PhraseNetwork
from drillvoice.listening.word_embedding import HEARD_S, Array, WordEmbedding

AFTER_S = 0.2
LAYERS = 2
WEIGHTS = "words.npz"


class WholeWords(PhraseNetwork):
    """Tells the phrases apart, and from other words."""

    file = WEIGHTS
    heard_s, after_s = HEARD_S, AFTER_S

    def _take_weights(self, weights: Mapping[str, NDArray[Any]]) -> None:
        self._embedding = WordEmbedding(weights)
        self._layers = [(weights[f"head{n}"].astype(np.float32), weights[f"head_bias{n}"]) for n in range(LAYERS)]

    def _odds(self, samples: Samples) -> Array:
        vector = (self._embedding.vector_of(samples) - self._mean) / self._spread
        (hidden, hidden_bias), (last, last_bias) = self._layers
        odds: Array = np.maximum(vector @ hidden + hidden_bias, 0) @ last + last_bias
        return odds
