"""The one true thing that is named in the end: where it is true, and nowhere else."""

import re

import pytest

from drillvoice.core.plan.lines import ExerciseInfo
from drillvoice.history.celebration import Rule, choose_celebration, find_candidates, load_rules
from drillvoice.history.queries import Facts
from drillvoice.language import load_language
from tests.builders import PHRASES

RULES = load_rules(load_language())
TURNS = ExerciseInfo("turns", "Turns", 3, "standing", ("turn", "turns"), ("direction", "directions"), 4)
RAISES = ExerciseInfo("raises", "Raises", 0, "standing", ("raise", "raises"))
FOUR = {"left": 2, "right": 3, "up": 1, "down": 1}
THREE = {"left": 2, "right": 3, "up": 1}
BOTH = (("raises", 1), ("turns", 4))
"""Both drills are known, with all that they have."""

WENT_ON = "You came back to what was left unfinished."
BACK = "And welcome back."
ALL = "Turns with all four directions: that was the first time."
NEW = "Raises was new for you today."
KEPT = "With this your plan for the week is kept, for the first time."
THIRD = "This was your third session this week."


def named(facts: Facts, done: dict[str, dict[str, int]], *exercises: ExerciseInfo) -> str:
    return choose_celebration(find_candidates(RULES, facts, exercises or (TURNS,), PHRASES), done)


def test_all_directions_for_the_first_time() -> None:
    assert ALL == named(Facts(), {"turns": FOUR})
    assert ALL == named(Facts(9, 1, 1, (("turns", 3),)), {"turns": FOUR})


@pytest.mark.parametrize(
    ("facts", "done"),
    [
        (Facts(), {"turns": THREE}),
        (Facts(9, 1, 1, BOTH), {"turns": FOUR}),
        (Facts(), {}),
        (Facts(3, 2, 30, BOTH, goes_on=True), {}),
        (Facts(9, 1, 13, BOTH), {"turns": FOUR}),
        (Facts(9, 3, 1, BOTH), {"turns": FOUR}),
    ],
)
def test_nothing_is_said_where_nothing_is_true(facts: Facts, done: dict[str, dict[str, int]]) -> None:
    assert "" == named(facts, done)


def test_the_third_session_of_the_week_and_no_other() -> None:
    said = [named(Facts(20, week, 1, BOTH), {"turns": {"left": 1}}) for week in range(8)]
    assert ["", "", THIRD, "", "", "", "", ""] == said


@pytest.mark.parametrize(("days", "said"), [(None, ""), (0, ""), (13, ""), (14, BACK), (400, BACK)])
def test_welcome_back_after_a_gap_whose_length_is_not_named(days: int | None, said: str) -> None:
    assert said == named(Facts(9, 0, days, BOTH), {"turns": FOUR})


def test_a_new_drill_is_named_if_something_of_it_was_done() -> None:
    known = Facts(9, 0, 1, (("turns", 4),))
    assert NEW == named(known, {"raises": {"Raises": 4}}, TURNS, RAISES)
    assert "" == named(known, {"turns": FOUR}, TURNS, RAISES)


def test_in_the_very_first_session_no_drill_is_called_new() -> None:
    assert "" == named(Facts(), {"raises": {"Raises": 4}}, RAISES)


def test_two_directions_are_no_more_than_left_and_right() -> None:
    two = ExerciseInfo("turns", "Turns", 1, "standing", ("turn", "turns"), ("direction", "directions"), 2)
    assert "" == named(Facts(), {"turns": {"left": 1, "right": 1}}, two)


def test_one_thing_is_named_and_the_most_telling_first() -> None:
    everything = Facts(9, 2, 20, (("turns", 2),), goes_on=True)
    found = [candidate.text for candidate in find_candidates(RULES, everything, (TURNS, RAISES), PHRASES)]
    assert [WENT_ON, BACK, ALL, NEW, THIRD] == found
    assert WENT_ON == named(everything, {"turns": FOUR}, TURNS, RAISES)


def test_the_first_week_with_a_plan_kept_is_named_if_something_of_the_plan_was_done() -> None:
    known = Facts(9, 1, 1, BOTH, first_plan_week=("raises",))
    assert KEPT == named(known, {"raises": {"Raises": 4}}, TURNS, RAISES)
    assert "" == named(known, {"turns": {"left": 1}}, TURNS, RAISES)


def test_no_rule_speaks_of_more_longer_faster_rows_of_days_or_pauses() -> None:
    words = r"\b(more|longer|faster|quicker|streak|row|pauses?|record|best|better|higher|harder)\b"
    assert not [rule.say for rule in RULES if re.search(words, rule.say, re.IGNORECASE)]


@pytest.mark.parametrize("wrong", [{"when": "streak"}, {"when": "week", "number": 0}, {"when": "week", "say": ""}])
def test_a_rule_with_a_mistake_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="1 validation error"):
        Rule.model_validate({"say": "Well."} | wrong)
