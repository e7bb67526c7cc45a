"""Notices that the computer has slept, or that the program was held still for a while."""

import sys
import time
from collections.abc import Callable

LEAST_SLEEP_S = 1.0
"""Two clocks are never read at the same moment; no sleep is as short."""
LEAST_HELD_S = 5.0
"""The loop comes round ten times a second, and after two seconds where a sound server does not answer."""


def clock_with_sleep() -> float:
    """Seconds on a clock that goes on while the computer sleeps, where the system has one.

    `time.monotonic()` stands still meanwhile on Linux and macOS. On Windows it does not, and what it leaps tells.
    """
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    if sys.platform == "darwin":
        return time.clock_gettime(time.CLOCK_MONOTONIC)
    return time.monotonic()


class SleepWatch:
    """Asked by a loop each time it comes round.

    Args:
        awake: a clock that may stand still while the computer sleeps.
        always: one that does not.

    """

    def __init__(
        self, awake: Callable[[], float] = time.monotonic, always: Callable[[], float] = clock_with_sleep
    ) -> None:
        self._awake = awake
        self._always = always
        self._awake_s = awake()
        self._always_s = always()

    def has_slept(self) -> bool:
        """Whether the computer has slept, or the loop was held for five seconds, since it was asked last."""
        awake_s, always_s = self._awake(), self._always()
        passed_s, slept_s = awake_s - self._awake_s, (always_s - self._always_s) - (awake_s - self._awake_s)
        self._awake_s, self._always_s = awake_s, always_s
        return slept_s > LEAST_SLEEP_S or passed_s > LEAST_HELD_S
