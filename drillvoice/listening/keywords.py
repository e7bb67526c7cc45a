"""The second opinion on what is said beside our own voice, and the vectors in which a person's examples are kept.

It hears the whole phrase at once, as whole_words.py does: a small network that was trained with synthetic voices in
rooms and noise, upon vectors that were trained with people.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from drillvoice.core.clips import Samples
from drillvoice.listening.keyword_embedding import Array, Embedding, convolved
from drillvoice.listening.phrase_network import PhraseNetwork

HEARD_S = 2.0
"""The end of an utterance, which is long enough for each phrase."""
AFTER_S = 0.35
CONVOLUTIONS = 2
LAYERS = 4
WEIGHTS = "keywords.npz"


class Keywords(PhraseNetwork):
    """Tells the phrases apart."""

    file, sort = WEIGHTS, "keyword "
    heard_s, after_s = HEARD_S, AFTER_S

    def vectors_of(self, samples: Samples) -> Array:
        """The vectors, shape (n, 96), of samples, shape (m,), 16 kHz, each number as widely spread as others."""
        vectors: Array = ((self._embedding.vectors_of(samples) - self._mean) / self._spread).astype(np.float32)
        return vectors

    def _take_weights(self, weights: Mapping[str, NDArray[Any]]) -> None:
        self._embedding = Embedding(weights)
        self._layers = [(weights[f"head{n}"].astype(np.float32), weights[f"head_bias{n}"]) for n in range(LAYERS)]

    def _odds(self, samples: Samples) -> Array:
        planes = self.vectors_of(samples)[:, None, :]
        for kernel, bias in self._layers[:CONVOLUTIONS]:
            planes = np.maximum(convolved(planes, kernel[:, None], bias), 0)
        (hidden, hidden_bias), (last, last_bias) = self._layers[CONVOLUTIONS:]
        odds: Array = np.maximum(planes.ravel() @ hidden + hidden_bias, 0) @ last + last_bias
        return odds
