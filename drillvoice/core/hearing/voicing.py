"""How loud a frame is, and how much of a voice is in it."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from drillvoice.core.clips import Samples

SILENT_DB = -100.0
WINDOW = 512
"""32 ms at 16 kHz: two periods of a low voice."""
SHORTEST_LAG, LONGEST_LAG = 40, 230
"""Periods of 2.5 to 14.4 ms: voices from 70 to 400 Hz."""
SHRILL_LAG = 16
"""A period down to 1 ms, 1000 Hz, is a dog or a squeak, whose multiples look like the periods of a voice."""
SHRILL = 0.07
_HANN = np.hanning(WINDOW).astype(np.float32)
_OWN = np.fft.irfft(np.abs(np.fft.rfft(_HANN, 2 * WINDOW)) ** 2)
_TAPER = _OWN[0] / _OWN[:LONGEST_LAG]


def level_db(samples: Samples) -> float:
    """The power of some samples in dBFS."""
    power = float(np.mean(np.square(samples, dtype=np.float64)))
    return 10 * math.log10(power) if power > 0 else SILENT_DB


class Voicing(NamedTuple):
    """How much of a voice is in a frame."""

    periodic: float
    """Near 1 in a vowel, about 0.5 in noise."""
    shrill: bool = False
    """As periodic at a pitch that is too high for a person."""


def measure_voicing(window: Samples) -> Voicing:
    """How much of a voice is in a window of 512 samples at 16 kHz.

    The highest peak of the autocorrelation, freed of the window's own (Boersma 1993).
    """
    spectrum = np.fft.rfft((window - window.mean()) * _HANN, 2 * WINDOW)
    correlation = np.fft.irfft(spectrum.real**2 + spectrum.imag**2)
    if correlation[0] <= 0:
        return Voicing(0.0)
    periodic = correlation[:LONGEST_LAG] / correlation[0] * _TAPER
    voiced = float(periodic[SHORTEST_LAG:].max())
    return Voicing(voiced, _highest_peak(periodic[SHRILL_LAG - 1 : SHORTEST_LAG + 1]) > voiced - SHRILL)


def _highest_peak(values: NDArray[np.float64]) -> float:
    """The highest value that is higher than both its neighbours; on a mere slope there is none."""
    inner = values[1:-1]
    peaks = inner[(inner > values[:-2]) & (inner > values[2:])]
    return float(peaks.max()) if len(peaks) else 0.0
