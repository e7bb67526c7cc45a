"""Drill time is counted in ticks of 20 ms.

A tick is a whole number of frames at 8, 16, 22.05, 24, 32, 44.1, 48 and 96 kHz, so that a time in ticks is
exact on every loudspeaker. No module of the core reads a clock: `now` always comes in as an argument.
"""

import math

TICKS_PER_SECOND = 50
TICK_S = 0.02


def to_ticks(seconds: float) -> int:
    """The nearest tick to a time in seconds."""
    return round(seconds * TICKS_PER_SECOND)


def covering_ticks(seconds: float) -> int:
    """The fewest ticks that cover a length in seconds (a hair of floating point is forgiven)."""
    return math.ceil(seconds * TICKS_PER_SECOND - 1e-6)


def to_seconds(ticks: int) -> float:
    """Ticks as seconds, rounded to the tick so that it prints as 12.34."""
    return round(ticks * TICK_S, 2)
