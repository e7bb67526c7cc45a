"""How far the week of a plan is, from the record, and what it has for a day."""

import contextlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial

from drillvoice.app.catalogue import USUAL_CADENCE, Entry, guessed_minutes
from drillvoice.app.library import Library
from drillvoice.app.requested import requested_drill
from drillvoice.app.session_record import left_unfinished
from drillvoice.app.week_plan import installed_plan
from drillvoice.core.phrases import Phrases
from drillvoice.core.plan.options import Options
from drillvoice.core.plan.request import Request
from drillvoice.core.week.due import Due, WeekSoFar
from drillvoice.core.week.schema import WeekPlan
from drillvoice.core.week.session import (
    left_sentence,
    place_sentences,
    request_of_day,
    rest_sentences,
    titles_of_day,
)
from drillvoice.errors import DrillError, HistoryError, Tell, WeekError
from drillvoice.history.database import history_errors, open_to_read
from drillvoice.history.plan_log import PlanSince, read_plan_log
from drillvoice.history.plan_weeks import plan_week
from drillvoice.history.queries import practised_drills
from drillvoice.history.unfinished import Unfinished
from drillvoice.history.weeks import monday_of
from drillvoice.places import history_file

TODAYS = "(today)"
"""How the entry of today is called, since no drill is."""


def week_so_far(plan: WeekPlan, today: date, tell: Tell) -> WeekSoFar:
    """The week of a day as it stands; where the record cannot be read that is told, and nothing counts as done."""
    practised = _drills_by_day(monday_of(today), tell)
    done = {day: names for day, names in practised.items() if day <= today}
    week = plan_week(_plans_until(plan, today), done, today)
    return WeekSoFar(plan, frozenset(day.weekday() for day in week.days), today.weekday(), week.planned)


def _plans_until(plan: WeekPlan, today: date) -> list[PlanSince]:
    """The plans that held; where the log does not know the installed one, as if no other had ever held."""
    plans = [each for each in read_plan_log() if each.since <= today]
    installed = PlanSince(date.min, plan.day_count, plan.drills, plan.weekdays)
    return plans if plans and plans[-1].counts_like(installed) else [installed]


def left_of_today(plan: WeekPlan, today: date, tell: Tell) -> Unfinished | None:
    """The session of a day with something of the plan in it that was left unfinished; None where there is none."""
    with contextlib.suppress(HistoryError):  # whoever asks how far the week is has been told
        left = left_unfinished(tell)
        if left is not None and left.started.date() == today and not left.drills.isdisjoint(plan.drills):
            return left
    return None


def todays_entry(library: Library, phrases: Phrases, today: date, complain: Tell) -> Entry | None:
    """What the installed plan has for a day, to choose it; None where no plan is installed, or where it is wrong, of
    which `complain` is told.
    """
    try:
        plan = installed_plan(library)
    except (DrillError, WeekError) as error:
        complain(str(error))
        return None
    if plan is None:
        return None
    week, left = week_so_far(plan, today, complain), left_of_today(plan, today, complain)
    return _entry_of(week, library, phrases, broke_off=left is not None)


def _entry_of(week: WeekSoFar, library: Library, phrases: Phrases, *, broke_off: bool) -> Entry:
    is_due, words = week.due is Due.TODAY, phrases.week
    request = request_of_day(week, Request(), library, phrases)
    name, drill = requested_drill(request, library, phrases)
    about = [*place_sentences(week, phrases), left_sentence(week, phrases)]
    listed = phrases.grammar.list_printed(titles_of_day(week, library))
    return Entry(
        TODAYS,
        words.entry.format(exercises=listed) if is_due else words.entry_nothing,
        minutes=guessed_minutes(name, drill, library, phrases, _with_cadence(request)),
        random=True,
        about=" ".join(about if is_due else [*rest_sentences(week, phrases, broke_off=broke_off), words.all_the_same]),
        is_due=is_due,
        request_for=partial(request_of_day, week, library=library, phrases=phrases),
    )


def _with_cadence(request: Request) -> Options:
    return replace(request, practice=replace(request.practice, cadence=USUAL_CADENCE)).options(1)


def _drills_by_day(since: date, tell: Tell) -> Mapping[date, set[str]]:
    path = history_file()
    try:
        connection = open_to_read(path, tell)
        if connection is None:
            return {}
        with contextlib.closing(connection), history_errors(path):
            return practised_drills(connection, since)
    except HistoryError as error:
        tell(str(error))
        return {}
