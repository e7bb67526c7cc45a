"""The rules of the frame, over every drill, level and programme, and the extremes of the options.

A physiotherapist's reading of the drills is their ground; each class is one of its rules.
"""

import zlib
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillvoice.core.drill.rules import MOST_ON_FEET_S
from drillvoice.core.drill.schema import Exercise, Holds, RandomCues, Repetitions
from drillvoice.core.plan.estimates import estimated_sound_s, estimated_units_s
from drillvoice.core.plan.lines import Block, BlockKind, Choices, Kind, Unit
from drillvoice.core.plan.options import CueSound
from drillvoice.core.plan.rests import SEATED_REST_S
from drillvoice.core.plan.resuming import choices_from_bout
from drillvoice.core.plan.rounds import count_in
from drillvoice.core.plan.things import placed_objects
from drillvoice.core.plan.timing import arrange, lay_out
from drillvoice.history.plan_codec import unpack_choices
from tests.builders import (
    EXERCISES,
    LEVELS,
    PHRASES,
    PROGRAMMES,
    SHIPPED,
    bouts,
    choices_of,
    drill,
    length,
    texts,
    turns,
    units,
)

pytestmark = pytest.mark.slow

SEEDS = range(20)
BOUT, REST, READY, OPENING, SETUP = (
    BlockKind.BOUT,
    BlockKind.REST,
    BlockKind.READY,
    BlockKind.OPENING,
    BlockKind.SETUP,
)
OTHER = [(name, None) for name in PROGRAMMES]
SIDED = [(name, level) for name, level in LEVELS if choices_of(name, level=level).exercises[0].sides]
MINUTES = (0.5, 1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 30, 60)
BOUTS_S = (20.0, 30.0, 45.0, 60.0, 75.0, 90.0, 105.0, 120.0, 180.0, 300.0)
OPTIONS = st.fixed_dictionaries(
    {},
    optional={
        "minutes": st.sampled_from(MINUTES),
        "bout_s": st.sampled_from(BOUTS_S),
        "bouts": st.sampled_from([1, 2, 3, 12]),
        "rest_s": st.sampled_from([0.0, 10.0, 20.0, 59.0, 60.0, 120.0, 600.0]),
        "rest_until_ready": st.booleans(),
        "attended": st.booleans(),
        "brief": st.booleans(),
        "safety": st.booleans(),
        "seed": st.sampled_from(SEEDS),
        "first_side": st.sampled_from(["", "right"]),
    },
)
ANY = st.sampled_from([*LEVELS, *OTHER])


def of(name: str, level: int | None, **given: Any) -> Choices:
    return choices_of(name, **given) if level is None else choices_of(name, level=level, **given)


def seconds(choices: Choices) -> float:
    return sum(estimated_units_s(block.units) for block in choices.blocks)


def work(choices: Choices) -> Counter[tuple[str, str]]:
    """How often each thing is done, by drill; a hold counts its seconds."""
    done: Counter[tuple[str, str]] = Counter()
    for block in bouts(choices):
        for unit in block.units:
            if unit.tally:
                held = sum(line.least for line in unit.lines if line.kind is not Kind.RETURN)
                done[choices.exercises[block.exercise].name, unit.tally] += max(1, held)
    return done


def on_feet(choices: Choices) -> Iterator[float]:
    """For how long one is on one's feet at a time, from having got up to where one may sit."""
    stood = 0.0
    seated = True
    for block in choices.blocks:
        sits = begins_seated(choices, block) and block.kind is not REST
        resting = block.kind is REST and not stays_standing(block)
        if sits or resting or block.kind is BlockKind.CLOSING:
            yield stood
            stood, seated = 0.0, True
        elif block.kind is READY:
            up = next(place for place, unit in enumerate(block.units) if gets_up(unit))
            stood += estimated_units_s(block.units[up + 1 :])
            seated = False
        elif block.kind is BOUT:
            stood += estimated_units_s(block.units)
            seated = False
        elif not seated:
            stood += estimated_units_s(block.units)


