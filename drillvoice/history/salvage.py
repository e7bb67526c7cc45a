"""What can still be read of a damaged record, row by row: a page that is lost takes only its own rows along.

A copy is read, so that nothing of the damaged file changes.
"""

import contextlib
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from drillvoice.history.faults import READING_FAULTS
from drillvoice.history.schema import SCHEMA_STEPS, TooNewError, steps_taken, upgrade_schema
from drillvoice.history.soundness import DESCRIPTIONS, described_tables
from drillvoice.history.values import limit_values, mend_values, without_gaps
from drillvoice.housekeeping import work_folder

MOST_IDS = 200_000
"""So many numbers of rows are tried."""
MOST_MISSES = 10_000
"""After so many in a row there are no more: they are given one after the other, and a page that is lost has fewer."""
LARGE = {"header": "{}", "settings": "{}", "plan": b""}
"""Columns of a session that may lie in pages of their own, with what stands for one that is lost: without its plan a
session cannot be gone on with, and is all there otherwise."""
BY_SESSION = ("exercise", "bout", "tally", "command", "rating")
BY_NUMBER = ("note", "noted")
COPIED = ("", "-wal", "-journal")
Row = dict[str, Any]


def salvage_copy(path: Path, target: str | Path) -> tuple[sqlite3.Connection, int]:
    """A new record with what can be read of another one, and how many sessions that are.

    Args:
        path: the record, of which nothing is changed.
        target: where the new one is made; it is open in the end.

    Raises:
        OSError: there is no room for a copy.
        sqlite3.Error: the new one cannot be written.

    """
    with work_folder() as folder:
        copy = folder / path.name
        for suffix in COPIED:
            with contextlib.suppress(FileNotFoundError):
                shutil.copyfile(path.with_name(path.name + suffix), copy.with_name(copy.name + suffix))
        saved = sqlite3.connect(target, isolation_level=None, check_same_thread=False)
        try:
            with contextlib.closing(sqlite3.connect(copy, isolation_level=None)) as source:
                limit_values(source)
                source.execute("PRAGMA writable_schema = ON")  # or nothing could be read of a file that was cut off
                _describe_tables(source)
                return saved, _save_rows(source, saved)
        except BaseException:
            saved.close()
            raise


def _describe_tables(source: sqlite3.Connection) -> None:
    """Put right how a copy describes its tables: a letter that is another there would cost a table."""
    with contextlib.suppress(*READING_FAULTS, TooNewError):
        with contextlib.closing(described_tables(_steps_seen(source))) as own:
            described = [(sql, name) for name, sql in own.execute(DESCRIPTIONS)]
        source.executemany("UPDATE sqlite_master SET sql = ? WHERE name = ?", described)
        (number,) = source.execute("PRAGMA schema_version").fetchone()
        source.execute(f"PRAGMA schema_version = {number + 1}")


def _steps_seen(source: sqlite3.Connection) -> int:
    """How many steps a copy has by its tables: the number that it names may be what is damaged."""
    present = {name for (name,) in source.execute("SELECT name FROM sqlite_master")}
    for taken in range(len(SCHEMA_STEPS), 0, -1):
        with contextlib.closing(described_tables(taken)) as own:
            if {name for name, _ in own.execute(DESCRIPTIONS)} <= present:
                return taken
    return steps_taken(source)


def _save_rows(source: sqlite3.Connection, saved: sqlite3.Connection) -> int:
    """Copy what can be read; answers how many sessions that are."""
    upgrade_schema(saved)
    saved.execute("PRAGMA foreign_keys = ON")
    saved.execute("BEGIN")
    with saved:
        found = {row["id"]: row for row in _rows_by_number(source, "session") if _is_session(row)}
        for row in found.values():
            _insert_row(saved, "session", row | {"goes_on": None})
        for number, row in found.items():
            if row.get("goes_on") in found:
                saved.execute("UPDATE session SET goes_on = ? WHERE id = ?", (row["goes_on"], number))
            for table in BY_SESSION:
                for own in _rows_of_session(source, table, number):
                    _insert_row(saved, table, own)
        for table in BY_NUMBER:
            for row in _rows_by_number(source, table):
                _insert_row(saved, table, row)
        mend_values(saved)
    return _number_from(saved, "SELECT COUNT(*) FROM session")


def _insert_row(saved: sqlite3.Connection, table: str, row: Row) -> None:
    """One that breaks a rule of its table was damaged too."""
    known = [name for name in _columns_of(saved, table) if name in row]
    names, places = ", ".join(known), ", ".join(f":{name}" for name in known)
    with contextlib.suppress(sqlite3.IntegrityError):
        saved.execute(f"INSERT INTO {table} ({names}) VALUES ({places})", without_gaps(table, row))


def _is_session(row: Row) -> bool:
    """Whether a row may be one that was written: a page that was overwritten can look like a row."""
    try:
        datetime.fromisoformat(row["started"])
    except (TypeError, ValueError):
        return False
    return isinstance(row["title"], str) and isinstance(row["drill"], str)


def _rows_by_number(source: sqlite3.Connection, table: str) -> Iterator[Row]:
    """The rows of a table that can be read; each is looked up by itself."""
    columns = _columns_of(source, table)
    large = [name for name in columns if table == "session" and name in LARGE]
    small = [name for name in columns if name not in large]
    misses = 0
    for number in _numbers_of(source, table) if columns else ():
        rows = _read_rows(source, table, small, "id", number)
        misses = 0 if rows else misses + 1
        if misses > MOST_MISSES:
            return
        for row in rows:
            for name in large:
                found = _read_rows(source, table, [name], "id", number)
                row[name] = found[0][name] if found and found[0][name] is not None else LARGE[name]
            yield row


def _rows_of_session(source: sqlite3.Connection, table: str, session: int) -> list[Row]:
    columns = _columns_of(source, table)
    return _read_rows(source, table, columns, "session", session) if columns else []


def _read_rows(source: sqlite3.Connection, table: str, columns: Sequence[str], key: str, number: int) -> list[Row]:
    """Rows until one cannot be read."""
    rows: list[Row] = []
    with contextlib.suppress(*READING_FAULTS):
        for values in source.execute(f"SELECT {', '.join(columns)} FROM {table} WHERE {key} = ?", (number,)):
            rows.append(dict(zip(columns, values, strict=True)))
    return rows


def _columns_of(source: sqlite3.Connection, table: str) -> list[str]:
    """The columns that a table has; none where there is no such table, or nothing can be read at all."""
    try:
        return [name for _, name, *_ in source.execute(f"PRAGMA table_info({table})")]
    except READING_FAULTS:
        return []


def _numbers_of(source: sqlite3.Connection, table: str) -> range:
    """The numbers that rows may have: as far as the ends of the table, or of what belongs to sessions, can be read."""
    ends = [_number_from(source, f"SELECT MAX(id) FROM {table}")]
    if table == "session":
        ends += [_number_from(source, f"SELECT MAX(session) FROM {other}") for other in BY_SESSION]
    first = _number_from(source, f"SELECT MIN(id) FROM {table}") or 1
    last = max([end for end in ends if end] or [MOST_IDS])
    return range(first, min(last, first + MOST_IDS) + 1)


def _number_from(source: sqlite3.Connection, query: str) -> int:
    with contextlib.suppress(*READING_FAULTS):
        (number,) = source.execute(query).fetchone()
        return number if isinstance(number, int) and number > 0 else 0
    return 0
