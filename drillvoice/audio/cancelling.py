"""Hearing beside our own voice: the echo is taken out while that works, else the gate is shut while we speak."""

import math
from collections import deque

import numpy as np

from drillvoice.audio.alignment import Alignment
from drillvoice.audio.canceller import Cleaned, Gate
from drillvoice.audio.kalman import Kalman
from drillvoice.audio.suppression import Suppressor
from drillvoice.core.clips import Samples

SOUNDING = 1e-6
"""-60 dBFS of power: the reference sounds."""
SILENT = 1e-9
SMOOTHED = 0.8
"""Powers are averages over 50 ms."""
FLOOR_FRAMES = 400
FLOOR_SHARE = 0.2
JUDGED = 300
"""Frames with an echo: 3 s of our own voice, in which a person talks less than half of the time."""
FIRST_JUDGED = 150
GOOD_DB, POOR_DB = 8.0, 5.0
"""The echo is so much quieter: believed from the first on, until less than the second."""
NEAR_NOISE_DB = 4.0
"""What is left of the echo is so little above the noise: more cannot be asked."""


class Judge:
    """Measures how well an echo is taken out, and how far what is left is above what it would leave."""

    def __init__(self) -> None:
        self._heard = self._left = self._echo = SILENT
        self._floor: deque[float] = deque(maxlen=FLOOR_FRAMES)
        self._ratios: deque[float] = deque(maxlen=JUDGED)
        self._rests: deque[float] = deque(maxlen=JUDGED)
        self.trusted = False
        self.erle_db = 0.0
        self.floor = SILENT
        self._count = 0

    def judge(self, heard: Samples, left: Samples) -> float:
        """Take 10 ms before and after; how far what is left is above our own voice, in dB."""
        self._heard = _smooth(self._heard, heard)
        self._left = _smooth(self._left, left)
        self._echo = _smooth(self._echo, heard - left)
        self._floor.append(self._left)
        self._count += 1
        if self._count % 10 == 0:
            self.floor = sorted(self._floor)[int(len(self._floor) * FLOOR_SHARE)]
        if self._echo > 4 * self.floor:
            self._ratios.append(10 * math.log10(self._echo / self._left))
            self._rests.append(10 * math.log10(self._left / self.floor))
            if self._count % 10 == 0:
                self._decide()
        expected = self._echo * 10 ** (-self.erle_db / 10) + self.floor
        return 10 * math.log10(self._left / expected)

    def _decide(self) -> None:
        self.erle_db = float(np.median(self._ratios))
        rest_db = float(np.median(self._rests))
        needed = POOR_DB if self.trusted else GOOD_DB
        enough = len(self._ratios) >= FIRST_JUDGED
        self.trusted = enough and (self.erle_db >= needed or rest_db <= NEAR_NOISE_DB)


class Cancelling:
    """Takes our own voice out of the microphone's sound; a gate where that does not work."""

    def __init__(self) -> None:
        self._alignment = Alignment()
        self._kalman = Kalman()
        self._gate = Gate()
        self._judge = Judge()
        self._suppressor = Suppressor()
        self._near_db = 0.0

    @property
    def quality(self) -> str:
        """In words."""
        a = self._alignment
        return f"ERLE {self._judge.erle_db:.0f} dB, {a.delay_s * 1000:.0f} ms, {a.drift_ppm:.0f} ppm, {a.jumps} jumps"

    def process(self, microphone: Samples, reference: Samples) -> Cleaned:
        """The next 10 ms."""
        gated = self._gate.process(microphone, reference)
        aligned = self._alignment.process(microphone, reference)
        if not self._alignment.known:
            return gated
        left = self._kalman.process(microphone, aligned)
        near_db, self._near_db = self._near_db, self._judge.judge(microphone, left)
        quieter = self._suppressor.process(microphone - left, left)
        if not self._judge.trusted:
            return gated
        return Cleaned(quieter, deaf=False, near_db=near_db)


def _smooth(last: float, samples: Samples) -> float:
    return max(SILENT, SMOOTHED * last + (1 - SMOOTHED) * float(samples @ samples) / len(samples))