def gets_up(unit: Unit) -> bool:
    """Whether one gets up in it."""
    return unit.gate is not None or any(line.kind is Kind.READY for line in unit.lines)


def begins_seated(choices: Choices, block: Block) -> bool:
    """Whether one sits before a bout and after it."""
    info = choices.exercises[block.exercise]
    return info.position == "seated" or EXERCISES[info.name].from_chair


def stays_standing(block: Block) -> bool:
    return block.units[0].lines[0].sound.text.startswith(PHRASES.rest.start_short.split("{")[0])


class TestWhole:
    """What names a side or leads into a position belongs to the movement after it."""

    @given(ANY, OPTIONS)
    def test_no_round_ends_between_a_lead_and_its_movement(
        self, what: tuple[str, int | None], given: dict[str, Any]
    ) -> None:
        for block in bouts(of(*what, **given)):
            led = [unit for unit in block.units if unit.tally or unit.again]
            for unit, following in pairwise(led):
                if unit.again == following.again[: len(unit.again)] and not unit.tally:
                    assert following.again[len(unit.again)] == unit.lines[0]
            assert not led or led[-1].tally or isinstance(EXERCISES.get(what[0]), RandomCues)

    @pytest.mark.parametrize(("name", "level"), SIDED)
    @given(OPTIONS)
    def test_no_side_is_left_without_the_other(self, name: str, level: int, given: dict[str, Any]) -> None:
        choices = choices_of(name, level=level, **given)
        left, right = (sum(unit.tally == side for unit in units(choices, BOUT)) for side in choices.exercises[0].sides)
        assert left == right > 0

    @pytest.mark.parametrize(("name", "level"), SIDED)
    def test_every_repetition_knows_what_led_to_it(self, name: str, level: int) -> None:
        found = EXERCISES[name].at_level(level)
        setup = dict(zip(found.side_names, found.side_setup or ("", ""), strict=True))
        for unit in units(choices_of(name, level=level), BOUT):
            if unit.tally and found.side_setup:
                assert setup[unit.tally] == unit.again[0].sound.text

    @pytest.mark.parametrize(("name", "level"), SIDED)
    def test_the_weaker_side_may_come_first(self, name: str, level: int) -> None:
        sides = [unit.tally for unit in units(choices_of(name, level=level, first_side="right"), BOUT) if unit.tally]
        assert "right" == sides[0]
        assert "left" in sides


class TestOtherSideFirst:
    @pytest.mark.parametrize("name", ["step-parts", "turning-round"])
    def test_the_parts_of_a_guided_drill_begin_with_it_too(self, name: str) -> None:
        said = [text for text in texts(choices_of(name, first_side="right"), BOUT) if "left" in text or "right" in text]
        assert "right" in said[0]
        assert any("left" in text for text in said)


class TestShorterMeansLess:
    """A shorter --bout or --minutes never makes a session longer or the work more."""

    @pytest.mark.parametrize(("name", "level"), [*LEVELS, *OTHER])
    @pytest.mark.parametrize("option", ["bout_s", "minutes"])
    def test_it_never_takes_longer_and_never_asks_for_more(self, name: str, level: int | None, option: str) -> None:
        made = [of(name, level, **{option: value}) for value in (MINUTES if option == "minutes" else BOUTS_S)]
        usual = [of(name, level)] if name in EXERCISES or option == "minutes" else []
        for shorter, longer in pairwise([*made, *usual]):
            assert not work(shorter) - work(longer)
            assert len(bouts(shorter)) <= len(bouts(longer))
            assert seconds(shorter) <= seconds(longer) + len(PHRASES.opening.shorter) * 0.1

    @pytest.mark.parametrize(("name", "level"), [*LEVELS, *OTHER])
    def test_what_does_not_fit_is_said(self, name: str, level: int | None) -> None:
        usual = work(of(name, level))
        for short in ({"minutes": 1}, {"minutes": 3}, {"bout_s": 45.0}):
            choices = of(name, level, **short)
            less = usual - work(choices)
            cued = all(info.variety for info in choices.exercises)
            fewer_rounds = len(bouts(choices)) < len(bouts(of(name, level)))
            said = {PHRASES.opening.shorter} & set(texts(choices, OPENING))
            assert said or not less or cued or fewer_rounds

    def test_a_programme_gets_less_of_everything_before_anything_is_left_out(self) -> None:
        made = choices_of("stretching", minutes=7.5)
        assert 3 == len(made.exercises)
        assert made.is_shorter


