"""Keys for hands that tremble: a key that is held, or pressed twice in a moment, is one press.

A terminal tells neither of a key's release nor of its being held: it sends the key again, first after 0.25 to 0.66 s
and then up to thirty times a second, as the system is set. So all presses of a key that follow each other within 0.7 s
are one, however many they are.
"""

import time
from collections.abc import Callable

from drillvoice.app.line_editor import INTERRUPT

TREMOR_S = 0.7
"""The same as that of the session, which knows what is a press but not what is a key."""
AT_ONCE = frozenset({"s"})
"""Stop: each press counts, since more of them come to no more than one. Finish is not among them: asked for in the
closing, it ends that too, which nobody wants who leans on the key."""
REPEATING = frozenset({"-", "+", "=", "up", "down"})
"""Held, these go on step by step: slowly, and with an answer to each step."""

ONE_SWITCH = "switch"


class SteadyKeys:
    """Tells presses from what a tremor or a held key adds to them.

    Args:
        clock: seconds.

    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._sent_s: dict[str, float] = {}
        """When each key was sent last."""
        self._pressed_s: dict[str, float] = {}
        """When each was taken for a press."""

    def is_press(self, key: str, *, any_is_one: bool = False) -> bool:
        """Whether a key that is sent now, by its one name, is a press of its own.

        Args:
            key: its one name.
            any_is_one: all keys are one switch: some buttons type two keys for one press.

        """
        name, now = ONE_SWITCH if any_is_one and key != INTERRUPT else key.lower(), self._clock()
        before = (self._pressed_s if name in REPEATING else self._sent_s).get(name)
        self._sent_s[name] = now
        if before is not None and now - before < TREMOR_S and name not in AT_ONCE:
            return False
        self._pressed_s[name] = now
        return True
