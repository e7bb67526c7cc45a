"""Renews in README.md how long drills and programmes take, and how many levels they have.

    .venv/bin/python script/readme_times.py

Nothing of that is typed: it is worked out from the plans, with estimated lengths of speech as in the picker, so it
needs no voice and is the same on every machine. tests/test_readme.py fails where README says anything else.

In a table, the cells under `levels` and `minutes` are renewed in each row whose first cell names a drill. In a sentence
it is what stands between <!-- first time --> and <!-- end -->.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from math import ceil
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from drillvoice.app.catalogue import USUAL_OPTIONS, guessed_minutes
from drillvoice.app.library import Library
from drillvoice.core.drill.schema import Programme
from drillvoice.core.plan.choices import make_choices
from drillvoice.core.plan.estimates import estimated_blocks_s
from drillvoice.core.plan.options import Options
from drillvoice.language import load_language

README = Path(__file__).resolve().parents[1] / "README.md"
LANGUAGE = load_language()
SHIPPED = Library([LANGUAGE.drills], LANGUAGE.phrases)
"""Only these: what somebody has of their own is not in README."""
NAME = re.compile(r"`([a-z][a-z0-9-]*)`")
FIRST_TIME = re.compile(r"(<!-- first time -->).*?(<!-- end -->)", re.DOTALL)
HALF_MINUTE_S = 30


def levels_of(name: str) -> list[int | None]:
    """The levels of a drill; one without a number where it has none, as for a programme."""
    drill = SHIPPED[name]
    return [None] if isinstance(drill, Programme) else [*range(1, len(drill.all_levels) + 1)] or [None]


def levels_cell(name: str) -> str:
    """How many levels it has."""
    return str(len(levels_of(name)))


def minutes_cell(name: str) -> str:
    """How long it takes in whole minutes: from the shortest to the longest of its levels."""
    levels = [replace(USUAL_OPTIONS, level=level) for level in levels_of(name)]
    found = [guessed_minutes(name, SHIPPED[name], SHIPPED, LANGUAGE.phrases, options) for options in levels]
    return " to ".join(map(str, dict.fromkeys((min(found), max(found)))))


CELLS = {"levels": levels_cell, "minutes": minutes_cell}
"""What is worked out, by the heading of its column."""


@cache
def first_time_text() -> str:
    """How much longer anything takes the first time at most, in whole half minutes."""
    halves = ceil(max(map(_first_time_s, SHIPPED)) / HALF_MINUTE_S)
    return LANGUAGE.phrases.spoken_length(halves * HALF_MINUTE_S)


def _first_time_s(name: str) -> float:
    return max(_seconds(name, level, safety=True) - _seconds(name, level, safety=False) for level in levels_of(name))


def _seconds(name: str, level: int | None, *, safety: bool) -> float:
    options: Options = replace(USUAL_OPTIONS, level=level, safety=safety)
    choices = make_choices(name, SHIPPED[name], SHIPPED, options, LANGUAGE.phrases)
    return estimated_blocks_s(choices.blocks)


def renewed_text(text: str) -> str:
    """README with everything that is worked out put in."""
    lines = "\n".join(_renewed_lines(text.split("\n")))
    return FIRST_TIME.sub(lambda marks: f"{marks[1]}{first_time_text()}{marks[2]}", lines)


def _renewed_lines(lines: list[str]) -> Iterator[str]:
    headings: list[str] = []
    for line in lines:
        cells = cells_in(line)
        headings = (headings or cells) if cells else []
        name = NAME.fullmatch(cells[0]) if cells else None
        yield _renewed_row(headings, cells, name[1]) if name and name[1] in SHIPPED else line


def cells_in(line: str) -> list[str]:
    """The cells of a table's row; none where it is none."""
    return [cell.strip() for cell in line.strip("|").split("|")] if line.startswith("|") else []


def _renewed_row(headings: list[str], cells: list[str], name: str) -> str:
    renewed = (
        CELLS[heading](name) if heading in CELLS else cell for heading, cell in zip(headings, cells, strict=True)
    )
    return f"| {' | '.join(renewed)} |"


def main() -> None:
    """Renew README."""
    text = README.read_text(encoding="utf-8")
    renewed = renewed_text(text)
    README.write_text(renewed, encoding="utf-8")
    print("README.md was right already." if renewed == text else "README.md has been renewed.")


if __name__ == "__main__":
    main()
