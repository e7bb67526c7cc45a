"""Sequences of a terminal: a key that comes as one is the letter that it is, and what nobody pressed is nothing.

Newer protocols (kitty's, xterm's modifyOtherKeys) send every key as a sequence, also Ctrl-C, and a program that was
killed leaves them switched on. An answer to what such a program asked comes late, and its letters would be keys.
"""

import re

REPORT = re.compile(
    r"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"  # colours and titles
    r"|\x1b[P_^X][^\x07\x1b]*(?:\x07|\x1b\\)"  # names, settings, pictures
    r"|\x1b\[[?>=](?!2026;)[\d;:]*\$?[a-z]"  # what it is and can do; the screen asks whether it draws at one go
    r"|\x1b\[[\d;:]*[tn]"  # its size and state
    r"|\x1b\[[IO]"  # whether it is in front
)
RELEASE = re.compile(r"\x1b\[[\d:]*;\d*:3[\d:]*(?:;[\d:]*)?[u~A-HP-S]")
KEY = re.compile(
    r"\x1b\[(?:27;(?P<with_other>\d+);(?P<other>\d+)~"
    r"|(?P<code>\d+)(?::[\d:]*)?(?:;(?P<held>\d*)(?::[\d:]*)?)?(?:;(?P<text>\d*)[\d:]*)?u)"
)
ESCAPE = 27
SHIFT, CTRL, LOCKED = 1, 4, 64 | 128
OWN_USE = range(0xE000, 0xF900)
"""Keys that are no letters, as kitty numbers them."""
HELD_ALONG = frozenset({*range(57358, 57361), *range(57441, 57455)})
"""Shift and its like, and the lock keys: whoever types "+" or "?" holds one, which is no press of its own."""


def as_keys(text: str) -> str:
    """What was read, with letters for the keys that came as sequences, and without what was not pressed."""
    if "\x1b" not in text:
        return text
    return KEY.sub(_letter, RELEASE.sub("", REPORT.sub("", text)))


def _letter(key: re.Match[str]) -> str:
    """The letter of a key; the sequence itself where it has none."""
    code = int(key["other"] or key["code"])
    held = max(0, int(key["with_other"] or key["held"] or 1) - 1) & ~LOCKED
    if code in HELD_ALONG:
        return ""
    shown = int(key["text"] or 0) or code
    if held & ~(SHIFT | CTRL) or code == ESCAPE or not _is_letter(shown):
        return key[0]
    if held & CTRL:
        return chr(code & 31) if "a" <= chr(code).lower() <= "z" else key[0]
    return chr(shown).upper() if held & SHIFT else chr(shown)


def _is_letter(code: int) -> bool:
    return code < 0xD800 or (code <= 0x10FFFF and code >= 0xE000 and code not in OWN_USE)
