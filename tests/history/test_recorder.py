"""What is written while a session goes on, in a real database."""

import contextlib
import sqlite3
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from drillvoice.app.render import undisturbed_records
from drillvoice.core.plan.lines import spoken_line
from drillvoice.core.plan.timing import Plan
from drillvoice.core.session.commands import Action, Command, State
from drillvoice.core.session.facts import (
    CHANGED,
    Commanded,
    Ended,
    LineId,
    LoudspeakerFound,
    Noted,
    Spoken,
    Utterance,
)
from drillvoice.core.session.machine import Session
from drillvoice.core.session.notes import WOBBLE
from drillvoice.history import recorder as recorder_module
from drillvoice.history.database import open_store
from drillvoice.history.plan_codec import pack_plan, unpack_choices
from drillvoice.history.ratings import add_note, add_wobble, write_wall
from drillvoice.history.recorder import Recorder
from drillvoice.history.session_row import Kept
from tests.builders import EXERCISES, PHRASES, choices_of, drill, length, plan_of, swept, turns

HEADER = {"drill": "mine", "level": 2, "seed": 7, "rate": 165}
KEPT = Kept(HEADER, {"brief": True, "voice": ""})


@pytest.fixture
def path(own_folders: Path) -> Path:
    return own_folders / "data" / "drillvoice" / "history.db"


@pytest.fixture
def plan() -> Plan:
    return plan_of(turns(max_cues=4), bouts=2, brief=True)


def long_plan() -> Plan:
    """One that needs more room than an empty record has."""
    return plan_of(drill("programme", items=[{"drill": name} for name in EXERCISES]), cadence=100)


def recorder_of(path: Path, plan: Plan, kept: Kept = KEPT) -> Recorder:
    return Recorder(open_store(path, pytest.fail), path, plan, kept)


