"""How much of an exercise there is: all of it, or an even share where time is short."""

from collections.abc import Iterator
from dataclasses import dataclass

WHOLE = 20
"""Shares are counted in twentieths."""
LEAST_OF_EACH = 10
"""Before there is less than half of each exercise, whole exercises are left out, the last first; a choice."""
SHORTEST_HOLD_S = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """How much of a session there is."""

    exercises: int
    """So many of them, from the first on."""
    sets: int
    """How often each is done at most."""
    share: int = WHOLE
    """What is left of the repetitions, seconds or cues of each."""


def amounts(exercises: int, sets: int) -> Iterator[Amount]:
    """Ever less: fewer sets, then less of each, then fewer exercises, then less of the last one.

    Each step is shorter than the one before and asks for no more of anything.
    """
    for most in range(sets, 0, -1):
        yield Amount(exercises=exercises, sets=most)
    least = LEAST_OF_EACH if exercises > 1 else 1
    for share in range(WHOLE - 1, least - 1, -1):
        yield Amount(exercises=exercises, sets=1, share=share)
    for count in range(exercises - 1, 0, -1):
        yield Amount(exercises=count, sets=1, share=least)
    for share in range(least - 1, 0, -1):
        yield Amount(exercises=1, sets=1, share=share)


def share_of(repetitions: int, share: int) -> int:
    """So many repetitions: at least one."""
    return max(1, repetitions * share // WHOLE)


def share_of_holds(repetitions: int, seconds: float, share: int) -> tuple[int, float]:
    """So many holds of so many seconds: fewer first, then one that is shorter."""
    kept = repetitions * share / WHOLE
    return (int(kept), seconds) if kept >= 1 else (1, max(SHORTEST_HOLD_S, float(int(seconds * kept))))
