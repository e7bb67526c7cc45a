"""How old a touch is: pages count from the last heartbeat that they got, on a clock of their own.

Clocks of two computers cannot be compared, and either may stand still: a computer that sleeps, a phone whose page is
held. So a page says which beat it saw last, and how long after that the finger came. Whatever stood still in between,
the server or the page, makes the touch older, never younger.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

EVERY_S = 1.0
KEPT = 8
"""Beats that are remembered: whoever counts from an older one has been out of reach."""
MOST_SINCE_S = 3.0
"""A page that had no beat for longer shows that it is stale; what is touched on it is for a moment that is over."""


@dataclass(frozen=True, slots=True)
class Touch:
    """When a finger came, as a page tells it."""

    beat: int
    since_s: float
    """After that beat had come; before it, where it is negative: a page that was held reads beats late."""


class Heartbeat:
    """Numbers the beats, and remembers when they were.

    Args:
        clock: seconds, of the clock on which commands are dated.

    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._moments: dict[int, float] = {}
        self.number = 0
        """Of the last beat."""

    def beat(self) -> int:
        """One more; answers its number."""
        self.number += 1
        self._moments[self.number] = self._clock()
        self._moments.pop(self.number - KEPT, None)
        return self.number

    def moment_of_touch(self, touch: Touch) -> float | None:
        """When it was, on the server's clock, or somewhat before: a beat takes its time to arrive. None where it is too
        old to tell.
        """
        beat_at = self._moments.get(touch.beat)
        if beat_at is None or not -MOST_SINCE_S <= touch.since_s <= MOST_SINCE_S:
            return None
        return min(beat_at + touch.since_s, self._clock())
