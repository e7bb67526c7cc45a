"""Where somebody is in the questions, whatever is pressed, typed or said."""

from collections.abc import Callable

import pytest

from drillvoice.core.session.answers import Answer, Subject, answers_by_phrase
from drillvoice.core.session.questions import (
    Asking,
    Symptom,
    change_text,
    dizziness_verdict,
    question_texts,
    symptom_question,
)
from tests.builders import PHRASES

Deed = Callable[[Asking], Asking]
DIZZINESS, UNSTEADINESS, FATIGUE = Symptom


def after(*deeds: Deed) -> Asking:
    asking = Asking({})
    for deed in deeds:
        asking = deed(asking)
    return asking


def said(answer: Answer) -> Deed:
    return lambda asking: asking.hear_answer(answer)


def digit(number: int) -> Deed:
    return lambda asking: asking.add_digit(number)


def test_every_number_can_be_said_and_so_can_skip_and_back() -> None:
    words = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "skip", "back"]
    assert words == list(answers_by_phrase(PHRASES))
    assert [*range(11), None, None, None, None] == [answer.number for answer in Answer]


def test_consent_is_a_question_of_its_own() -> None:
    assert {"yes": Answer.YES, "no": Answer.NO} == answers_by_phrase(PHRASES, Subject.CONSENT)


def test_a_number_that_was_said_is_chosen_and_not_given_yet() -> None:
    asking = after(said(Answer.FOUR))
    assert (4, True, DIZZINESS) == (asking.number, asking.said, asking.asked_symptom)
    given = asking.give()
    assert ({DIZZINESS: 4}, {DIZZINESS: "voice"}) == (given.values, given.sources)


@pytest.mark.parametrize(
    ("deeds", "number", "is_said"),
    [
        ((said(Answer.NINE), said(Answer.FIVE)), 5, True),
        ((said(Answer.NINE), digit(5)), 5, False),
        ((said(Answer.NINE), said(Answer.BACK)), None, False),
        ((said(Answer.NINE), Asking.back), None, False),
        ((said(Answer.ONE), digit(0)), 10, False),
    ],
    ids=["said again", "pressed", "said back", "pressed back", "one and nought"],
)
def test_a_misheard_number_can_be_corrected(deeds: tuple[Deed, ...], number: int | None, is_said: bool) -> None:
    asking = after(*deeds)
    assert (number, is_said, DIZZINESS) == (asking.number, asking.said, asking.asked_symptom)


def test_back_asks_the_question_before_again_and_stays_at_the_first() -> None:
    asking = after(digit(3), Asking.give, said(Answer.SKIP), said(Answer.BACK))
    assert ({DIZZINESS: 3}, UNSTEADINESS) == (asking.values, asking.asked_symptom)
    assert DIZZINESS is after(digit(3), Asking.give, Asking.back, Asking.back).asked_symptom


def test_each_answer_has_its_source() -> None:
    asking = after(digit(3), Asking.give, said(Answer.SKIP), Asking.skip_all)
    assert {DIZZINESS: 3, UNSTEADINESS: None, FATIGUE: None} == asking.values
    assert {DIZZINESS: "keys", UNSTEADINESS: "voice", FATIGUE: "keys"} == asking.sources


def test_when_all_is_answered_nothing_more_is() -> None:
    asking = after(Asking.skip_all)
    assert asking.asked_symptom is None
    assert asking is asking.skip()
    assert asking is asking.give()


def test_what_was_understood_is_read_back_and_then_comes_the_next_question() -> None:
    start, heard = Asking({}), after(said(Answer.ZERO))
    assert "Zero." == change_text(start, heard, PHRASES, by_voice=True)
    following = change_text(heard, heard.give(), PHRASES, by_voice=True)
    assert "How unsteady do you feel, from zero to ten? Say a number, or skip." == following
    again = change_text(heard, heard.hear_answer(Answer.BACK), PHRASES, by_voice=False)
    assert "How dizzy are you, from zero to ten?" == again
    assert "" == change_text(start, start.add_digit(3), PHRASES, by_voice=True)
    assert "" == change_text(start, start.skip_all(), PHRASES, by_voice=True)


def test_all_that_may_be_said_is_spoken_ahead_the_hint_where_somebody_listens() -> None:
    assert 3 + 9 == len(list(question_texts(PHRASES)))
    with_voice = list(question_texts(PHRASES, by_voice=True))
    assert 3 + 9 + 3 + 11 == len(with_voice)
    assert {symptom_question(rated, PHRASES, by_voice=True) for rated in Symptom} <= set(with_voice)


@pytest.mark.parametrize(("first", "last", "says"), [(2, 5, "three"), (2, 3, ""), (None, 9, ""), (9, None, "")])
def test_only_dizziness_that_plainly_rose_is_stated(first: int | None, last: int | None, says: str) -> None:
    found = dizziness_verdict({DIZZINESS: first}, {DIZZINESS: last}, PHRASES)
    assert bool(says) == bool(found)
    assert says in found
