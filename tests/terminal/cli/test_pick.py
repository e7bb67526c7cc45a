"""What the picker has to offer, and what becomes of a choice."""

import contextlib
import json
import os
import pty
import signal
import subprocess
import sys
import termios
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from drillvoice.app.catalogue import Entry
from drillvoice.app.requested import find_problem
from drillvoice.app.settings import Settings, write_settings
from drillvoice.core.plan.options import Practice
from drillvoice.core.plan.request import Request, VoiceWish
from drillvoice.errors import SpeechError
from drillvoice.language import load_language
from drillvoice.places import last_choice_file, shipped_drills, week_plan_file
from drillvoice.terminal.cli import pick, run
from drillvoice.terminal.cli.pick import pick_and_run
from drillvoice.terminal.last_choice import read_choice, write_choice
from drillvoice.terminal.wishes import Choice, TerminalWish
from drillvoice.voice import engine as engine_module
from drillvoice.voice.engine import NATURAL, OF_SYSTEM, PIPER, VoiceInfo
from tests.builders import PHRASES, SHIPPED
from tests.fakes import FakeEngine, only_engine
from tests.terminal.cli.program import Program

QUICK = Path(__file__).parents[2] / "room" / "quick.toml"


@pytest.fixture
def drillvoice(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Program:
    return Program(monkeypatch, capsys)


def test_alone_without_a_terminal_it_says_how_to_go_on(drillvoice: Program) -> None:
    answer = drillvoice()
    assert (0, "") == (answer.code, answer.err)
    assert answer.out.startswith("Usage: ")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT])
def test_a_signal_that_ends_it_leaves_the_terminal_as_it_was(number: signal.Signals) -> None:
    ours, theirs = pty.openpty()
    before = termios.tcgetattr(theirs)
    environment = os.environ | {"TERM": "xterm-256color"}
    command = [sys.executable, "-m", "drillvoice"]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment) as program:
        drawn = b""
        while b"Enter" not in drawn:
            drawn += os.read(ours, 1 << 16)
        program.send_signal(number)
        os.set_blocking(ours, False)
        while program.poll() is None:
            with contextlib.suppress(BlockingIOError):
                drawn += os.read(ours, 1 << 16)
        assert (0, before) == (program.returncode, termios.tcgetattr(theirs))
    os.close(ours)
    os.close(theirs)


def test_the_last_choice_is_remembered() -> None:
    assert read_choice() is None
    choice = chosen("head-turns", level=3, gap_s=(4.0, 6.0), brief=True)
    write_choice(choice)
    assert choice == read_choice()


@pytest.mark.parametrize(
    "text",
    ["", "[]", '{"drill": "x", "given": {}}', '{"request": 3, "light": true, "flash": true}', "[" * 100_000, "\x00"],
)
def test_a_damaged_memory_is_none(text: str) -> None:
    last_choice_file().parent.mkdir(parents=True, exist_ok=True)
    last_choice_file().write_text(text)
    assert read_choice() is None


def test_a_memory_that_cannot_be_written_costs_nothing() -> None:
    last_choice_file().parent.parent.mkdir(parents=True, exist_ok=True)
    last_choice_file().parent.write_text("a file")
    write_choice(chosen("head-turns"))
    assert read_choice() is None


def test_there_is_every_drill_with_its_time_programmes_first() -> None:
    entries = list(pick.entries_to_pick(SHIPPED, PHRASES, pytest.fail))
    assert set(SHIPPED) == {entry.name for entry in entries}
    assert all(entry.minutes and entry.trains and entry.positions for entry in entries)
    positions = [entry.positions == ("programme",) for entry in entries]
    assert sorted(positions, reverse=True) == positions
    assert {None} == {entry.last for entry in entries}
    turns = next(entry for entry in entries if entry.name == "head-turns")
    assert ("standing", "walking") == (turns.position_at(1), turns.position_at(3))


def test_the_day_of_the_last_time_is_told(drillvoice: Program) -> None:
    drillvoice("run", "warm-up", "--safety-heard", "--brief")
    last = {entry.name: entry.last for entry in pick.entries_to_pick(SHIPPED, PHRASES, pytest.fail)}
    today = datetime.now(UTC).astimezone().date()
    assert (today, today, None) == (last["warm-up"], last["head-turns"], last["marching"])


