"""A clock that was wrong once, and zones that change: what has been counts, and nothing else."""

import contextlib
import sqlite3
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from drillvoice.core.plan.timing import lay_out
from drillvoice.history.database import open_store
from drillvoice.history.done_before import times_done
from drillvoice.history.queries import first_without_wall, last_done, practised_drills, read_facts
from drillvoice.history.ratings import write_wall
from drillvoice.history.session_row import Kept, insert_session
from drillvoice.history.sessions import read_sessions
from drillvoice.history.unfinished import find_unfinished
from tests.builders import choices_of, length

NOW = datetime(2026, 11, 27, 10, 0, tzinfo=timezone(timedelta(hours=1)))
"""A Friday."""
TODAY = NOW.date()
PLAN = lay_out(choices_of("marching"), length)


@pytest.fixture
def record(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(open_store(tmp_path / "history.db", pytest.fail)) as connection:
        yield connection


def practise(record: sqlite3.Connection, started: datetime, *, ended: bool = True) -> int:
    session = insert_session(record, PLAN, Kept({"drill": "marching", "seed": 1}, {}), started)
    record.execute("INSERT INTO tally VALUES (?, 0, 'left', 4)", (session,))
    record.execute("UPDATE exercise SET bouts = 1 WHERE session = ?", (session,))
    record.execute("UPDATE session SET unit = 30, ended = ? WHERE id = ?", ("complete" if ended else None, session))
    return session


def test_a_session_of_a_day_that_never_was_is_in_no_week(record: sqlite3.Connection) -> None:
    practise(record, NOW.replace(year=2031))
    practise(record, NOW - timedelta(days=2))
    found = read_facts(record, TODAY)
    assert (1, 1, 2) == (found.sessions, found.this_week, found.days_since)


def test_who_comes_back_is_welcome_although_a_clock_was_wrong(record: sqlite3.Connection) -> None:
    practise(record, NOW - timedelta(days=30))
    practise(record, NOW + timedelta(days=900))
    assert 30 == read_facts(record, TODAY).days_since


def test_what_was_done_last_and_on_which_days_ends_today(record: sqlite3.Connection) -> None:
    practise(record, NOW + timedelta(days=1))
    practise(record, NOW - timedelta(days=3))
    assert {"marching": date(2026, 11, 24)} == last_done(record, TODAY)
    assert {date(2026, 11, 24): {"marching"}} == practised_drills(record, date(2026, 11, 1), TODAY)


def test_nothing_was_done_before_on_a_day_that_never_was(record: sqlite3.Connection) -> None:
    sides = {"marching": ("left", "right")}
    practise(record, NOW.replace(year=2031))
    found = read_facts(record, TODAY, sides)
    assert ((), (), ()) == (found.most_kinds, found.levels, found.both_sides)
    assert {} == times_done(record, TODAY)
    assert times_done(record, date(2031, 12, 1))
    practise(record, NOW)
    assert ("marching",) == tuple(name for name, _ in read_facts(record, TODAY, sides).most_kinds)
    assert [1] == list(times_done(record, TODAY).values())


def test_a_note_of_a_day_that_never_was_takes_no_first_time_without_the_wall(record: sqlite3.Connection) -> None:
    write_wall(record, practise(record, NOW.replace(year=2031)), "none")
    write_wall(record, practise(record, NOW - timedelta(days=2)), "some")
    assert "" != first_without_wall(record, practise(record, NOW))
    write_wall(record, practise(record, NOW - timedelta(days=1)), "none")
    assert "" == first_without_wall(record, practise(record, NOW))


def test_sessions_come_in_the_order_of_their_moments_in_whatever_zone(record: sqlite3.Connection) -> None:
    moments = [
        datetime(2031, 3, 3, 10, 0, tzinfo=NOW.tzinfo),
        datetime(2026, 11, 27, 9, 0, tzinfo=timezone(timedelta(hours=13))),
        datetime(2026, 11, 26, 23, 0, tzinfo=timezone(timedelta(hours=-8))),
        datetime(2026, 11, 26, 22, 0, tzinfo=NOW.tzinfo),
    ]
    for moment in moments:
        practise(record, moment)
    assert sorted(moments) == [row.started for row in read_sessions(record)]
    assert moments[0] not in [row.started for row in read_sessions(record, date(2026, 11, 1), until=TODAY)]
    assert {4} == {row.cues for row in read_sessions(record)}


def test_a_time_without_a_zone_is_that_of_this_computer(record: sqlite3.Connection) -> None:
    session = practise(record, NOW)
    record.execute("UPDATE session SET started = '2026-11-20T10:00:00' WHERE id = ?", (session,))
    practise(record, NOW)
    assert [date(2026, 11, 20), TODAY] == [row.started.date() for row in read_sessions(record)]


@pytest.mark.parametrize(
    ("ahead", "is_offered"),
    [(timedelta(days=365), False), (timedelta(hours=8), True), (-timedelta(days=6), True), (-timedelta(days=8), False)],
)
def test_only_what_broke_off_lately_is_offered(record: sqlite3.Connection, ahead: timedelta, is_offered: bool) -> None:
    started = (NOW + ahead).astimezone(timezone(timedelta(hours=-11)))
    practise(record, started, ended=False)
    assert is_offered == (find_unfinished(record, NOW, lambda session: False) is not None)
