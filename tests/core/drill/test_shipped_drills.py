"""The drills that are shipped: what they say, and the figures that they promise."""

import re
from collections import Counter

import pytest

from drillvoice.core.drill.rules import command_called, estimated_s
from drillvoice.core.drill.schema import GuidedSteps, Holds, RandomCues, Repetitions
from drillvoice.core.phrases import capital_first, plain_phrase
from drillvoice.core.plan.lines import BlockKind, Kind
from drillvoice.core.plan.timing import arrange, lay_out
from tests.builders import EXERCISES, LEVELS, PHRASES, PROGRAMMES, choices_of, length, lines, texts, units

BOUT = BlockKind.BOUT


def cue_texts(name: str, level: int) -> set[str]:
    chosen = choices_of(name, level=level)
    found = {line.sound.text for line in lines(chosen, BOUT) if line.kind in (Kind.CUE, Kind.RETURN)}
    return found - {capital_first(number) for number in PHRASES.numbers}


def test_all_that_the_readme_promises_are_there() -> None:
    """More may come: a new drill is a file in drills/, and nothing here."""
    drills = (
        "calf-stretch hamstring-stretch head-turns heel-raises hip-flexor-stretch marching obstacle-course"
        " staggered-stance step-parts wall-free weight-shift"
    )
    assert set(drills.split()) <= set(EXERCISES)
    assert {"start-small", "stretching", "walking", "warm-up", "whole"} <= set(PROGRAMMES)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "level"), LEVELS)
class TestEveryLevel:
    def test_it_says_nothing_unfilled_and_nothing_empty(self, name: str, level: int) -> None:
        for text in texts(choices_of(name, level=level, attended=True, safety=True)):
            assert not re.search(r"[{}]|  |\bNone\b", text)
            assert text[0].isupper() or text[0].isdigit()

    def test_its_cues_are_phrases_and_no_commands(self, name: str, level: int) -> None:
        for text in cue_texts(name, level):
            assert 2 <= len(plain_phrase(text).split())
            assert command_called(text, PHRASES) is None

    def test_nobody_is_told_to_stop_now(self, name: str, level: int) -> None:
        for text in texts(choices_of(name, level=level)):
            assert "stop now" not in plain_phrase(text)
            assert not {"immediately", "quickly", "hurry up"} & set(plain_phrase(text).split())

    def test_no_sound_of_its_plan_overlaps_another(self, name: str, level: int) -> None:
        plan = lay_out(choices_of(name, level=level), length)
        for unit in plan.units:
            placed = arrange(unit, length).placed
            ends = [one.offset + one.clip for one in placed]
            assert all(end <= following.offset for end, following in zip(ends, placed[1:], strict=False))

    def test_the_longest_cue_with_its_hold_fits_the_shortest_gap(self, name: str, level: int) -> None:
        for unit in units(choices_of(name, level=level), BOUT):
            if unit.lines[0].kind is Kind.CUE and unit.lines[0].cue:
                assert estimated_s(unit.lines[0].sound.text) * 50 + unit.lines[0].after <= unit.least + 1


@pytest.mark.parametrize("name", PROGRAMMES)
def test_every_programme_can_be_planned(name: str) -> None:
    assert lay_out(choices_of(name), length).total > 60 * 50


@pytest.mark.parametrize("name", EXERCISES)
def test_every_drill_says_why_what_room_and_which_cautions(name: str) -> None:
    found = EXERCISES[name]
    assert len(found.why.split()) > 15
    assert found.cautions
    assert {"not-in-relapse", "keep-cool", "one-earbud"} <= set(found.safety)
    assert found.position == "seated" or {"ask-first", "stop-when"} <= set(found.safety)


@pytest.mark.parametrize("name", [name for name in EXERCISES if EXERCISES[name].position != "seated"])
def test_whoever_stands_or_walks_has_somebody_near_a_clear_floor_and_shoes(name: str) -> None:
    assert {"someone-near", "clear-floor", "shoes"} <= set(EXERCISES[name].safety)


class TestHeadTurns:
    @pytest.mark.parametrize(
        ("level", "position", "cues"),
        [(1, "standing", 2), (2, "walking", 2), (3, "walking", 4), (4, "walking", 4), (5, "walking", 4)],
    )
    def test_each_level_adds_one_difficulty(self, level: int, position: str, cues: int) -> None:
        found = EXERCISES["head-turns"].at_level(level)
        assert isinstance(found, RandomCues)
        assert (position, cues) == (found.position, len(found.cues))

    def test_the_end_of_the_path_is_explained(self) -> None:
        sentence = "turn round in small steps; let cues go by while you turn."
        assert all(sentence in EXERCISES["head-turns"].at_level(level).setup[-1] for level in range(2, 8))

    def test_up_is_only_a_little_way(self) -> None:
        assert "Look up a little" in cue_texts("head-turns", 3)

    @pytest.mark.parametrize("level", range(1, 7))
    def test_a_bout_has_at_most_twenty_turns(self, level: int) -> None:
        for block in choices_of("head-turns", level=level).blocks:
            assert 20 >= sum(unit.lines[0].kind is Kind.CUE for unit in block.units)

    def test_looking_down_is_warned_of_where_it_is_called(self) -> None:
        warned = ["looking-down" in EXERCISES["head-turns"].at_level(level).safety_names for level in range(1, 8)]
        assert [False, False, True, True, True, True, False] == warned


