"""Pages as values: rows of spans, each with the name of a style. What is tested, and what the terminal draws."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from textwrap import wrap
from typing import NamedTuple


class Style(StrEnum):
    """What a piece of text is. Each differs from its neighbours in words or in place too, never in colour alone."""

    TEXT = "text"
    BIG = "big"
    FLASH = "flash"
    BAR = "bar"
    """The line at the top."""
    STRONG = "strong"
    SOFT = "soft"
    NOTICE = "notice"
    CHOSEN = "chosen"
    """The line that the keys act on."""


class StyledText(NamedTuple):
    """Text in one style."""

    text: str
    style: Style = Style.TEXT


Row = tuple[StyledText, ...]
NOTICE_ROWS = 4


@dataclass(frozen=True, slots=True)
class Marks:
    """The characters beyond letters that a terminal can show."""

    full: str = "█"
    empty: str = "░"
    pointer: str = "▶"
    going: str = "▶"
    paused: str = "❚❚"
    stopped: str = "■"
    waiting: str = "…"
    less: str = "◀"
    more: str = "▶"
    halves: bool = True


UNICODE = Marks()
ASCII = Marks("#", "-", ">", ">", "||", "[]", "...", "<", ">", halves=False)


def marks_for(encoding: str | None) -> Marks:
    """What can be shown in an encoding."""
    return UNICODE if (encoding or "").lower().replace("-", "").replace("_", "") == "utf8" else ASCII


def row_width(row: Row) -> int:
    """Columns of a row."""
    return sum(len(span.text) for span in row)


def text_of(row: Row) -> str:
    """What a reader sees of a row."""
    return "".join(span.text for span in row).rstrip()


def text_row(text: str, style: Style = Style.TEXT) -> Row:
    """A row of one style."""
    return (StyledText(text, style),)


def centred_row(text: str, columns: int, style: Style = Style.TEXT) -> Row:
    """A row in the middle."""
    return (StyledText(" " * ((columns - len(text)) // 2)), StyledText(text, style))


def spread_row(left: str, right: str, columns: int, style: Style) -> Row:
    """Two texts at both ends of a row; the left one is cut where there is no room."""
    room = columns - len(right) - 1
    return text_row(f"{cut_text(left, room):<{room}} {right}"[:columns], style)


def cut_text(text: str, columns: int) -> str:
    """A text that is no longer than `columns`."""
    return text if len(text) <= columns else f"{text[: max(0, columns - 3)].rstrip()}..."


def folded_rows(text: str, columns: int, style: Style = Style.TEXT) -> list[Row]:
    """A text in as many rows as it needs."""
    return [text_row(part, style) for part in wrap(text, max(8, columns))]


def centred_rows(text: str, columns: int, style: Style, width: int | None = None) -> list[Row]:
    """A text in the middle, in as many rows as it needs; each of them `width` at the most."""
    folded = folded_rows(text, columns - 2 if width is None else width)
    return [centred_row(row[0].text, columns, style) for row in folded]


def notice_rows(text: str, columns: int) -> list[Row]:
    """What is wrong, whole: a sentence that is cut does not say what to do."""
    rows = folded_rows(text, columns - 2, Style.NOTICE)[:NOTICE_ROWS]
    return [text_row(f" {row[0].text:<{columns - 1}}", Style.NOTICE) for row in rows]


def progress_bar(share: float, columns: int, marks: Marks) -> str:
    """How much of something is over."""
    done = round(share * columns)
    return marks.full * done + marks.empty * (columns - done)


def keys_rows(keys: Sequence[tuple[str, str]], columns: int) -> list[Row]:
    """Keys with their meanings, as many to a row as fit; no pair is torn apart."""
    rows: list[list[StyledText]] = [[]]
    for key, meaning in keys:
        spans = [StyledText(f" {key} ", Style.BAR), StyledText(f" {meaning}  ", Style.TEXT)]
        if rows[-1] and row_width(tuple(rows[-1])) + row_width(tuple(spans)) - 2 > columns:
            rows.append([])
        rows[-1] += spans
    return [(*row[:-1], StyledText(row[-1].text.rstrip(), row[-1].style)) for row in rows]


def padded_rows(rows: Sequence[Row], count: int) -> Iterator[Row]:
    """Exactly so many rows."""
    yield from rows[:count]
    yield from ((),) * (count - len(rows))
