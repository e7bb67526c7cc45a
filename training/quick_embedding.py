"""The speech embedding of many windows at once: what `drillvoice.listening.keyword_embedding` does, in a third of the
time. The program itself has one window at a time, and no library for it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from drillvoice.core.clips import Samples
from drillvoice.core.hearing.templates import WIDTH
from drillvoice.listening.keyword_embedding import LAYERS, LEAK, LOWEST, POOLS, Embedding

AT_ONCE = 64
ORDER = ("NHWC", "HWIO", "NHWC")


class QuickEmbedding:
    """Turns windows of one length into vectors.

    Args:
        weights: as for `Embedding`.

    """

    def __init__(self, weights: Mapping[str, Any]) -> None:
        self._spectrogram = Embedding(weights).spectrogram
        self._layers = [tuple(jnp.float32(weights[f"{part}{n}"]) for part in ("kernel", "bias")) for n in range(LAYERS)]
        self._scale, self._shift = weights["scale"], weights["shift"]
        self._fast = jax.jit(self._convolve)

    def vectors_of(self, windows: Sequence[Samples]) -> np.ndarray:
        """The vectors, shape (windows, n, 96), as float16."""
        found = [self._vectors_of_some(windows[first : first + AT_ONCE]) for first in range(0, len(windows), AT_ONCE)]
        return np.concatenate(found) if found else np.zeros((0, 0, WIDTH), np.float16)

    def _vectors_of_some(self, windows: Sequence[Samples]) -> np.ndarray:
        spectra = np.array([self._spectrogram(samples) for samples in windows])
        always_as_many = np.resize(spectra, (AT_ONCE, *spectra.shape[1:]))
        return np.asarray(self._fast(always_as_many)[: len(windows)], np.float16)

    def _convolve(self, spectra: Any) -> Any:
        planes = jnp.maximum(_convolved(spectra[..., None], *self._layers[0]), 0)
        planes = _active(planes * self._scale + self._shift)
        for number, (kernel, bias) in enumerate(self._layers[1:], start=1):
            planes = _convolved(planes, kernel, bias)
            if number < LAYERS - 1:
                planes = _active(planes)
            if number in POOLS:
                steps = (1, *POOLS[number], 1)
                planes = lax.reduce_window(planes, -jnp.inf, lax.max, steps, steps, "VALID")
        return planes[:, :, 0]


def _convolved(planes: Any, kernel: Any, bias: Any) -> Any:
    edge = (kernel.shape[1] - 1) // 2
    return lax.conv_general_dilated(planes, kernel, (1, 1), ((0, 0), (edge, edge)), dimension_numbers=ORDER) + bias


def _active(planes: Any) -> Any:
    return jnp.maximum(jnp.maximum(planes, LEAK * planes), LOWEST)
