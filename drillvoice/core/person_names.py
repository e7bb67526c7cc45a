"""Names of persons: what may be one, and which mean the same person."""

import unicodedata

from drillvoice.core.plain_text import find_control_character
from drillvoice.errors import UsageError

MOST_LETTERS = 80


def checked_name(text: str) -> str:
    """A name as it was typed, without spaces around it.

    Raises:
        UsageError: it cannot be one; says what is wrong with it.

    """
    name = text.strip()
    length = len(unicodedata.normalize("NFC", name))
    if length > MOST_LETTERS:
        raise UsageError(f"A name has at most {MOST_LETTERS} letters, and this one has {length}; shorten it.")
    wrong = find_control_character(name)
    if wrong:
        raise UsageError(f"A name cannot hold a character that nobody sees ({wrong}); leave it out.")
    if all(unicodedata.category(sign)[0] in "CZ" for sign in name):
        raise UsageError("A name needs at least one letter; write it as in `drillvoice person add Anna`.")
    return name


def checked_new_name(text: str) -> str:
    """The same of a name that somebody is given now: the question who it is takes a number for one of its list.

    Raises:
        UsageError: it cannot be one; says what is wrong with it.

    """
    name = checked_name(text)
    if name.isdecimal():
        raise UsageError(
            f'A name cannot be a number alone, such as "{name}", for persons are chosen by number too; '
            f'add a letter, as in "Anna {name}".'
        )
    return name


def name_key(name: str) -> str:
    """The same for all ways to write a name: in capitals, with more spaces, with accents as signs of their own."""
    folded = unicodedata.normalize("NFC", name).casefold()
    return unicodedata.normalize("NFC", " ".join(folded.split()))
