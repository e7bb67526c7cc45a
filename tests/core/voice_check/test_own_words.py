"""A person's own words: which are refused, and what is warned of."""

import pytest

from drillvoice.core.hearing.vocabulary import session_vocabulary
from drillvoice.core.session.commands import Command
from drillvoice.core.voice_check.likeness import alike
from drillvoice.core.voice_check.own_words import CLOSE, Around, check_words, like_cue, nearest_phrases
from tests.builders import PHRASES

OWN = PHRASES.voice_check.own
AROUND = Around(
    session_vocabulary(PHRASES, {"next": ["forward"]}).phrases,
    ("Step left", "Look up"),
    lambda word: "x" not in word,
    PHRASES,
)


@pytest.mark.parametrize(
    ("text", "command", "problem"),
    [
        ("Halt!", Command.PAUSE, ""),
        ("take a little break", Command.PAUSE, ""),
        ("", Command.PAUSE, OWN.length),
        ("...", Command.PAUSE, OWN.length),
        ("one two three four five", Command.PAUSE, OWN.length),
        ("xylo xero", Command.PAUSE, OWN.unknown.format(words="xylo xero")),
        ("stop", Command.PAUSE, OWN.taken.format(words="stop", command="stop")),
        ("stop stop", Command.PAUSE, OWN.taken.format(words="stop", command="stop")),
        ("How long?", Command.STOP, OWN.taken.format(words="how long", command="time left")),
        ("forward", Command.BACK, OWN.taken.format(words="forward", command="next")),
        ("forward", Command.NEXT, ""),
        ("hold on", Command.PAUSE, ""),
        ("time", Command.PAUSE, OWN.early.format(words="time", phrase="time left", command="time left")),
        ("time", Command.NEXT, ""),
        ("stop it", Command.NEXT, OWN.early.format(words="stop it", phrase="stop", command="stop")),
        ("stop it", Command.STOP, ""),
        ("take", Command.PAUSE, ""),
        ("take", Command.STOP, OWN.early.format(words="take", phrase="take a break", command="pause")),
    ],
)
def test_what_is_refused(text: str, command: Command, problem: str) -> None:
    assert problem == check_words(text, command, AROUND).problem


def test_words_are_taken_as_they_are_heard() -> None:
    assert "take a break" == check_words("Take a break! Take a break!", Command.PAUSE, AROUND).form


@pytest.mark.parametrize(
    ("text", "command", "warnings"),
    [
        ("banana", Command.PAUSE, ()),
        ("hold on", Command.PAUSE, ()),
        ("bag", Command.NEXT, (OWN.like_command.format(words="bag", phrase="back", command="back"),)),
        ("presume", Command.PAUSE, (OWN.like_command.format(words="presume", phrase="resume", command="resume"),)),
        ("look up", Command.NEXT, (OWN.like_cue.format(words="look up", cue="Look up"),)),
        ("left", Command.NEXT, (OWN.like_cue.format(words="left", cue="Step left"),)),
        ("halt", Command.PAUSE, (OWN.like_command.format(words="halt", phrase="help", command="help"),)),
    ],
)
def test_what_is_warned_of(text: str, command: Command, warnings: tuple[str, ...]) -> None:
    assert warnings == check_words(text, command, AROUND).warnings


@pytest.mark.parametrize(
    ("one", "other", "close"),
    [
        ("stop", "step", True),
        ("back", "bag", True),
        ("pause", "paws", True),
        ("next", "text", True),
        ("red", "ready", True),
        ("go back", "look back", True),
        ("rest", "next", False),
        ("onward", "next", False),
        ("freeze", "stop", False),
        ("emergency", "help", False),
        ("e", "a", False),
    ],
)
def test_what_sounds_alike(one: str, other: str, close: bool) -> None:
    assert close == (alike(one, other, "metaphone") >= CLOSE)
    assert alike(one, other, "metaphone") == alike(other, one, "metaphone")


@pytest.mark.parametrize(("one", "other", "close"), [("стоп", "стой", True), ("стоп", "пауза", False)])
def test_what_is_spelt_alike_where_nothing_more_is_known_of_a_language(one: str, other: str, close: bool) -> None:
    assert close == (alike(one, other, "letters") >= CLOSE)


def test_a_single_word_is_compared_with_each_word_of_a_cue_that_is_long_enough() -> None:
    assert [1.0, 1.0] == [like_cue(form, "Step left", "metaphone") for form in ("step", "step left")]
    assert like_cue("up", "Look up", "metaphone") < 1


def test_the_nearest_come_first() -> None:
    assert ["Step left"] == nearest_phrases("step", Command.STOP, AROUND, 1)
    assert "hold on" not in nearest_phrases("hold on", Command.PAUSE, AROUND, 50)


def test_without_cues_there_is_nothing_to_compare_them_with() -> None:
    assert () == check_words("banana", Command.NEXT, Around({}, (), str.isalpha, PHRASES)).warnings


def test_own_words_may_be_left_out_by_a_model_that_lacks_them_and_the_programs_own_may_not() -> None:
    words = session_vocabulary(PHRASES, {"pause": ["halt", "hold on"], "next": ["move along"]}, wake="coach")
    assert frozenset({"coach halt", "coach move along"}) == words.own
    assert {"coach hold on"} <= set(words.grammar)
    assert not words.own & set(words.grammar)
    assert words.own <= set(words.optional_grammar)


def test_single_own_words_are_expected_as_often_as_the_programs() -> None:
    words = session_vocabulary(PHRASES, {"pause": ["halt"], "next": ["move along"]})
    assert [words.grammar.count("pause"), 1] == [
        words.optional_grammar.count("halt"),
        words.optional_grammar.count("move along"),
    ]
