"""Sounds that are no command: steps, mains hum, silence. Made block by block, so that an hour is never in memory."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import soundfile

from benchmarks.voice_lab.acoustics import RATE, Signal, gain, pink

BLOCK_S = 10
ROOM_DBFS = -60.0
"""The noise of a quiet room under everything."""
STEPS_A_MINUTE = (90, 120)
STEP_S = 0.25
STEP_DBFS = -12.0
"""The peak of the loudest heel: hard shoes on a wooden floor near the microphone."""
HARMONICS = ((1, 1.0), (2, 0.7), (3, 0.4), (4, 0.2), (5, 0.25), (7, 0.12), (9, 0.06))
"""Of the mains frequency: what a transformer and a ground loop give."""
HUM_DBFS = -30.0


def write_blocks(path: Path, blocks: Iterable[Signal]) -> Path:
    """A file of 16 bits (FLAC for what is long)."""
    with soundfile.SoundFile(path, "w", samplerate=RATE, channels=1, subtype="PCM_16") as file:
        for block in blocks:
            file.write(np.clip(block, -1, 1))
    return path


def silence(seconds: float) -> Iterator[Signal]:
    """Not even noise: a microphone that is switched off."""
    for count in _blocks(seconds):
        yield np.zeros(count, np.float32)


def hum(seconds: float, mains_hz: float) -> Iterator[Signal]:
    """Mains hum with its harmonics, as the loudspeaker of an old amplifier gives it."""
    at = 0
    whole = sum(size**2 / 2 for _, size in HARMONICS) ** 0.5
    for count in _blocks(seconds):
        turns = mains_hz * np.arange(at, at + count) / RATE
        tones = [size * np.sin(2 * np.pi * number * turns + number) for number, size in HARMONICS]
        yield (np.sum(tones, axis=0) * gain(HUM_DBFS) / whole).astype(np.float32)
        at += count


def footsteps(seconds: float, seed: int) -> Iterator[Signal]:
    """Somebody who walks up and down: every step is a heel and then, fainter and duller, the ball of the foot."""
    draw = np.random.default_rng(seed)
    next_step, pending = 0, np.zeros(round(STEP_S * RATE), np.float32)
    at = 0
    for count in _blocks(seconds):
        block = np.zeros(count + len(pending), np.float32)
        block[: len(pending)] = pending
        while next_step < at + count:
            place = next_step - at
            block[place : place + len(pending)] += _step(draw)
            next_step += round(60 / draw.uniform(*STEPS_A_MINUTE) * RATE)
        pending = block[count:].copy()
        yield block[:count] + pink(count, draw) * gain(ROOM_DBFS)
        at += count


def _step(draw: np.random.Generator) -> Signal:
    """One step: two bursts of noise that die away, and the floor's own note."""
    count = round(STEP_S * RATE)
    time = np.arange(count) / RATE
    heel = draw.standard_normal(count) * np.exp(-time / draw.uniform(0.006, 0.015))
    floor = np.sin(2 * np.pi * draw.uniform(70, 160) * time) * np.exp(-time / 0.04)
    ball = np.convolve(draw.standard_normal(count), np.ones(12) / 12, "same")
    late = time - draw.uniform(0.09, 0.13)
    ball *= np.where(late > 0, np.exp(-np.maximum(late, 0) / 0.02), 0)
    step = heel + floor + 0.5 * ball
    return np.asarray(step * gain(STEP_DBFS - draw.uniform(0, 12)) / np.abs(step).max(), np.float32)


def _blocks(seconds: float) -> Iterator[int]:
    left = round(seconds * RATE)
    while left > 0:
        yield min(left, BLOCK_S * RATE)
        left -= BLOCK_S * RATE
