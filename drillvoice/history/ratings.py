"""What people add to the record: ratings before and after, near-falls, how far the wall was needed, and notes."""

import sqlite3
from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from drillvoice.core.session.notes import WOBBLE, Wall
from drillvoice.history.sessions import RATED, name_of

Moment = Literal["before", "after"]
HIGHEST_RATING = 10


def write_ratings(
    connection: sqlite3.Connection, session: int, moment: Moment, values: Mapping[str, int | None]
) -> None:
    """Keep how somebody felt, from 0 to 10; what was not rated is left out, and a second rating replaces the first.

    Raises:
        ValueError: a value is not rated, or not from 0 to 10.
        sqlite3.Error: it cannot be written.

    """
    for name, value in values.items():
        if name not in RATED or not (value is None or 0 <= value <= HIGHEST_RATING):
            raise ValueError(f"{name} = {value}")
    connection.execute(
        "INSERT OR REPLACE INTO rating VALUES (?, ?, ?, ?, ?)",
        (session, moment, *(values.get(name) for name in RATED)),
    )


def last_session(connection: sqlite3.Connection) -> tuple[int, str, datetime] | None:
    """The last session, with what it is called in the list of them, and its start.

    Raises:
        sqlite3.Error: the record cannot be read.

    """
    row = connection.execute("SELECT id, drill, title, started FROM session ORDER BY id DESC LIMIT 1").fetchone()
    if not row:
        return None
    exercises = connection.execute("SELECT title FROM exercise WHERE session = ? ORDER BY place", row[:1])
    titles = tuple(title for (title,) in exercises)
    return row[0], name_of(row[1], row[2], titles), datetime.fromisoformat(row[3])


def add_wobble(connection: sqlite3.Connection, session: int, text: str = "") -> None:
    """Add a near-fall to a session; when it was in the drill nobody knows afterwards.

    Raises:
        sqlite3.Error: it cannot be written.

    """
    connection.execute("INSERT INTO noted (session, name, text) VALUES (?, ?, ?)", (session, WOBBLE, text))


def write_wall(connection: sqlite3.Connection, session: int, wall: Wall) -> None:
    """Keep how far the wall or another support was needed in a session; a second answer replaces the first.

    Raises:
        sqlite3.Error: it cannot be written.

    """
    connection.execute("UPDATE session SET wall = ? WHERE id = ?", (wall, session))


def add_note(connection: sqlite3.Connection, session: int, text: str, now: datetime) -> None:
    """Add a note to a session.

    Raises:
        sqlite3.Error: it cannot be written.

    """
    row = (session, now.isoformat(timespec="seconds"), text)
    connection.execute("INSERT INTO note (session, written, text) VALUES (?, ?, ?)", row)
