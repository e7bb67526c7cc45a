"""What speech sounds like, as a vector of 96 numbers every 80 ms.

This is Google's speech embedding (Lin et al., "Training Keyword Spotters with Limited and Synthesized Speech Data",
2020, arXiv:2002.01322), which was made to tell words apart with little training. It is 20 small convolutions: numpy
does them in a few hundredths of a second, which is not worth a library of 30 MB.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from drillvoice.core.clips import Samples

FULL_SCALE = 32767
WINDOW, HOP = 512, 160
RANGE_DB = 80.0
LEAST = 1e-10
LEAK, LOWEST = 0.2, -0.4
POOLS = {2: (2, 2), 6: (1, 2), 10: (2, 2), 14: (1, 2), 18: (2, 2)}
"""After these layers the maximum of so many steps in time and in frequency."""
LAYERS = 20

Array = NDArray[np.float32]


class Embedding:
    """Turns sound into vectors.

    Args:
        weights: `window` (512,), `mel` (257, 32), `scale` and `shift` (24,), and for each layer `kernelN` (steps in
            time, steps in frequency, inputs, outputs) and `biasN` (outputs,).

    """

    def __init__(self, weights: Mapping[str, NDArray[Any]]) -> None:
        self._window = _float(weights["window"])
        self._mel = _float(weights["mel"])
        self._scale, self._shift = _float(weights["scale"]), _float(weights["shift"])
        self._layers = [(_float(weights[f"kernel{n}"]), _float(weights[f"bias{n}"])) for n in range(LAYERS)]

    def vectors_of(self, samples: Samples) -> Array:
        """The vectors, shape (n, 96), of samples, shape (m,), 16 kHz: the first after 0.78 s, then every 80 ms."""
        return self._convolve_spectrogram(self.spectrogram(samples))

    def spectrogram(self, samples: Samples) -> Array:
        """The mel spectrogram, shape (n, 32), a frame every 10 ms: 2 at full scale, 1 for every 10 dB."""
        frames = np.lib.stride_tricks.sliding_window_view(samples * np.float32(FULL_SCALE), WINDOW)[::HOP]
        spectra = np.fft.rfft(frames * self._window)
        power = (spectra.real**2 + spectra.imag**2) @ self._mel
        decibels = 10 * np.log10(np.maximum(power, LEAST))
        return _float(np.maximum(decibels, decibels.max() - RANGE_DB) / 10 + 2)

    def _convolve_spectrogram(self, spectrogram: Array) -> Array:
        planes = np.maximum(convolved(spectrogram[:, :, None], *self._layers[0]), 0)
        planes = _active(planes * self._scale + self._shift)
        for number, (kernel, bias) in enumerate(self._layers[1:], start=1):
            planes = convolved(planes, kernel, bias)
            if number < LAYERS - 1:
                planes = _active(planes)
            if number in POOLS:
                planes = _pooled(planes, *POOLS[number])
        return planes[:, 0]


def convolved(planes: Array, kernel: Array, bias: Array) -> Array:
    """One layer: planes of shape (time, frequency, inputs), padded in frequency only."""
    times, bands = kernel.shape[:2]
    edge = (bands - 1) // 2
    padded = np.pad(planes, ((0, 0), (edge, edge), (0, 0)))
    length, width = planes.shape[0] - times + 1, planes.shape[1]
    total = np.broadcast_to(bias, (length, width, kernel.shape[3]))
    for time in range(times):
        for band in range(bands):
            total = total + padded[time : time + length, band : band + width] @ kernel[time, band]
    return total


def _active(planes: Array) -> Array:
    active: Array = np.maximum(np.maximum(planes, LEAK * planes), LOWEST)
    return active


def _pooled(planes: Array, times: int, bands: int) -> Array:
    length, width = planes.shape[0] // times, planes.shape[1] // bands
    pooled: Array = planes[: length * times].reshape(length, times, width, bands, -1).max((1, 3))
    return pooled


def _float(values: NDArray[Any]) -> Array:
    return values.astype(np.float32)
