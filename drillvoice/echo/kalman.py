"""The echo of the loudspeaker, learnt and taken out: a partitioned-block frequency-domain Kalman filter.

After G. Enzner and P. Vary, "Frequency-domain adaptive Kalman filter for acoustic echo control in hands-free
telephones", 2006, in partitions as F. Kuech and others have it (2014). It needs no detector of double talk: what it
cannot explain makes its steps smaller, bin by bin.
"""

import numpy as np

from drillvoice.core.clips import Samples
from drillvoice.echo.canceller import FRAME

PARTITIONS = 40
"""400 ms of a room; of a large one, what comes later is heard as a voice after each cue."""
TRANSITION = 0.99995
"""How much of the echo path outlasts 10 ms. That much only because the clocks' drift is taken out before; 0.999, which
follows a drift, leaves 12 dB more of the echo where there is none."""
FIRST_UNCERTAINTY = 0.01
"""A larger one makes it diverge at its first block."""
DECAY_DB = 1.0
"""So much less is expected of each 10 ms than of those before: a room that rings for 0.6 s."""
SMOOTHING = 0.7
"""Of the power of what is left: a single block of it says too little about the next."""
CAUTION = 0.2
"""How much of what is left is taken for other sound than echo."""
TINY = 1e-10


class Kalman:
    """Predicts the echo in each block of the microphone, and learns from what is left."""

    def __init__(self) -> None:
        shape = (PARTITIONS, FRAME + 1)
        self._paths = np.zeros(shape, np.complex64)
        """The echo path, a partition of 10 ms in each row."""
        self._played = np.zeros(shape, np.complex64)
        """The spectra of what was played, the latest first."""
        decay = 10 ** (-DECAY_DB / 10 * np.arange(PARTITIONS, dtype=np.float32))
        self._uncertainty = np.repeat(FIRST_UNCERTAINTY * decay[:, np.newaxis], FRAME + 1, axis=1)
        self._last = np.zeros(FRAME, np.float32)
        self._left = np.zeros(FRAME + 1)
        self._padded = np.zeros(2 * FRAME, np.float32)

    def remove_echo(self, microphone: Samples, reference: Samples) -> Samples:
        """What is left of the microphone's next 160 samples without the loudspeaker's."""
        self._played = np.roll(self._played, 1, axis=0)
        self._played[0] = np.fft.rfft(np.concatenate([self._last, reference]))
        self._last = reference
        echo = np.fft.irfft((self._paths * self._played).sum(axis=0))[FRAME:]
        left = (microphone - echo).astype(np.float32)
        self._learn(left)
        return left

    def _learn(self, left: Samples) -> None:
        self._padded[FRAME:] = left
        error = np.fft.rfft(self._padded)
        power = self._played.real**2 + self._played.imag**2
        now = error.real**2 + error.imag**2
        self._left = SMOOTHING * self._left + (1 - SMOOTHING) * now
        unexplained = CAUTION * np.maximum(now, self._left)
        explained = 0.5 * (self._uncertainty * power).sum(axis=0)
        step = self._uncertainty / (explained + unexplained + TINY)
        change = np.fft.irfft(step * self._played.conj() * error, axis=1)
        change[:, FRAME:] = 0
        kept = TRANSITION**2
        self._uncertainty *= kept * (1 - 0.5 * step * power)
        self._paths = (self._paths + np.fft.rfft(change, axis=1)).astype(np.complex64)
        self._uncertainty += (1 - kept) * (self._paths.real**2 + self._paths.imag**2)
