"""What an utterance was, from several hearings of it."""

import pytest

from drillvoice.core.hearing.command_spotter import UNKNOWN, Word
from drillvoice.core.hearing.hypotheses import (
    ALONE,
    APART,
    APART_IF_SURE,
    BESIDE,
    FAR,
    NEAR,
    NEAR_OF_PHRASE,
    NEIGHBOURS,
    SURE,
    UNCLEAR,
    Hypothesis,
    Trust,
    Weighed,
    weigh_hearings,
)
from drillvoice.core.session.commands import Command
from tests.core.session.scene import FORMS

HEARINGS = 5
A_LITTLE = 0.05
C = Command


def hypothesis(text: str, away: float = 0.0, start_s: float = 1.0) -> Hypothesis:
    """Words of 0.3 s each; scores are of any size."""
    words = (Word(word, start_s + 0.3 * place, start_s + 0.3 * (place + 1)) for place, word in enumerate(text.split()))
    return Hypothesis(tuple(words), 40.0 - away)


def hearings(*texts: str) -> list[list[Hypothesis]]:
    """One hypothesis in each; "" for a hearing without any."""
    return [[hypothesis(text)] if text else [] for text in texts]


def alike(*hypotheses: Hypothesis) -> list[list[Hypothesis]]:
    """The same in each hearing."""
    return [list(hypotheses)] * HEARINGS


def on_average(text: str, away: float) -> list[list[Hypothesis]]:
    """Words that are the best in one hearing, and with its neighbours on average so far from that."""
    nearly = [hypothesis(UNKNOWN), hypothesis(text, 1.5 * away)]
    return [nearly, [hypothesis(text)], nearly, *[nearly if not away else [hypothesis(UNKNOWN)]] * (HEARINGS - 3)]


def meant(found: Weighed | None) -> Command | None:
    return FORMS[" ".join(word.text for word in found.words)] if found else None


def test_what_every_hearing_says_is_sure() -> None:
    found = weigh_hearings(hearings(*["next"] * HEARINGS), FORMS)
    assert Weighed((Word("next", 1.0, 1.3),), sure=True) == found


def test_neighbouring_hearings_are_enough_but_not_sure() -> None:
    found = weigh_hearings(hearings("six", "six", *["next"] * NEIGHBOURS), FORMS)
    assert (C.NEXT, False) == (meant(found), bool(found and found.sure))


@pytest.mark.parametrize("texts", [("next", "six", "six", "six", "next"), ("six", "next", "next", "six", "six")])
def test_a_likeness_in_some_hearings_is_not(texts: tuple[str, ...]) -> None:
    assert weigh_hearings(hearings(*texts), FORMS) is None


@pytest.mark.parametrize(
    ("text", "away", "command"),
    [
        ("next", NEAR - A_LITTLE, C.NEXT),
        ("next", NEAR + A_LITTLE, None),
        ("take a break", NEAR_OF_PHRASE - A_LITTLE, C.PAUSE),
        ("take a break", NEAR_OF_PHRASE + A_LITTLE, None),
    ],
)
def test_it_may_be_a_little_less_likely_than_something_else(text: str, away: float, command: Command | None) -> None:
    assert command is meant(weigh_hearings(on_average(text, away), FORMS))


def test_a_word_that_is_the_best_of_no_hearing_is_none() -> None:
    assert weigh_hearings(alike(hypothesis(UNKNOWN), hypothesis("next", 0.1)), FORMS) is None
    assert C.PAUSE is meant(weigh_hearings(alike(hypothesis(UNKNOWN), hypothesis("take a break", 0.1)), FORMS))


@pytest.mark.parametrize(("away", "sure"), [(SURE - A_LITTLE, True), (SURE + A_LITTLE, False)])
def test_what_is_less_likely_in_one_hearing_is_not_sure(away: float, sure: bool) -> None:
    heard = [*alike(hypothesis("next"))[1:], [hypothesis("six"), hypothesis("next", away)]]
    found = weigh_hearings(heard, FORMS)
    assert found
    assert sure is found.sure


@pytest.mark.parametrize(
    ("best", "other", "command"),
    [
        (0.0, APART_IF_SURE + A_LITTLE, C.REPEAT),
        (0.0, APART_IF_SURE - A_LITTLE, None),
        (SURE + A_LITTLE, SURE + APART + 2 * A_LITTLE, C.REPEAT),
        (SURE + A_LITTLE, SURE + APART, None),
    ],
)
def test_of_two_commands_that_are_alike_neither_is_obeyed(best: float, other: float, command: Command | None) -> None:
    heard = [[*one, hypothesis("ready", other)] for one in on_average("repeat", best)]
    assert command is meant(weigh_hearings(heard, FORMS))


