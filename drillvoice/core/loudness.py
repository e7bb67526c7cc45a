"""How loud speech is to an ear, and how it is brought to one loudness without clipping.

The measure is that of EBU R 128 (ITU-R BS.1770-4): K-weighting, blocks of 400 ms, a gate at -70 LUFS and one at 10 LU
below the mean of what is left. A phrase that is shorter than a block is one block.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]

OFFSET_DB = -0.691
BLOCK_S = 0.4
STEP_S = 0.1
ABSOLUTE_GATE = -70.0
RELATIVE_GATE = 10.0
SILENT = -120.0
SHELF_HZ, SHELF_DB, SHELF_Q = 1681.974450955533, 3.999843853973347, 0.7071752369554196
HIGH_PASS_HZ, HIGH_PASS_Q = 38.13547087602444, 0.5003270373238773
"""The two filters of BS.1770, in the form that holds at every sample rate (De Man, "Evaluation of implementations of
the EBU R128 loudness measurement", AES 145)."""
LIMIT_REACH_S = 0.005
"""A peak turns down what is so near to it: short enough to keep the word, long enough not to distort it."""


def loudness_lufs(samples: Samples, rate: int) -> float:
    """The loudness of a clip in LUFS, gated.

    Args:
        samples: shape (frames,), float32.
        rate: frames a second.

    """
    energies = _block_energies(samples, rate)
    energies = energies[energies > _energy_at(ABSOLUTE_GATE)]
    if not len(energies):
        return SILENT
    gate = _energy_at(_lufs(energies) - RELATIVE_GATE)
    return _lufs(energies[energies > gate])


def _lufs(energies: NDArray[np.float64]) -> float:
    return float(10 * np.log10(energies.mean()) + OFFSET_DB)


def _energy_at(lufs: float) -> float:
    return float(10 ** ((lufs - OFFSET_DB) / 10))


def _block_energies(samples: Samples, rate: int) -> NDArray[np.float64]:
    """The mean square of each block of the weighted samples."""
    if not len(samples):
        return np.zeros(0)
    spectrum = np.fft.rfft(samples.astype(np.float64))
    weighted = np.fft.irfft(spectrum * _k_weighting(len(samples), rate), len(samples))
    block, step = min(int(BLOCK_S * rate), len(samples)), max(1, int(STEP_S * rate))
    sums = np.concatenate([[0.0], np.cumsum(weighted**2)])
    starts = np.arange(0, len(samples) - block + 1, step)
    energies: NDArray[np.float64] = np.maximum(sums[starts + block] - sums[starts], 0.0) / block
    return energies


@lru_cache(maxsize=64)
def _k_weighting(count: int, rate: int) -> NDArray[np.float64]:
    """The gain at each frequency of a transform of so many frames."""
    z = np.exp(-2j * np.pi * np.fft.rfftfreq(count))
    gain: NDArray[np.float64] = np.abs(_shelf(z, rate)) * np.abs(_high_pass(z, rate))
    return gain


def _shelf(z: NDArray[np.complex128], rate: int) -> NDArray[np.complex128]:
    k = np.tan(np.pi * SHELF_HZ / rate)
    high = 10 ** (SHELF_DB / 20)
    middle = high**0.4996667741545416
    over = np.polyval([high - middle * k / SHELF_Q + k * k, 2 * (k * k - high), high + middle * k / SHELF_Q + k * k], z)
    under = np.polyval([1 - k / SHELF_Q + k * k, 2 * (k * k - 1), 1 + k / SHELF_Q + k * k], z)
    return np.asarray(over / under)


def _high_pass(z: NDArray[np.complex128], rate: int) -> NDArray[np.complex128]:
    k = np.tan(np.pi * HIGH_PASS_HZ / rate)
    scale = 1 + k / HIGH_PASS_Q + k * k
    under = np.polyval([(1 - k / HIGH_PASS_Q + k * k) / scale, 2 * (k * k - 1) / scale, 1.0], z)
    return np.asarray(np.polyval([1.0, -2.0, 1.0], z) / under)


def limit_peaks(samples: Samples, rate: int, limit: float) -> Samples:
    """The same without a sample beyond the limit: what is near a peak is turned down with it, smoothly."""
    over = np.maximum(np.abs(samples.astype(np.float64)) / limit, 1.0)
    if over.max(initial=1.0) <= 1.0:
        return samples
    reach = max(1, int(LIMIT_REACH_S * rate))
    near = _running_max(np.pad(over, reach, constant_values=1.0), 2 * reach + 1)
    sums = np.concatenate([[0.0], np.cumsum(np.pad(near, reach, mode="edge"))])
    smooth = (sums[2 * reach + 1 :] - sums[: -2 * reach - 1]) / (2 * reach + 1)
    limited: Samples = (samples / smooth).astype(np.float32)
    return limited


def _running_max(values: NDArray[np.float64], width: int) -> NDArray[np.float64]:
    """The largest of each so many neighbours, by doubling; as many fewer as do not fit."""
    done = 1
    while done < width:
        step = min(done, width - done)
        values = np.maximum(values[:-step], values[step:])
        done += step
    return values
