"""The record as a file: right in spreadsheets of both kinds, and never run by one."""

import csv
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from drillvoice.history.export import Decimal, export_sessions
from drillvoice.history.sessions import SessionRow, Wobble

ROW = SessionRow(
    session=1,
    started=datetime(2026, 11, 20, 18, 0, tzinfo=UTC),
    drill="head-turns",
    title="Kopf drehen, „langsam“",
    levels=(("Turns", 2),),
    seconds=390.0,
    bouts=3,
    cues=40,
    pauses=0,
    skips=0,
    ended="complete",
    notes=("=HYPERLINK(1)", "fine"),
    ratings={},
    wobbles=(Wobble(None, "all well;=1+1"),),
)


def table_of(path: Path, decimal: Decimal = "point") -> list[dict[str, str]]:
    export_sessions([ROW], path, decimal)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";" if decimal == "comma" else ","))


def test_a_spreadsheet_knows_the_letters_by_the_mark_at_the_beginning(tmp_path: Path) -> None:
    (row,) = table_of(tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbfsession,")
    assert ("Kopf drehen, „langsam“", "6.5") == (row["title"], row["minutes"])


def test_where_fractions_have_a_comma_cells_are_parted_by_semicolons(tmp_path: Path) -> None:
    (row,) = table_of(tmp_path / "a.csv", "comma")
    assert ("Kopf drehen, „langsam“", "6,5") == (row["title"], row["minutes"])


@pytest.mark.parametrize("decimal", ["point", "comma"])
@pytest.mark.parametrize("separator", [",", ";"])
def test_no_text_is_run_whichever_separator_a_spreadsheet_takes(
    tmp_path: Path, decimal: Decimal, separator: str
) -> None:
    export_sessions([ROW], tmp_path / "a.csv", decimal)
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file, delimiter=separator) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert any("'=HYPERLINK(1) / fine" in cell for cell in cells)


def test_json_has_points_and_texts_as_they_are(tmp_path: Path) -> None:
    export_sessions([ROW], tmp_path / "a.json", "comma")
    (row,) = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert (390.0, ["=HYPERLINK(1)", "fine"]) == (row["seconds"], row["notes"])


def test_a_return_within_a_note_begins_no_row(tmp_path: Path) -> None:
    export_sessions([replace(ROW, notes=("one\rtwo",))], tmp_path / "a.csv")
    (row,) = csv.DictReader((tmp_path / "a.csv").read_text(encoding="utf-8-sig").splitlines())
    assert "one\\rtwo" == row["notes"]
