"""How much later than it was played a sound is heard.

The lag is the peak of the generalised cross-correlation with phase transform (Knapp and Carter 1976).
"""

import numpy as np

from drillvoice.core.clips import Samples
from drillvoice.core.rates import SPEECH_RATE

MOST_LAG = SPEECH_RATE // 2
"""A Bluetooth loudspeaker is up to 0.3 s late."""
BAND_HZ = (200, 5_000)
"""Where voices are."""
CLEAR = 9.0
"""A peak is an echo if it is so many times as high as the correlation's usual size."""
SHORT = SPEECH_RATE // 2
"""A word's length."""
SHORT_CLEAR = 13.0
"""Chance comes up to five, what a good filter leaves of the echo beside another voice to twelve, an echo that is new to
the filter from fourteen on."""
SAME = 3.0
"""Samples: an echo stays where it is, chance does not."""
KEPT_SAMPLES = 4 * SPEECH_RATE


class PastSamples:
    """The last seconds of a stream; moved to the front of its buffer only when that is full."""

    def __init__(self) -> None:
        self._buffer = np.zeros(4 * KEPT_SAMPLES, np.float32)
        self._end = KEPT_SAMPLES

    def append(self, samples: Samples) -> None:
        """Take the next samples."""
        if self._end + len(samples) > len(self._buffer):
            self._buffer[:KEPT_SAMPLES] = self.last(KEPT_SAMPLES)
            self._end = KEPT_SAMPLES
        self._buffer[self._end : self._end + len(samples)] = samples
        self._end += len(samples)

    def move(self, by: int) -> None:
        """So many silent samples more; or the last are to come again, where it is negative."""
        if by > 0:
            self.append(np.zeros(by, np.float32))
        self._end += min(0, by)

    def last(self, count: int, late: int = 0) -> Samples:
        """So many samples that ended so many ago."""
        return self._buffer[self._end - late - count : self._end - late]


def echo_lag(heard: Samples, played: Samples, clear: float = CLEAR) -> float | None:
    """How many samples later what was played is heard, or None where it is not; `played` begins MOST_LAG earlier."""
    size = 1 << (len(played) - 1).bit_length()
    low, high = (round(hz / SPEECH_RATE * size) for hz in BAND_HZ)
    cross = np.fft.rfft(heard, size)[low:high] * np.fft.rfft(played, size)[low:high].conj()
    spectrum = np.zeros(size // 2 + 1, np.complex128)
    spectrum[low:high] = cross / (np.abs(cross) + 1e-12)
    correlation = np.fft.irfft(spectrum, size)
    # No lag is at -MOST_LAG, the largest at 0.
    lags = np.concatenate([correlation[-MOST_LAG:], correlation[:1]])
    best = int(np.argmax(lags))
    if lags[best] < clear * float(np.sqrt(np.mean(lags**2))) or not 0 < best < len(lags) - 1:
        return None
    before, peak, after = lags[best - 1 : best + 2]
    return best + 0.5 * float((before - after) / (before - 2 * peak + after))


class Follows:
    """Tells whether a sound is what was played shortly before."""

    def __init__(self) -> None:
        self._left = PastSamples()
        self._reference = PastSamples()
        self._lag: float | None = None

    def move(self, by: int) -> None:
        """So many silent samples are left out of the reference."""
        self._reference.move(by)
        self._lag = None if self._lag is None else self._lag + by

    def append(self, left: Samples, reference: Samples) -> None:
        """Take the next samples of both."""
        self._left.append(left)
        self._reference.append(reference)

    def holds(self) -> bool:
        """Whether the sound of the last moments follows the reference, as far behind it as when last asked."""
        played = self._reference.last(SHORT + MOST_LAG)
        last, self._lag = self._lag, echo_lag(self._left.last(SHORT), played, SHORT_CLEAR)
        return last is not None and self._lag is not None and abs(last - self._lag) <= SAME
