"""What is mixed at one rate, for a loudspeaker that takes another one only."""

from collections.abc import Callable

import numpy as np

from drillvoice.audio.resample import StreamResampler
from drillvoice.core.clips import Samples

Mix = Callable[[int, float], Samples]
"""The next frames at the rate of the mixer, and when the first of them will be heard, on `time.monotonic()`."""


class RateBridge:
    """Takes from a mixer as much as a loudspeaker asks for, at the loudspeaker's rate.

    Where both rates are one, it hands over what is mixed. Otherwise what the resampler gives too much waits for the
    next block, so that no frame is lost and none comes twice.

    Args:
        mix: makes the next frames.
        rate: the mixer's.
        device_rate: the loudspeaker's.

    """

    def __init__(self, mix: Mix, rate: int, device_rate: int) -> None:
        self._mix = mix
        self._rate = rate
        self._device_rate = device_rate
        self._resampler = StreamResampler(rate, device_rate)
        self._waiting: Samples = np.zeros(0, dtype=np.float32)
        self._mixed = 0
        self._given = 0

    def next_frames(self, frames: int, heard_at: float) -> Samples:
        """So many frames for the loudspeaker, of which the first will be heard at a time."""
        if self._rate == self._device_rate:
            return self._mix(frames, heard_at)
        while len(self._waiting) < frames:
            missing = frames - len(self._waiting)
            ahead_s = self._mixed / self._rate - self._given / self._device_rate
            block = self._mix(-(-missing * self._rate // self._device_rate), heard_at + ahead_s)
            self._mixed += len(block)
            self._waiting = np.concatenate([self._waiting, self._resampler.resample_block(block, 0.0)[1]])
        ready, self._waiting = self._waiting[:frames], self._waiting[frames:]
        self._given += frames
        return ready
