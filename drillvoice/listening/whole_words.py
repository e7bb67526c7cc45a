"""The second opinion on an utterance: how likely each phrase is by the sound of the whole.

The recogniser puts words together from phones, some of which are lost in echo and noise. This hears the whole phrase at
once: two layers that were trained with synthetic voices in rooms and noise (see training/), upon vectors that were
trained with people. It was taught other words too, so that "step" has a place to go that is not "stop".
"""

import zlib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from zipfile import BadZipFile

import numpy as np

from drillvoice.core.clips import Samples
from drillvoice.core.rates import SPEECH_RATE
from drillvoice.errors import ModelError
from drillvoice.listening.word_embedding import HEARD_S, Array, WordEmbedding

AFTER_S = 0.2
"""So long after its last word ends what is listened to."""
FAINT = 1e-4
WEIGHTS = "words.npz"
UNREADABLE = (OSError, EOFError, KeyError, ValueError, BadZipFile, zlib.error)
"""All that numpy raises for a damaged file."""


class WholeWords:
    """Tells the phrases apart.

    Args:
        folder: that of the model.
        heard_as: phrases that the recogniser may hear, and what was said then, which is as likely.

    Raises:
        ModelError: it cannot be read.

    """

    heard_s, after_s = HEARD_S, AFTER_S

    def __init__(self, folder: Path, heard_as: Mapping[str, str] = MappingProxyType({})) -> None:
        try:
            with (folder / WEIGHTS).open("rb") as file, np.load(file) as weights:
                self._embedding = WordEmbedding(weights)
                self._phrases = [str(phrase) for phrase in weights["phrases"]]
                self._mean, self._spread = weights["mean"], weights["spread"]
                self._layers = [(weights[f"head{n}"].astype(np.float32), weights[f"head_bias{n}"]) for n in range(2)]
        except UNREADABLE as error:
            raise ModelError(f"The model in {folder} cannot be read; install drillvoice again.") from error
        self._heard_as = heard_as
        # Before the first sample it was quiet.
        self._before = np.random.default_rng(0).normal(0, FAINT, round(HEARD_S * SPEECH_RATE)).astype(np.float32)

    def likelihoods(self, samples: Samples) -> dict[str, float]:
        """The natural logarithm of each phrase's probability; what is missing to 1 is that of anything else.

        Args:
            samples: shape (n,), 16 kHz, up to AFTER_S after the last word; the last HEARD_S count.

        """
        end = np.concatenate([self._before, samples])[-len(self._before) :]
        odds = self._odds((self._embedding.vector_of(end) - self._mean) / self._spread)
        odds -= odds.max()
        found = odds - np.log(np.exp(odds).sum())
        likely = {phrase: float(value) for phrase, value in zip(self._phrases, found[1:], strict=False)}
        return likely | {heard: likely[said] for heard, said in self._heard_as.items()}

    def _odds(self, vector: Array) -> Array:
        """Of anything else, of each phrase, and of other words."""
        (hidden, hidden_bias), (last, last_bias) = self._layers
        odds: Array = np.maximum(vector @ hidden + hidden_bias, 0) @ last + last_bias
        return odds
