"""Names that are nearly right, and words without their quotes."""

from pathlib import Path

import pytest

from drillvoice.app.prepare import open_library
from drillvoice.language import load_language
from drillvoice.places import user_drills
from tests.terminal.cli.program import Program


@pytest.fixture
def drillvoice(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Program:
    return Program(monkeypatch, capsys)


@pytest.mark.parametrize("typed", ["stop", "Pause", "next", "hold on", "louder", "time left", "quit", "exit"])
def test_a_word_of_a_session_is_told_to_be_one(drillvoice: Program, typed: str) -> None:
    answer = drillvoice(*typed.split())
    assert 2 == answer.code
    assert answer.err.startswith(f"{typed!r} is for a drill that goes on: press its key")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("headturns", "head-turns"),
        ("head-turns", "head-turns"),
        ("head turns", "head-turns"),
        ("Head Turns", "head-turns"),
        ("heelraise", "heel-raises"),
        ("marchin", "marching"),
        ("warmup", "warm-up"),
        ("head", "head-turns"),
        ("start", "start-small"),
    ],
)
def test_a_drill_in_the_place_of_a_command_is_named(drillvoice: Program, typed: str, meant: str) -> None:
    answer = drillvoice(*typed.split())
    assert 2 == answer.code
    assert f"did you mean `drillvoice run {meant}`?" in answer.err


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("voice check", "voice-check"),
        ("voicecheck --list", "voice-check"),
        ("Voice_Check", "voice-check"),
        ("help", "--help"),
        ("help run", "run --help"),
        ("help me", "--help"),
        ("version", "--version"),
        ("drillvoice", "list"),
        ("drillvoice list", "list"),
        ("script/run run head-turns", "run head-turns"),
    ],
)
def test_a_command_that_is_written_another_way_is_named(drillvoice: Program, typed: str, meant: str) -> None:
    answer = drillvoice(*typed.split())
    assert 2 == answer.code
    assert f"did you mean `drillvoice {meant}`?" in answer.err


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("head", "head-turns"), ("sit", "sit-to-stand"), ("clock", "clock-steps"), ("obst", "obstacle-course")],
)
def test_the_beginning_of_a_word_leads_to_its_drill(drillvoice: Program, typed: str, meant: str) -> None:
    assert f'There is no drill called "{typed}", did you mean {meant}?' in drillvoice("show", typed).err


def test_what_is_near_a_command_or_nothing_stays_as_it_was(drillvoice: Program) -> None:
    assert "No such command 'frobnicate'" in drillvoice("frobnicate").err
    assert "list" in drillvoice("lst").err


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("head turns", ["head-turns"]),
        ("heel-to toe", ["heel-to-toe"]),
        ("marching head turns Calf Stretch warm-up", ["marching", "head-turns", "calf-stretch", "warm-up"]),
        ("heel to toe marching", ["heel-to-toe", "marching"]),
    ],
)
def test_names_of_several_words_need_no_hyphens(typed: str, names: list[str]) -> None:
    assert names == open_library(None, load_language()).find_names(typed.split())


def test_a_command_that_takes_one_name_takes_it_as_several_words(drillvoice: Program, tmp_path: Path) -> None:
    assert drillvoice("show", "head-turns").out == drillvoice("show", "Head", "turns").out
    assert drillvoice("week", "show", "three-days").out == drillvoice("week", "show", "three", "days").out
    assert 0 == drillvoice("week", "install", "three", "days").code
    assert 'There is no drill called "head-trns", did you mean head-turns?' in drillvoice("show", "head", "trns").err
    sound = tmp_path / "heads.wav"
    drillvoice("render", "heel", "to", "toe", "-o", sound, "--brief", "--minutes", "1")
    assert sound.exists()


def test_several_drills_are_planned_in_a_row_as_they_are_run(drillvoice: Program) -> None:
    planned = drillvoice("plan", "marching", "calf", "stretch", "--seed", "1", "--less").out
    assert planned.index("Marching.") < planned.index("Calf stretch.")


def test_a_note_needs_no_quotes(drillvoice: Program) -> None:
    assert "Nothing is recorded yet" in drillvoice("note", "Tired", "today.").err


def test_a_new_drill_hides_none_that_is_shipped(drillvoice: Program, tmp_path: Path) -> None:
    answer = drillvoice("new", "head-turns")
    assert 2 == answer.code
    assert "`drillvoice new my-head-turns`" in answer.err
    assert not (user_drills() / "head-turns.toml").exists()
    assert 0 == drillvoice("new", "my-head-turns").code
    assert 0 == drillvoice("new", tmp_path / "head-turns.toml").code