def test_a_choice_that_cannot_be_started_is_explained() -> None:
    problem = find_problem(chosen("obstacle-course", less=True).request, SHIPPED, PHRASES)
    assert problem.startswith("obstacle-course has nothing that is done without walking")
    assert "" == find_problem(chosen("obstacle-course").request, SHIPPED, PHRASES)


def chosen(name: str, *, plain: bool = False, **practice: Any) -> Choice:
    return Choice(Request(drills=(name,), practice=Practice(**practice)), TerminalWish(plain=plain))


GO_ON = Choice(Request(drills=()))


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What was run instead of a session."""
    runs: list[Any] = []
    monkeypatch.setattr(run, "run_session", lambda *wanted: runs.append(wanted))
    monkeypatch.setattr(run, "resume_session", lambda *wanted: runs.append(("resume", *wanted)))
    return runs


@pytest.mark.parametrize("plain", [False, True])
def test_what_was_chosen_is_run_and_remembered(monkeypatch: pytest.MonkeyPatch, ran: list[Any], plain: bool) -> None:
    choice = chosen("head-turns", level=2, brief=True, plain=plain)
    monkeypatch.setattr(pick, "_pick_drill", lambda tell: choice)
    pick_and_run(pytest.fail)
    assert [(choice.request, choice.terminal)] == ran
    kept = {"request": {"drills": ["head-turns"], "practice": {"level": 2, "brief": True}}}
    assert kept | {"light": False, "flash": False} == json.loads(last_choice_file().read_text())


def test_to_go_on_with_what_was_left_is_no_choice_to_remember(monkeypatch: pytest.MonkeyPatch, ran: list[Any]) -> None:
    monkeypatch.setattr(pick, "_pick_drill", lambda tell: GO_ON)
    pick_and_run(pytest.fail)
    assert "resume" == ran[0][0]
    assert not last_choice_file().exists()


def test_leaving_runs_nothing(monkeypatch: pytest.MonkeyPatch, ran: list[Any]) -> None:
    monkeypatch.setattr(pick, "_pick_drill", lambda tell: None)
    pick_and_run(pytest.fail)
    assert [] == ran


def test_a_drill_that_is_wrong_costs_a_sentence(tmp_path: Path) -> None:
    from drillvoice.app.library import Library

    (tmp_path / "bad.toml").write_text("kind = 3")
    complaints: list[str] = []
    entries = list(pick.entries_to_pick(Library([tmp_path, shipped_drills()], PHRASES), PHRASES, complaints.append))
    assert len(SHIPPED) == len(entries)
    assert "bad.toml" in complaints[0]


class TestToday:
    def install(self, text: str = 'title = "Mine"\ndays = 7\n[[items]]\ndrill = "marching"\nrounds = 2\n') -> None:
        week_plan_file().parent.mkdir(parents=True, exist_ok=True)
        week_plan_file().write_text(text, encoding="utf-8")

    def first_entry(self) -> Entry:
        return next(iter(pick.entries_to_pick(SHIPPED, PHRASES, pytest.fail)))

    def test_what_a_plan_has_for_today_comes_first(self) -> None:
        self.install()
        entry = self.first_entry()
        assert ("Today: Marching", True) == (entry.title, entry.is_due)
        assert "This is the first of seven days this week. Left this week: seven days." == entry.about
        assert entry.minutes
        assert entry.request_for is not None
        request = entry.request_for(Request(practice=Practice(brief=True)))
        assert (("marching",), Practice(level=1, bouts=2, brief=True)) == (request.drills, request.practice)

    def test_where_nothing_is_due_a_day_may_be_done_all_the_same(self, drillvoice: Program) -> None:
        self.install()
        drillvoice("run", "marching", "--safety-heard", "--brief")
        entry = self.first_entry()
        assert ("Today: nothing is due", False) == (entry.title, entry.is_due)
        assert entry.about.startswith("Today's practice is done. Left this week: six days. You may do")
        assert entry.request_for is not None

    def test_without_a_plan_there_is_no_such_entry(self) -> None:
        assert "(today)" not in [entry.name for entry in pick.entries_to_pick(SHIPPED, PHRASES, pytest.fail)]

    @pytest.mark.parametrize(
        "text", ["title = ", 'title = "Mine"\ndays = 3\n[[items]]\ndrill = "gone"\n', "\x00", "x" * 70_000]
    )
    def test_a_plan_that_is_wrong_costs_a_sentence_and_not_the_picker(self, text: str) -> None:
        self.install(text)
        complaints: list[str] = []
        entries = list(pick.entries_to_pick(SHIPPED, PHRASES, complaints.append))
        assert set(SHIPPED) == {entry.name for entry in entries}
        (complaint,) = complaints
        assert str(week_plan_file()) in complaint

    def test_several_exercises_can_be_started_with_what_is_due(self) -> None:
        self.install('title = "Mine"\ndays = 7\n[[items]]\ndrill = "marching"\n[[items]]\ndrill = "stretching"\n')
        entry = self.first_entry()
        assert entry.request_for is not None
        assert "" == find_problem(entry.request_for(Request()), SHIPPED, PHRASES)
        assert "" == find_problem(entry.request_for(Request(practice=Practice(less=True))), SHIPPED, PHRASES)

    def test_a_day_of_the_plan_is_no_choice_to_remember(self, monkeypatch: pytest.MonkeyPatch, ran: list[Any]) -> None:
        choice = Choice(Request(drills=("marching",)), is_of_plan=True)
        monkeypatch.setattr(pick, "_pick_drill", lambda tell: choice)
        pick_and_run(pytest.fail)
        assert 1 == len(ran)
        assert not last_choice_file().exists()


def test_less_was_for_that_day() -> None:
    write_choice(chosen("head-turns", level=2, less=True))
    assert chosen("head-turns", level=2) == read_choice()


class Voices:
    """Engines with a few voices each; the natural one has what is installed."""

    def __init__(self, patch: pytest.MonkeyPatch, installed: list[str]) -> None:
        natural = [VoiceInfo("", "Heart", ("en-us",)), *(VoiceInfo(name, name.title(), ("en",)) for name in installed)]
        regions = ("Scotland", "America", "Caribbean", "Lancaster", "West Midlands", "Zanzibar")
        system = [VoiceInfo(name, f"English ({name})", ("en-us" if name == "America" else "en",)) for name in regions]
        found = {NATURAL: natural, PIPER: [], OF_SYSTEM: [*system, VoiceInfo("de", "German", ("de",))]}

        class Engine(FakeEngine):
            def voices(self) -> list[VoiceInfo]:
                return found[self.id]

        engines = {engine_id: partial(Engine, id=engine_id) for engine_id in found}
        patch.setattr(engine_module, "ENGINES", engines)


def names(last: Choice | None = None) -> list[str]:
    return [voice for voice, _ in pick.voices_to_pick(load_language(), last)]


def in_voice(name: str) -> Choice:
    return Choice(Request(drills=("marching",), voice=VoiceWish(name=name)))


class TestVoices:
    few = ("pyttsx3:America", "pyttsx3:Caribbean", "pyttsx3:Lancaster", "pyttsx3:Scotland")

    def test_a_few_are_offered_beside_the_usual_one_natural_ones_first(self, monkeypatch: pytest.MonkeyPatch) -> None:
        Voices(monkeypatch, ["emma"])
        assert ["natural:emma", *self.few] == names()

    def test_where_another_is_settled_it_is_the_usual_one(self, monkeypatch: pytest.MonkeyPatch) -> None:
        Voices(monkeypatch, ["emma"])
        write_settings(Settings(voice="natural:emma"))
        assert ["natural", *self.few] == names()

    @pytest.mark.parametrize("name", ["pyttsx3:Zanzibar", "Zanzibar"])
    def test_the_one_of_last_time_is_among_them(self, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
        Voices(monkeypatch, [])
        assert [*self.few, "pyttsx3:Zanzibar"] == names(in_voice(name))
        assert list(self.few) == names(in_voice("pyttsx3:America"))

    def test_where_none_can_be_listed_there_is_the_usual_one_only(self, monkeypatch: pytest.MonkeyPatch) -> None:
        class Mute(FakeEngine):
            def voices(self) -> list[VoiceInfo]:
                raise SpeechError("It is a test.")

        only_engine(monkeypatch, Mute)
        assert [] == names()

    def test_one_that_was_removed_since_last_time_gives_way_to_the_usual_one(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        Voices(monkeypatch, ["emma"])
        assert in_voice("natural:emma") == pick.with_present_voice(in_voice("natural:emma"))
        assert in_voice("pyttsx3:zzz") == pick.with_present_voice(in_voice("pyttsx3:zzz"))
        assert in_voice("a/b.onnx") == pick.with_present_voice(in_voice("a/b.onnx"))
        assert in_voice("") == pick.with_present_voice(in_voice("natural:fable"))
        assert in_voice("") == pick.with_present_voice(in_voice("piper:gone"))
        assert pick.with_present_voice(None) is None
