"""One line a fact, written when it comes."""

import json
import os
import re
import sys
import time
from pathlib import Path

import pytest

from drillvoice.app import background_writer
from drillvoice.app.event_log import EventLog, as_line, record_of
from drillvoice.core.plan.lines import Kind, Line, Sound, spoken_line
from drillvoice.core.session.commands import Action, Command, State
from drillvoice.core.session.facts import (
    AsideAsked,
    Commanded,
    Ended,
    Fact,
    Interrupted,
    LineId,
    LoudnessChanged,
    LoudspeakerFound,
    LoudspeakerLost,
    News,
    Noted,
    NoteTakenBack,
    Paced,
    Skipped,
    Spoken,
    Stopped,
    Trouble,
    Underflowed,
    Utterance,
    VoiceNews,
)
from drillvoice.errors import AudioError

GOING = (75, State.GOING)
CUE = Line(Kind.CUE, Sound("Look left"), cue="left", go=False)
FACTS = {
    Spoken(*GOING, spoken_line("Head turns."), 0, "x", 0, LineId(0, 0)): (
        '"kind": "say", "text": "Head turns.", "drill": "x", "unit": 0'
    ),
    Spoken(*GOING, CUE, 0, "x", 2, LineId(7, 0), "left"): (
        '"kind": "cue", "text": "Look left", "drill": "x", "bout": 2, "cue": "left", "go": false, "unit": 7'
    ),
    Spoken(*GOING, spoken_line("Paused.", kind=Kind.PAUSED), 0, "x", 1): (
        '"kind": "paused", "text": "Paused.", "drill": "x", "bout": 1'
    ),
    Commanded(*GOING, Command.TIME_LEFT, Action.TELL_TIME, "keys"): (
        '"kind": "command", "command": "time-left", "source": "keys", "action": "tell_time"'
    ),
    Commanded(*GOING, Command.PAUSE, Action.PAUSE, "voice", Utterance("hold on", 1.2)): (
        '"kind": "command", "command": "pause", "source": "voice", "action": "pause", '
        '"phrase": "hold on", "word_end_s": 1.2'
    ),
    AsideAsked(*GOING, "page", True, cue="left"): (
        '"kind": "aside", "cue": "left", "source": "page", "accepted": true'
    ),
    AsideAsked(*GOING, "page", False, text="Well."): (
        '"kind": "aside", "text": "Well.", "source": "page", "accepted": false'
    ),
    Noted(*GOING, "page", "wobble", "at the turn"): (
        '"kind": "noted", "note": "wobble", "text": "at the turn", "source": "page"'
    ),
    NoteTakenBack(*GOING, "page", "wobble", 100): (
        '"kind": "note_taken_back", "note": "wobble", "noted_at_s": 2.0, "source": "page"'
    ),
    Skipped(*GOING, "x"): ('"kind": "skipped", "drill": "x"'),
    Skipped(*GOING): ('"kind": "skipped", "rest": true'),
    LoudnessChanged(*GOING, 70): ('"kind": "loudness", "percent": 70'),
    Paced(*GOING, 110): ('"kind": "pace", "scale": 110'),
    Stopped(*GOING): ('"kind": "stopped"'),
    LoudspeakerLost(*GOING): ('"kind": "lost"'),
    LoudspeakerFound(*GOING): ('"kind": "found"'),
    Interrupted(*GOING, Trouble.SLEPT): ('"kind": "interrupted", "why": "slept"'),
    Underflowed(*GOING, 2): ('"kind": "underflow", "count": 2'),
    VoiceNews(*GOING, News.DEAF): ('"kind": "voice", "news": "deaf"'),
}


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: type(fact).__name__)
def test_each_fact_has_its_line(fact: Fact) -> None:
    assert f'{{"at_s": 1.5, {FACTS[fact]}}}' == as_line(record_of(fact))


def test_the_end_names_what_was_done() -> None:
    ended = as_line(record_of(Ended(*GOING, "complete", {"x": {"left": 2}})))
    assert '{"at_s": 1.5, "kind": "ended", "how": "complete", "done": {"x": {"left": 2}}}' == ended


def test_a_fact_without_a_form_is_our_own_mistake() -> None:
    with pytest.raises(AssertionError, match="Fact has no form"):
        record_of(Fact(*GOING))


def test_a_record_is_one_line_of_json() -> None:
    record = {"at_s": 1.5, "kind": "say", "text": 'Sit é "well"\nback'}
    assert record == json.loads(as_line(record))
    assert "\n" not in as_line(record)
    assert "é" in as_line(record)


def test_each_record_is_in_the_file_at_once(tmp_path: Path) -> None:
    log = EventLog(tmp_path / "log")
    for number in range(3):
        log(Stopped(number, State.STOPPED))
        limit = time.monotonic() + 20
        while number + 1 != len((tmp_path / "log").read_text().splitlines()):
            assert time.monotonic() < limit
    log.close()


def test_an_earlier_log_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("old\n")
    log = EventLog(tmp_path / "log")
    log.write_record({"kind": "header"})
    log.close()
    assert '{"kind": "header"}\n' == (tmp_path / "log").read_text()


def test_a_place_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nowhere" / "log"):
        with pytest.raises(AudioError, match=r"The event log .* cannot be written \(.*\); choose another place\."):
            EventLog(path)


@pytest.mark.skipif(sys.platform != "linux", reason="needs /dev/full")
def test_a_full_disk_ends_the_log_and_not_the_drill() -> None:
    log = EventLog(Path("/dev/full"))
    log(Stopped(0, State.STOPPED))
    log(Stopped(50, State.STOPPED))
    log.close()
    assert "The event log /dev/full ends early (the disk is full); the drill went on." == log.complaint


@pytest.mark.skipif(sys.platform == "win32", reason="needs a named pipe")
@pytest.mark.timeout(20)
def test_a_pipe_that_nobody_reads_is_one_sentence(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "log")
    with pytest.raises(AudioError, match=r"log cannot be written \(it is a pipe that nobody reads\); choose another"):
        EventLog(tmp_path / "log")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a named pipe")
def test_a_reader_that_takes_nothing_holds_nobody_up_and_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background_writer, "CLOSE_LIMIT_S", 0.1)
    os.mkfifo(tmp_path / "log")
    reader = os.open(tmp_path / "log", os.O_RDONLY | os.O_NONBLOCK)
    log = EventLog(tmp_path / "log")
    for number in range(5000):
        log(Stopped(number, State.STOPPED))
    log.close()
    assert re.fullmatch(r"The event log .* lacks \d+ lines, which were not taken in time\.", log.complaint)
    os.close(reader)
    log.close()  # what was being written for ever has failed by now