class TestDose:
    @pytest.mark.parametrize(
        ("name", "level", "done"),
        [
            ("weight-shift", 1, {"left": 10, "right": 10}),
            ("heel-raises", 1, {"Heel raises": 10}),
            ("marching", 1, {"left": 10, "right": 10}),
            ("marching", 2, {"left": 10, "right": 10}),
            ("sit-to-stand", 1, {"Sit to stand": 5}),
            ("toe-raises", 2, {"Toe raises": 10}),
            ("sideways", 1, {"left": 10, "right": 10}),
            ("staggered-stance", 3, {"left": 1, "right": 1}),
            ("heel-to-toe", 2, {"left": 1, "right": 1}),
            ("calf-stretch", 1, {"left": 1, "right": 1}),
        ],
    )
    def test_it_is_what_the_source_says_once(self, name: str, level: int, done: dict[str, int]) -> None:
        assert done == Counter(unit.tally for unit in units(choices_of(name, level=level), BOUT) if unit.tally)

    def test_about_ten_turns_each_way_standing(self) -> None:
        for seed in SEEDS:
            done = Counter(unit.tally for unit in units(choices_of("head-turns", level=1, seed=seed), BOUT))
            assert 7 <= min(done["left"], done["right"]) <= max(done["left"], done["right"]) <= 10

    def test_walking_has_three_rounds_from_the_second_level_on(self) -> None:
        walking = [(name, level) for name, level in LEVELS if name in ("head-turns", "obstacle-course", "naming")]
        found = {place: len(bouts(choices_of(place[0], level=place[1]))) for place in walking}
        assert {place: 1 if place[1] == 1 else 3 for place in walking} == found

    def test_more_rounds_are_the_whole_exercise_again(self) -> None:
        once, twice = (work(choices_of("weight-shift", bouts=rounds)) for rounds in (1, 2))
        assert {what: 2 * times for what, times in once.items()} == twice

    def test_from_one_level_to_the_next_one_thing_changes(self) -> None:
        """A level may compare with any earlier one; framing (rounds) comes with walking, and a hold with its gap."""
        for name, found in EXERCISES.items():
            at = [signature(found.at_level(level)) for level in range(1, len(found.all_levels) + 1)]
            for index, this in enumerate(at[1:], start=1):
                assert any(differences(this, earlier) <= 1 for earlier in at[:index]), (name, index + 1)


def signature(at: Exercise) -> dict[str, Any]:
    """What is difficult about a level."""
    made: dict[str, Any] = {"position": at.position}
    match at:
        case RandomCues():
            second_task = (tuple(at.cue_as or {}), at.go_word)
            return made | {"pattern": tuple(at.cues), "pace": (at.gap_s, at.gap_steps), "second task": second_task}
        case Repetitions():
            return made | {"number": at.repetitions, "phases": at.phases}
        case Holds():
            return made | {"seconds": at.seconds, "way in": at.enter, "beat": at.beat}
        case _:
            return made | {"parts": at.parts}


def differences(one: dict[str, Any], other: dict[str, Any]) -> int:
    """In how many things two levels differ; the pattern that a slower or quicker pace needs goes with it."""
    changed = {key for key in one if one[key] != other[key]}
    return len(changed - ({"pattern"} if "pace" in changed else set()))


