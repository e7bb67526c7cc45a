"""Rules that compare one field of a drill with another, one test a rule."""

from typing import Any

import pytest

from drillvoice.core.drill.rules import (
    RETURN_AFTER_S,
    called_phrase,
    command_called,
    cross_field_problems,
    estimated_s,
    gap_range_s,
)
from drillvoice.core.drill.schema import DrillFile
from tests.builders import PHRASES, SHIPPED, drill, turns


def problems(wrong: DrillFile) -> list[str]:
    return cross_field_problems(wrong, PHRASES)


def cues(*texts: str, **more: Any) -> dict[str, Any]:
    return {"cues": {f"cue-{index}": {"say": text, **more} for index, text in enumerate(texts)}}


@pytest.mark.parametrize("kind", ["random-cues", "repetitions", "holds", "guided-steps", "programme"])
def test_a_right_drill_has_no_problem(kind: str) -> None:
    assert [] == problems(drill(kind))


def test_a_noun_has_as_many_forms_as_the_language_needs() -> None:
    assert [] == problems(turns(unit=["turn", "turns"], variety=["way", "ways"]))
    assert [
        "`unit`: a noun has 2 forms here (repetition, repetitions), not 3",
        "`variety`: a noun has 2 forms here (repetition, repetitions), not 1",
    ] == problems(turns(unit=["turn", "turns", "turns"], variety=["way"]))


def test_a_gap_is_no_shorter_than_the_longest_cue_with_its_hold() -> None:
    needed = estimated_s("Look right") + 1.0 + estimated_s("Back to the front") + RETURN_AFTER_S
    assert [] == problems(turns(gap_s=[needed, 6.0]))
    (problem,) = problems(turns(gap_s=[needed - 0.01, 6.0]))
    assert (
        f'`gap_s`: {needed - 0.01:g} s is shorter than the cue "Look right" with its hold and return, about ' in problem
    )


def test_nobody_stands_for_more_than_two_minutes_and_who_sits_may_go_on() -> None:
    assert [] == problems(turns(position="seated", framing={"bout_s": 180.0}))
    (problem,) = problems(turns(framing={"bout_s": 121.0}))
    assert "`framing.bout_s`: 121 s is longer than anybody stands or walks here" in problem


@pytest.mark.parametrize("needs", ["left", "nowhere", "right"])
def test_a_cue_needs_another_of_its_group(needs: str) -> None:
    cues = {
        "left": {"say": "Look left", "group": "side", "needs": needs},
        "right": {"say": "Look right"},
        "back": {"say": "Look back", "group": "side"},
    }
    assert [f"`cues.left.needs`: {needs!r} is no other cue of its group"] == problems(turns(cues=cues))
    cues["left"]["needs"] = "back"
    assert [] == problems(turns(cues=cues, never_in_a_row=["side"]))
    assert ["`cues.left.needs`: its group 'side' has to stand in `never_in_a_row`"] == problems(turns(cues=cues))


def test_a_safety_line_of_a_cue_is_one_that_there_is() -> None:
    cues = {"left": {"say": "Look left", "safety": "looking-up"}}
    (problem,) = problems(turns(cues=cues))
    assert "`cues.left.safety`: no safety line is called 'looking-up'" in problem


def test_the_gap_rule_holds_for_each_level_by_itself() -> None:
    levels = [{"title": "slow"}, {"title": "quick", "gap_s": [1.0, 2.0]}, {"title": "still", "hold_s": 5.0}]
    found = problems(turns(levels=levels))
    assert ["`levels[1]`: `gap_s`", "`levels[2]`: `gap_s`"] == [problem[:20] for problem in found]


def test_the_gap_rule_counts_the_go_word_and_mapped_cues() -> None:
    long = "the colour of the sky on a clear summer day at noon"
    assert problems(turns(gap_s=[2.0, 3.0], hold_s=0.5, go_word="If you would be so kind, please"))
    assert problems(turns(gap_s=[2.0, 3.0], hold_s=0.5, cue_as={"left": long}))


def test_gaps_in_steps_are_checked_at_the_quickest_cadence() -> None:
    assert pytest.approx(60 / 130 * 3) == gap_range_s(turns(gap_steps=3), 130)[0]
    assert ["`gap_s`: 1.38462 s"] == [problem[:18] for problem in problems(turns(gap_steps=3))]


