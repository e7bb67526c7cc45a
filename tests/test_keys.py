"""Commands from keys and from lines."""

import io
import queue

import pytest

from drillvoice.core.commands import Command
from drillvoice.keys import KEY_HELP, NOT_PRESSED, KeyReader, command_of_key, read_lines
from drillvoice.runner import Asked
from tests.builders import PHRASES

C = Command


@pytest.mark.parametrize(
    ("key", "command"),
    [
        (" ", C.TOGGLE),
        ("n", C.NEXT),
        ("N", C.NEXT),
        ("pagedown", C.NEXT),
        ("b", C.BACK),
        ("r", C.REPEAT),
        ("-", C.SLOWER),
        ("+", C.FASTER),
        ("s", C.STOP),
        ("c-m", C.READY),
        ("q", C.FINISH),
        ("c-c", C.FINISH),
        ("t", C.TIME_LEFT),
        ("?", C.WHAT_CAN_I_SAY),
        ("h", C.HELP),
    ],
)
def test_each_key_has_its_meaning(key: str, command: Command) -> None:
    assert command is command_of_key(key, on_demand=False)


@pytest.mark.parametrize("key", ["x", "escape", "f5", "up", "ü", "0"])
def test_any_other_key_pauses(key: str) -> None:
    assert C.PAUSE is command_of_key(key, on_demand=False)


@pytest.mark.parametrize("key", sorted(NOT_PRESSED))
def test_what_a_terminal_reports_by_itself_means_nothing(key: str) -> None:
    assert command_of_key(key, on_demand=False) is None


def test_on_demand_a_clickers_key_asks_for_the_next_cue() -> None:
    assert C.READY is command_of_key("pagedown", on_demand=True)


def test_the_help_names_every_key_that_has_a_letter() -> None:
    assert all(f"{key} " in KEY_HELP for key in "n b r - + s q t h ?".split())


def test_keys_are_put_into_the_inbox() -> None:
    inbox: queue.Queue[Asked] = queue.Queue()
    reader = KeyReader(inbox)
    for key in (" ", "<ignore>", "q"):
        reader._press(key)
    assert [Asked(C.TOGGLE, "keys"), Asked(C.FINISH, "keys")] == [inbox.get() for _ in range(inbox.qsize())]


def test_a_second_interrupt_ends_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    interrupts: list[None] = []
    monkeypatch.setattr("_thread.interrupt_main", lambda: interrupts.append(None))
    inbox: queue.Queue[Asked] = queue.Queue()
    reader = KeyReader(inbox)
    for _ in range(2):
        reader._press("c-c")
    assert (1, 1) == (inbox.qsize(), len(interrupts))


def test_lines_are_commands_whatever_their_case_and_punctuation() -> None:
    inbox: queue.Queue[Asked] = queue.Queue()
    complaints: list[str] = []
    lines = "pause\n RESUME! \n\nHow long?\nfaster please\ntime-left\ntoggle\n"
    read_lines(io.StringIO(lines), inbox, PHRASES, complaints.append)
    commands = [inbox.get() for _ in range(inbox.qsize())]
    assert [C.PAUSE, C.RESUME, C.TIME_LEFT, C.TIME_LEFT, C.TOGGLE] == [asked.command for asked in commands]
    assert {"stdin"} == {asked.source for asked in commands}
    assert ["faster please"] == complaints