@pytest.mark.parametrize("trust", [ALONE, BESIDE])
@pytest.mark.parametrize(
    ("away_share", "against_share", "command"),
    [
        (0.99, 0.0, C.NEXT),
        (1.01, 0.0, None),
        (0.0, 0.99, C.NEXT),
        (0.0, 1.01, None),
        (0.5, 0.49, C.NEXT),
        (0.5, 0.51, None),
    ],
)
def test_a_second_opinion_counts_beside_the_hearings(
    trust: Trust, away_share: float, against_share: float, command: Command | None
) -> None:
    heard = alike(hypothesis(UNKNOWN), hypothesis("next", away_share * trust.most))
    opinion = {"next": -against_share * trust.most / trust.second}
    assert command is meant(weigh_hearings(heard, FORMS, lambda: opinion, trust))


@pytest.mark.parametrize("trust", [ALONE, BESIDE])
@pytest.mark.parametrize(("below", "sure"), [(0.0, True), (A_LITTLE, False)])
def test_a_second_opinion_may_be_beyond_doubt(trust: Trust, below: float, sure: bool) -> None:
    heard = alike(hypothesis(UNKNOWN), hypothesis("next", SURE + A_LITTLE))
    found = weigh_hearings(heard, FORMS, lambda: {"next": trust.beyond_doubt - below}, trust)
    assert found
    assert sure is found.sure


def test_a_second_opinion_tells_commands_apart_that_are_alike() -> None:
    heard = alike(hypothesis("repeat"), hypothesis("ready", 0.1))
    assert C.READY is meant(weigh_hearings(heard, FORMS, lambda: {"repeat": -3.0, "ready": -0.1}))
    assert weigh_hearings(heard, FORMS, lambda: {"repeat": -0.7, "ready": -0.7}) is None


def test_a_phrase_may_be_believed_further_from_the_best_than_others() -> None:
    heard = alike(hypothesis(UNKNOWN), hypothesis("next", ALONE.most + 1))
    assert weigh_hearings(heard, FORMS, lambda: {"next": 0.0}) is None
    assert C.NEXT is meant(weigh_hearings(heard, FORMS, lambda: {"next": 0.0}, ALONE, {"next": 1.1}))


def test_a_phrase_may_have_to_be_nearer_than_others() -> None:
    heard = alike(hypothesis(UNKNOWN), hypothesis("next", ALONE.most - 1))
    assert C.NEXT is meant(weigh_hearings(heard, FORMS, lambda: {"next": 0.0}))
    assert weigh_hearings(heard, FORMS, lambda: {"next": 0.0}, ALONE, {"next": -1.1}) is None


def test_what_another_is_easily_taken_for_gives_way() -> None:
    heard = alike(hypothesis("repeat"), hypothesis("ready", 2.0))
    opinion = {"repeat": -1.0, "ready": -1.0}
    assert C.REPEAT is meant(weigh_hearings(heard, FORMS, lambda: opinion))
    assert C.READY is meant(weigh_hearings(heard, FORMS, lambda: opinion, ALONE, {"ready": 1.5, "repeat": -1.5}))


@pytest.mark.parametrize("trust", [UNCLEAR, BESIDE])
def test_beside_our_own_voice_all_phrases_are_alike(trust: Trust) -> None:
    heard = alike(hypothesis(UNKNOWN), hypothesis("next", trust.most + 1))
    assert weigh_hearings(heard, FORMS, lambda: {"next": 0.0}, trust, {"next": 2.0}) is None


def test_a_phrase_of_which_there_is_no_second_opinion_is_believed_no_further() -> None:
    heard = alike(hypothesis(UNKNOWN), hypothesis("next", NEAR + A_LITTLE))
    assert weigh_hearings(heard, FORMS, lambda: {"ready": -0.1}, ALONE, {"next": 2.0}) is None


def test_a_phrase_of_which_there_is_no_second_opinion_is_weighed_without() -> None:
    assert C.NEXT is meant(weigh_hearings(alike(hypothesis("next")), FORMS, lambda: {"ready": -0.1}))
    assert weigh_hearings(alike(hypothesis(UNKNOWN), hypothesis("next", 0.1)), FORMS, lambda: {"ready": -0.1}) is None


def test_two_forms_of_one_command_do_not_hinder_each_other() -> None:
    assert C.NEXT is meant(weigh_hearings(alike(hypothesis("next"), hypothesis("next one")), FORMS))


def test_the_words_are_where_they_fit_best() -> None:
    heard = [[hypothesis("next", 0.2), hypothesis("six")], [hypothesis("next", start_s=1.1)], [hypothesis("next")]]
    found = weigh_hearings(heard, FORMS)
    assert [1.1] == [word.start_s for word in (found.words if found else ())]


def test_said_twice_it_is_said_once() -> None:
    found = weigh_hearings(alike(hypothesis("next next")), FORMS)
    assert found
    assert ["next", "next"] == [word.text for word in found.words]


@pytest.mark.parametrize("heard", [[], [[]], hearings("", "", ""), hearings(UNKNOWN, "left", "look right")])
def test_where_there_is_no_command_there_is_none(heard: list[list[Hypothesis]]) -> None:
    assert weigh_hearings(heard, FORMS) is None


def test_hearings_without_an_answer_speak_against_it() -> None:
    assert weigh_hearings(hearings("next", "next", "", "next", "next"), FORMS) is None
    assert 2 * NEAR_OF_PHRASE < FAR