class TestRests:
    @given(ANY, OPTIONS)
    def test_nobody_is_on_their_feet_for_more_than_two_minutes(
        self, what: tuple[str, int | None], given: dict[str, Any]
    ) -> None:
        assert max(on_feet(of(*what, **given))) <= MOST_ON_FEET_S

    @given(ANY, OPTIONS)
    def test_the_words_fit_who_sits_and_who_stands(self, what: tuple[str, int | None], given: dict[str, Any]) -> None:
        choices = of(*what, **given)
        seated = True
        for block in choices.blocks:
            said = [line.sound.text for unit in block.units for line in unit.lines]
            asked = [unit.gate.ask.sound.text for unit in block.units if unit.gate and unit.gate.ask]
            if any(text.startswith("Get up") for text in [*said, *asked]):
                assert seated
                seated = False
            if block.kind is REST:
                standing = stays_standing(block)
                assert not (standing and seated)
                assert not (seated and any("Sit down" in text or "sit down" in text for text in said))
                seated = seated or not standing
            if block.kind is BOUT:
                sits = begins_seated(choices, block)
                assert sits or not seated or block is bouts(choices)[0]
                assert seated or not sits
                seated = sits

    @given(ANY, OPTIONS)
    def test_a_rest_that_one_sits_down_for_is_worth_it(
        self, what: tuple[str, int | None], given: dict[str, Any]
    ) -> None:
        for block in of(*what, **given).blocks:
            if block.kind is REST and block.units[0].lines[0].sound.text.startswith("Rest now. Sit down if you can. "):
                assert estimated_units_s(block.units) >= SEATED_REST_S


class TestReady:
    """What is needed is named beforehand."""

    @pytest.mark.parametrize(("name", "level"), LEVELS)
    def test_every_drill_names_a_chair(self, name: str, level: int) -> None:
        assert any("a sturdy chair that cannot roll" in text for text in texts(choices_of(name, level=level), OPENING))

    @pytest.mark.parametrize("name", PROGRAMMES)
    def test_a_programme_names_everything_once_and_first(self, name: str) -> None:
        choices = choices_of(name)
        said = [line.sound.text for unit in choices.blocks[0].units for line in unit.lines]
        everything = next(text for text in said if text.startswith(("For all of it, have ready: ", "Have ready: ")))
        assert 1 == sum(text.startswith(("For all of it, have ready: ", "Have ready: ")) for text in texts(choices))
        for info in choices.exercises:
            found = EXERCISES[info.name].at_level(max(1, info.level))
            assert all(thing in everything for thing in found.equipment)
            assert all(any(thing in text for text in said) for thing in found.objects)

    def test_objects_are_laid_beside_the_path_and_onto_it_while_one_rests(self) -> None:
        choices = choices_of("walking")
        found = EXERCISES["obstacle-course"].at_level(1)
        beside = PHRASES.opening.objects_beside.format(objects=found.objects[0])
        onto = PHRASES.opening.objects_now.format(objects=placed_objects(found, PHRASES))
        assert beside in texts(choices, OPENING)
        (rest,) = (
            block
            for block in choices.blocks
            if block.kind is REST
            and block.exercise == 1
            and block.bout == 0
            and onto in [line.sound.text for unit in block.units for line in unit.lines]
        )
        assert onto == rest.units[1].lines[0].sound.text

    @pytest.mark.parametrize(
        "items",
        [
            [{"drill": "obstacle-course"}, {"drill": "marching"}],
            [{"drill": "marching"}, {"drill": "obstacle-course"}],
            [{"drill": "heel-raises"}, {"drill": "obstacle-course"}],
        ],
    )
    def test_wherever_they_come_in_a_programme_they_are_laid_before(self, items: list[dict[str, Any]]) -> None:
        placed = placed_objects(EXERCISES["obstacle-course"].at_level(1), PHRASES)
        forms = (PHRASES.opening.objects, PHRASES.opening.objects_now)
        said = texts(choices_of(drill("programme", items=items)))
        assert 1 == sum(form.format(objects=placed) in said for form in forms)

    @pytest.mark.parametrize("given", [{"brief": True}, {"times": {("obstacle-course", 1): 9}}])
    def test_what_lies_on_the_path_is_named_however_short_the_opening_is(self, given: dict[str, Any]) -> None:
        (thing,) = EXERCISES["obstacle-course"].at_level(1).objects
        assert any(thing in text for text in texts(choices_of("obstacle-course", **given), OPENING))