def test_the_shortest_gap_is_not_longer_than_the_longest() -> None:
    assert ["`gap_s`: the shortest gap (6 s) is longer than the longest (4 s)"] == problems(turns(gap_s=[6.0, 4.0]))


@pytest.mark.parametrize("text", ["Hold on", "hold on!", "Take a break", "Next one", "What can I say?", "SAY AGAIN"])
def test_a_cue_is_no_command(text: str) -> None:
    (problem,) = problems(turns(**cues("Look left", text)))
    assert problem.startswith(f'`cues.cue-1.say`: "{text}" is also the command ')


def test_words_that_only_contain_a_command_are_no_command() -> None:
    assert command_called("Slow down", PHRASES) is None
    assert "slower" == command_called("Slower!", PHRASES)


def test_a_mapped_cue_is_no_command_either() -> None:
    (problem,) = problems(turns(levels=[{"title": "mapped", "cue_as": {"left": "Hold on"}}]))
    assert problem.startswith("`levels[0].cue_as.left`: ")


def test_a_phase_is_no_command_wherever_it_stands() -> None:
    bad = {"say": "Carry on", "seconds": 2.0}
    first = problems(drill("repetitions", phases=[bad]))
    second = problems(drill("repetitions", levels=[{"title": "a", "phases": [bad]}]))
    third = problems(drill("guided-steps", levels=[{"title": "a", "parts": [{"title": "a", "phases": [bad]}]}]))
    places = ["phases[0].say", "levels[0].phases[0].say", "levels[0].parts[0].phases[0].say"]
    assert places == [problem.split("`")[1] for (problem,) in (first, second, third)]


@pytest.mark.parametrize("text", ["Left", "Left!", "left-", "…"])
def test_a_cue_is_a_phrase_and_not_a_bare_word(text: str) -> None:
    (problem,) = problems(turns(**cues(text)))
    assert "is a bare word, which is hard to catch; use a phrase of two words or more" in problem


@pytest.mark.parametrize("text", ["{m} up", "{n up", "Up {side!r}", "{n.__class__} up", "Up {} now", "Up {0}"])
def test_only_number_and_side_stand_in_braces(text: str) -> None:
    expected = "`phases[0].say`: only {n} and {side} can stand in braces"
    assert [expected] == problems(drill("repetitions", phases=[{"say": text, "seconds": 2.0}]))


@pytest.mark.parametrize("key", ["hold_say", "release_say"])
def test_braces_of_holds_are_checked(key: str) -> None:
    assert [f"`{key}`: only {{n}} and {{side}} can stand in braces"] == problems(drill("holds", **{key: "Hold {it}"}))
    assert ["`enter[0]`"] == [problem[:10] for problem in problems(drill("holds", enter=["Step {it}"]))]


def test_safety_lines_exist() -> None:
    (problem,) = problems(turns(safety=["shoes", "helmet"]))
    assert problem.startswith("`safety`: no safety line is called 'helmet'; there are someone-near, ")


def test_groups_that_never_follow_themselves_exist() -> None:
    assert ["`never_in_a_row`: no cue has the group 'pace'"] == problems(turns(never_in_a_row=["pace"]))


def test_some_cue_can_follow_another() -> None:
    wrong = turns(**cues("Look left", "Look right", group="side"), never_in_a_row=["side"])
    assert ["`never_in_a_row`: every cue is in such a group, so none could follow another"] == problems(wrong)


@pytest.mark.parametrize(
    ("level", "place"),
    [({"use": ["left", "up"]}, "levels[0].use"), ({"cue_as": {"up": "Blue sky"}}, "levels[0].cue_as")],
)
def test_levels_name_cues_that_there_are(level: dict[str, Any], place: str) -> None:
    expected = f"`{place}`: no cue is called 'up'; there are left, right"
    assert [expected] == problems(turns(levels=[{"title": "a", **level}]))


def test_a_mapped_cue_is_called_by_its_other_phrase() -> None:
    mapped = turns(cue_as={"left": "Blue sky"})
    assert ["Blue sky", "Look right"] == [called_phrase(mapped, name) for name in ("left", "right")]


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_no_shipped_drill_breaks_a_rule(name: str) -> None:
    assert [] == problems(SHIPPED[name])