def rows(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def wait_for(condition: Any) -> None:
    limit = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < limit
        time.sleep(0.002)


def test_a_whole_session(path: Path, plan: Plan) -> None:
    recorder = recorder_of(path, plan)
    for record in undisturbed_records(Session(plan, length, PHRASES)):
        recorder(record)
    recorder.close()
    assert "" == recorder.complaint
    assert [("mine", "Turns", 7, "complete", 0)] == rows(path, "SELECT drill, title, seed, ended, pauses FROM session")
    assert [(0, "mine", "Turns", 0, 2)] == rows(path, "SELECT place, drill, title, level, bouts FROM exercise")
    assert [(8,)] == rows(path, "SELECT SUM(times) FROM tally")
    assert ("ok",) == rows(path, "PRAGMA integrity_check")[0]


def test_each_record_is_there_soon_after_it_was_told(path: Path, plan: Plan) -> None:
    recorder = recorder_of(path, plan)
    for record in undisturbed_records(Session(plan, length, PHRASES)):
        recorder(record)
        if isinstance(record, Spoken) and record.line.cue:
            break
    wait_for(lambda: rows(path, "SELECT SUM(times) FROM tally") == [(1,)])
    recorder.close()


def test_nothing_is_written_of_a_session_that_never_sounded(path: Path, plan: Plan) -> None:
    recorder_of(path, plan).close()
    assert [(0,)] == rows(path, "SELECT COUNT(*) FROM session")


def test_the_heart_beats_while_nothing_is_said(path: Path, plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recorder_module, "HEARTBEAT_S", 0.01)
    recorder = recorder_of(path, plan)
    recorder(Spoken(250, State.GOING, spoken_line("Turns."), 0, "mine", 0, LineId(0, 0)))
    wait_for(lambda: rows(path, "SELECT seconds > 5.0 FROM session") == [(1,)])
    recorder.close()


def test_no_text_that_was_spoken_to_it_is_kept(path: Path, plan: Plan) -> None:
    recorder = recorder_of(path, plan)
    recorder(Commanded(50, State.PAUSED, Command.PAUSE, Action.PAUSE, "voice", Utterance("my secret", 0.5)))
    recorder.close()
    assert [("voice", "pause", 1)] == rows(path, "SELECT source, name, times FROM command")


@pytest.mark.parametrize("name", swept(sorted(EXERCISES)))
def test_a_plan_is_kept_whole(name: str) -> None:
    choices = choices_of(name, attended=True, cadence=100)
    assert choices == unpack_choices(pack_plan(plan_of(name, attended=True, cadence=100)))


@pytest.mark.parametrize("data", [b"", b"nonsense", pack_plan(plan_of(turns()))[:-40]])
def test_a_damaged_plan_is_none(data: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        unpack_choices(data)


def test_a_full_disk_costs_a_sentence_and_not_the_drill(path: Path) -> None:
    plan = long_plan()
    connection = open_store(path, pytest.fail)
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")
    recorder = Recorder(connection, path, plan, KEPT)
    for record in undisturbed_records(Session(plan, length, PHRASES)):
        recorder(record)
    recorder.close()
    assert recorder.complaint.startswith(f"The disk is full, so the record {path} cannot be written; free some space.")
    assert [(0,)] == rows(path, "SELECT COUNT(*) FROM session")


def test_what_a_full_disk_refused_is_written_once_there_is_room(path: Path) -> None:
    plan = long_plan()
    connection = open_store(path, pytest.fail)
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")
    recorder = Recorder(connection, path, plan, KEPT)
    *records, last = undisturbed_records(Session(plan, length, PHRASES))
    for record in records:
        recorder(record)
    wait_for(lambda: recorder.complaint and recorder._inbox.empty())
    connection.execute("PRAGMA max_page_count = 10000")
    recorder(last)
    recorder.close()
    assert "" == recorder.complaint
    assert isinstance(last, Ended)
    done = sum(sum(counts.values()) for counts in last.done.values())
    assert [(done,)] == rows(path, "SELECT SUM(times) FROM tally")


def test_another_plan_in_its_place_keeps_what_people_added(path: Path, plan: Plan) -> None:
    recorder = recorder_of(path, plan)
    recorder(Spoken(100, State.GOING, spoken_line("Turns."), 0, "mine", 0, LineId(0, 0)))
    recorder(Noted(150, State.GOING, "keys", WOBBLE, "at the chair"))
    recorder(Commanded(200, State.ENDED, Command.LESS, Action.LESS, "keys"))
    recorder(Ended(200, State.ENDED, CHANGED, {}))
    recorder.keep_ratings("before", {"fatigue": 7})
    wait_for(lambda: rows(path, "SELECT COUNT(*) FROM rating") == [(1,)])
    with contextlib.closing(open_store(path, pytest.fail)) as meanwhile:
        add_wobble(meanwhile, 1, "afterwards")
        write_wall(meanwhile, 1, "often")
        add_note(meanwhile, 1, "A bad day.", datetime.now(UTC))
    recorder.begin_anew(plan_of("marching"), Kept({"drill": "other", "seed": 8}, {"less": True}))
    recorder(Spoken(50, State.GOING, spoken_line("Marching."), 0, "marching", 0, LineId(0, 0)))
    recorder.close()
    assert "" == recorder.complaint
    found = rows(path, "SELECT id, drill, title, seed, settings, unit, seconds, ended, wall FROM session")
    assert [(1, "other", "Marching", 8, '{"less": true}', 0, 1.0, None, "often")] == found
    assert [(0, "marching")] == rows(path, "SELECT place, drill FROM exercise")
    assert [] == rows(path, "SELECT * FROM command")
    assert [(0.0, "at the chair"), (None, "afterwards")] == rows(path, "SELECT at_s, text FROM noted ORDER BY id")
    assert [("A bad day.",)] == rows(path, "SELECT text FROM note")
    assert [("before", 7)] == rows(path, "SELECT moment, fatigue FROM rating")


def test_a_program_that_is_killed_before_the_other_plan_leaves_what_was_noted(path: Path, plan: Plan) -> None:
    recorder = recorder_of(path, plan)
    recorder(Noted(150, State.GOING, "keys", WOBBLE))
    recorder(Ended(200, State.ENDED, CHANGED, {}))
    recorder.close()
    assert [(1, None)] == rows(path, "SELECT id, ended FROM session")
    assert [(3.0,)] == rows(path, "SELECT at_s FROM noted")


def test_another_plan_before_anything_was_written_is_the_only_one(path: Path, plan: Plan) -> None:
    recorder = recorder_of(path, plan)
    recorder.begin_anew(plan_of("marching"), KEPT)
    recorder(Spoken(50, State.GOING, spoken_line("Marching."), 0, "marching", 0, LineId(0, 0)))
    recorder.close()
    assert [("Marching", 0)] == rows(path, "SELECT title, unit FROM session")
    assert [(0, "marching")] == rows(path, "SELECT place, drill FROM exercise")


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def test_a_disk_that_hangs_holds_up_nobody(path: Path, plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process holds the lock: telling takes no time, and closing takes no longer than its limit."""
    monkeypatch.setattr(recorder_module, "CLOSE_LIMIT_S", 0.05)
    recorder = recorder_of(path, plan)
    with locked(path):
        for record in undisturbed_records(Session(plan, length, PHRASES)):
            recorder(record)
        recorder.close()
    assert f"The record {path} may lack the end of this session: the disk does not answer." == recorder.complaint
    wait_for(lambda: not [thread for thread in threading.enumerate() if thread.name == "record"])
    assert [("complete",)] == rows(path, "SELECT ended FROM session")


def test_what_does_not_fit_the_queue_is_told_of(path: Path, plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recorder_module, "MOST_WAITING", 2)
    monkeypatch.setattr(recorder_module, "CLOSE_LIMIT_S", 0.01)
    recorder = recorder_of(path, plan)
    with locked(path):
        for second in range(9):
            recorder(LoudspeakerFound(50 * second, State.PAUSED))
        assert f"The record {path} ends early, because the disk does not answer." == recorder.complaint
        recorder.close()
    wait_for(lambda: not recorder._inbox.full())
    recorder.close()
