"""Somebody who reads aloud in a scene, as a television does: nobody addresses the program."""

import random
from pathlib import Path

import numpy as np

from benchmarks.voice_lab.acoustics import RATE, Signal, active_level, gain, read
from benchmarks.voice_lab.scenes import VOICE_DBFS, Scene, convolved, impulse

PAUSE_S = (0.3, 2.5)


def readings(recordings: Path) -> list[Path]:
    """What is read, a sentence or two in each file."""
    return sorted((recordings / "speech").glob("*.flac"))


def read_over(recordings: Path, scene: Scene) -> Scene:
    """The same scene with reading over all of it, as loud as a person's commands would be."""
    draw = random.Random(f"reading {scene.setting.seed}")
    level = np.float32(gain(draw.uniform(*VOICE_DBFS)))
    microphone = scene.microphone + level * _reading(recordings, len(scene.microphone), scene.setting.room, draw)
    return Scene(scene.setting, np.clip(microphone, -1, 1), scene.reference, scene.echo, scene.spoken)


def _reading(recordings: Path, length: int, room: str, draw: random.Random) -> Signal:
    """One reader after the other, in a room."""
    files = readings(recordings)
    parts: list[Signal] = []
    while sum(map(len, parts)) < length:
        clip = read(draw.choice(files))
        parts.append(convolved(clip / np.float32(active_level(clip)), impulse(room, "person")))
        parts.append(np.zeros(round(draw.uniform(*PAUSE_S) * RATE), np.float32))
    return np.concatenate(parts)[:length]
