"""The sessions of the record, one by one, with what was noted of each. Light to import, for quick commands."""

import sqlite3
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from drillvoice.core.plain_text import shown_line
from drillvoice.core.plan.request import TOGETHER
from drillvoice.core.session.notes import NOTES, WOBBLE

RATED = ("dizziness", "unsteadiness", "fatigue")
"""What is rated from 0 to 10, before and after."""


@dataclass(frozen=True, slots=True)
class Wobble:
    """A near-fall: a stumble, or a grab for support."""

    at_s: float | None
    """The time of the drill; None where it was noted afterwards."""
    text: str


@dataclass(frozen=True, slots=True)
class Sighting:
    """What a helper has seen besides near-falls: a hand on the wall, a hand that was needed, a rest."""

    note: str
    """By its name in `NOTES`."""
    at_s: float | None
    """The time of the drill; None where it was noted afterwards."""


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
    wobbles: tuple[Wobble, ...] = ()
    exercises: tuple[str, ...] = ()
    """The titles of all that was planned."""
    wall: str = ""
    """How far the wall or another support was needed: `none`, `some` or `often`; "" where nobody said."""
    sightings: tuple[Sighting, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether it was practice: a bout was finished."""
        return self.bouts > 0

    @property
    def name(self) -> str:
        """What was done, or was to be."""
        return name_of(self.drill, self.title, tuple(title for title, _ in self.levels) or self.exercises)


def name_of(drill: str, title: str, exercises: tuple[str, ...]) -> str:
    """What a session is called: several drills in a row have no title of their own."""
    return (", ".join(dict.fromkeys(exercises)) if TOGETHER in drill else "") or title


SESSION_QUERY = """SELECT id, started, drill, title, seconds, pauses, skips, COALESCE(ended, 'unfinished'),
    COALESCE(wall, '') FROM session WHERE substr(started, 1, 10) BETWEEN :since AND :until
    AND (:drill = '' OR drill = :drill OR id IN (SELECT session FROM exercise WHERE exercise.drill = :drill))
    ORDER BY id"""
NO_END = date.max
EXERCISES = """SELECT session, title, level, bouts, (SELECT COALESCE(SUM(times), 0) FROM tally
    WHERE tally.session = exercise.session AND tally.exercise = place) FROM exercise WHERE session >= ?"""

SEEN = "SELECT session, name, at_s FROM noted WHERE session >= ? ORDER BY id"
"""What is in `NOTES` is told of; a newer version may know more."""
WOBBLES = f"SELECT session, at_s, text FROM noted WHERE name = '{WOBBLE}' AND session >= ? ORDER BY id"


def read_sessions(
    connection: sqlite3.Connection, since: date | None = None, drill: str = "", until: date = NO_END
) -> list[SessionRow]:
    """The sessions of some days, oldest first, whatever zone and order they were written in.

    Args:
        connection: the record.
        since: the first day; the first of all where none is named.
        drill: only those with this drill; with any where none is named.
        until: the last day.

    Raises:
        sqlite3.Error: the record cannot be read.

    """
    given = {"since": since.isoformat() if since else "", "until": until.isoformat(), "drill": drill}
    found = connection.execute(SESSION_QUERY, given).fetchall()
    if not found:
        return []
    exercises = _by_session(connection, EXERCISES, found[0][0])
    notes = _by_session(connection, "SELECT session, text FROM note WHERE session >= ? ORDER BY id", found[0][0])
    ratings = _by_session(connection, "SELECT * FROM rating WHERE session >= ?", found[0][0])
    wobbles = _by_session(connection, WOBBLES, found[0][0])
    seen = _by_session(connection, SEEN, found[0][0])
    added = (exercises, notes, ratings, wobbles, seen)
    rows = (_session_row(row, *(each.get(row[0], []) for each in added)) for row in found)
    return sorted(rows, key=lambda row: row.started)


def instant_of(text: str) -> datetime:
    """A time as the record has it; one without a zone is that of this computer."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.astimezone()


def _by_session(connection: sqlite3.Connection, sql: str, first: int) -> dict[int, list[tuple[Any, ...]]]:
    rows: dict[int, list[tuple[Any, ...]]] = {}
    for session, *values in connection.execute(sql, (first,)):
        rows.setdefault(session, []).append(tuple(values))
    return rows


RowValues = list[tuple[Any, ...]]


def _session_row(
    row: tuple[Any, ...], exercises: RowValues, notes: RowValues, ratings: RowValues, *seen: RowValues
) -> SessionRow:
    wobbles, others = seen
    session, started, drill, title, seconds, pauses, skips, ended, wall = row
    done = [(shown_line(name), level, bouts, cues) for name, level, bouts, cues in exercises if bouts or cues]
    return SessionRow(
        session,
        instant_of(started),
        drill,
        shown_line(title),
        tuple((name, level) for name, level, _, _ in done),
        seconds,
        sum(bouts for _, _, bouts, _ in done),
        sum(cues for _, _, _, cues in done),
        pauses,
        skips,
        ended,
        tuple(shown_line(text) for (text,) in notes),
        {moment: dict(zip(RATED, values, strict=True)) for moment, *values in ratings},
        tuple(Wobble(at_s, shown_line(text)) for at_s, text in wobbles),
        tuple(shown_line(name) for name, *_ in exercises),
        wall,
        tuple(Sighting(name, at_s) for name, at_s in others if name in NOTES and name != WOBBLE),
    )
