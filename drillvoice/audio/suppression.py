"""What a linear filter leaves of an echo, made quieter: a Wiener filter that knows the echo it has to look for.

The loudspeaker bends what it plays and rooms are longer than filters, so something is always left, in step with the
echo. A recogniser takes it for words, and a spotter for a voice that goes on.
"""

import numpy as np
from numpy.typing import NDArray

from drillvoice.core.clips import Samples

BLOCK = 160
"""10 ms: so much later comes what it gives."""
WINDOW = np.sqrt(np.hanning(2 * BLOCK + 1)[:-1]).astype(np.float32)
FIRST_LEAK_DB = -10.0
LEAST_LEAK_DB, MOST_LEAK_DB = -30.0, 0.0
SHARE = 0.6
"""The leak is what this share of the echo's frames stay below; in the others there may be a person."""
STEP_DB = 0.1
LEAST = 0.25
"""-12 dB: 20 dB tears holes into the words that are spoken over the echo, and costs more than it gains."""
SMOOTHED = 0.5
SMALL = 1e-6
"""The power of a bin in which there is no echo to learn from."""

Powers = NDArray[np.float64]


class Suppressor:
    """Takes 10 ms of echo and of what is left of it, gives the 10 ms before, quieter where they are the echo."""

    def __init__(self) -> None:
        self._echo = self._left = self._given = np.zeros(BLOCK, np.float32)
        self._echo_power: Powers = np.zeros(BLOCK + 1)
        self._left_power: Powers = np.zeros(BLOCK + 1)
        self._leak_db: Powers = np.full(BLOCK + 1, FIRST_LEAK_DB)

    def process(self, echo: Samples, left: Samples) -> Samples:
        """The next 10 ms."""
        spectrum = np.fft.rfft(WINDOW * np.concatenate([self._left, left]))
        estimate = np.fft.rfft(WINDOW * np.concatenate([self._echo, echo]))
        self._echo, self._left = echo, left
        self._echo_power = SMOOTHED * self._echo_power + (1 - SMOOTHED) * _power(estimate)
        self._left_power = SMOOTHED * self._left_power + (1 - SMOOTHED) * _power(spectrum)
        self._learn()
        expected = 10 ** (self._leak_db / 10) * self._echo_power
        gain = np.maximum(LEAST, 1 - expected / (self._left_power + 1e-12))
        quieter = WINDOW * np.fft.irfft(gain * spectrum)
        ready = self._given + quieter[:BLOCK]
        self._given = quieter[BLOCK:]
        return ready.astype(np.float32)

    def _learn(self) -> None:
        sounds = self._echo_power > SMALL
        more = self._left_power > 10 ** (self._leak_db / 10) * self._echo_power
        change = STEP_DB * np.where(more, SHARE, SHARE - 1)
        self._leak_db = np.clip(self._leak_db + sounds * change, LEAST_LEAK_DB, MOST_LEAK_DB)


def _power(spectrum: NDArray[np.complex128]) -> Powers:
    return spectrum.real**2 + spectrum.imag**2
