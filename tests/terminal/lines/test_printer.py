"""What a reader sees of each fact."""

import pytest

from drillvoice.core.plan.lines import Kind, spoken_line
from drillvoice.core.session.commands import Action, Command, State
from drillvoice.core.session.facts import (
    Commanded,
    Ended,
    Fact,
    Interrupted,
    LoudspeakerFound,
    LoudspeakerLost,
    Skipped,
    Spoken,
    Stopped,
    Trouble,
    Underflowed,
)
from drillvoice.terminal.lines.printer import LinePrinter, clock_text
from tests.builders import PHRASES

AT = (3251, State.GOING)
"""A minute and five seconds after the beginning."""


def printed(fact: Fact) -> list[str]:
    lines: list[str] = []
    LinePrinter(lines.append, PHRASES, "the keys")(fact)
    return lines


def test_what_is_said_is_printed_with_its_time() -> None:
    assert ["1:05  Look left"] == printed(Spoken(*AT, spoken_line("Look left", kind=Kind.CUE), 0, "mine", 1))


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        (Stopped(*AT), "Stopped. Silence until you press space (go on) or q (finish)."),
        (LoudspeakerLost(*AT), "The loudspeaker is gone: paused. Connect it again; we stay paused until you go on."),
        (LoudspeakerFound(*AT), "The sound is back. Press space to go on."),
        (Interrupted(*AT, Trouble.SLEPT), PHRASES.printed.slept),
        (Interrupted(*AT, Trouble.KEYS_GONE), PHRASES.printed.keys_gone),
        (Interrupted(*AT, Trouble.COMMANDS_ENDED), PHRASES.printed.commands_ended),
    ],
)
def test_what_happens_without_a_word_is_explained(fact: Fact, text: str) -> None:
    assert [f"1:05  {text}"] == printed(fact)


@pytest.mark.parametrize("fact", [Underflowed(*AT, 1), Ended(*AT, "complete", {}), Skipped(*AT, "mine")])
def test_what_says_nothing_to_a_reader_is_left_out(fact: Fact) -> None:
    assert [] == printed(fact)


@pytest.mark.parametrize(
    ("action", "lines"),
    [(Action.NOT_NOW, ["1:05  (not now)"]), (Action.TOO_LATE, ["1:05  (too late)"]), (Action.PAUSE, [])],
)
def test_a_command_without_an_effect_is_shown(action: Action, lines: list[str]) -> None:
    assert lines == printed(Commanded(*AT, Command.READY, action, "keys"))


@pytest.mark.parametrize(
    ("source", "action", "lines"),
    [
        ("keys", Action.NEXT, ["1:05  (b takes that back)"]),
        ("keys", Action.FINISH, ["1:05  (b takes that back)"]),
        ("keys", Action.BACK, ["1:05  (Enter takes that back)"]),
        ("keys", Action.STOP, []),
        ("voice", Action.NEXT, []),
    ],
)
def test_who_pressed_a_key_is_shown_how_to_take_it_back(source: str, action: Action, lines: list[str]) -> None:
    assert lines == printed(Commanded(*AT, Command.NEXT, action, source))


def test_the_keys_are_printed_for_those_who_ask() -> None:
    assert ["the keys"] == printed(Commanded(*AT, Command.WHAT_CAN_I_SAY, Action.TELL_COMMANDS, "keys"))


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0:00"), (59.98, "0:59"), (60, "1:00"), (600.5, "10:00"), (3661, "61:01")]
)
def test_the_time_is_minutes_and_seconds(seconds: float, text: str) -> None:
    assert text == clock_text(seconds)
