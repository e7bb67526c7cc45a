"""The row of a session and those of its exercises: as it begins, and anew where a lesser one takes its place."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from drillvoice.core.plan.timing import Plan
from drillvoice.history.plan_codec import pack_plan
from drillvoice.history.tracker import Change

SESSION = """INSERT INTO session (started, drill, title, seed, header, settings, plan, seen, goes_on)
    VALUES (:started, :drill, :title, :seed, :header, :settings, :plan, :seen, :goes_on)"""
EXERCISE = "INSERT INTO exercise VALUES (:session, :place, :drill, :title, :level, 0)"
ANEW = """UPDATE session SET drill = :drill, title = :title, seed = :seed, header = :header, settings = :settings,
    plan = :plan, unit = -1, seconds = 0, rests = 0, pauses = 0, skips = 0, ended = NULL, seen = :seen
    WHERE id = :session"""
PRACTISED = ("exercise", "bout", "tally", "command")
"""The tables of what was practised. The others have what people added, and that is never taken away."""
NOTED_BEFORE = "UPDATE noted SET at_s = MIN(at_s, 0.0) WHERE session = :session"
"""What was noted before the lesser session stands at its beginning; a time that is missing stays so."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a session besides its plan and its records."""

    header: dict[str, Any]
    """Of its event log."""
    settings: dict[str, Any]
    """What was asked for."""
    goes_on: int | None = None
    """The session that it goes on from."""


def insert_session(connection: sqlite3.Connection, plan: Plan, kept: Kept, started: datetime) -> int:
    """Write the rows of a session that begins; answers its number.

    Raises:
        sqlite3.Error: they cannot be written.

    """
    own = {"started": started.isoformat(timespec="seconds"), "seen": started.timestamp(), "goes_on": kept.goes_on}
    session = connection.execute(SESSION, _plan_values(plan, kept) | own).lastrowid
    assert session is not None, "an INSERT into a table with a rowid has one"
    for change in _exercise_changes(plan):
        connection.execute(change.sql, change.values | {"session": session})
    return session


def anew_changes(plan: Plan, kept: Kept) -> Iterator[Change]:
    """Another plan takes the place of one of which nothing was done: with all that people added to the session."""
    yield from (Change(f"DELETE FROM {table} WHERE session = :session", {}) for table in PRACTISED)
    yield Change(ANEW, _plan_values(plan, kept))
    yield Change(NOTED_BEFORE, {})
    yield from _exercise_changes(plan)


def _exercise_changes(plan: Plan) -> Iterator[Change]:
    for place, info in enumerate(plan.exercises):
        yield Change(EXERCISE, {"place": place, "drill": info.name, "title": info.title, "level": info.level})


def _plan_values(plan: Plan, kept: Kept) -> dict[str, Any]:
    return {
        "drill": kept.header["drill"],
        "title": plan.title,
        "seed": kept.header["seed"],
        "header": json.dumps(kept.header),
        "settings": json.dumps(kept.settings),
        "plan": pack_plan(plan),
    }
