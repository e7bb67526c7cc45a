"""What is said and understood in the made-up language."""

import queue
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from drillvoice.app.answer_keys import AnswerKeys
from drillvoice.app.library import Library
from drillvoice.core.hearing.command_spotter import UNKNOWN
from drillvoice.core.hearing.vocabulary import answer_grammar, session_vocabulary
from drillvoice.core.phrases import Phrases, plain_phrase
from drillvoice.core.plan.choices import make_choices, safety_choices
from drillvoice.core.plan.options import CueSound, Options
from drillvoice.core.plan.resuming import choices_from_bout
from drillvoice.core.session.answers import CONSENT, Answer, answers_by_phrase
from drillvoice.core.session.commands import Command, commands_by_phrase
from drillvoice.core.session.messages import Asked, Message
from drillvoice.core.session.questions import question_texts
from drillvoice.core.session.replies import possible_replies
from drillvoice.history.celebration import find_candidates, load_rules, without_wall_sentence
from drillvoice.history.queries import Facts
from drillvoice.language import Language
from drillvoice.terminal import keys
from drillvoice.terminal.keys import read_lines
from tests.builders import PHRASES as ENGLISH
from tests.core.session.scene import Scene, heard_as
from tests.made_up.language import LATIN, in_other_letters, is_made_up, plan_in_it, texts_of


def texts_in(value: object) -> Iterator[str]:
    """Every text of a table, without what is filled in."""
    match value:
        case str():
            yield re.sub(r"\{[^}]*\}", "", value)
        case dict():
            for each in value.values():
                yield from texts_in(each)
        case list() | tuple():
            for each in value:
                yield from texts_in(each)


def test_every_phrase_is_another(phrases: Phrases) -> None:
    assert is_made_up(*texts_in(phrases.model_dump(exclude={"grammar"})))


def test_nouns_have_its_forms(phrases: Phrases) -> None:
    unit = ("стойка", "стойки", "стоек")
    forms = {"no": "стоек", "one": "стойка", "three": "стойки", "five": "стоек"}
    expected = [f"{in_other_letters(number)} {form}" for number, form in forms.items()]
    assert expected == [phrases.spoken_count(n, unit) for n in (0, 1, 3, 5)]
    assert all(phrases.spoken_length(60 * n).endswith(end) for n, end in {1: "ь", 2: "и", 5: "ей"}.items())


@pytest.mark.parametrize("name", ["c", "h", "b"])
@pytest.mark.parametrize(
    "given",
    [
        {},
        {"brief": True, "attended": False},
        {"cue_sound": CueSound.BOTH, "metronome": 90, "rest_until_ready": True},
        {"minutes": 5.0},
    ],
)
def test_nothing_english_is_said(name: str, given: dict[str, Any], drills: Library, phrases: Phrases) -> None:
    shortened = phrases.shortened() if given.get("brief") else phrases
    if name == "h":
        given = {key: value for key, value in given.items() if key != "cue_sound"}
    plan = plan_in_it(name, drills, shortened, **given)
    assert is_made_up(plan.title, *texts_of(plan))
    assert is_made_up(*possible_replies(plan, shortened), *question_texts(shortened, by_voice=True))


@pytest.mark.parametrize("given", [{"level": 2}, {"level": 3}, {"on_demand": True}])
def test_what_has_to_be_learnt_is_said_in_it(given: dict[str, Any], drills: Library, phrases: Phrases) -> None:
    assert is_made_up(*texts_of(plan_in_it("c", drills, phrases, **given)))


def test_the_safety_advice_and_what_is_left_of_a_session_are_said_in_it(drills: Library, phrases: Phrases) -> None:
    safety = safety_choices("b", drills["b"], drills, Options(), phrases)
    left = choices_from_bout(make_choices("c", drills["c"], drills, Options(attended=True), phrases), 2, phrases)
    for choices in (safety, left):
        assert is_made_up(*(line.sound.text for block in choices.blocks for unit in block.units for line in unit.lines))


def test_what_is_celebrated_is_said_in_it(made_up: Language, drills: Library) -> None:
    rules = load_rules(made_up)
    exercises = [replace(info, level=2) for info in plan_in_it("b", drills, made_up.phrases).exercises]
    known = Facts(
        20,
        2,
        30,
        (("others", 1),),
        first_plan_week=(exercises[0].name,),
        goes_on=True,
        levels=((exercises[0].name, 1),),
    )
    sides = {info.name: ("l", "r") for info in exercises}
    found = [each.text for each in find_candidates(rules, known, exercises, made_up.phrases, sides)]
    assert len(rules) < len(found)
    assert is_made_up(*found, without_wall_sentence(rules, exercises[0].title))


def test_its_command_words_are_understood_and_no_english_ones(phrases: Phrases) -> None:
    english = commands_by_phrase(ENGLISH)
    assert {plain_phrase(in_other_letters(form)): command for form, command in english.items()} == commands_by_phrase(
        phrases
    )
    assert not [word for word in session_vocabulary(phrases, {}).grammar if word != UNKNOWN and LATIN.search(word)]
    assert not [word for word in answer_grammar(phrases) if word != UNKNOWN and LATIN.search(word)]


def test_its_words_are_told_from_talk(phrases: Phrases) -> None:
    forms = session_vocabulary(phrases, {}).phrases
    assert Command.STOP is heard_as(Scene(forms).say(in_other_letters("stop")).guess(1.0))
    assert Command.TIME_LEFT is heard_as(Scene(forms).say(in_other_letters("how long")).quiet(0.5).result())
    assert heard_as(Scene(forms).say("stop").quiet(0.5).result()) is None


def test_its_answers_are_understood_and_no_english_ones(phrases: Phrases) -> None:
    answers = answers_by_phrase(phrases)
    assert set(Answer) - set(CONSENT) == set(answers.values())
    assert not [form for form in answers if LATIN.search(form)]
    keys = AnswerKeys(phrases.answers)
    assert [True, True, False, False] == [keys.says_yes(key) for key in ("Д", "да", "y", "yes")]
    assert [True, True, False, False] == [keys.answers_question(key) for key in ("н", "к", "n", "q")]
    assert [True, False] == [keys.may_be_rest("а"), keys.may_be_rest("s")]


def test_typed_commands_are_its_words_and_no_others(phrases: Phrases, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "COMPLAIN_EVERY_S", 0.0)
    inbox: queue.Queue[Message] = queue.Queue()
    complaints: list[str] = []
    english = [command.value for command in Command]
    words = [in_other_letters("hold on"), f"{in_other_letters('pause').upper()}!"]
    read_lines([*english, *words], inbox, phrases, complaints.append)
    assert english == complaints
    asked = [inbox.get_nowait() for _ in range(inbox.qsize())]
    assert [Command.PAUSE] * 2 == [each.command for each in asked if isinstance(each, Asked)]
