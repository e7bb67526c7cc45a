"""What the record tells: sessions, and the facts that can be celebrated. Light to import, for quick commands."""

import sqlite3
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from drillvoice.core.plan.request import TOGETHER


@dataclass(frozen=True, slots=True)
class Facts:
    """What was true before a session."""

    sessions: int = 0
    """How many there were in which something was done."""
    this_week: int = 0
    """How many of them in this week, which begins on Monday."""
    days_since: int | None = None
    """Days since the last of them."""
    most_kinds: tuple[tuple[str, int], ...] = ()
    """Of each drill that was done, the most different cues that it had in one session."""
    first_plan_week: tuple[str, ...] = ()
    """The drills of which any makes this the first week in which a plan was kept."""
    goes_on: bool = False
    """Whether the session goes on from one that broke off."""


DONE = "EXISTS (SELECT 1 FROM tally WHERE tally.session = session.id)"
COUNTED = f"""SELECT COUNT(*), COALESCE(SUM(substr(started, 1, 10) >= :monday), 0), MAX(substr(started, 1, 10))
    FROM session WHERE {DONE}"""
KINDS_QUERY = """SELECT drill, MAX(kinds) FROM (
        SELECT drill, COUNT(DISTINCT name) AS kinds FROM tally JOIN exercise
        ON exercise.session = tally.session AND exercise.place = tally.exercise
        GROUP BY tally.session, drill
    ) GROUP BY drill"""


def read_facts(connection: sqlite3.Connection, today: date, *, goes_on: bool = False) -> Facts:
    """What the record says before a session begins.

    Raises:
        sqlite3.Error: the record cannot be read.

    """
    monday = (today - timedelta(days=today.weekday())).isoformat()
    sessions, this_week, last = connection.execute(COUNTED, {"monday": monday}).fetchone()
    days_since = (today - date.fromisoformat(last)).days if last else None
    return Facts(sessions, this_week, days_since, tuple(connection.execute(KINDS_QUERY)), goes_on=goes_on)


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One session as it is listed."""

    session: int
    started: datetime
    drill: str
    title: str
    levels: tuple[tuple[str, int], ...]
    """Each exercise of which something was done, with its level; 0 where it has none."""
    seconds: float
    bouts: int
    cues: int
    pauses: int
    skips: int
    ended: str
    """`complete`, `finished` (by the person, before the end) or `unfinished`."""
    notes: tuple[str, ...]
    ratings: dict[str, dict[str, int | None]]


SESSION_QUERY = """SELECT id, started, drill, title, seconds, pauses, skips, COALESCE(ended, 'unfinished')
    FROM session WHERE substr(started, 1, 10) >= :since
    AND (:drill = '' OR drill = :drill OR id IN (SELECT session FROM exercise WHERE exercise.drill = :drill))
    ORDER BY id"""
EXERCISES = """SELECT session, title, level, bouts, (SELECT COALESCE(SUM(times), 0) FROM tally
    WHERE tally.session = exercise.session AND tally.exercise = place) FROM exercise WHERE session >= ?"""


def read_sessions(connection: sqlite3.Connection, since: date | None = None, drill: str = "") -> list[SessionRow]:
    """The sessions since a day, oldest first; of one drill, or of all.

    Raises:
        sqlite3.Error: the record cannot be read.

    """
    given = {"since": since.isoformat() if since else "", "drill": drill}
    found = connection.execute(SESSION_QUERY, given).fetchall()
    if not found:
        return []
    exercises = _by_session(connection, EXERCISES, found[0][0])
    notes = _by_session(connection, "SELECT session, text FROM note WHERE session >= ? ORDER BY id", found[0][0])
    ratings = _by_session(connection, "SELECT * FROM rating WHERE session >= ?", found[0][0])
    return [
        _session_row(row, exercises.get(row[0], []), notes.get(row[0], []), ratings.get(row[0], [])) for row in found
    ]


def _by_session(connection: sqlite3.Connection, sql: str, first: int) -> dict[int, list[tuple[Any, ...]]]:
    rows: dict[int, list[tuple[Any, ...]]] = {}
    for session, *values in connection.execute(sql, (first,)):
        rows.setdefault(session, []).append(tuple(values))
    return rows


RowValues = list[tuple[Any, ...]]


def _session_row(row: tuple[Any, ...], exercises: RowValues, notes: RowValues, ratings: RowValues) -> SessionRow:
    session, started, drill, title, seconds, pauses, skips, ended = row
    done = [(name, level, bouts, cues) for name, level, bouts, cues in exercises if bouts or cues]
    return SessionRow(
        session,
        datetime.fromisoformat(started),
        drill,
        title,
        tuple((name, level) for name, level, _, _ in done),
        seconds,
        sum(bouts for _, _, bouts, _ in done),
        sum(cues for _, _, _, cues in done),
        pauses,
        skips,
        ended,
        tuple(text for (text,) in notes),
        {moment: dict(zip(RATED, values, strict=True)) for moment, *values in ratings},
    )


LAST_DONE = f"""SELECT name, MAX(day) FROM (
        SELECT session.drill AS name, substr(started, 1, 10) AS day FROM session WHERE {DONE}
        UNION ALL SELECT exercise.drill, substr(started, 1, 10) FROM exercise JOIN session ON session.id = session
        WHERE EXISTS (SELECT 1 FROM tally WHERE tally.session = session.id AND tally.exercise = place)
    ) GROUP BY name"""


def last_done(connection: sqlite3.Connection) -> dict[str, date]:
    """The day on which each drill and programme was done last.

    Raises:
        sqlite3.Error: the record cannot be read.

    """
    return {name: date.fromisoformat(day) for name, day in connection.execute(LAST_DONE)}


RATED = ("dizziness", "unsteadiness", "fatigue")
"""What is rated from 0 to 10, before and after."""

PRACTISED = f"""SELECT substr(started, 1, 10), session.drill FROM session
    WHERE {DONE} AND substr(started, 1, 10) >= :since
    UNION SELECT substr(started, 1, 10), exercise.drill FROM exercise JOIN session ON session.id = session
    WHERE substr(started, 1, 10) >= :since
    AND EXISTS (SELECT 1 FROM tally WHERE tally.session = session.id AND tally.exercise = place)"""


def practised_drills(connection: sqlite3.Connection, since: date) -> dict[date, set[str]]:
    """The drills and programmes of which something was done, by day.

    Raises:
        sqlite3.Error: the record cannot be read.

    """
    found: dict[date, set[str]] = {}
    for day, name in connection.execute(PRACTISED, {"since": since.isoformat()}):
        found.setdefault(date.fromisoformat(day), set()).update(name.split(TOGETHER))
    return found
