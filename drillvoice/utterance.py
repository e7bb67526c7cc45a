"""What was heard of the last moments, so that an utterance can be heard again."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from drillvoice.audio.canceller import FRAME
from drillvoice.core.clips import Samples
from drillvoice.core.nearness import last_near
from drillvoice.core.spotting import FRAME_S

LEAST_NEAR_S, MOST_NEAR_S = 0.12, 2.0
AROUND_FRAMES = 10
PAD_FRAMES = 20
COMFORT = 0.0003
"""-70 dBFS: no recogniser knows what to make of silence that is none at all."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A frame that may be heard again."""

    samples: Samples
    """Shape (160,), 16 kHz."""
    near_db: float
    beside: bool
    """Whether our own voice sounded."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """Frames that follow each other."""

    frames: Sequence[Kept]
    start_s: float

    @property
    def samples(self) -> Samples:
        """All of it."""
        return np.concatenate([frame.samples for frame in self.frames])

    @property
    def beside(self) -> bool:
        """Whether our own voice sounded in it."""
        return any(frame.beside for frame in self.frames)

    def persons(self) -> "Utterance | None":
        """What a person said last of it, without what is left of our own voice before and after."""
        first, last = last_near([frame.near_db for frame in self.frames])
        if not LEAST_NEAR_S <= (last - first) * FRAME_S <= MOST_NEAR_S:
            return None
        first = max(0, first - AROUND_FRAMES)
        pad = _quiet(PAD_FRAMES)
        frames = [*pad, *self.frames[first : last + AROUND_FRAMES], *pad]
        return Utterance(frames, self.start_s + (first - PAD_FRAMES) * FRAME_S)


def _quiet(count: int) -> list[Kept]:
    noise = COMFORT * np.random.default_rng(0).standard_normal(count * FRAME, np.float32)
    return [Kept(samples, 0.0, beside=False) for samples in noise.reshape(count, FRAME)]
