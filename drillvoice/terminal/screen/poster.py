"""What is to be read from across a room: big letters with a symbol or a number, as large as there is room for."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from drillvoice.terminal.screen.letters import (
    PLAIN_SIZES,
    SIZES,
    Drawing,
    Size,
    draw_text,
    draw_wrapped_text,
    load_drawings,
    rows_of,
)
from drillvoice.terminal.screen.page import Marks

BESIDE_GAP = 4
"""Columns between the words and their symbol."""
InkedRows = list[str]
"""Rows of one width."""


class Poster(NamedTuple):
    """Big letters."""

    rows: tuple[str, ...]
    smallness: int
    """0 for the largest letters."""


SMALLEST = len(SIZES) - 1


@lru_cache(maxsize=64)
def make_poster(text: str, symbol: str, columns: int, rows: int, marks: Marks) -> Poster | None:
    """Some text with a symbol, in the largest letters that fit; without the symbol before not at all.

    Args:
        text: what it says.
        symbol: the name of a symbol, or a number, or nothing.
        columns: the room for it.
        rows: the same.
        marks: what the terminal can show.

    """
    sizes = SIZES if marks.halves else PLAIN_SIZES
    for shown in dict.fromkeys((symbol, "")):
        for smallness, size in enumerate(sizes):
            for block in _arranged(text, shown, size, columns, marks.full):
                if len(block) <= rows:
                    return Poster(tuple(row.center(columns).rstrip() for row in block), smallness)
    return None


def _arranged(text: str, symbol: str, size: Size, columns: int, ink: str) -> Iterator[InkedRows]:
    """The text with its symbol beside it or below it, the largest symbol first."""
    drawing = load_drawings("symbols").get(symbol) or (draw_text(symbol, "tall") if symbol else None)
    if drawing is None:
        yield from _written(text, size, columns, ink)
        return
    sizes = SIZES if size in SIZES else PLAIN_SIZES
    for symbol_size in sizes[:-1]:
        if symbol_size.wide > 2 * size.wide:
            continue  # the words come first
        picture = list(rows_of(drawing, symbol_size, ink))
        for words in _written(text, size, columns - len(picture[0]) - BESIDE_GAP, ink):
            yield _beside(words, picture)
        if len(picture[0]) <= columns:
            for words in _written(text, size, columns, ink):
                yield _below(words, picture)


def _written(text: str, size: Size, columns: int, ink: str) -> Iterator[InkedRows]:
    lines = draw_wrapped_text(text, size, columns)
    if lines:
        yield _stack_lines(lines, size, ink)


def _stack_lines(lines: tuple[Drawing, ...], size: Size, ink: str) -> InkedRows:
    gap = [""] if size.font == "tall" or not size.halved else []
    rows = [row for drawing in lines for row in [*gap, *rows_of(drawing, size, ink)]][len(gap) :]
    return _centre_rows(rows)


def _centre_rows(rows: InkedRows) -> InkedRows:
    widest = max(map(len, rows))
    return [row.center(widest) for row in rows]


def _beside(words: InkedRows, picture: InkedRows) -> InkedRows:
    height = max(len(words), len(picture))
    pairs = zip(_centre_vertically(words, height), _centre_vertically(picture, height), strict=True)
    return [f"{left}{' ' * BESIDE_GAP}{right}" for left, right in pairs]


def _below(words: InkedRows, picture: InkedRows) -> InkedRows:
    return _centre_rows([*words, "", *picture])


def _centre_vertically(rows: InkedRows, height: int) -> InkedRows:
    """The same in the middle of so many rows."""
    blank = " " * len(rows[0])
    above = (height - len(rows)) // 2
    return [blank] * above + rows + [blank] * (height - len(rows) - above)
