"""The record around one session: what came before it, what may be celebrated, and writing it down."""

import contextlib
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from drillvoice.app.nothing_left import why_nothing_left
from drillvoice.app.prepare import Prepared, language_of, prepare_choices
from drillvoice.core.plan.options import Practice
from drillvoice.core.plan.request import TOGETHER, Request, VoiceWish
from drillvoice.core.plan.request_json import request_from_json
from drillvoice.core.plan.resuming import choices_from_bout, waits_for_ready
from drillvoice.core.session.course import Celebrate
from drillvoice.core.session.facts import Fact
from drillvoice.errors import HistoryError, Tell, UsageError
from drillvoice.history.celebration import choose_celebration, find_candidates, load_rules
from drillvoice.history.database import connect_to_read, history_errors, open_store, open_to_read
from drillvoice.history.plan_log import present_plans
from drillvoice.history.plan_weeks import completing_drills
from drillvoice.history.queries import practised_drills, read_facts
from drillvoice.history.ratings import Moment
from drillvoice.history.recorder import Recorder
from drillvoice.history.session_lock import is_session_running
from drillvoice.history.session_row import Kept
from drillvoice.history.unfinished import Unfinished, find_unfinished
from drillvoice.places import history_file

UNRECORDED = "This session is not recorded."
NOT_TOLD = "The record does not tell how the session was to be practised ({error}); `drillvoice run` begins a new one."


@dataclass(frozen=True, slots=True)
class Practised:
    """What a session needs of the record."""

    watch: Callable[[Fact], None]
    """Is told of each fact."""
    celebrate: Celebrate
    rate: Callable[[Moment, Mapping[str, int | None]], None]
    """Keeps how somebody felt before or after."""
    begin_anew: Callable[[Prepared, Tell], "Practised"]
    """Lets another session take this one's place, with all that was noted and rated; the record's own sentences are
    told to whoever is named."""


NOT_RECORDED: Practised = Practised(
    lambda fact: None, lambda done: "", lambda moment, values: None, lambda prepared, tell: NOT_RECORDED
)
"""Of a session of which nothing is kept."""


@contextlib.contextmanager
def record_session(prepared: Prepared, tell: Tell, *, wanted: bool = True) -> Iterator[Practised]:
    """Record a session while it goes on; whatever is wrong with the record costs a sentence, not the session."""
    path = history_file()
    recorder = None
    practised = NOT_RECORDED
    if wanted:
        try:
            connection = open_store(path, tell)
            celebrate = _look_back(connection, path, prepared, tell)
            recorder = Recorder(connection, path, prepared.plan, _kept(prepared))
            practised = _practised(recorder, path, celebrate)
        except HistoryError as error:
            tell(f"{error} {UNRECORDED}")
    try:
        yield practised
    finally:
        if recorder:
            recorder.close()
            if recorder.complaint:
                tell(recorder.complaint)


def _begin_anew(recorder: Recorder, path: Path, prepared: Prepared, tell: Tell) -> Practised:
    recorder.begin_anew(prepared.plan, _kept(prepared))
    celebrate = NOT_RECORDED.celebrate
    try:
        with history_errors(path), contextlib.closing(connect_to_read(path)) as connection:
            celebrate = _prepare_celebration(connection, prepared)
    except HistoryError as error:
        tell(str(error))
    return _practised(recorder, path, celebrate)


def _practised(recorder: Recorder, path: Path, celebrate: Celebrate) -> Practised:
    return Practised(recorder, celebrate, recorder.keep_ratings, partial(_begin_anew, recorder, path))


def _look_back(connection: sqlite3.Connection, path: Path, prepared: Prepared, tell: Tell) -> Celebrate:
    """Say what was left unfinished, and prepare what may be celebrated; the connection is closed where that fails."""
    try:
        with history_errors(path):
            if prepared.goes_on is None:
                _tell_of_unfinished(connection, path, prepared, tell)
            return _prepare_celebration(connection, prepared)
    except HistoryError:
        connection.close()
        raise


def _tell_of_unfinished(connection: sqlite3.Connection, path: Path, prepared: Prepared, tell: Tell) -> None:
    now = datetime.now(UTC).astimezone()
    left = find_unfinished(connection, now, partial(is_session_running, path))
    if left:
        tell(left.resume_sentence(now, prepared.phrases))