class TestObstacleCourse:
    @pytest.mark.parametrize("level", range(1, 7))
    def test_a_call_is_for_an_object_or_for_the_pace_but_never_both(self, level: int) -> None:
        for text in cue_texts("obstacle-course", level):
            assert not ("object" in text and re.search("quick|slow|pace", text))
            assert text.count("object") <= 1

    def test_variety_comes_first_and_speed_later(self) -> None:
        sizes = [len(cue_texts("obstacle-course", level)) for level in range(1, 7)]
        assert [3, 3, 3, 5, 6, 6] == sizes


class TestRepetitions:
    @pytest.mark.parametrize(
        ("name", "level", "count"),
        [
            ("weight-shift", 1, 20),
            ("marching", 1, 20),
            ("marching", 4, 30),
            ("heel-raises", 1, 10),
            ("heel-raises", 2, 12),
            ("heel-raises", 3, 15),
        ],
    )
    def test_the_number_of_repetitions_a_bout(self, name: str, level: int, count: int) -> None:
        chosen = choices_of(name, level=level, bouts=1)
        assert count == sum(bool(unit.tally) for unit in units(chosen, BOUT))

    def test_marching_alternates(self) -> None:
        sides = [unit.tally for unit in units(choices_of("marching"), BOUT) if unit.tally]
        assert ["left", "right"] * 10 == sides
        said = texts(choices_of("marching"), BOUT)
        assert ["Left knee up", "Right knee up"] * 2 == [text for text in said if "knee" in text]
        assert {"Left, three", "Right, ten"} <= set(said)

    @pytest.mark.parametrize("name", ["heel-raises", "toe-raises"])
    def test_raises_take_three_seconds_up_and_five_down(self, name: str) -> None:
        found = EXERCISES[name]
        assert isinstance(found, Repetitions)
        assert [3.0, 5.0] == [phase.seconds for phase in found.phases]

    def test_a_shifted_weight_is_held_for_two_to_three_seconds(self) -> None:
        found = EXERCISES["weight-shift"]
        assert isinstance(found, Repetitions)
        assert 2 <= found.phases[1].seconds <= 3
        assert {"Left foot a small step ahead.", "Right foot a small step ahead."} <= set(
            texts(choices_of("weight-shift"), BOUT)
        )


class TestHolds:
    @pytest.mark.parametrize(("level", "seconds"), [(1, 10), (2, 20), (3, 30)])
    def test_the_staggered_stance_is_held_on_both_sides(self, level: int, seconds: int) -> None:
        holds = [unit for unit in units(choices_of("staggered-stance", level=level, bouts=1), BOUT) if unit.tally]
        assert 2 == len(holds)
        for unit in holds:
            placed = arrange(unit, length).placed
            assert seconds * 50 == placed[-1].offset
            assert ["Three", "Two", "One"] == [one.line.sound.text for one in placed[-4:-1]]

    @pytest.mark.parametrize(("level", "times"), [(1, 0), (2, 2), (3, 2)])
    def test_half_way_is_spoken_of_long_holds(self, level: int, times: int) -> None:
        chosen = texts(choices_of("staggered-stance", level=level, bouts=1), BOUT)
        assert times == chosen.count("Half-way there.")

    @pytest.mark.parametrize("name", ["hamstring-stretch", "hip-flexor-stretch", "calf-stretch"])
    def test_stretches_are_seated_and_last_20_to_30_seconds_a_leg(self, name: str) -> None:
        levels = [EXERCISES[name].at_level(level) for level in (1, 2)]
        assert [("seated", 20.0, "each"), ("seated", 30.0, "each")] == [
            (level.position, level.seconds, level.sides) for level in levels if isinstance(level, Holds)
        ]
        assert any("cannot roll" in text for text in texts(choices_of(name)))

    def test_the_calf_is_stretched_with_a_belt_or_a_towel(self) -> None:
        assert any("belt" in thing and "towel" in thing for thing in EXERCISES["calf-stretch"].equipment)


class TestGuidedSteps:
    def test_a_step_has_seven_parts_practised_four_times_with_each_leg(self) -> None:
        tallies = Counter(unit.tally for unit in units(choices_of("step-parts"), BOUT) if unit.tally)
        expected = [
            "Weight shift",
            "Bend the knee",
            "Lift the toes",
            "Lift the knee",
            "Straighten the knee",
            "Heel down",
            "Balance on one leg",
        ]
        assert dict.fromkeys(expected, 8) | {"The whole step": 4} == dict(tallies)

    def test_the_levels_of_wall_free_are_the_distance(self) -> None:
        found = EXERCISES["wall-free"]
        assert isinstance(found, GuidedSteps)
        expected = ["a hand's width from the wall", "at arm's length from the wall", "the middle of the hall"]
        assert expected == [level.title for level in found.levels]

    def test_after_each_bout_it_is_asked_whether_the_wall_was_touched(self) -> None:
        for block in choices_of("wall-free").blocks:
            if block.kind is BOUT:
                said = [line.sound.text for unit in block.units for line in unit.lines]
                assert ["Did you touch the wall this time?", "Answer if you like; silence is fine."] == said[-2:]
