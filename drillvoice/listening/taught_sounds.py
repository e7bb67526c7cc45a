"""The third opinion: whether a sound is like what the person who practises has taught by example."""

from collections import deque
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from drillvoice.core.clips import Samples
from drillvoice.core.hearing.taught_voice import TaughtVoice
from drillvoice.core.hearing.templates import Likeness, Vectors, compare_sound
from drillvoice.core.rates import SPEECH_RATE

BEFORE_S = 0.49
"""A vector hears 0.78 s: the middle of the first lies a tenth of a second before the sound."""
AFTER_S = 0.35
SHORTEST_S = 0.12
"""So short a sound is seen as one that long."""
LONGEST_S = 3.0
"""A longer one is conversation, and not worth the work: no command takes so long."""
SOFT_DB, USUAL_DB = -36.0, -28.0
MOST_GAIN_DB = 24.0
FAINT = 1e-4
SAME_S = 0.05
"""Two finds that are no further apart are one sound."""
AROUND_S = 0.15
"""An end that the recogniser tells is off by as much."""
MOST_KEPT = 100
"""A minute of talk has fewer sounds that are no longer than the longest."""


class HeardTake(NamedTuple):
    """A sound that was heard, as vectors."""

    start_s: float
    end_s: float
    vectors: Vectors


class TaughtSounds:
    """Compares what is heard with what was taught, and keeps what was heard last, as vectors.

    Args:
        vectors_of: the embedding of samples, shape (n,), 16 kHz.
        voice: what was taught.

    """

    def __init__(self, vectors_of: Callable[[Samples], Vectors], voice: TaughtVoice) -> None:
        self._vectors_of = vectors_of
        self._takes = voice.takes
        self.form_of = voice.form_of
        quiet = np.random.default_rng(0).normal(0, FAINT, round((BEFORE_S + AFTER_S + SHORTEST_S) * SPEECH_RATE))
        self._quiet = quiet.astype(np.float32)
        self.takes: deque[HeardTake] = deque(maxlen=MOST_KEPT)
        """The last of them."""

    def compare_sound(self, start_s: float, end_s: float, kept: Callable[[float, float], Samples]) -> Likeness | None:
        """How near a sound is to each command that was taught; None where nothing was, or it lasts too long.

        Args:
            start_s: when it began.
            end_s: when it ended.
            kept: answers what was heard between two times, as far as it was.

        """
        if end_s - start_s > LONGEST_S:
            return None
        same = next((take for take in self.takes if _is_same(take, start_s, end_s)), None)
        if same is None:
            same = HeardTake(start_s, end_s, self._take_of(kept(start_s - BEFORE_S, end_s + AFTER_S), end_s - start_s))
            self.takes.append(same)
        return compare_sound(same.vectors, self._takes)

    def sounds_since(self, start_s: float) -> list[Vectors]:
        """What has sounded since a time."""
        return [take.vectors for take in self.takes if take.start_s >= start_s]

    def sound_around(self, at_s: float) -> Vectors | None:
        """The last sound that sounded at a time."""
        found = (take.vectors for take in reversed(self.takes) if take.start_s <= at_s <= take.end_s + AROUND_S)
        return next(found, None)

    def _take_of(self, samples: Samples, seconds: float) -> Vectors:
        """The vectors of a sound with what is around it; what was not heard was before it."""
        wanted = round((BEFORE_S + max(seconds, SHORTEST_S) + AFTER_S) * SPEECH_RATE)
        missing = np.resize(self._quiet, max(0, wanted - len(samples)))
        return self._vectors_of(np.concatenate([missing, samples])[-wanted:])


def _is_same(take: HeardTake, start_s: float, end_s: float) -> bool:
    return abs(take.start_s - start_s) <= SAME_S and abs(take.end_s - end_s) <= SAME_S


def gain_for(voice_db: float | None) -> float:
    """By how much a soft voice is made louder before anything listens to it, as a factor: models know usual
    ones, and such a voice stays as it is.
    """
    if voice_db is None or voice_db >= SOFT_DB:
        return 1.0
    return float(10 ** (min(MOST_GAIN_DB, USUAL_DB - voice_db) / 20))
