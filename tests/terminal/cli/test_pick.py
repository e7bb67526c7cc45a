"""What the picker has to offer, and what becomes of a choice."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from drillvoice.app.catalogue import find_problem
from drillvoice.core.plan.options import Practice
from drillvoice.core.plan.request import Request
from drillvoice.places import last_choice_file, shipped_drills
from drillvoice.terminal.cli import pick, run
from drillvoice.terminal.cli.pick import pick_and_run
from drillvoice.terminal.last_choice import read_choice, write_choice
from drillvoice.terminal.wishes import Choice, TerminalWish
from tests.builders import PHRASES, SHIPPED
from tests.terminal.cli.program import Program

QUICK = Path(__file__).parents[2] / "room" / "quick.toml"


@pytest.fixture
def drillvoice(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Program:
    return Program(monkeypatch, capsys)


def test_alone_without_a_terminal_it_says_how_to_go_on(drillvoice: Program) -> None:
    answer = drillvoice()
    assert (0, "") == (answer.code, answer.err)
    assert answer.out.startswith("Usage: ")


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
    assert all(entry.minutes and entry.trains and entry.position for entry in entries)
    positions = [entry.position == "programme" for entry in entries]
    assert sorted(positions, reverse=True) == positions
    assert {None} == {entry.last for entry in entries}


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
    assert [(choice.request, choice.terminal, pytest.fail)] == ran
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
