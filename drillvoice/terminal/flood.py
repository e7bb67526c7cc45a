"""A flood of letters, as of a cat, a paste or a broken cable, is thinned before it is taken for keys.

To tell keys in what a terminal sends takes longer than to read it: a million letters would keep a stop waiting for many
seconds. Hands press a few keys a second, and a key that is held some thirty. So of more than that only what brings
silence is kept, and the last of the rest.
"""

import re
import time
from collections.abc import Callable

from drillvoice.terminal.sequences import as_keys

PASTE_BEGIN, PASTE_END = "\x1b[200~", "\x1b[201~"
"""Around what is pasted, where a terminal was asked for them."""
PASTE_S = 0.3
"""A terminal sends a paste in one go; what comes so long after the last of it was pressed."""
MOST_AT_ONCE = 64
"""Letters. Two seconds of a key that is held, on a computer that was busy meanwhile."""
LAST_KEPT = 16
"""Keys. Whatever somebody presses last is among them."""
SEQUENCE = r"\x1b(?:\[[0-?]{0,30}[ -/]{0,2}[@-~]|O[A-Za-z])"
"""A key that is more than one letter, such as an arrow; none is longer."""
KEYS = re.compile(f"{SEQUENCE}|.", re.DOTALL)
SILENCING = frozenset("sShH \x03")
"""Stop, help, space, which pauses, and Ctrl-C."""
PARTS_OF_MARKS = sorted({mark[:n] for mark in (PASTE_BEGIN, PASTE_END) for n in range(1, len(mark))}, key=len)[::-1]
NO_KEY = 3
"""No key ends like a part that is so long; a shorter one may be Escape."""


class FloodGate:
    """Lets through what hands can press.

    Args:
        clock: seconds.

    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._part = ""
        """The end of what was read, where the rest of a mark may come with what is read next."""
        self._passed = 0
        """How much of that was let through already."""
        self._pasting = False
        self._read_at = 0.0

    def let_through(self, text: str) -> str:
        """What was read, without what was pasted, and thinned where it is too much."""
        if not text:
            return text
        before, self._read_at = self._read_at, self._clock()
        if self._pasting and self._read_at - before > PASTE_S:  # one without an end would swallow every key
            self._pasting, self._part = False, ""
        return _thinned(as_keys(self._drop_pastes(self._part + text)))

    def _drop_pastes(self, text: str) -> str:
        kept, passed = list[str](), self._passed
        while True:
            before, mark, after = text.partition(PASTE_END if self._pasting else PASTE_BEGIN)
            if not mark:
                break
            kept.append("" if self._pasting else before[passed:])
            self._pasting, text, passed = not self._pasting, after, 0
        self._part = next(filter(text.endswith, PARTS_OF_MARKS), "")
        rest = "" if self._pasting else text[passed:]
        is_held = self._pasting or (len(self._part) >= NO_KEY and rest.endswith(self._part))
        self._passed = 0 if is_held else len(self._part)
        return "".join([*kept, rest.removesuffix(self._part) if is_held else rest])


def _thinned(text: str) -> str:
    """Of more than hands press at once, each key that brings silence, where it was pressed last, and the last few."""
    if len(text) <= MOST_AT_ONCE:
        return text
    keys = KEYS.findall(text)
    silencing = dict.fromkeys(key for key in reversed(keys[:-LAST_KEPT]) if key in SILENCING)
    return "".join([*reversed(silencing), *keys[-LAST_KEPT:]])
