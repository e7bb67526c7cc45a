"""What the documents say of files is true."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from drillvoice.language import load_language
from tests.test_imports import ROOMS

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "drillvoice"
DESIGN = ROOT / "docs" / "design.md"
ROW = re.compile(r"^\| `([\w./]+)` \| ((?:`\w+`(?:, )?)+) \| (.+) \|$")
FILE = re.compile(r"`((?:[\w.-]+/)*[\w-]+\.(?:py|toml))(?: [^`]*)?`")
"""In backticks, with or without arguments behind it."""
MAY_NAME = [
    ROOT / "README.md",
    *sorted((ROOT / "docs").glob("*.md")),
    ROOT / "benchmarks" / "README.md",
    ROOT / "models" / "README.md",
]
RELATIVE_TO = (ROOT, PACKAGE, ROOT / "benchmarks", ROOT / "drills")
OF_A_PERSON = {"settings.toml", "person.toml", "week.toml"}
"""Files that the program writes for somebody."""


def layout(text: str) -> list[tuple[str, list[str]]]:
    """The rows of the table: a room and its modules."""
    section = text.split("\n## Layout\n")[1].split("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("| `")]
    found = [ROW.match(row) for row in rows]
    unread = [row for row, match in zip(rows, found, strict=True) if not match]
    assert not unread, f"not of the form | `room` | `module`, `module` | their job |: {unread}"
    return [(match[1], re.findall(r"\w+", match[2])) for match in found if match]


def named_modules(text: str) -> list[Path]:
    return [PACKAGE / room / f"{module}.py" for room, modules in layout(text) for module in modules]


def names_of(paths: set[Path]) -> str:
    return ", ".join(sorted(str(path.relative_to(PACKAGE)) for path in paths))


def test_the_layout_is_the_tree() -> None:
    named = named_modules(DESIGN.read_text(encoding="utf-8"))
    there = {path for path in PACKAGE.rglob("*.py") if path.name != "__init__.py"}
    absent, gone = there - set(named), set(named) - there
    assert not absent, f"add to the table under Layout in docs/design.md, in a row of their room: {names_of(absent)}"
    assert not gone, f"take out of the table under Layout in docs/design.md, or rename: {names_of(gone)}"
    twice = {path for path in named if named.count(path) > 1}
    assert not twice, f"name once only in the table under Layout in docs/design.md: {names_of(twice)}"


@pytest.mark.parametrize("row", ["| `core` | ticks | time |", "| `core` | `ticks`", "| `core` | `ticks` | |"])
def test_a_row_that_cannot_be_read_is_not_left_out(row: str) -> None:
    with pytest.raises(AssertionError, match="not of the form"):
        layout(f"\n## Layout\n\n{row}\n")


def files_in(text: str) -> Iterator[str]:
    yield from (found for found in FILE.findall(text) if found not in OF_A_PERSON)


@pytest.mark.parametrize("document", MAY_NAME, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_that_is_named_is_there(document: Path) -> None:
    named = set(files_in(document.read_text(encoding="utf-8")))
    absent = {name for name in named if not any((folder / name).is_file() for folder in RELATIVE_TO)}
    assert not absent, f"name where they are now, from the repository, drillvoice/ or benchmarks/: {sorted(absent)}"


def test_the_order_of_the_rooms_is_the_one_that_is_kept() -> None:
    order = DESIGN.read_text(encoding="utf-8").split("**Imports go one way.**")[1].split("\n\n")[1]
    assert list(ROOMS) == re.findall(r"[\w.]+", order), "docs/design.md lists ROOMS of tests/test_imports.py"


def test_every_form_of_every_command_is_in_the_table_of_what_to_say() -> None:
    text = (ROOT / "docs" / "voice-control.md").read_text(encoding="utf-8")
    rows = text.split("\n## What you can say\n")[1].split("\n## ")[0].splitlines()
    named = {form for row in rows if row.startswith("| ") for form in re.split(", | · ", row.split("|")[1].strip())}
    forms = {form for forms in load_language().phrases.commands.values() for form in forms}
    assert forms == named - {"say"}, "docs/voice-control.md lists the forms of [commands] in the phrases"


def test_files_are_found_in_a_text() -> None:
    text = "`core/x.py` and `echo.py duck --split tuning`, `a-b.toml`, `settings.toml`, `Session`, `x.py.orig`"
    assert ["core/x.py", "echo.py", "a-b.toml"] == list(files_in(text))
