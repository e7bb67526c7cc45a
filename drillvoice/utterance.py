"""The sound of the last seconds, to be heard again; beside our own voice, only what is a person's of it.

There, words that are nobody's stand before and after a command, and between them and it is no silence.
"""

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from drillvoice.audio.canceller import LOUD, RATE, Cleaned
from drillvoice.core.clips import Samples
from drillvoice.core.nearness import last_near
from drillvoice.core.spotting import FRAME_S

KEPT_S = 4.0
LEAST_S, LONGEST_S = 0.12, 2.0
"""A person says no command in less, and none takes longer."""
AROUND_S = 0.1
PAD_S = 0.2
COMFORT = 0.0003
"""-70 dBFS: no recogniser knows what to make of silence that is none at all."""


@dataclass(frozen=True, slots=True)
class _Frame:
    samples: Samples
    near_db: float
    beside: bool
    """Whether our own voice sounded."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A piece of sound."""

    samples: Samples
    late_s: float = 0.0
    """So much later than what was asked for it begins."""


class Kept:
    """Keeps frames of 10 ms."""

    def __init__(self) -> None:
        self._frames: deque[_Frame] = deque(maxlen=round(KEPT_S / FRAME_S))

    def __len__(self) -> int:
        return len(self._frames)

    @property
    def beside(self) -> bool:
        """Whether our own voice is in it."""
        return any(frame.beside for frame in self._frames)

    def append(self, cleaned: Cleaned, reference: Samples) -> None:
        """Keep the next frame."""
        beside = math.isfinite(cleaned.near_db) and bool(np.any(np.abs(reference) > LOUD))
        self._frames.append(_Frame(cleaned.samples, cleaned.near_db, beside))

    def clear(self) -> None:
        """Forget them all."""
        self._frames.clear()

    def last(self, count: int) -> Cut | None:
        """So many frames, or what a person said last in them; None where that is nothing."""
        frames = list(self._frames)[-count:]
        if not any(frame.beside for frame in frames):
            return Cut(_joined(frames))
        first, last = last_near([frame.near_db for frame in frames])
        if not LEAST_S <= (last - first) * FRAME_S <= LONGEST_S:
            return None
        around = round(AROUND_S / FRAME_S)
        first = max(0, first - around)
        quiet = COMFORT * np.random.default_rng(0).standard_normal(round(PAD_S * RATE), np.float32)
        alone = np.concatenate([quiet, _joined(frames[first : last + around]), quiet])
        return Cut(alone, first * FRAME_S - PAD_S)


def _joined(frames: Sequence[_Frame]) -> Samples:
    return np.concatenate([frame.samples for frame in frames])
