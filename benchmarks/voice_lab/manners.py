"""How people speak whom illness or effort has changed, as far as it can be computed from a usual voice.

`soft` 20 dB less; `slow` 1.6 times as long; `flat` without melody; `trembling` with pitch and level that shake 5.5
times a second; `slurred` longer, each sound running into its neighbours, dull and flat; `ms` all of it together, and
breathy. They are likenesses that somebody made up: no patient was recorded for them. 16 kHz, one channel, float32.

A voice is taken apart and put together again with WORLD (pyworld, of the extra `bench`), which alone costs a recogniser
nothing that could be measured.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.voice_lab.acoustics import RATE, Signal, gain

Array = NDArray[np.float64]

SOFT_DB = -20.0
SLOW = 1.6
TREMOR_HZ, TREMOR_PITCH, TREMOR_DB = 5.5, 0.06, 6.0
"""Of a tremor of the larynx: 4 to 7 times a second, so much up and down of pitch and of level."""
SLUR, SLUR_SMEAR_S = 1.4, 0.08
MS, MS_SMEAR_S, MS_BREATH = 1.4, 0.05, 0.3
DULL_HZ, DULL_DB = 3_000, -12.0
"""Above this a slurred voice loses so much an octave: weak consonants."""
FRAME_MS = 5.0
LOWEST_HZ, HIGHEST_HZ = 50.0, 500.0
USUAL_HZ = 120.0
"""The pitch of what has none."""


class Parts(NamedTuple):
    """A voice taken apart, a row every 5 ms."""

    pitch: Array
    """In Hz; 0 where there is none."""
    envelope: Array
    """The power spectrum without the pitch."""
    breath: Array
    """The share of it that is noise."""


def taken_apart(samples: Signal) -> Parts:
    """The parts of a signal."""
    import pyworld

    sound = samples.astype(np.float64)
    rough, times = pyworld.dio(sound, RATE, f0_floor=LOWEST_HZ, f0_ceil=HIGHEST_HZ, frame_period=FRAME_MS)
    pitch = pyworld.stonemask(sound, rough, times, RATE)
    return Parts(pitch, pyworld.cheaptrick(sound, pitch, times, RATE), pyworld.d4c(sound, pitch, times, RATE))


def put_together(parts: Parts) -> Signal:
    """A signal of some parts."""
    import pyworld

    ready = (np.ascontiguousarray(part, dtype=np.float64) for part in parts)
    spoken: Signal = pyworld.synthesize(*ready, RATE, FRAME_MS).astype(np.float32)
    return spoken


def soft(samples: Signal) -> Signal:
    """As somebody speaks who has no breath for more."""
    return samples * np.float32(gain(SOFT_DB))


def slow(samples: Signal) -> Signal:
    """Each sound as much longer."""
    return put_together(_longer(taken_apart(samples), SLOW))


def flat(samples: Signal) -> Signal:
    """All at one pitch."""
    return put_together(_flat(taken_apart(samples)))


def trembling(samples: Signal) -> Signal:
    """Pitch and level that shake."""
    return put_together(_trembling(taken_apart(samples)))


def slurred(samples: Signal) -> Signal:
    """Sounds that run into each other."""
    return put_together(_dull(_smeared(_longer(_flat(taken_apart(samples)), SLUR), SLUR_SMEAR_S)))


def ms(samples: Signal) -> Signal:
    """A little of all of it, as it comes together in multiple sclerosis."""
    parts = _trembling(_smeared(_longer(_flat(taken_apart(samples)), MS), MS_SMEAR_S))
    return put_together(parts._replace(breath=parts.breath + MS_BREATH * (1 - parts.breath)))


MANNERS: Mapping[str, Callable[[Signal], Signal]] = {
    "soft": soft,
    "slow": slow,
    "flat": flat,
    "trembling": trembling,
    "slurred": slurred,
    "ms": ms,
}


def _longer(parts: Parts, factor: float) -> Parts:
    frames = len(parts.pitch)
    place = np.minimum((np.arange(round(frames * factor)) / factor).astype(int), frames - 1)
    return Parts(*(part[place] for part in parts))


def _flat(parts: Parts) -> Parts:
    voiced = parts.pitch > 0
    usual = float(np.median(parts.pitch[voiced])) if np.any(voiced) else USUAL_HZ
    return parts._replace(pitch=np.where(voiced, usual, 0.0))


def _trembling(parts: Parts) -> Parts:
    shake = np.sin(2 * np.pi * TREMOR_HZ * FRAME_MS / 1000 * np.arange(len(parts.pitch)))
    level = 10 ** (TREMOR_DB * shake / 10)
    return parts._replace(pitch=parts.pitch * (1 + TREMOR_PITCH * shake), envelope=parts.envelope * level[:, None])


def _smeared(parts: Parts, seconds: float) -> Parts:
    """The mean of the power around each moment, as tongue and lips that arrive late would leave it."""
    kernel = np.hanning(round(seconds * 1000 / FRAME_MS) + 2)[1:-1]
    smeared = np.apply_along_axis(np.convolve, 0, parts.envelope, kernel / kernel.sum(), mode="same")
    return parts._replace(envelope=smeared[: len(parts.pitch)])


def _dull(parts: Parts) -> Parts:
    frequencies = np.linspace(0, RATE / 2, parts.envelope.shape[1])
    octaves = np.log2(np.maximum(frequencies, DULL_HZ) / DULL_HZ)
    return parts._replace(envelope=parts.envelope * 10 ** (DULL_DB * octaves / 10))
