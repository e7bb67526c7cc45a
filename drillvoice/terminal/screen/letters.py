"""Big letters: words as drawings of pixels, and drawings as rows of characters.

Capitals only: in a few rows they are larger than small letters, and none reaches below the line. The drawings lie in
text files beside this module, where they can be seen and mended.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

Drawing = tuple[str, ...]
"""Rows of pixels, all of one length: `#` is ink, anything else is none."""
HALVES = {(" ", " "): " ", ("#", " "): "▀", (" ", "#"): "▄", ("#", "#"): "█"}


@dataclass(frozen=True, slots=True)
class Size:
    """How large letters are drawn."""

    font: str
    """The file of its letters."""
    wide: int
    """Columns of a pixel."""
    halved: bool = False
    """Two pixels share a row."""
    high: int = 1
    """Rows of a pixel, where they share none."""

    def columns_of(self, drawing: Drawing) -> int:
        """How wide a drawing is."""
        return self.wide * len(drawing[0])


GIANT = Size("tall", 4, high=2)
HUGE = Size("tall", 2)
LARGE = Size("tall", 1, halved=True)
SMALL = Size("small", 1, halved=True)
SIZES = (GIANT, HUGE, LARGE, SMALL)
PLAIN_SIZES = (GIANT, HUGE, Size("tall", 1), Size("small", 1))
"""The same for terminals that know no half blocks."""


@cache
def load_drawings(name: str) -> dict[str, Drawing]:
    """The drawings of a file, by the letter or the name of each."""
    text = resources.files("drillvoice.terminal.screen").joinpath(f"{name}.txt").read_text(encoding="utf-8")
    blocks = (block.splitlines() for block in text.split("\n= ")[1:])
    return {" " if head == "space" else head: _inked(rows) for head, *rows in blocks}


def _inked(rows: Sequence[str]) -> Drawing:
    return tuple(row.replace(".", " ") for row in rows)


def draw_text(text: str, font: str) -> Drawing | None:
    """Some text as one drawing, one pixel between letters; None where a letter of it cannot be drawn."""
    known = load_drawings(font)
    letters = [known.get(letter) for letter in _capitals(text)]
    drawn = [letter for letter in letters if letter is not None]
    if not drawn or len(drawn) < len(letters):
        return None
    return tuple(" ".join(rows) for rows in zip(*drawn, strict=True))


def _capitals(text: str) -> str:
    """Capitals without accents, and the plain forms of quotes and dashes."""
    plain = text.upper().translate({0x2019: "'", 0x2018: "'", 0x2013: "-", 0x2014: "-"})
    return "".join(each for each in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(each))


@cache
def draw_wrapped_text(text: str, size: Size, columns: int) -> tuple[Drawing, ...] | None:
    """Some text in lines that are no wider than `columns`; None where that cannot be."""
    lines: list[str] = []
    for each in text.split():
        longer = f"{lines[-1]} {each}" if lines else each
        if lines and _fits(longer, size, columns):
            lines[-1] = longer
        elif _fits(each, size, columns):
            lines.append(each)
        else:
            return None
    return tuple(drawing for line in lines if (drawing := draw_text(line, size.font))) or None


def _fits(text: str, size: Size, columns: int) -> bool:
    drawing = draw_text(text, size.font)
    return drawing is not None and size.columns_of(drawing) <= columns


def rows_of(drawing: Drawing, size: Size, ink: str = "█") -> Iterator[str]:
    """A drawing as rows of characters."""
    if not size.halved:
        for row in drawing:
            yield from ["".join((ink if pixel == "#" else " ") * size.wide for pixel in row)] * size.high
        return
    blank = " " * len(drawing[0])
    even = drawing if len(drawing) % 2 == 0 else (*drawing, blank)
    for upper, lower in zip(even[::2], even[1::2], strict=True):
        yield "".join(HALVES[pair] for pair in zip(upper, lower, strict=True))
