"""The record as a file for a spreadsheet or another program."""

import csv
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from drillvoice.errors import HistoryError, UsageError
from drillvoice.history.queries import RATED, SessionRow
from drillvoice.places import open_private

WRITERS = (".csv", ".json")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export_sessions(rows: Sequence[SessionRow], path: Path) -> None:
    """Write every session to a file.

    Raises:
        UsageError: the file's ending names no format.
        HistoryError: it cannot be written.

    """
    ending = path.suffix.lower()
    if ending not in WRITERS:
        raise UsageError(f"{path} must end in .csv or .json.")
    try:
        with open_private(path, newline="") as file:
            if ending == ".json":
                json.dump([_json_row(row) for row in rows], file, indent=2, ensure_ascii=False)
                file.write("\n")
            else:
                writer = csv.DictWriter(file, _column_names(), lineterminator="\n")
                writer.writeheader()
                writer.writerows(_flat_row(row) for row in rows)
    except OSError as error:
        raise HistoryError(f"{path} cannot be written ({error.strerror}); choose another place.") from error


def _json_row(row: SessionRow) -> dict[str, Any]:
    levels = [{"exercise": title, "level": level or None} for title, level in row.levels]
    return asdict(row) | {"started": row.started.isoformat(), "levels": levels}


def _rating_columns() -> list[str]:
    return [f"{name}_{moment}" for moment in ("before", "after") for name in RATED]


def _column_names() -> list[str]:
    own = ["session", "started", "drill", "title", "levels", "minutes", "bouts", "cues", "pauses", "skips", "ended"]
    return [*own, *_rating_columns(), "wobbles", "wobble_notes", "wall", "notes"]


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
        "started": row.started.isoformat(),
        "minutes": round(row.seconds / 60, 1),
    }
    return values | rated | texts


def _no_formula(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text
