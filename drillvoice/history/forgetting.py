"""Deleting for good: the rows, the free pages of the file, and the log beside it."""

import sqlite3
from datetime import date


def count_before(connection: sqlite3.Connection, before: date | None) -> int:
    """How many sessions began before a day, or at all.

    Raises:
        sqlite3.Error: the record cannot be read.

    """
    (count,) = connection.execute(
        f"SELECT COUNT(*) FROM session WHERE {_where_clause(before)}", _query_values(before)
    ).fetchone()
    return int(count)


def delete_sessions(connection: sqlite3.Connection, before: date | None) -> None:
    """Delete these sessions with all that belongs to them; nothing of them is left in the file.

    Raises:
        sqlite3.Error: it cannot be written.

    """
    connection.execute(f"DELETE FROM session WHERE {_where_clause(before)}", _query_values(before))
    connection.execute("VACUUM")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _where_clause(before: date | None) -> str:
    return "1" if before is None else "substr(started, 1, 10) < :before"


def _query_values(before: date | None) -> dict[str, str]:
    return {} if before is None else {"before": before.isoformat()}