def _prepare_celebration(connection: sqlite3.Connection, prepared: Prepared) -> Celebrate:
    """Have everything spoken that may be celebrated in the end."""
    today = datetime.now(UTC).astimezone().date()
    sides = {info.name: info.sides for info in prepared.plan.exercises if info.sides}
    known = read_facts(connection, today, sides, goes_on=prepared.goes_on is not None)
    known = replace(known, first_plan_week=_completing_drills(connection, today, prepared))
    found = find_candidates(load_rules(prepared.language), known, prepared.plan.exercises, prepared.phrases, sides)
    prepared.speak_ahead(candidate.text for candidate in found)
    return partial(choose_celebration, found)


def _completing_drills(connection: sqlite3.Connection, today: date, prepared: Prepared) -> tuple[str, ...]:
    """The exercises of which any makes this the first week in which a plan was kept; all, where a programme does."""
    plans = present_plans()
    if not plans:
        return ()
    drills = completing_drills(plans, practised_drills(connection, plans[0].since - timedelta(weeks=1), today), today)
    if set(drills).isdisjoint(prepared.name.split(TOGETHER)):
        return drills
    return tuple(info.name for info in prepared.plan.exercises)


def _kept(prepared: Prepared) -> Kept:
    return Kept(prepared.header, prepared.settings, prepared.goes_on)


def left_unfinished(tell: Tell, *, finished: bool = False) -> Unfinished | None:
    """The session that broke off last; None where there is none, or no record.

    Args:
        tell: is told of what is wrong.
        finished: one that somebody finished early counts too, for an hour.

    Raises:
        HistoryError: the record cannot be read.

    """
    path = history_file()
    connection = open_to_read(path, tell)
    if connection is None:
        return None
    with contextlib.closing(connection), history_errors(path):
        now = datetime.now(UTC).astimezone()
        return find_unfinished(connection, now, partial(is_session_running, path), finished=finished)


def session_to_resume(tell: Tell, *, attended: bool) -> Unfinished:
    """The same, for somebody who wants to go on with it, also where it was finished early within the hour.

    Raises:
        UsageError: there is none, or nobody can say "ready" in it.
        HistoryError: the record cannot be read.

    """
    left = left_unfinished(tell, finished=True)
    if left is None:
        raise UsageError(why_nothing_left(tell))
    if waits_for_ready(left.choices) and not attended:
        raise UsageError(
            "The session that was left unfinished waits for you to be ready; resume it in a terminal, or with "
            "--stdin-commands."
        )
    return left


def request_to_resume(left: Unfinished, request: Request) -> Request:
    """What was asked for then, with the sound and the listening that are wanted now."""
    kept = requested_then(left)
    return replace(request, practice=kept.practice, voice=kept.voice, language=kept.language)


def requested_then(left: Unfinished) -> Request:
    """What was asked for when a session was begun.

    Raises:
        HistoryError: the record does not tell.

    """
    settings = left.settings
    try:
        if "request" in settings:
            return request_from_json(settings["request"])
        return _request_of_older_record(settings, left.header["rate"])
    except (ValueError, KeyError, TypeError) as error:
        raise HistoryError(NOT_TOLD.format(error=error)) from error


def _request_of_older_record(settings: Mapping[str, Any], rate: int) -> Request:
    """Before there were requests a session kept a flat list of options."""
    practice = Practice(
        brief=bool(settings["brief"]),
        on_demand=bool(settings["on_demand"]),
        metronome=int(settings["metronome"]),
    )
    return Request(practice=practice, voice=VoiceWish(name=str(settings["voice"]), rate=int(rate)))


def prepare_left(left: Unfinished, tell: Tell) -> Prepared:
    """What is left of a session, ready to run.

    Raises:
        DrillvoiceError: the voice or a recording cannot be had.

    """
    request = requested_then(left)
    language = language_of(request)
    choices = choices_from_bout(left.choices, left.block, language.phrases)
    prepared = prepare_choices(choices, request.voice, language, tell)
    return replace(
        prepared, name=left.header["drill"], header=left.header, settings=left.settings, goes_on=left.session
    )
