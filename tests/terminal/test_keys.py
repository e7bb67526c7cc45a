"""What keys and lines mean."""

import io
import queue
import string

import pytest
from prompt_toolkit.input.vt100_parser import Vt100Parser
from prompt_toolkit.key_binding import KeyPress

from drillvoice.core.phrases import plain_phrase
from drillvoice.core.session.commands import Command
from drillvoice.core.session.messages import Asked, Message, NoteAsked
from drillvoice.core.session.notes import WOBBLE
from drillvoice.terminal.keys import (
    COMMAND_BY_KEY,
    NOT_PRESSED,
    NOTE_BY_KEY,
    command_of_key,
    message_of_key,
    named_key,
    read_lines,
)
from tests.builders import PHRASES


@pytest.mark.parametrize(
    ("key", "command"),
    [
        (" ", Command.TOGGLE),
        ("pagedown", Command.NEXT),
        ("pageup", Command.BACK),
        ("right", Command.NEXT),
        ("left", Command.BACK),
        ("c-m", Command.READY),
        ("c-c", Command.FINISH),
        ("N", Command.NEXT),
        ("=", Command.FASTER),
        ("+", Command.FASTER),
        ("-", Command.SLOWER),
        ("S", Command.STOP),
        ("?", Command.WHAT_CAN_I_SAY),
    ],
)
def test_a_key_has_its_meaning(key: str, command: Command) -> None:
    assert command == command_of_key(key, on_demand=False)


def test_a_key_has_one_name_whatever_a_library_calls_it() -> None:
    names = {
        "c-m": ["c-m", "c-j", "enter", "ctrl+j"],
        "backspace": ["backspace", "c-h", "ctrl+h"],
        "c-c": ["c-c", "ctrl+c"],
        " ": [" ", "space"],
        "pageup": ["pageup"],
        "q": ["q"],
    }
    assert {name: {name} for name in names} == {name: set(map(named_key, others)) for name, others in names.items()}


@pytest.mark.parametrize("key", ["f1", "f5", ".", "escape", "c-a", "s-tab", "é", "ß", "\x00", "7", ""])
def test_any_other_key_pauses(key: str) -> None:
    assert Command.PAUSE == command_of_key(key, on_demand=False)


@pytest.mark.parametrize("key", sorted(NOT_PRESSED))
def test_what_the_terminal_says_by_itself_is_no_key(key: str) -> None:
    assert command_of_key(key, on_demand=True) is None


def test_every_letter_and_digit_does_what_it_says_or_pauses() -> None:
    letters = set(string.ascii_letters + string.digits) - {"w", "W"}
    found = {key: command_of_key(key, on_demand=False) for key in letters}
    assert {key: COMMAND_BY_KEY.get(key.lower(), Command.PAUSE) for key in found} == found


def test_a_clicker_asks_for_the_next_cue_only_on_demand() -> None:
    assert Command.READY == command_of_key("pagedown", on_demand=True)
    assert Command.READY == command_of_key("right", on_demand=True)
    assert Command.NEXT == command_of_key("n", on_demand=True)


SENT = {
    "\x1b[6~": Command.NEXT,
    "\x1b[5~": Command.BACK,
    "\x1b[C": Command.NEXT,
    "\x1b[D": Command.BACK,
    "\x1b[A": Command.LOUDER,
    "\x1b[B": Command.SOFTER,
    "\x1b[15~": Command.PAUSE,
    ".": Command.PAUSE,
    "b": Command.BACK,
    "\r": Command.READY,
    " ": Command.TOGGLE,
    "a": Command.PAUSE,
}
"""What clickers, page turners, foot pedals and buttons send to a terminal, and what it means."""


@pytest.mark.parametrize(("sent", "command"), SENT.items(), ids=repr)
def test_what_switches_send_reaches_the_session(sent: str, command: Command) -> None:
    assert [command] == [command_of_key(key, on_demand=False) for key in keys_in(sent)]
    assert [Command.SWITCH] == [command_of_key(key, on_demand=False, one_switch=True) for key in keys_in(sent)]