class TestNeverHurried:
    @pytest.mark.parametrize(("name", "level"), LEVELS)
    @pytest.mark.parametrize("gap_s", [None, (1.0, 1.0), (3.0, 4.0), (2.5, 3.0)])
    def test_the_return_never_goes_missing(self, name: str, level: int, gap_s: tuple[float, float] | None) -> None:
        found = EXERCISES[name].at_level(level)
        if not isinstance(found, RandomCues) or not found.return_say:
            return
        for unit in units(choices_of(name, level=level, gap_s=gap_s), BOUT):
            cue = next((line for line in unit.lines if line.kind is Kind.CUE), None)
            if cue and cue.go and found.cues[cue.cue].returns:
                kinds = [placed.line.kind for placed in arrange(unit, length, 70).placed]
                assert [Kind.CUE, Kind.RETURN] == kinds

    def test_movement_and_hold_have_their_time_after_the_words(self) -> None:
        told = next(unit for unit in units(choices_of("weight-shift"), BOUT) if unit.tally)
        placed = arrange(told, length).placed
        between = [second.offset - first.offset - first.clip for first, second in pairwise(placed)]
        assert [100, 125] == between

    @pytest.mark.parametrize("level", [1, 2, 3])
    def test_easy_turns_are_held_for_two_seconds(self, level: int) -> None:
        cues = [unit.lines[0] for unit in units(choices_of("head-turns", level=level), BOUT) if unit.tally]
        assert {100} == {line.after for line in cues}

    def test_level_seven_keeps_each_look_until_the_next(self) -> None:
        chosen = choices_of("head-turns", level=7)
        for block in bouts(chosen):
            cues = [unit.tally for unit in block.units if unit.tally]
            assert {"left", "right", "front"} == set(cues)
            assert all(first != second for first, second in pairwise(cues))
        assert PHRASES.opening.cadence.format(steps="three") in texts(chosen, SETUP)
        assert any("keep looking there until the next cue" in text for text in texts(chosen, SETUP))


class TestCalls:
    @pytest.mark.parametrize("level", [4, 5, 6])
    @pytest.mark.parametrize("seed", SEEDS)
    def test_nothing_is_called_for_pace_that_was_so_already(self, level: int, seed: int) -> None:
        for block in bouts(choices_of("obstacle-course", level=level, seed=seed)):
            pace = [unit.tally for unit in block.units if unit.tally in ("slowly", "normal", "quicker")]
            assert all(first != second for first, second in pairwise(pace))
            assert all(first == "slowly" for first, second in pairwise(["", *pace]) if second == "normal")

    @pytest.mark.parametrize("seed", SEEDS)
    def test_go_and_no_go_are_each_balanced(self, seed: int) -> None:
        for block in bouts(choices_of("head-turns", level=6, seed=seed)):
            goes = Counter(unit.tally for unit in block.units if unit.tally)
            assert {"left", "right", "up", "down"} == set(goes)
            assert max(goes.values()) - min(goes.values()) <= 2

    def test_words_that_stand_for_directions_begin_with_two(self) -> None:
        found = EXERCISES["head-turns"].at_level(5)
        assert isinstance(found, RandomCues)
        assert {"left": "Colour blue", "right": "Colour red"} == found.cue_as

    @pytest.mark.parametrize(("name", "level"), LEVELS)
    def test_beeps_only_stand_for_up_to_three_cues(self, name: str, level: int) -> None:
        found = EXERCISES[name].at_level(level)
        if isinstance(found, RandomCues) and len(found.cues) <= 3:
            assert choices_of(name, level=level, cue_sound=CueSound.BEEP)

    def test_a_helper_is_offered_to_let_each_call_come(self) -> None:
        assert PHRASES.opening.with_helper in texts(choices_of("obstacle-course", safety=True), OPENING)
        told = texts(choices_of("obstacle-course", safety=True, on_demand=True, attended=True))
        assert PHRASES.opening.with_helper not in told


