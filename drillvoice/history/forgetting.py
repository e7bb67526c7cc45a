"""Deleting for good: the rows, the free pages of the file, and the log beside it."""

import sqlite3
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

PATIENCE_S = 3.0
"""Another program that only lists sessions is done by then."""
RETRY_S = 0.05


def count_before(connection: sqlite3.Connection, before: date | None) -> int:
    """How many sessions began before a day, or at all.

    Raises:
        sqlite3.Error: the record cannot be read.

    """
    return len(sessions_before(connection, before))


def sessions_before(connection: sqlite3.Connection, before: date | None) -> set[int]:
    """The sessions that began before a day, or all.

    Raises:
        sqlite3.Error: the record cannot be read.

    """
    found = connection.execute(f"SELECT id FROM session WHERE {_where_clause(before)}", _query_values(before))
    return {number for (number,) in found}


def delete_sessions(connection: sqlite3.Connection, before: date | None) -> bool:
    """Delete these sessions with all that belongs to them; answers whether nothing of them is left in the files.

    Raises:
        sqlite3.Error: it cannot be written.

    """
    connection.execute(f"DELETE FROM session WHERE {_where_clause(before)}", _query_values(before))
    return scrub_record(connection)


def scrub_record(connection: sqlite3.Connection, patience_s: float = PATIENCE_S) -> bool:
    """Write the record anew, so that nothing is left in its files of what was deleted, also before a kill.

    Answers whether that was done: it cannot be as long as another program reads what was there before.

    Raises:
        sqlite3.Error: it cannot be written.

    """
    until = time.monotonic() + patience_s
    while True:
        try:
            connection.execute("PRAGMA temp_store = MEMORY")  # no copy of it in a folder for all
            connection.execute("VACUUM")
            (busy, *_) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise
            busy = True
        if not busy or time.monotonic() > until:
            return not busy
        time.sleep(RETRY_S)


def left_overs(path: Path) -> Iterator[Path]:
    """What mending that was cut short may have left beside the record, with sessions in it."""
    yield from path.parent.glob(f".{path.name}.*")


def _where_clause(before: date | None) -> str:
    return "1" if before is None else "substr(started, 1, 10) < :before"


def _query_values(before: date | None) -> dict[str, str]:
    return {} if before is None else {"before": before.isoformat()}
