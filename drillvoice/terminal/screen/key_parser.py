"""Textual's parser of what a terminal sends, made sturdy: no sequence is an error, and none but keys counts.

Textual asks terminals that know kitty's keyboard protocol for every key as a sequence, and trusts what it gets: a
number that is no letter, a release, or a mouse in a window of no size would end its input thread, and the screen too.
"""

import re
from collections.abc import Iterable

from textual._xterm_parser import XTermParser
from textual.events import Key
from textual.keys import Keys
from textual.message import Message

KITTY_KEY = re.compile(
    r"\x1b\[(?P<code>\d*)(?::[\d:]*)?(?:;(?P<held>\d*)(?::(?P<deed>\d*)[\d:]*)?)?(?P<text>;[\d:]*)?(?P<end>[u~A-HP-S])"
)
RELEASED = "3"
HELD_ALONG = re.compile(r"(left|right)_(shift|control|alt|super|hyper|meta)|iso_level[35]_shift|(caps|scroll|num)_lock")
STRANGE = "\ufffd"
"""Any other key: the same that stands for a byte that is no text."""


class SturdyParser(XTermParser):
    """Makes keys of what was read."""

    def parse_mouse_code(self, code: str) -> Message | None:
        """There is no mouse."""
        return None

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[Key]:
        kitty = KITTY_KEY.fullmatch(sequence) if ":" in sequence else None
        if kitty:
            if kitty["deed"] == RELEASED:
                return [_ignored(sequence)]
            held = "" if kitty["held"] is None else f";{kitty['held']}"
            sequence = f"\x1b[{kitty['code']}{held}{kitty['text'] or ''}{kitty['end']}"
        try:
            found = list(super()._sequence_to_key_events(sequence, alt))
        except (ValueError, OverflowError):
            return [Key(STRANGE, STRANGE)]
        return [_ignored(sequence) if is_held_along(key.key) else key for key in found]


def is_held_along(key: str) -> bool:
    """Whether a key only changes others: whoever types "+" or "?" holds shift, which is no press of its own."""
    return bool(HELD_ALONG.fullmatch(key.rpartition("+")[2]))


def _ignored(sequence: str) -> Key:
    return Key(Keys.Ignore, sequence)
