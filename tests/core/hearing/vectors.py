"""Sounds made of hand: rows of vectors that are like one another as far as it is said."""

import numpy as np

from drillvoice.core.hearing.templates import WIDTH, Vectors


def made_sound(seed: int, count: int = 8) -> Vectors:
    """A sound of its own: sounds of two seeds have nothing in common."""
    return np.random.default_rng(seed).standard_normal((count, WIDTH)).astype(np.float32)


def varied(sound: Vectors, amount: float, seed: int = 99) -> Vectors:
    """The same once more; 0 is exactly the same, 1 hardly like it at all."""
    change = np.random.default_rng(seed).standard_normal(sound.shape).astype(np.float32)
    return np.asarray(sound + np.float32(amount) * change, np.float32)


def slower(sound: Vectors, times: int = 2) -> Vectors:
    """The same, each part of it so many times as long."""
    return np.repeat(sound, times, axis=0)
