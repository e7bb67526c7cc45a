"""A text as the few pieces that it can be put together from, cut where a speaker pauses anyway.

Whole sentences are best. A list is put together from what stands between its commas, and a large count from its number
and its noun. Only texts are looked at here; how pieces are kept and sound is another matter.
"""

import re
from collections.abc import Callable, Sequence

from drillvoice.core.phrases import lower_first

IsThere = Callable[[str], bool]
"""Whether there is a piece of that name."""
PAUSES_S = {".": 0.45, "!": 0.45, "?": 0.45, ":": 0.3, ",": 0.2}
"""After a piece, by its last character: about as long as the natural voice pauses there by itself."""
WITHIN_S = 0.03
"""After a piece that ends within a phrase."""
_AFTER_MARK = re.compile(r"(?<=[.!?:,])\s+")
_BESIDE_NUMBER = re.compile(r"(?<=\d)\s+|\s+(?=\d)")
_HUNDREDS = re.compile(r"(?<!\d)([1-9])(\d\d)(?!\d)")


def as_piece(text: str) -> str:
    """How a piece is called: with an end, and without the capital letter of where it stands."""
    return lower_first(text if text[-1:] in PAUSES_S else f"{text}.")


def pause_after_s(piece: str) -> float:
    """How long to wait before the next piece."""
    return PAUSES_S.get(piece[-1:], WITHIN_S)


def pieces_of(text: str, is_there: IsThere) -> tuple[str, ...] | None:
    """The pieces that make up a text, each as long as can be; None where it cannot be put together.

    Args:
        text: what is said.
        is_there: whether there is a piece of that name.

    """
    atoms = _AFTER_MARK.split(text.strip())
    found: list[str] = []
    while atoms:
        count, names = _first_of(atoms, is_there)
        if not count:
            return None
        found += names
        atoms = atoms[count:]
    return tuple(found)


def _first_of(atoms: Sequence[str], is_there: IsThere) -> tuple[int, Sequence[str]]:
    """How many atoms the longest piece at the beginning has, and its name; a single one may be taken apart."""
    for count in range(len(atoms), 0, -1):
        name = as_piece(" ".join(atoms[:count]))
        if is_there(name):
            return count, (name,)
    names = _around_numbers(as_piece(atoms[0]), is_there)
    return (1, names) if names else (0, ())


def _around_numbers(atom: str, is_there: IsThere) -> tuple[str, ...]:
    """An atom taken apart beside its number, and a number beyond a hundred beside its hundreds; () where that fails."""
    small = _HUNDREDS.sub(lambda match: _spelled_hundreds(int(match[1]), int(match[2])), atom)
    tokens = _BESIDE_NUMBER.split(small)
    found: list[str] = []
    while tokens:
        count = next((n for n in range(len(tokens), 0, -1) if is_there(" ".join(tokens[:n]))), 0)
        if not count:
            return ()
        found.append(" ".join(tokens[:count]))
        tokens = tokens[count:]
    return tuple(found)


def _spelled_hundreds(hundreds: int, rest: int) -> str:
    return f"{hundreds}00 and {rest}" if rest else f"{hundreds}00"