class TestWords:
    @pytest.mark.parametrize(("name", "level"), [*LEVELS, *OTHER])
    def test_no_option_of_the_command_line_is_read_out(self, name: str, level: int | None) -> None:
        for text in texts(of(name, level, safety=True)):
            assert "--" not in text
            assert "leave down out" not in text

    def test_only_warnings_that_fit_are_said(self) -> None:
        warning = PHRASES.safety.lines["looking-down"]
        told = [warning in texts(choices_of("head-turns", level=level, safety=True)) for level in range(1, 8)]
        assert [False, False, True, True, True, True, False] == told
        assert warning not in texts(choices_of("head-turns", level=3, safety=True, without=("down",)))
        assert warning not in texts(choices_of("warm-up", safety=True))

    @pytest.mark.parametrize("name", ["hamstring-stretch", "hip-flexor-stretch", "calf-stretch"])
    def test_stretches_say_where_they_are_felt(self, name: str) -> None:
        assert 2 == sum(text.startswith("Feel it ") for text in texts(choices_of(name), BOUT))

    @pytest.mark.parametrize(("name", "level"), LEVELS)
    def test_why_it_helps_is_said_the_first_time_and_can_be_asked_for(self, name: str, level: int) -> None:
        helps = EXERCISES[name].helps
        assert helps
        assert helps in texts(choices_of(name, level=level, safety=True))
        assert helps not in texts(choices_of(name, level=level))
        assert helps == choices_of(name, level=level).exercises[0].helps

    @pytest.mark.parametrize(("name", "level"), LEVELS)
    def test_other_rounds_and_short_openings_repeat_what_matters_for_safety(self, name: str, level: int) -> None:
        found = EXERCISES[name].at_level(level)
        reminder = found.reminder
        assert reminder
        again = [block for block in choices_of(name, level=level, bouts=2).blocks if block.kind in (READY, SETUP)]
        assert reminder in [line.sound.text for block in again[1:] for unit in block.units for line in unit.lines]
        brief = texts(choices_of(name, level=level, brief=True))
        assert {reminder, *found.cautions} <= set(brief)

    def test_the_closing_counts_what_was_called(self) -> None:
        assert any("cues, all four directions." in text for text in texts(choices_of("head-turns", level=3)))


class TestTalk:
    @pytest.mark.parametrize(("name", "level"), LEVELS)
    def test_it_is_at_most_a_third_and_a_bit_of_a_round(self, name: str, level: int) -> None:
        """With the estimated lengths of speech, which err on the long side: `benchmarks/talk.py` has the real ones."""
        for block in bouts(choices_of(name, level=level, cadence=90)):
            said = [line.sound for unit in block.units for line in unit.lines if line.sound.voiced]
            assert sum(map(estimated_sound_s, said)) <= 0.42 * estimated_units_s(block.units)

    @pytest.mark.parametrize(("name", "level"), LEVELS)
    def test_the_tenth_time_is_25_seconds_from_the_beginning_to_the_first_movement(self, name: str, level: int) -> None:
        times = {(name, level if EXERCISES[name].all_levels else 0): 9}
        choices = choices_of(name, level=level, times=times)
        before = [unit for block in choices.blocks if block.kind in (OPENING, SETUP) for unit in block.units]
        spoken = [unit for unit in bouts(choices)[0].units if unit.lines[0].kind is not Kind.COUNT]
        begin = spoken[:1] if choices.exercises[0].position != "walking" else []
        assert estimated_units_s([*before, count_in(PHRASES), *begin]) <= 27.0

    def test_repetitions_are_told_twice_and_then_counted_and_toned(self) -> None:
        told = [unit for unit in units(choices_of("heel-raises"), BOUT) if unit.tally]
        first = [line.sound.text for unit in told[:3] for line in unit.lines]
        assert [
            "One, onto your toes",
            "And slowly down again",
            "Two, onto your toes",
            "And slowly down again",
        ] == first[:4]
        assert ["Three", (1, False)] == [
            told[2].lines[0].sound.text,
            (told[2].lines[1].sound.beeps, told[2].lines[1].sound.voiced),
        ]

    def test_what_counting_means_is_said_the_first_time(self) -> None:
        assert PHRASES.opening.counting in texts(choices_of("heel-raises", safety=True))
        assert PHRASES.opening.counting not in texts(choices_of("heel-raises"))


