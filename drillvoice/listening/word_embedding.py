"""What a spoken word is, as one vector, whoever says it.

This is most of the ResNet-50 of EfficientWord-Net (R. Chidhambararajan, A. Rangapur, S. C. Sethuraman:
EfficientWord-Net: An Open Source Hotword Detection Engine Based on Few-Shot Learning, 2022,
doi:10.1142/S0219649222500599), which was trained to tell apart the words of many people, those of the corpus
Multilingual Spoken Words. Its last stage, two thirds of all weights, adds little. The weights are 8-bit numbers with
one scale for each output, and are made floats one layer at a time.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from drillvoice.core.clips import Samples
from drillvoice.core.rates import SPEECH_RATE

HEARD_S = 1.5
FRAME, HOP, SPECTRUM = 400, 160, 512
FRAMES, BANDS = 149, 64
BLOCKS = (3, 4, 6)
"""Of three layers each, in its stages; the first of a stage has one more, which leads past the others."""
LAYERS = 1 + sum(1 + 3 * blocks for blocks in BLOCKS)
LEAST = float(np.finfo(np.float64).eps)
QUIETEST = 1e-12

Array = NDArray[np.float32]


class Layer(NamedTuple):
    """A convolution."""

    kernel: NDArray[np.int8]
    """Shape (rows, columns, inputs, outputs)."""
    scale: Array
    bias: Array


class WordEmbedding:
    """Turns the sound of a word into a vector.

    Args:
        weights: `kernelN` (rows, columns, inputs, outputs) as int8, `scaleN` (outputs,) and `biasN` (outputs,) for each
            layer, in the order of use; `first` (2,), a factor and what is added, for what goes into the first.

    """

    def __init__(self, weights: Mapping[str, NDArray[Any]]) -> None:
        self._layers = [
            Layer(weights[f"kernel{number}"], weights[f"scale{number}"], weights[f"bias{number}"])
            for number in range(LAYERS)
        ]
        self._factor, self._shift = weights["first"]
        self._filters = _filters()

    def vector_of(self, samples: Samples) -> Array:
        """The vector, shape (1024,), of samples, shape (24000,), 16 kHz: 1.5 s with the word in it."""
        bands = self._bands(samples)
        lowest, highest = bands.min(), bands.max()
        even = (bands - lowest) / max(highest - lowest, QUIETEST) * 2 - 1
        return self._convolve((even * self._factor + self._shift).astype(np.float32)[:, :, None])

    def _bands(self, samples: Samples) -> NDArray[np.float64]:
        """The logarithm of the power in each band, shape (149, 64)."""
        padded = np.pad(samples.astype(np.float64), (0, HOP * (FRAMES - 1) + FRAME - len(samples)))
        frames = np.lib.stride_tricks.sliding_window_view(padded, FRAME)[::HOP]
        power = np.abs(np.fft.rfft(frames, SPECTRUM)) ** 2 / SPECTRUM @ self._filters
        return np.log(np.where(power == 0, LEAST, power))

    def _convolve(self, planes: Array) -> Array:
        layers = iter(self._layers)
        planes = _largest(_convolved(planes, next(layers), stride=2))
        for stage, blocks in enumerate(BLOCKS):
            for block in range(blocks):
                stride = 2 if stage and not block else 1
                narrow, wide, end = next(layers), next(layers), next(layers)
                past = planes if block else _convolved(planes, next(layers), stride=stride, active=False)
                within = _convolved(_convolved(planes, narrow), wide, stride=stride)
                planes = np.maximum(_convolved(within, end, active=False) + past, 0)
        return np.asarray(planes.mean((0, 1)), np.float32)


def _convolved(planes: Array, layer: Layer, *, stride: int = 1, active: bool = True) -> Array:
    """One layer: planes of shape (time, frequency, inputs), padded on all sides so that they stay as large."""
    rows, columns, _, outputs = layer.kernel.shape
    edges = ((rows // 2, rows // 2), (columns // 2, columns // 2), (0, 0))
    patches = np.lib.stride_tricks.sliding_window_view(np.pad(planes, edges), (rows, columns), (0, 1))[
        ::stride, ::stride
    ]
    flat = patches.transpose(0, 1, 3, 4, 2).reshape(patches.shape[0] * patches.shape[1], -1)
    found = (flat @ layer.kernel.reshape(-1, outputs).astype(np.float32)) * layer.scale + layer.bias
    shaped = found.reshape(*patches.shape[:2], outputs)
    return np.maximum(shaped, 0) if active else shaped


def _largest(planes: Array) -> Array:
    """The maximum of three by three, at every second place; none is below 0 here."""
    padded = np.pad(planes, ((1, 1), (1, 1), (0, 0)))
    largest: Array = np.lib.stride_tricks.sliding_window_view(padded, (3, 3), (0, 1))[::2, ::2].max((3, 4))
    return largest


def _filters() -> NDArray[np.float64]:
    """How much of each frequency goes into each band, shape (257, 64): triangles, evenly spaced in mel."""
    highest = 2595 * np.log10(1 + SPEECH_RATE / 2 / 700)
    hertz = 700 * (10 ** (np.linspace(0, highest, BANDS + 2) / 2595) - 1)
    corners = np.floor((SPECTRUM + 1) * hertz / SPEECH_RATE).astype(int)
    filters = np.zeros((SPECTRUM // 2 + 1, BANDS))
    for band, (low, top, high) in enumerate(zip(corners, corners[1:], corners[2:], strict=False)):
        filters[low:top, band] = (np.arange(low, top) - low) / max(top - low, 1)
        filters[top:high, band] = (high - np.arange(top, high)) / max(high - top, 1)
    return filters
