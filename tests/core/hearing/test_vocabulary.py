"""What the recogniser listens for."""

from collections import Counter

import pytest

from drillvoice.core.hearing.command_spotter import UNKNOWN
from drillvoice.core.hearing.vocabulary import SINGLE_WEIGHT, session_vocabulary, with_consent
from drillvoice.core.phrases import plain_phrase
from drillvoice.core.session.commands import UNSPOKEN, Command
from drillvoice.speech_models.find import shipped_model
from tests.builders import LEVELS, PHRASES, choices_of, lines, swept

KNOWN = {line.split()[0] for line in (shipped_model() / "graph" / "words.txt").read_text(encoding="utf-8").splitlines()}
"""What the shipped model can hear."""


def test_every_command_but_those_of_keys_alone_can_be_said() -> None:
    phrases = session_vocabulary(PHRASES, {}).phrases
    assert set(Command) - UNSPOKEN == set(phrases.values())
    assert "toggle" not in phrases


@pytest.mark.parametrize(("name", "forms"), PHRASES.commands.items())
def test_every_form_of_the_phrases_can_be_said(name: str, forms: tuple[str, ...]) -> None:
    phrases = session_vocabulary(PHRASES, {}).phrases
    assert {Command(name)} == {phrases[plain_phrase(form)] for form in forms}


def test_what_the_recogniser_makes_of_a_form_stands_for_it() -> None:
    words = session_vocabulary(PHRASES, {})
    assert {"a break": "take a break", "i'm done": "i am done"} == words.heard_as
    assert all(words.phrases[said] is words.phrases[heard] for heard, said in words.heard_as.items())


def test_a_persons_own_forms_join_and_come_first() -> None:
    phrases = session_vocabulary(PHRASES, {"pause": ["Coffee, please!", "Next"]}).phrases
    assert [Command.PAUSE] * 3 == [phrases["coffee please"], phrases["next"], phrases["pause"]]


def test_a_wake_word_stands_before_each_form() -> None:
    plainly, woken = (
        session_vocabulary(PHRASES, {"pause": ["coffee"]}),
        session_vocabulary(PHRASES, {"pause": ["coffee"]}, "Computer"),
    )
    assert {f"computer {form}": command for form, command in plainly.phrases.items()} == woken.phrases


def test_the_grammar_has_every_form_and_expects_single_words_more() -> None:
    words = session_vocabulary(PHRASES, {})
    counts = Counter(words.grammar)
    assert {*words.phrases, UNKNOWN} == set(counts)
    assert all((1 if " " in form else SINGLE_WEIGHT) == counts[form] for form in words.phrases)
    assert 1 < counts[UNKNOWN]


@pytest.mark.parametrize(("wake", "before"), [("", ""), ("computer", "computer ")])
def test_the_model_may_lack_a_persons_own_forms_but_none_of_ours(wake: str, before: str) -> None:
    words = session_vocabulary(PHRASES, {"pause": ["coffee", "my tea", "next"]}, wake)
    assert {f"{before}coffee", f"{before}my tea"} == words.own
    assert words.own < set(words.optional_grammar)
    assert not words.own & set(words.grammar)
    assert f"{before}next" in words.grammar
    assert set(words.decoys) < set(words.optional_grammar)


def test_decoys_are_single_words_of_the_phrases_and_of_the_cues() -> None:
    decoys = session_vocabulary(PHRASES, {}, cues=["Look up, at the Ceiling"]).decoys
    assert {"ceiling", "look", "up", "at", "the", "happy"} <= set(decoys)
    assert sorted(set(decoys)) == list(decoys)


@pytest.mark.parametrize("word", ["next", "break", "happy", "computer"])
def test_a_word_that_is_said_to_us_is_no_decoy(word: str) -> None:
    decoys = session_vocabulary(PHRASES, {"pause": ["happy hour"]}, "computer", [f"Go {word} now"]).decoys
    assert word not in decoys
    assert "now" in decoys


def test_what_is_believed_further_than_others_is_a_form_of_a_command() -> None:
    words = session_vocabulary(PHRASES, {})
    assert words.further
    assert words.further.keys() <= words.phrases.keys()


@pytest.mark.parametrize("text", [*session_vocabulary(PHRASES, {}).phrases, *PHRASES.listening.decoys])
def test_the_shipped_model_knows_every_word(text: str) -> None:
    assert set(plain_phrase(text).split()) <= KNOWN


@pytest.mark.parametrize(("name", "level"), swept(LEVELS))
def test_nothing_that_a_shipped_drill_says_can_be_taken_for_a_command(name: str, level: int) -> None:
    said = {plain_phrase(line.sound.text) for line in lines(choices_of(name, level=level))}
    assert not said & set(session_vocabulary(PHRASES, {}).phrases)


def test_while_a_question_stands_yes_and_no_mean_something_and_otherwise_are_decoys() -> None:
    words = session_vocabulary(PHRASES, {}, "coach")
    asked = with_consent(words, PHRASES)
    assert {"yes", "no"} <= set(words.decoys)
    assert {"yes", "no"} == set(asked.answers) == set(asked.meanings) - set(words.meanings)
    assert not {"yes", "no"} & set(asked.decoys)
    assert {"yes", "no"} <= set(asked.grammar)


def test_a_word_of_ones_own_is_no_answer() -> None:
    asked = with_consent(session_vocabulary(PHRASES, {"ready": ["yes"]}), PHRASES)
    assert {"no"} == set(asked.answers)
    assert Command.READY is asked.meanings["yes"]