def test_a_phase_may_be_said_each_time_or_passed_over() -> None:
    phases = [
        {"say": "Going up", "seconds": 2.0, "later": "words"},
        {"say": "Holding on", "seconds": 2.0, "later": "silence"},
        {"say": "Coming down", "seconds": 2.0, "later": "words"},
    ]
    last = [unit for unit in units(choices_of(drill("repetitions", phases=phases)), BOUT) if unit.tally][3]
    assert [("Going up", 200), ("Coming down", 100)] == [(line.sound.text, line.pace) for line in last.lines]


def test_one_side_is_one_piece_also_in_a_drill_without_a_lead() -> None:
    chosen = choices_of(drill("repetitions", sides="each"), bouts=1)
    assert [(), ()] == [unit.again for unit in units(chosen, BOUT) if unit.tally][:2]


def test_a_cue_bout_has_a_cue_of_each_kind_however_short_it_is() -> None:
    found = Counter(unit.tally for unit in units(choices_of(turns(), bout_s=20.0, bouts=1), BOUT) if unit.tally)
    assert {"left": 1, "right": 1} == found


@pytest.mark.parametrize("name", SHIPPED)
def test_a_whole_session_can_be_laid_out_however_little_there_is_time_for(name: str) -> None:
    assert lay_out(choices_of(name, minutes=0.5), length).total > 0


class TestLess:
    def test_it_is_one_round_at_the_easiest_level_that_does_not_walk(self) -> None:
        choices = choices_of("head-turns", level=3, less=True, bouts=3)
        assert [("head-turns", 1, "standing")] == [(info.name, info.level, info.position) for info in choices.exercises]
        assert 1 == len(bouts(choices))

    def test_what_only_walks_is_left_out_of_a_programme(self) -> None:
        names = [info.name for info in choices_of("whole", less=True).exercises]
        assert ["head-turns", "marching", "hamstring-stretch", "hip-flexor-stretch", "heel-raises"] == names


def test_a_record_of_before_is_gone_on_with() -> None:
    """Plans that were kept when returns could be left out and a beat was only on or off."""
    kept = b"""{"title": "Turns", "exercises": [{"name": "turns", "title": "Turns", "level": 0, "position": "standing",
        "unit": ["turn", "turns"], "variety": ["way", "ways"], "varieties": 2}], "blocks": [
        {"kind": "opening", "exercise": 0, "bout": 0,
            "units": [{"lines": [{"kind": "say", "sound": {"text": "Turns."}}]}]},
        {"kind": "bout", "exercise": 0, "bout": 1, "beat": true, "units": [{"lines": [
            {"kind": "cue", "sound": {"text": "Look left"}, "after": 50, "cue": "left"},
            {"kind": "return", "sound": {"text": "Back"}, "after": 25, "optional": true}],
            "least": 100, "tally": "left"}]},
        {"kind": "closing", "exercise": 0, "bout": 0, "units": []}]}"""
    choices = unpack_choices(zlib.compress(kept))
    (bout,) = bouts(choices)
    assert ["Look left", "Back"] == [line.sound.text for line in bout.units[0].lines]
    assert 0 == bout.beats
    assert lay_out(choices_from_bout(choices, 1, PHRASES), length).total > 0
