"""What a trembling hand adds, and what no hand can do: second presses, and more of them than there are fingers."""

import time
from collections.abc import Callable

TREMOR_S = 0.7
"""Presses of one button that follow each other within this time are one, as for keys; whichever page they come from."""
MOST_KNOWN = 200
COMMANDS_A_SECOND = 10.0


class ButtonPresses:
    """Tells a press from what a tremor adds to it.

    Args:
        clock: seconds.

    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._sent_s: dict[str, float] = {}

    def is_first(self, button: str) -> bool:
        """Whether a press is one of its own."""
        now, before = self._clock(), self._sent_s.pop(button, None)
        self._sent_s[button] = now
        if len(self._sent_s) > MOST_KNOWN:
            del self._sent_s[next(iter(self._sent_s))]
        return before is None or now - before >= TREMOR_S


class Allowance:
    """So many each second, and no more saved up than one second's.

    Args:
        a_second: how many.
        clock: seconds.

    """

    def __init__(self, a_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = a_second
        self._clock = clock
        self._left: dict[str, tuple[float, float]] = {}

    def take_one(self, who: str) -> bool:
        """Whether one more may be had."""
        now = self._clock()
        left, at = self._left.pop(who, (self._rate, now))
        left = min(self._rate, left + (now - at) * self._rate)
        self._left[who] = (left - 1 if left >= 1 else left, now)
        if len(self._left) > MOST_KNOWN:
            del self._left[next(iter(self._left))]
        return left >= 1