def keys_in(sent: str) -> list[str]:
    presses: list[KeyPress] = []
    parser = Vt100Parser(presses.append)
    parser.feed(sent)
    parser.flush()
    return [named_key(getattr(press.key, "value", press.key)) for press in presses]


def test_one_switch_is_everything_but_the_way_out() -> None:
    for key in ("w", "q", "escape", "é"):
        assert Asked(Command.SWITCH, "keys") == message_of_key(key, on_demand=True, one_switch=True)
    assert Command.FINISH is command_of_key("c-c", on_demand=False, one_switch=True)
    assert command_of_key("<ignore>", on_demand=False, one_switch=True) is None


def test_a_switch_may_type_lines() -> None:
    assert ([Command.SWITCH, Command.SWITCH], []) == read("switch\nSwitch\n")


@pytest.mark.parametrize("key", ["w", "W"])
def test_a_wobble_is_noted_and_is_no_command(key: str) -> None:
    assert NoteAsked(WOBBLE, "keys", toned=True) == message_of_key(key, on_demand=True)
    assert command_of_key(key, on_demand=True) is None


def test_any_other_key_is_a_message_with_its_command() -> None:
    assert Asked(Command.NEXT, "keys") == message_of_key("n", on_demand=False)
    assert message_of_key("<ignore>", on_demand=False) is None


def test_no_voice_can_note_anything() -> None:
    """A word that was misheard would stand in the record as a near-fall."""
    spoken = {plain_phrase(form) for forms in PHRASES.commands.values() for form in forms}
    assert not spoken & {plain_phrase(form) for forms in PHRASES.typed_notes.values() for form in forms}
    assert set(NOTE_BY_KEY.values()) == set(PHRASES.typed_notes)


def test_the_help_names_every_key_within_eighty_columns() -> None:
    letters = [key for key in (*COMMAND_BY_KEY, *NOTE_BY_KEY) if key.isalpha() and len(key) == 1]
    key_help = PHRASES.printed.key_help
    words = key_help.replace("\n", " ").split()
    assert all(letter in words for letter in letters)
    assert max(map(len, key_help.splitlines())) <= 80


def read(text: str) -> tuple[list[Command], list[str]]:
    inbox: queue.Queue[Message] = queue.Queue()
    complaints: list[str] = []
    read_lines(io.StringIO(text), inbox, PHRASES, complaints.append)
    asked = [inbox.get_nowait() for _ in range(inbox.qsize())]
    assert all(isinstance(each, Asked) and each.source == "stdin" for each in asked)
    return [each.command for each in asked if isinstance(each, Asked)], complaints


def test_lines_are_commands_in_any_case_and_with_any_stops() -> None:
    expected = [Command.PAUSE, Command.TIME_LEFT, Command.WHAT_CAN_I_SAY, Command.STOP]
    assert (expected, []) == read("pause\nTime left?\n  what can I say \r\nSTOP!")


def test_every_form_of_every_command_is_understood() -> None:
    for name, forms in PHRASES.commands.items():
        assert ([Command(name)] * len(forms), []) == read("\n".join(forms))


def test_a_line_that_is_no_command_is_told_and_an_empty_one_is_not() -> None:
    assert ([Command.NEXT], ["slow down"]) == read("slow down\n\n  \n...\nnext\n")


def test_of_many_lines_that_are_no_command_only_some_are_told() -> None:
    commands, complaints = read("\n".join(map(str, range(3000))) + "\nstop")
    assert [Command.STOP] == commands
    assert 1 <= len(complaints) < 100


def test_a_wobble_may_be_typed() -> None:
    inbox: queue.Queue[Message] = queue.Queue()
    read_lines(io.StringIO("wobble\nNear fall.\nSTUMBLE!\n"), inbox, PHRASES, pytest.fail)
    assert [NoteAsked(WOBBLE, "stdin", toned=True)] * 3 == [inbox.get_nowait() for _ in range(inbox.qsize())]
