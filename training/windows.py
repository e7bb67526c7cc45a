"""Windows of a second and a half as the ear hears them: a clip in some room, in some noise, and nothing but noise."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import soxr
from numpy.typing import NDArray
from scipy.signal import fftconvolve

from benchmarks.voice_lab.acoustics import RATE, ROOMS, Signal, active_level, active_region, direct_path, impulse, pink
from drillvoice.listening.phrase_network import FAINT
from drillvoice.listening.word_embedding import HEARD_S

Array = NDArray[Any]

COUNT = round(HEARD_S * RATE)
AFTER_S = (0.03, 0.4)
"""From the end of the clip to that of the window; the ear does not know better."""
SPEEDS = (0.82, 1.22)
LEVELS_DBFS = (-38.0, -18.0)
NOISY_DB, CLEAN_DB = (5.0, 20.0), (25.0, 90.0)
NOISY_SHARE = 0.75
RINGING_S = (0.15, 0.9)
DIRECT_DB = (3.0, 15.0)
NAMES = sorted(path.stem.removesuffix("-echo") for path in ROOMS.glob("*-echo.wav"))
TALKERS = 4


def window(clip: Signal, others: Sequence[Signal], chance: np.random.Generator) -> Signal:
    """A clip as it may be heard; others may talk far away."""
    if chance.random() < 0.7:
        clip = soxr.resample(clip, RATE * chance.uniform(*SPEEDS), RATE)
    start, end = active_region(clip)
    loud = active_level(clip[start:end])
    wet = in_some_room(clip / loud, chance)
    first = COUNT - round(chance.uniform(*AFTER_S) * RATE) - end
    heard = np.zeros(COUNT)
    part = wet[max(0, -first) :][: COUNT - max(0, first)]
    heard[max(0, first) :][: len(part)] = part
    noise_db = chance.uniform(*(NOISY_DB if chance.random() < NOISY_SHARE else CLEAN_DB))
    heard += noise(others, chance) * _gain(-noise_db)
    heard *= _gain(chance.uniform(*LEVELS_DBFS))
    if first > 0 and chance.random() < 0.1:
        unheard = int(chance.uniform(0, first))
        heard[:unheard] = FAINT * chance.standard_normal(unheard)
    return _clipped(heard)


def nobody(others: Sequence[Signal], chance: np.random.Generator) -> Signal:
    """No voice: bangs, whistles, hum."""
    heard = noise(others, chance)
    for _ in range(int(chance.integers(0, 5))):
        length = int(chance.uniform(30, 6000))
        first = int(chance.integers(COUNT - length))
        burst = chance.standard_normal(length)
        if chance.random() < 0.4:
            bends = np.interp(np.linspace(0, 3, length), range(4), chance.standard_normal(4))
            burst = np.sin(2 * np.pi * np.cumsum(chance.uniform(100, 3000) * np.exp(0.3 * bends)) / RATE)
        fading = np.exp(-np.arange(length) / chance.uniform(20, max(21, length)))
        heard[first : first + length] += chance.uniform(2, 30) * burst * fading
    if chance.random() < 0.3:
        hum = 2 * np.pi * chance.uniform(45, 500) * np.arange(COUNT) / RATE
        heard += chance.uniform(0.5, 5) * sum(np.sin(hum * partial) / partial for partial in range(1, 8))
    if chance.random() < 0.5:
        heard = in_some_room(heard, chance)[:COUNT]
    loud = np.sqrt(np.mean(heard**2))
    return _clipped(heard / loud * _gain(chance.uniform(-60, -20)))


def in_some_room(samples: Array, chance: np.random.Generator) -> Array:
    """In the open, in one of the rooms of the tests, or in a made-up one: the direct sound, then noise that fades."""
    kind = chance.random()
    if kind < 0.2:
        return samples
    if kind < 0.5:
        room = NAMES[int(chance.integers(len(NAMES)))]
        return _through(samples, impulse(room))[direct_path(room) :]
    length = int(chance.uniform(*RINGING_S) * RATE)
    tail = chance.standard_normal(length) * _gain(-60 * np.arange(length) / length)
    tail[: int(chance.uniform(10, 80))] = 0
    tail *= _gain(-chance.uniform(*DIRECT_DB)) / np.sqrt(np.sum(tail**2))
    tail[0] += 1
    return _through(samples, tail)


def _through(samples: Array, response: Array) -> Array:
    wet: Array = fftconvolve(samples, response)
    return wet


def noise(others: Sequence[Signal], chance: np.random.Generator) -> Array:
    """A window of power 1: pink or coloured, maybe with people who talk far away, maybe with a bang."""
    sound: Array = pink(COUNT, chance).astype(np.float64)
    if chance.random() < 0.3:
        colour = _gain(-20 * np.arange(200) / chance.uniform(5, 60))
        sound = fftconvolve(chance.standard_normal(COUNT), colour, "same")
    sound /= np.sqrt(np.mean(sound**2))
    if chance.random() < 0.3:
        babble = sum(np.resize(others[int(chance.integers(len(others)))], COUNT) for _ in range(TALKERS))
        sound += babble / (np.sqrt(np.mean(np.square(babble))) + 1e-9)
    if chance.random() < 0.15:
        first = int(chance.integers(COUNT - 800))
        sound[first : first + int(chance.integers(20, 800))] *= chance.uniform(2, 8)
    levelled: Array = sound / np.sqrt(np.mean(sound**2))
    return levelled


def _gain(decibels: float | Array) -> Array:
    return np.power(10, np.asarray(decibels) / 20)


def _clipped(sound: Array) -> Signal:
    heard: Signal = np.clip(sound, -1, 1).astype(np.float32)
    return heard
