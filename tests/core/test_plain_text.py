"""Text is text: what acts on a terminal is refused where it is read, and can do nothing where it is printed."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillvoice.core.plain_text import (
    find_control_character,
    json_text,
    refuse_control_characters,
    shown_line,
    shown_name,
    shown_text,
)

HARMFUL = ("\x1b[2J", "a\x07b", "\x9b31m", "a\rb", "a\tb", "\x7f", "\u2028", "\u202eabc", "\u2066", "\udcff", "\0")
PLAIN = ("Über 5 °C", "日本語", "שלום", "Take care: 'hold on' [/]", "👩🏽\u200d🦯", "")


@pytest.mark.parametrize("text", HARMFUL)
def test_what_acts_on_a_terminal_or_a_line_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^holds the control character U\+[0-9A-F]{4}; take it out"):
        refuse_control_characters(text)


@pytest.mark.parametrize("text", PLAIN)
def test_letters_of_any_alphabet_are_text(text: str) -> None:
    assert "" == find_control_character(text)
    assert text == refuse_control_characters(text) == shown_line(text) == shown_text(text)


@given(st.text())
def test_whatever_is_printed_holds_nothing_harmful(text: str) -> None:
    assert "" == find_control_character(shown_line(text))
    assert "" == find_control_character(shown_text(text).replace("\n", ""))
    shown_text(text).encode()


def test_only_a_text_of_several_lines_keeps_their_ends() -> None:
    assert ("a\nb\\x1b", "a\\nb") == (shown_text("a\nb\x1b"), shown_line("a\nb"))


@given(st.text())
def test_json_comes_back_as_it_was(text: str) -> None:
    written = json_text({"text": text}, indent=2)
    assert {"text": text} == json.loads(written)
    assert "" == find_control_character(written.replace("\n", ""))


def test_a_name_in_a_sentence_is_one_line_of_bounded_length() -> None:
    assert "a\\nb\\x1b" == shown_name("a\nb\x1b")
    assert "x" * 255 == shown_name("x" * 255)
    assert "x" * 252 + "..." == shown_name("x" * 256)
