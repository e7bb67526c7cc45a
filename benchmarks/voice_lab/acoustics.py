"""Sound between a mouth and a recogniser: length, rooms, noise and levels. All of it at 16 kHz."""

from functools import cache
from pathlib import Path

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

Signal = NDArray[np.float32]

RATE = 16_000
ROOMS = Path(__file__).resolve().parents[2] / "tests" / "room" / "impulses"
FRAME = RATE // 100
ACTIVE_DB = 35
"""A frame of 10 ms is speech if it is no further below the loudest one."""
WINDOW, HOP = 512, 128


def resampled(samples: Signal, rate: int) -> Signal:
    """A signal at the rate of the recogniser."""
    return soxr.resample(samples, rate, RATE, quality="HQ").astype(np.float32) if rate != RATE else samples


def read(path: Path) -> Signal:
    """A sound file as one channel at the rate of the recogniser."""
    samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    return resampled(samples.mean(axis=1), rate)


def write(path: Path, samples: Signal) -> None:
    """A file of 16 bits."""
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, np.clip(samples, -1, 1), RATE, subtype="PCM_16")


def rms(samples: Signal) -> float:
    """The level of all of a signal."""
    return float(np.sqrt(np.mean(np.square(samples, dtype=np.float64)))) if len(samples) else 0.0


def gain(decibels: float) -> float:
    """Decibels as a factor."""
    return float(10 ** (decibels / 20))


def active_frames(samples: Signal) -> NDArray[np.bool_]:
    """Which frames of 10 ms hold speech, in a signal without noise."""
    whole = samples[: len(samples) // FRAME * FRAME].reshape(-1, FRAME)
    power = np.mean(np.square(whole, dtype=np.float64), axis=1)
    active: NDArray[np.bool_] = power > power.max(initial=0) * gain(-2 * ACTIVE_DB)
    return active


def active_region(samples: Signal) -> tuple[int, int]:
    """Where speech begins and ends, in samples."""
    frames = np.flatnonzero(active_frames(samples))
    return int(frames[0]) * FRAME, int(frames[-1] + 1) * FRAME


def active_level(samples: Signal) -> float:
    """The level of the frames that hold speech."""
    whole = samples[: len(samples) // FRAME * FRAME].reshape(-1, FRAME)
    return rms(whole[active_frames(samples)])


def stretched(samples: Signal, factor: float) -> Signal:
    """A signal that takes longer at the same pitch (phase vocoder)."""
    if factor == 1:
        return samples
    window = np.hanning(WINDOW + 1)[:-1]
    padded = np.pad(samples, (WINDOW, 2 * WINDOW))
    starts = range(0, len(padded) - WINDOW, HOP)
    spectra = np.array([np.fft.rfft(window * padded[start : start + WINDOW]) for start in starts])
    sizes = np.abs(spectra)
    steps = np.arange(int((len(spectra) - 1) * factor)) / factor
    turns = np.angle(spectra[1:] * np.conj(spectra[:-1]))
    # The part of the turn that a hop of a bin's own frequency does not explain, brought back after the wrap.
    own = 2 * np.pi * HOP * np.arange(WINDOW // 2 + 1) / WINDOW
    turns = own + (turns - own + np.pi) % (2 * np.pi) - np.pi
    phases = np.angle(spectra[0])
    result = np.zeros(len(steps) * HOP + WINDOW)
    for number, step in enumerate(steps):
        low = int(step)
        size = sizes[low] + (step - low) * (sizes[low + 1] - sizes[low])
        result[number * HOP :][:WINDOW] += window * np.fft.irfft(size * np.exp(1j * phases))
        phases = phases + turns[low]
    return (result * HOP / np.sum(window**2)).astype(np.float32)


@cache
def impulse(room: str) -> Signal:
    """What the microphone in a room hears of a click two metres away."""
    return read(ROOMS / f"{room}-person.wav")


def direct_path(room: str) -> int:
    """After how many samples sound arrives; a reflection may be larger than what comes straight."""
    return int(np.flatnonzero(np.abs(impulse(room)) > 0.5)[0])


def in_room(samples: Signal, room: str) -> Signal:
    """A signal as it arrives, with what rings on after it."""
    length = len(samples) + len(impulse(room)) - 1
    size = 1 << (length - 1).bit_length()
    spectrum = np.fft.rfft(samples, size) * np.fft.rfft(impulse(room), size)
    return np.fft.irfft(spectrum, size)[:length].astype(np.float32)


def pink(count: int, draw: np.random.Generator) -> Signal:
    """Noise as of a quiet room, of level 1: as loud in each octave, level below 50 Hz."""
    spectrum = np.fft.rfft(draw.standard_normal(count))
    spectrum /= np.sqrt(np.maximum(np.fft.rfftfreq(count, 1 / RATE), 50))
    spectrum[0] = 0
    noise = np.fft.irfft(spectrum, count)
    return np.asarray(noise / np.sqrt(np.mean(noise**2)), np.float32)
