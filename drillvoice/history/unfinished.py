"""The session that was left unfinished."""

import json
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from drillvoice.core.phrases import Phrases
from drillvoice.core.plan.lines import Choices
from drillvoice.core.plan.request import TOGETHER
from drillvoice.core.plan.resuming import bout_to_go_on_from, bouts_of
from drillvoice.core.shown_phrases import Dates
from drillvoice.history.plan_codec import unpack_choices
from drillvoice.history.sessions import instant_of

NAMED_DAYS = 7
"""A day less long ago is called by its name."""
OFFERED_FOR = timedelta(days=7)
FINISHED_FOR = timedelta(hours=1)
"""A session that somebody finished early may have been finished by a slip, which is noticed soon."""
AHEAD = timedelta(days=1)
"""So far a clock may have been put back since; what lies further in the future was written by one that was wrong."""


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
    def drills(self) -> frozenset[str]:
        """The drills and programmes that it is made of."""
        return frozenset((*self.header["drill"].split(TOGETHER), *(info.name for info in self.choices.exercises)))

    @property
    def _title(self) -> str:
        return self.choices.exercises[self.choices.blocks[self.block].exercise].title

    def _part(self, form: str) -> str:
        block = self.choices.blocks[self.block]
        return form.format(title=self._title, n=block.bout, total=bouts_of(self.choices, block.exercise))

    def resume_label(self, phrases: Phrases) -> str:
        """Where it goes on, in short."""
        return phrases.printed.go_on.format(part=self._part(phrases.screen.next_bout))

    def resume_sentence(self, now: datetime, phrases: Phrases) -> str:
        """What is left, and how to go on."""
        is_whole = self._title == self.choices.title
        return phrases.printed.unfinished.format(
            title=self.choices.title,
            day=day_of(self.started.date(), now.date(), phrases.dates),
            time=f"{self.started:%H:%M}",
            part=self._part(phrases.printed.part if is_whole else phrases.screen.next_bout),
        )


def day_of(day: date, today: date, dates: Dates) -> str:
    """A day as people name it."""
    days = (today - day).days
    return {0: dates.today, 1: dates.yesterday}.get(days) or dates.weekdays[day.weekday()]


def day_words(day: date, today: date, dates: Dates) -> str:
    """The same of any day: one longer ago by its date."""
    if (today - day).days < NAMED_DAYS:
        return day_of(day, today, dates)
    form = dates.date if day.year == today.year else dates.date_of_year
    return form.format(day=day.day, month=dates.months[day.month - 1], year=day.year)


UNFINISHED = """SELECT id, started, header, settings, plan, unit FROM session AS s
    WHERE (ended IS NULL OR (ended = 'finished' AND seen >= :finished_since))
    AND NOT EXISTS (SELECT 1 FROM session WHERE goes_on = s.id)
    AND id > COALESCE((SELECT MAX(id) FROM session
        WHERE ended = 'complete' OR (ended IS NOT NULL AND seen < :finished_since)), 0)
    ORDER BY id DESC"""


NOT_BEGUN = """SELECT id, title, started, drill FROM session AS s
    WHERE id = (SELECT MAX(id) FROM session) AND ended IS NOT 'complete'
    AND NOT EXISTS (SELECT 1 FROM exercise WHERE session = s.id AND bouts > 0)"""


@dataclass(frozen=True, slots=True)
class NotBegun:
    """A session that was left before its first round was over."""

    title: str
    started: datetime
    drills: tuple[str, ...]


def find_not_begun(connection: sqlite3.Connection, now: datetime, lives: Callable[[int], bool]) -> NotBegun | None:
    """The last session of all, where it was left less than a week ago; for when there is none to go on with.

    Raises:
        sqlite3.Error: the record cannot be read.

    """
    for session, title, started, drill in connection.execute(NOT_BEGUN):
        begun = instant_of(started)
        if not lives(session) and now - OFFERED_FOR <= begun <= now + AHEAD:
            return NotBegun(title, begun, tuple(drill.split(TOGETHER)))
    return None


def find_unfinished(
    connection: sqlite3.Connection, now: datetime, lives: Callable[[int], bool], *, finished: bool = False
) -> Unfinished | None:
    """The last session, where it broke off after a bout was begun, less than a week ago.

    Args:
        connection: the record.
        now: the present time.
        lives: whether a session is still going on, in another window.
        finished: one that somebody finished early counts too, for an hour.

    Raises:
        sqlite3.Error: the record cannot be read.

    """
    finished_since = now - FINISHED_FOR if finished else datetime.max.replace(tzinfo=UTC)
    values = {"finished_since": finished_since.timestamp()}
    for session, started, header, settings, plan, unit in connection.execute(UNFINISHED, values):
        begun = instant_of(started)
        if not now - OFFERED_FOR <= begun <= now + AHEAD or lives(session):
            continue
        try:
            choices = unpack_choices(plan)
        except ValueError:
            continue
        block = bout_to_go_on_from(choices, unit)
        if block is not None:
            return Unfinished(session, begun, json.loads(header), json.loads(settings), choices, block)
    return None
