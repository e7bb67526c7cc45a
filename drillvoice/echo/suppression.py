"""What a linear filter leaves of an echo, made quieter: a Wiener filter that knows the echo it has to look for.

The loudspeaker bends what it plays and rooms are longer than filters, so something is always left, in step with the
echo. A recogniser takes it for words, and a spotter for a voice that goes on.
"""

from collections import deque

import numpy as np
from numpy.typing import NDArray

from drillvoice.core.clips import Samples
from drillvoice.echo.canceller import FRAME

WINDOW = np.sqrt(np.hanning(2 * FRAME + 1)[:-1]).astype(np.float32)
FIRST_LEAK_DB = -10.0
LEAST_LEAK_DB, MOST_LEAK_DB = -30.0, 0.0
SHARE = 0.6
"""The leak is what this share of the echo's frames stay below; in the others there may be a person."""
STEP_DB = 0.1
LEAST = 0.5
"""-6 dB: more tears holes into the words that are spoken over the echo, and costs more than it gains."""
SMOOTHED = 0.5
SMALL = 1e-6
"""The power of a bin in which there is no echo to learn from."""

AHEAD_FRAMES = 2
"""A shutter opens 20 ms before a person is known to speak: words begin softly."""
HOLD_FRAMES = 20
"""And shuts 200 ms after: words have closures."""
SHUT = 0.2
"""-14 dB: what is left of our own voice is then no word to any recogniser."""

Powers = NDArray[np.float64]


class Suppressor:
    """Takes 10 ms of echo and of what is left of it, gives the 10 ms before, quieter where they are the echo."""

    def __init__(self) -> None:
        self._echo = self._left = self._given = np.zeros(FRAME, np.float32)
        self._echo_power: Powers = np.zeros(FRAME + 1)
        self._left_power: Powers = np.zeros(FRAME + 1)
        self._leak_db: Powers = np.full(FRAME + 1, FIRST_LEAK_DB)

    def suppress_echo(self, echo: Samples, left: Samples) -> Samples:
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
        ready = self._given + quieter[:FRAME]
        self._given = quieter[FRAME:].astype(np.float32)
        result: Samples = ready.astype(np.float32)
        return result

    def _learn(self) -> None:
        sounds = self._echo_power > SMALL
        more = self._left_power > 10 ** (self._leak_db / 10) * self._echo_power
        change = STEP_DB * np.where(more, SHARE, SHARE - 1)
        self._leak_db = np.clip(self._leak_db + sounds * change, LEAST_LEAK_DB, MOST_LEAK_DB)


class Shutter:
    """Takes 10 ms and whether they may be a person's, gives the 10 ms of 20 ms before, quieter where they are not."""

    def __init__(self) -> None:
        self._waiting = deque([np.zeros(FRAME, np.float32)] * AHEAD_FRAMES)
        self._held = 0
        self._gain = 1.0

    def attenuate_frame(self, samples: Samples, *, person: bool) -> Samples:
        """The next 10 ms."""
        self._held = HOLD_FRAMES if person else max(0, self._held - 1)
        before, self._gain = self._gain, 1.0 if self._held else SHUT
        self._waiting.append(samples)
        return self._waiting.popleft() * np.linspace(before, self._gain, FRAME, dtype=np.float32)


def _power(spectrum: NDArray[np.complex128]) -> Powers:
    return spectrum.real**2 + spectrum.imag**2
