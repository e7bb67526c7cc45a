"""The record as a file for a spreadsheet or another program."""

import csv
import re
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any, Literal

from drillvoice.core.plain_text import json_text, shown_line
from drillvoice.core.session.notes import NEEDED_HAND, TOOK_REST, TOUCHED_WALL
from drillvoice.errors import HistoryError, UsageError
from drillvoice.history.sessions import RATED, SessionRow
from drillvoice.written_files import why_unwritable, writing_private

WRITERS = (".csv", ".json")
Decimal = Literal["point", "comma"]
"""How a spreadsheet writes a fraction. Where that is a comma, it takes semicolons between cells."""
SEPARATORS: dict[Decimal, str] = {"point": ",", "comma": ";"}
SEEN_COLUMNS = {"touched_wall": TOUCHED_WALL, "needed_hand": NEEDED_HAND, "rested": TOOK_REST}
"""What helpers note with one tap, by its column."""
FORMULA = re.compile(r"(?:(?<=[,;])|^)(?=[=+\-@＝＋－＠])")  # noqa: RUF001 - those of East Asian keyboards count too
"""Where a spreadsheet would begin to calculate: it may be one that takes the other separator."""


def export_sessions(rows: Sequence[SessionRow], path: Path, decimal: Decimal = "point") -> None:
    """Write every session to a file.

    Args:
        rows: the sessions.
        path: the file, whose ending names the format.
        decimal: what stands before the fraction of a number in CSV; JSON always has points.

    Raises:
        UsageError: the file's ending names no format.
        HistoryError: it cannot be written.

    """
    ending = path.suffix.lower()
    if ending not in WRITERS:
        raise UsageError(f"{path} must end in .csv or .json.")
    try:
        with writing_private(path, newline="") as file:
            if ending == ".json":
                file.write(json_text([_json_row(row) for row in rows], indent=2) + "\n")
            else:
                _write_table(rows, file, decimal)
    except OSError as error:
        raise HistoryError(
            f"{path} cannot be written ({why_unwritable(path, error)}); choose another place."
        ) from error


def _write_table(rows: Sequence[SessionRow], file: IO[str], decimal: Decimal) -> None:
    """CSV that begins with a byte order mark, without which a spreadsheet on Windows takes it for Latin letters."""
    file.write("\ufeff")
    writer = csv.DictWriter(file, _column_names(), delimiter=SEPARATORS[decimal], lineterminator="\n")
    writer.writeheader()
    for row in rows:
        values = _flat_row(row)
        if decimal == "comma":
            values["minutes"] = str(values["minutes"]).replace(".", ",")
        writer.writerow(values)


def _json_row(row: SessionRow) -> dict[str, Any]:
    levels = [{"exercise": title, "level": level or None} for title, level in row.levels]
    return asdict(row) | {"started": row.started.isoformat(), "levels": levels}


def _rating_columns() -> list[str]:
    return [f"{name}_{moment}" for moment in ("before", "after") for name in RATED]


def _column_names() -> list[str]:
    own = ["session", "started", "drill", "title", "levels", "minutes", "bouts", "cues", "pauses", "skips", "ended"]
    return [*own, *_rating_columns(), "wobbles", "wobble_notes", "wall", "notes", *SEEN_COLUMNS]


def _flat_row(row: SessionRow) -> dict[str, Any]:
    values = {name: value for name, value in asdict(row).items() if name in _column_names()}
    rated = {
        f"{name}_{moment}": row.ratings.get(moment, {}).get(name) for moment in ("before", "after") for name in RATED
    }
    texts = {
        "title": _no_formula(row.title),
        "levels": _no_formula("; ".join(f"{title} {level}" for title, level in row.levels if level)),
        "notes": _no_formula(" / ".join(row.notes)),
        "wobbles": len(row.wobbles),
        "wobble_notes": _no_formula(" / ".join(wobble.text for wobble in row.wobbles if wobble.text)),
        **{name: _count_sightings(row, note) for name, note in SEEN_COLUMNS.items()},
        "started": row.started.isoformat(),
        "minutes": round(row.seconds / 60, 1),
    }
    return values | rated | texts


def _count_sightings(row: SessionRow, note: str) -> int:
    return sum(sighting.note == note for sighting in row.sightings)


def _no_formula(text: str) -> str:
    """A text that no spreadsheet takes for a formula, nor a part of it for a row of its own."""
    return FORMULA.sub("'", shown_line(text))
