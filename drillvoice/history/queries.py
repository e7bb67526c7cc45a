"""What the record tells of all sessions together: what can be celebrated, and what was done when. Light to import."""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from drillvoice.core.plan.request import TOGETHER
from drillvoice.history.sessions import NO_END

Sides = Mapping[str, Sequence[str]]
"""What is counted of each side, by the exercises that have sides."""
NO_SIDES: Sides = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Facts:
    """What was true before a session."""

    sessions: int = 0
    """How many there were in which a bout was finished."""
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
    levels: tuple[tuple[str, int], ...] = ()
    """Of each drill that was done, the levels at which it was."""
    both_sides: tuple[str, ...] = ()
    """Exercises with sides of which both were done in one session, or may have been: an older record tells no sides."""


DONE = "EXISTS (SELECT 1 FROM exercise AS e WHERE e.session = session.id AND e.bouts > 0)"
"""A session counts from its first finished bout: talk and a few cues are no practice."""
COUNTED = f"""SELECT COUNT(*), COALESCE(SUM(substr(started, 1, 10) >= :monday), 0), MAX(substr(started, 1, 10))
    FROM session WHERE {DONE} AND substr(started, 1, 10) <= :today"""
"""What a clock that was wrong has put into the future is in no week, and nobody comes back from it."""
HAS_BEEN = "(SELECT substr(started, 1, 10) <= ? FROM session WHERE id = exercise.session)"
KINDS_QUERY = f"""SELECT drill, MAX(kinds) FROM (
        SELECT drill, COUNT(DISTINCT name) AS kinds FROM tally JOIN exercise
        ON exercise.session = tally.session AND exercise.place = tally.exercise
        WHERE bouts > 0 AND {HAS_BEEN} GROUP BY tally.session, drill
    ) GROUP BY drill"""

LEVELS = f"SELECT DISTINCT drill, level FROM exercise WHERE level > 0 AND bouts > 0 AND {HAS_BEEN}"
BOTH_SIDES = f"""SELECT EXISTS (
        SELECT 1 FROM tally JOIN exercise ON exercise.session = tally.session AND exercise.place = tally.exercise
        WHERE drill = ? AND bouts > 0 AND {HAS_BEEN}
        GROUP BY tally.session, tally.exercise HAVING SUM(name IN ({{names}})) IN (0, ?)
    )"""
EARLIER = "e.drill = session.drill AND substr(e.started, 1, 10) <= substr(session.started, 1, 10)"
FIRST_WITHOUT_WALL = f"""SELECT title FROM session WHERE id = :session AND {DONE}
    AND EXISTS (SELECT 1 FROM session AS e WHERE {EARLIER} AND e.id < session.id AND e.wall <> 'none')
    AND NOT EXISTS (SELECT 1 FROM session AS e WHERE {EARLIER} AND e.wall = 'none')"""


def read_facts(connection: sqlite3.Connection, today: date, sides: Sides = NO_SIDES, *, goes_on: bool = False) -> Facts:
    """What the record says before a session begins.

    Args:
        connection: the record.
        today: the present day.
        sides: what is counted of each side, by the exercises that have any.
        goes_on: whether the session goes on from one that broke off.

    Raises:
        sqlite3.Error: the record cannot be read.

    """
    monday = (today - timedelta(days=today.weekday())).isoformat()
    sessions, this_week, last = connection.execute(COUNTED, {"monday": monday, "today": today.isoformat()}).fetchone()
    days_since = (today - date.fromisoformat(last)).days if last else None
    kinds, levels = (tuple(connection.execute(query, (today.isoformat(),))) for query in (KINDS_QUERY, LEVELS))
    both_sides = tuple(drill for drill, names in sides.items() if _had_both_sides(connection, drill, names, today))
    return Facts(sessions, this_week, days_since, kinds, goes_on=goes_on, levels=levels, both_sides=both_sides)


def _had_both_sides(connection: sqlite3.Connection, drill: str, names: Sequence[str], today: date) -> bool:
    query = BOTH_SIDES.format(names=", ".join("?" * len(names)))
    (found,) = connection.execute(query, (drill, today.isoformat(), *names, len(names))).fetchone()
    return bool(found)


def first_without_wall(connection: sqlite3.Connection, session: int) -> str:
    """The title of a session, where no note yet says that its drill needed no wall, and an earlier one that it did.

    Raises:
        sqlite3.Error: the record cannot be read.

    """
    found = connection.execute(FIRST_WITHOUT_WALL, {"session": session}).fetchone()
    return str(found[0]) if found else ""


LAST_DONE = f"""SELECT name, MAX(day) FROM (
        SELECT session.drill AS name, substr(started, 1, 10) AS day FROM session WHERE {DONE}
        UNION ALL SELECT exercise.drill, substr(started, 1, 10) FROM exercise JOIN session ON session.id = session
        WHERE exercise.bouts > 0
    ) WHERE day <= :until GROUP BY name"""


def last_done(connection: sqlite3.Connection, until: date = NO_END) -> dict[str, date]:
    """The day on which each drill and programme was done last, up to a day.

    Raises:
        sqlite3.Error: the record cannot be read.

    """
    given = {"until": until.isoformat()}
    return {name: date.fromisoformat(day) for name, day in connection.execute(LAST_DONE, given)}


PRACTISED = f"""SELECT substr(started, 1, 10), session.drill FROM session
    WHERE {DONE} AND substr(started, 1, 10) BETWEEN :since AND :until
    UNION SELECT substr(started, 1, 10), exercise.drill FROM exercise JOIN session ON session.id = session
    WHERE substr(started, 1, 10) BETWEEN :since AND :until AND exercise.bouts > 0"""


def practised_drills(connection: sqlite3.Connection, since: date, until: date = NO_END) -> dict[date, set[str]]:
    """The drills and programmes of which something was done, by day, from one day to another.

    Raises:
        sqlite3.Error: the record cannot be read.

    """
    found: dict[date, set[str]] = {}
    for day, name in connection.execute(PRACTISED, {"since": since.isoformat(), "until": until.isoformat()}):
        found.setdefault(date.fromisoformat(day), set()).update(name.split(TOGETHER))
    return found
