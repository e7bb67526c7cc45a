"""The session that was left unfinished."""

import json
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from drillvoice.core.plan.lines import Choices
from drillvoice.core.plan.resuming import bout_to_go_on_from, bouts_of
from drillvoice.history.plan_codec import unpacked

NAMED_DAYS = 7
"""A day less long ago is called by its name."""
OFFERED_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A session that broke off."""

    session: int
    started: datetime
    header: dict[str, Any]
    settings: dict[str, Any]
    choices: Choices
    block: int
    """Of the bout from which it goes on."""

    @property
    def _bout(self) -> str:
        block = self.choices.blocks[self.block]
        return f"bout {block.bout} of {bouts_of(self.choices, block.exercise)}"

    def place(self) -> str:
        """Where it goes on, in short."""
        title = self.choices.exercises[self.choices.blocks[self.block].exercise].title
        return f"Go on: {title}, {self._bout}"

    def sentence(self, now: datetime) -> str:
        """What is left, and how to go on."""
        info = self.choices.exercises[self.choices.blocks[self.block].exercise]
        inside = "" if info.title == self.choices.title else f"{info.title}, "
        when = f"{day_of(self.started.date(), now.date())} {self.started:%H:%M}"
        return (
            f'Your session "{self.choices.title}" of {when} stopped before the end of {inside}{self._bout}; '
            "`drillvoice resume` goes on from there."
        )


def day_of(day: date, today: date) -> str:
    """A day as people name it."""
    days = (today - day).days
    return {0: "today", 1: "yesterday"}.get(days) or f"{day:%A}"


def day_words(day: date, today: date) -> str:
    """The same of any day: one longer ago by its date."""
    if (today - day).days < NAMED_DAYS:
        return day_of(day, today)
    return f"{day.day} {day:%B}" + (f" {day.year}" if day.year != today.year else "")


UNFINISHED = """SELECT id, started, header, settings, plan, unit FROM session AS s
    WHERE ended IS NULL AND started >= :since
    AND NOT EXISTS (SELECT 1 FROM session WHERE goes_on = s.id)
    AND id > COALESCE((SELECT MAX(id) FROM session WHERE ended IS NOT NULL), 0)
    ORDER BY id DESC"""


def unfinished(connection: sqlite3.Connection, now: datetime, lives: Callable[[int], bool]) -> Unfinished | None:
    """The last session, where it broke off after a bout was begun, less than a week ago.

    Args:
        connection: the record.
        now: the present time.
        lives: whether a session is still going on, in another window.

    Raises:
        sqlite3.Error: the record cannot be read.

    """
    since = (now - OFFERED_FOR).isoformat()
    for session, started, header, settings, plan, unit in connection.execute(UNFINISHED, {"since": since}):
        if lives(session):
            continue
        try:
            choices = unpacked(plan)
        except ValueError:
            continue
        block = bout_to_go_on_from(choices, unit)
        if block is not None:
            begun = datetime.fromisoformat(started)
            return Unfinished(session, begun, json.loads(header), json.loads(settings), choices, block)
    return None
