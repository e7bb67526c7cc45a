"""How loud a frame is, and how much of a voice is in it."""

import math

import numpy as np

from drillvoice.core.clips import Samples

SILENT_DB = -100.0
WINDOW = 512
"""32 ms at 16 kHz: two periods of a low voice."""
LAGS = slice(40, 230)
"""Periods of 2.5 to 14.4 ms: voices from 70 to 400 Hz."""
_HANN = np.hanning(WINDOW).astype(np.float32)
_OWN = np.fft.irfft(np.abs(np.fft.rfft(_HANN, 2 * WINDOW)) ** 2)
_TAPER = _OWN[0] / _OWN[LAGS]


def level_db(samples: Samples) -> float:
    """The power of some samples in dBFS."""
    power = float(np.mean(np.square(samples, dtype=np.float64)))
    return 10 * math.log10(power) if power > 0 else SILENT_DB


def voicing(window: Samples) -> float:
    """How periodic a window of 512 samples at 16 kHz is: near 1 in a vowel, about 0.6 in noise.

    The highest peak of the autocorrelation, freed of the window's own (Boersma 1993).
    """
    spectrum = np.fft.rfft((window - window.mean()) * _HANN, 2 * WINDOW)
    correlation = np.fft.irfft(spectrum.real**2 + spectrum.imag**2)
    return float((correlation[LAGS] * _TAPER).max() / correlation[0]) if correlation[0] > 0 else 0.0
