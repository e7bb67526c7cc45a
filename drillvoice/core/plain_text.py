"""Text from files and from people is text: nothing in it acts on a terminal, a line, or the order of letters.

What is read is refused where it holds such a character; what is printed has them made visible, since names of files and
devices, and records of earlier versions, come from elsewhere.
"""

import json
import re
from typing import Any

CONTROLS = "\x00-\x1f\x7f-\x9f"
HALVES = "\ud800-\udfff"
"""Halves of characters; Python keeps bytes of a name that are no text as such."""
LINE_ENDS = "\u2028\u2029"
TURNING = "\u202a-\u202e\u2066-\u2069"
"""What turns round the text behind it too. Letters that are written from right to left need none of them."""
LONGEST_NAME = 255
HARMFUL = re.compile(f"[{CONTROLS}{HALVES}{LINE_ENDS}{TURNING}]")


def find_control_character(text: str) -> str:
    """The first character that may stand in no text, as people look it up: "U+001B"; "" where there is none."""
    found = HARMFUL.search(text)
    return f"U+{ord(found[0]):04X}" if found else ""


def refuse_control_characters(text: str) -> str:
    """The same text, as a rule of a field.

    Raises:
        ValueError: it holds such a character; says which.

    """
    wrong = find_control_character(text)
    if wrong:
        raise ValueError(f"holds the control character {wrong}; take it out, and write it on one line")
    return text


def shown_text(text: str) -> str:
    r"""A text of one or several lines with what is harmful in it made visible, as in `\x1b`."""
    return HARMFUL.sub(lambda found: found[0] if found[0] == "\n" else _escaped(found[0]), text)


def shown_line(text: str) -> str:
    r"""The same on one line: a line that ends in it is made visible too, as in `\n`."""
    return HARMFUL.sub(lambda found: _escaped(found[0]), text)


def shown_name(text: str) -> str:
    """A name as a sentence can hold it: on one line, and cut off where it is longer than any name of a file."""
    line = shown_line(text)
    return line if len(line) <= LONGEST_NAME else f"{line[: LONGEST_NAME - 3]}..."


def _escaped(sign: str) -> str:
    return sign.encode("unicode_escape").decode()


def json_text(value: Any, indent: int | None = None) -> str:
    """A value as JSON with its letters as they are, which holds nothing harmful either."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return HARMFUL.sub(lambda found: found[0] if found[0] == "\n" else f"\\u{ord(found[0]):04x}", text)
