"""What a reader sees of each record."""

from typing import Any

import pytest

from drillvoice.terminal.lines.printer import NOTES, LinePrinter, clock


def printed(**record: Any) -> list[str]:
    lines: list[str] = []
    LinePrinter(lines.append, "the keys")({"at_s": 65.02, "kind": "say", **record})
    return lines


def test_what_is_said_is_printed_with_its_time() -> None:
    assert ["1:05  Look left"] == printed(kind="cue", text="Look left", cue="left")


@pytest.mark.parametrize("kind", sorted(NOTES))
def test_what_happens_without_a_word_is_explained(kind: str) -> None:
    assert [f"1:05  {NOTES[kind]}"] == printed(kind=kind)


@pytest.mark.parametrize("kind", ["header", "underflow", "ended", "skipped"])
def test_what_says_nothing_to_a_reader_is_left_out(kind: str) -> None:
    assert [] == printed(kind=kind)


def test_a_command_without_an_effect_is_shown() -> None:
    assert ["1:05  (not now)"] == printed(kind="command", command="ready", action="not_now")
    assert [] == printed(kind="command", command="pause", action="pause")


def test_the_keys_are_printed_for_those_who_ask() -> None:
    assert ["the keys"] == printed(kind="command", command="what-can-i-say", action="tell_commands")


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0:00"), (59.98, "0:59"), (60, "1:00"), (600.5, "10:00"), (3661, "61:01")]
)
def test_the_time_is_minutes_and_seconds(seconds: float, text: str) -> None:
    assert text == clock(seconds)
