"""What the networks share that hear the whole of an utterance and say how likely each phrase is."""

import zlib
from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from drillvoice.core.clips import Samples
from drillvoice.core.rates import SPEECH_RATE
from drillvoice.errors import ModelError

FAINT = 1e-4
UNREADABLE = (OSError, EOFError, KeyError, ValueError, BadZipFile, zlib.error)
"""All that numpy raises for a damaged file."""


class PhraseNetwork(ABC):
    """Tells the phrases apart.

    Args:
        folder: that of the model.
        heard_as: phrases that the recogniser may hear, and what was said then, which is as likely.

    Raises:
        ModelError: it cannot be read.

    """

    file: str
    """Holds its weights; `phrases`, and `mean` and `spread` of its vectors, are in each."""
    sort = ""
    """Which model a damaged one is said to be: a word and a space, where there is one."""
    heard_s: float
    after_s: float
    """It hears so much of the sound, up to so long after the last word."""

    def __init__(self, folder: Path, heard_as: Mapping[str, str] = MappingProxyType({})) -> None:
        try:
            with (folder / self.file).open("rb") as file, np.load(file) as weights:
                self._phrases = [str(phrase) for phrase in weights["phrases"]]
                self._mean, self._spread = weights["mean"], weights["spread"]
                self._take_weights(weights)
        except UNREADABLE as error:
            raise ModelError(f"The {self.sort}model in {folder} cannot be read; install drillvoice again.") from error
        self._heard_as = heard_as
        # Before the first sample it was quiet.
        quiet = np.random.default_rng(0).normal(0, FAINT, round(self.heard_s * SPEECH_RATE))
        self._before = quiet.astype(np.float32)

    def likelihoods(self, samples: Samples) -> dict[str, float]:
        """The natural logarithm of each phrase's probability; what is missing to 1 is that of anything else.

        Args:
            samples: shape (n,), 16 kHz, up to `after_s` after the last word; the last `heard_s` count.

        """
        odds = self._odds(np.concatenate([self._before, samples])[-len(self._before) :])
        odds -= odds.max()
        found = odds - np.log(np.exp(odds).sum())
        likely = {phrase: float(value) for phrase, value in zip(self._phrases, found[1:], strict=False)}
        return likely | {heard: likely[said] for heard, said in self._heard_as.items()}

    @abstractmethod
    def _take_weights(self, weights: Mapping[str, NDArray[Any]]) -> None:
        """Keep what it needs of a file."""

    @abstractmethod
    def _odds(self, samples: Samples) -> NDArray[np.float32]:
        """Of anything else, then of each phrase, then of other words that it tells apart."""
