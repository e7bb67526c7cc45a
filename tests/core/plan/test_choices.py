"""Which cues and gaps are chosen, and how bouts, rests and waits frame them."""

from collections import Counter
from itertools import groupby, pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillvoice.core.drill.rules import PHRASE_EDGE_S
from drillvoice.core.drill.schema import Programme
from drillvoice.core.plan.choices import make_choices, safety_choices
from drillvoice.core.plan.closing import tally_of
from drillvoice.core.plan.estimates import estimated_unit_s
from drillvoice.core.plan.lines import BlockKind, Kind, Line, Unit
from drillvoice.core.plan.options import CueSound, Options
from drillvoice.core.plan.random_cues import Bag
from drillvoice.core.plan.timing import lay_out, needed_sounds
from drillvoice.core.ticks import covering_ticks
from drillvoice.errors import UsageError
from tests.builders import (
    EXERCISES,
    LEVELS,
    PHRASES,
    PROGRAMMES,
    SHIPPED,
    choices_of,
    drill,
    length,
    lines,
    swept,
    texts,
    turns,
    units,
)

SEEDS = st.integers(0, 2**32)
OBJECTS = {"step-over", "round-left", "round-right"}
OPENING, SETUP, READY = BlockKind.OPENING, BlockKind.SETUP, BlockKind.READY
BOUT, REST, CLOSING = BlockKind.BOUT, BlockKind.REST, BlockKind.CLOSING


def cued(unit: Unit) -> Line | None:
    """The cue of a unit of a bout, if it is one."""
    return next((line for line in unit.lines if line.kind is Kind.CUE and line.cue), None)


def names(name: str, **given: Any) -> list[list[str]]:
    """The cues of each bout of a shipped drill."""
    bouts = [block for block in choices_of(name, **given).blocks if block.kind is BOUT]
    return [[line.cue for unit in block.units if (line := cued(unit))] for block in bouts]


def gaps(name: str, **given: Any) -> list[int]:
    """The gaps of every cue of a shipped drill, in ticks."""
    return [unit.least for unit in units(choices_of(name, **given), BOUT) if cued(unit)]


class TestSeed:
    def test_one_seed_gives_the_same_choices_on_every_platform(self) -> None:
        """The sequence of `Random.random()` is promised by Python; nothing else may decide."""
        cues = ["up", "down", "right", "left", "down", "right", "left", "up"]
        assert cues == names("head-turns", level=3, seed=7)[0][:8]
        assert [306, 295, 320, 341, 347] == gaps("head-turns", level=3, seed=7)[:5]

    def test_a_shorter_session_begins_like_a_longer_one(self) -> None:
        long, short = (names("head-turns", level=3, bouts=bouts) for bouts in (3, 2))
        assert long[:2] == short

    @pytest.mark.parametrize("name", ["head-turns", "whole", "heel-raises"])
    def test_the_same_options_give_the_same_choices(self, name: str) -> None:
        assert choices_of(name, seed=3) == choices_of(name, seed=3)

    def test_another_seed_gives_others(self) -> None:
        assert names("head-turns", seed=1) != names("head-turns", seed=2)

    def test_lengths_of_speech_change_no_choice(self) -> None:
        choices = choices_of("head-turns")
        slow = lay_out(choices, lambda sound: 2 * length(sound))
        assert lay_out(choices, length).units == slow.units


class TestBalance:
    @given(SEEDS)
    def test_directions_are_balanced_in_every_bout(self, seed: int) -> None:
        for bout in names("head-turns", level=4, seed=seed, bouts=2):
            counts = Counter(bout)
            assert len(counts) == 4
            assert max(counts.values()) - min(counts.values()) <= 2

    @given(SEEDS, st.sampled_from([("head-turns", 2), ("head-turns", 4), ("obstacle-course", 5), ("head-turns", 7)]))
    def test_at_most_two_alike_in_a_row(self, seed: int, drill: tuple[str, int]) -> None:
        for bout in names(drill[0], level=drill[1], seed=seed):
            assert max(len(list(run)) for _, run in groupby(bout)) <= 2

    @given(SEEDS)
    def test_two_changes_of_pace_never_follow_one_another_and_none_comes_first(self, seed: int) -> None:
        for bout in names("obstacle-course", level=5, seed=seed):
            assert bout[0] in OBJECTS
            assert all({first, second} & OBJECTS for first, second in pairwise(bout))

    def test_weights_hold_on_the_long_run(self) -> None:
        drawn = iter(range(10**6))
        bag = Bag({"heavy": 3, "light": 1}, max_run=5)
        counts = Counter(bag.draw_name(lambda: next(drawn) * 0.618034 % 1) for _ in range(400))
        assert 2.5 < counts["heavy"] / counts["light"] < 3.5

    def test_a_single_cue_may_follow_itself(self) -> None:
        assert ["only"] * 5 == [Bag({"only": 1}, 1).draw_name(lambda: 0.5) for _ in range(5)]


class TestGaps:
    @pytest.mark.parametrize(
        ("name", "level", "low", "high"),
        [
            ("head-turns", 1, 5.5, 7),
            ("head-turns", 2, 5.5, 7),
            ("head-turns", 3, 5.5, 7),
            ("head-turns", 4, 4.8, 6.2),
            ("head-turns", 5, 5.5, 7),
            ("head-turns", 6, 5.5, 7),
            ("obstacle-course", 1, 7, 9),
            ("obstacle-course", 5, 7, 9),
            ("obstacle-course", 6, 6, 8),
        ],
    )
    def test_they_spread_over_the_whole_range_of_the_level(
        self, name: str, level: int, low: float, high: float
    ) -> None:
        drawn = [gap for seed in range(10) for gap in gaps(name, level=level, seed=seed)]
        assert low * 50 <= min(drawn)
        assert max(drawn) <= high * 50
        assert min(drawn) < low * 50 + 10
        assert max(drawn) > high * 50 - 10
        assert abs(sum(drawn) / len(drawn) - (low + high) * 25) < 8

    def test_a_gap_of_ones_own_is_kept_to(self) -> None:
        assert {500, 501} >= set(gaps("head-turns", gap_s=(10.0, 10.02)))

    @pytest.mark.parametrize(("cadence", "ticks"), [(60, 150), (110, 82), (130, 69)])
    def test_every_third_step_follows_the_persons_own_cadence(self, cadence: int, ticks: int) -> None:
        assert {ticks} == set(gaps("head-turns", level=7, cadence=cadence))

    def test_without_a_cadence_that_level_asks_for_one(self) -> None:
        with pytest.raises(UsageError, match="--cadence"):
            choices_of("head-turns", level=7, cadence=None)

    def test_a_gap_that_leaves_no_room_for_the_return_is_made_longer_and_that_is_said(self) -> None:
        choices = choices_of("head-turns", level=3, gap_s=(2.0, 3.0))
        cues = [unit for unit in units(choices, BOUT) if cued(unit)]
        assert {2} == {len(unit.lines) for unit in cues}
        assert PHRASES.opening.quickest in texts(choices, OPENING)
        assert PHRASES.opening.quickest not in texts(choices_of("head-turns", level=3), OPENING)


class TestSecondTasks:
    def test_mapped_cues_are_taught_and_practised_before_the_first_bout(self) -> None:
        opening = texts(choices_of("head-turns", level=5), SETUP)
        taught = opening[opening.index("First, learn the words.") :]
        assert "Colour blue means: look left." == taught[1]
        end = taught.index("That was the practice.")
        assert "Now practise, standing still." == taught[3]
        assert {f"Colour {colour}": 2 for colour in ("blue", "red")} == Counter(taught[4:end:2])

    def test_mapped_cues_are_said_again_before_every_other_bout(self) -> None:
        choices = choices_of("head-turns", level=5, attended=True)
        ready = [[line.sound.text for unit in block.units for line in unit.lines] for block in choices.blocks]
        meanings = ["Colour blue means: look left.", "Colour red means: look right."]
        found = [said for said, block in zip(ready, choices.blocks, strict=True) if block.kind is READY]
        assert [meanings, meanings] == [said[1:3] for said in found]

    def test_mapped_cues_are_called_by_their_new_names_only(self) -> None:
        cues = [line for line in lines(choices_of("head-turns", level=5), BOUT) if line.kind is Kind.CUE]
        assert all(line.sound.text.startswith("Colour ") == (line.cue in ("left", "right")) for line in cues)

    def test_go_cues_begin_with_the_word_and_no_go_cues_do_not(self) -> None:
        cues = [line for line in lines(choices_of("head-turns", level=6), BOUT) if line.kind is Kind.CUE]
        assert [line.go for line in cues] == [line.sound.text.startswith("Please look ") for line in cues]

    @given(SEEDS)
    def test_about_seven_cues_of_ten_are_go_cues(self, seed: int) -> None:
        cues = [line for line in lines(choices_of("head-turns", level=6, seed=seed), BOUT) if line.kind is Kind.CUE]
        assert 0.55 < sum(line.go for line in cues) / len(cues) < 0.85

    def test_a_cue_that_is_let_go_by_is_neither_held_nor_counted(self) -> None:
        chosen = units(choices_of("head-turns", level=6), BOUT)
        no_go = [unit for unit in chosen if (line := cued(unit)) and not line.go]
        assert {("", 1, 0)} == {(unit.tally, len(unit.lines), unit.lines[0].after) for unit in no_go}

    def test_go_and_no_go_are_explained_first(self) -> None:
        taught = texts(choices_of("head-turns", level=6), SETUP)
        first = taught.index("Please look left: do it.")
        assert "Look left: let it go by." == taught[first + 1]

    @pytest.mark.parametrize(("sound", "voiced"), [(CueSound.BEEP, False), (CueSound.BOTH, True)])
    def test_beeps_are_explained_and_told_apart_by_their_number(self, sound: CueSound, voiced: bool) -> None:
        choices = choices_of("head-turns", level=3, cue_sound=sound, without=("down",))
        assert "Two beeps: look right." in texts(choices, SETUP)
        cues = {line.cue: line.sound for line in lines(choices, BOUT) if line.kind is Kind.CUE}
        assert {"left": 1, "right": 2, "up": 3} == {name: cue.beeps for name, cue in cues.items()}
        assert {voiced} == {cue.voiced for cue in cues.values()}

    def test_beeps_are_said_again_before_a_second_round_where_there_is_a_word_to_wait_for_as_well(self) -> None:
        choices = choices_of("head-turns", level=6, bouts=2, cue_sound=CueSound.BOTH, without=("down",))
        assert 2 == [text for kind in BlockKind for text in texts(choices, kind)].count("Two beeps: look right.")

    def test_more_than_three_numbers_of_beeps_are_too_many_to_learn(self) -> None:
        with pytest.raises(UsageError, match="too many to tell by their beeps"):
            choices_of("head-turns", level=3, cue_sound=CueSound.BEEP)


class TestFrame:
    @pytest.mark.parametrize(("name", "level"), swept(LEVELS))
    def test_a_bout_lasts_at_most_two_minutes_with_all_its_announcements(self, name: str, level: int) -> None:
        limit = max(120.0, EXERCISES[name].framing.bout_s)
        for block in choices_of(name, level=level).blocks:
            if block.kind is BOUT:
                assert sum(map(estimated_unit_s, block.units)) <= limit

    @pytest.mark.parametrize("name", swept(EXERCISES))
    def test_rests_between_rounds_are_two_minutes_unless_it_is_done_sitting(self, name: str) -> None:
        seated = EXERCISES[name].at_level(1).position == "seated"
        blocks = choices_of(name, attended=True, bouts=3).blocks
        rests = [sum(map(estimated_unit_s, block.units)) for block in blocks if block.kind is REST]
        assert (set() if seated else {120.0}) == set(rests)
        assert 3 <= max(block.bout for block in blocks)

    @pytest.mark.parametrize("name", swept([*EXERCISES, *PROGRAMMES]))
    def test_every_rest_that_one_gets_up_from_is_followed_by_a_gate(self, name: str) -> None:
        choices = choices_of(name, attended=True)
        sitting = False
        for block in choices.blocks:
            if block.kind is REST:
                sitting = True
            if block.kind is READY and any(unit.gate for unit in block.units):
                sitting = False
            seated = choices.exercises[block.exercise].position == "seated"
            assert not (block.kind is BOUT and sitting and not seated)
            sitting = sitting or (block.kind is BOUT and seated)

    @pytest.mark.parametrize("name", swept([*EXERCISES, *PROGRAMMES]))
    def test_no_block_is_empty(self, name: str) -> None:
        assert all(block.units for block in choices_of(name, brief=True).blocks)

    def test_a_rest_tells_the_time_left_and_warns_before_it_ends(self) -> None:
        rest = next(block for block in choices_of("heel-raises", bouts=2).blocks if block.kind is REST)
        expected = [
            ("Rest now. Sit down if you can. Two minutes.", 3000),
            ("One minute of rest left.", 2250),
            ("The rest ends soon.", 750),
        ]
        assert expected == [(unit.lines[0].sound.text, unit.lines[0].least) for unit in rest.units]

    def test_the_end_of_a_bout_tells_of_half_way_and_of_the_last_few(self) -> None:
        for bout in [block for block in choices_of("head-turns").blocks if block.kind is BOUT]:
            spoken = [line.sound.text for unit in bout.units for line in unit.lines]
            half, last = spoken.index("Half-way."), spoken.index("The last few now.")
            assert half < last
            assert 3 == sum(1 for text in spoken[last:] if text.startswith("Look "))

    def test_encouragement_is_left_out_of_brief_sessions_and_quick_ones(self) -> None:
        words = set(PHRASES.bout.encouragement)
        assert words & set(texts(choices_of("head-turns"), BOUT))
        assert not words & set(texts(choices_of("head-turns", brief=True), BOUT))
        assert not words & set(texts(choices_of("head-turns", level=7, cadence=120), BOUT))

    def test_the_opening_names_title_level_space_and_caution(self) -> None:
        opening = texts(choices_of("obstacle-course", level=4), OPENING, SETUP)
        found = EXERCISES["obstacle-course"].at_level(4)
        assert ["Obstacle course.", f"You need: {found.space}."] == [opening[0], opening[2]]
        assert {*found.cautions, *found.setup} < set(opening)

    def test_an_announcement_comes_before_everything_else(self) -> None:
        assert "This is for today." == texts(choices_of("head-turns", announcement="This is for today."))[0]

    def test_the_level_for_a_therapist_says_so(self) -> None:
        assert PHRASES.opening.therapist in texts(choices_of("head-turns", level=7), OPENING)

    def test_safety_is_heard_in_full_or_in_one_line(self) -> None:
        full = texts(choices_of("head-turns", safety=True), OPENING)
        short = texts(choices_of("head-turns"), OPENING)
        advice = {PHRASES.safety.lines[name] for name in EXERCISES["head-turns"].at_level(1).safety_names}
        assert advice < set(full)
        assert not advice & set(short)
        assert set(EXERCISES["head-turns"].cautions) < set(short)
        assert PHRASES.safety.standing in texts(choices_of(turns()), OPENING)

    def test_the_safety_advice_can_be_heard_alone(self) -> None:
        choices = safety_choices("head-turns", SHIPPED["head-turns"], SHIPPED, Options(level=3), PHRASES)
        assert len(EXERCISES["head-turns"].safety) + 3 == len(texts(choices))

    def test_brief_is_shorter(self) -> None:
        full, brief = (
            sum(map(estimated_unit_s, units(choices_of("head-turns", brief=is_brief), OPENING, SETUP)))
            for is_brief in (False, True)
        )
        assert brief < full / 2

    def test_the_closing_names_what_is_done(self) -> None:
        choices = choices_of("head-turns", level=3)
        done = tally_of(units(choices, BOUT)).total()
        assert f"Head turns: {PHRASES.spoken_number(done)} cues, all four directions." in texts(choices, CLOSING)

    def test_one_direction_is_not_called_a_variety(self) -> None:
        choices = choices_of(turns(cues={"left": {"say": "Look left"}}, max_cues=2), bouts=1)
        assert "Turns: two turns." in texts(choices, CLOSING)

    def test_two_of_two_directions_are_just_counted(self) -> None:
        assert any(text.endswith(", two directions.") for text in texts(choices_of("head-turns", level=1), CLOSING))


class TestOptions:
    def test_minutes_limit_a_session(self) -> None:
        assert lay_out(choices_of("head-turns", minutes=6), length).total <= 6 * 60 * 50

    @pytest.mark.parametrize("minutes", [0.5, 5, 12, 20])
    def test_more_minutes_mean_more_bouts(self, minutes: float) -> None:
        assert lay_out(choices_of("heel-raises", minutes=minutes), length).total <= max(2.2, minutes) * 60 * 50

    def test_bouts_and_their_length_can_be_set(self) -> None:
        choices = choices_of("head-turns", bouts=5, bout_s=40.0)
        bouts = [block for block in choices.blocks if block.kind is BOUT]
        assert 5 == len(bouts)
        assert all(sum(map(estimated_unit_s, block.units)) <= 40 for block in bouts)

    def test_a_rest_may_be_none_as_long_as_nobody_stands_for_more_than_two_minutes(self) -> None:
        short, long = (choices_of(turns(), bouts=2, bout_s=bout_s, rest_s=0.0) for bout_s in (40.0, 120.0))
        assert [OPENING, SETUP, BOUT, BOUT, CLOSING] == [block.kind for block in short.blocks]
        assert [OPENING, SETUP, BOUT, REST, READY, BOUT, CLOSING] == [block.kind for block in long.blocks]

    def test_whoever_stays_on_their_feet_is_not_told_to_get_up(self) -> None:
        choices = choices_of(turns(), bouts=2, bout_s=40.0, rest_s=20.0, attended=True)
        assert [OPENING, SETUP, BOUT, REST, SETUP, BOUT, CLOSING] == [block.kind for block in choices.blocks]
        assert PHRASES.rest.over_standing in texts(choices, SETUP)
        assert not any(unit.gate for unit in units(choices))

    def test_a_rest_until_ready_has_no_time(self) -> None:
        choices = choices_of("head-turns", level=2, rest_until_ready=True, attended=True)
        assert {PHRASES.rest.start_ready} == set(texts(choices, REST))

    def test_a_rest_until_ready_lasts_as_usual_where_nobody_can_say_so(self) -> None:
        assert choices_of("head-turns") == choices_of("head-turns", rest_until_ready=True)

    def test_a_cue_can_be_left_out(self) -> None:
        assert "down" not in {name for bout in names("head-turns", level=3, without=("down",)) for name in bout}

    def test_leaving_out_what_is_not_there_says_what_is(self) -> None:
        with pytest.raises(UsageError, match=r"'sideways'.*left, right, up, down"):
            choices_of("head-turns", without=("sideways",))

    def test_not_everything_can_be_left_out(self) -> None:
        with pytest.raises(UsageError, match="no cue left"):
            choices_of("head-turns", level=1, without=("left", "right"))

    @pytest.mark.parametrize("level", range(1, 7))
    def test_with_a_walking_frame_one_only_goes_round(self, level: int) -> None:
        for bout in names("obstacle-course", level=level, walking_frame=True):
            assert not {"step-over", "quicker"} & set(bout)

    def test_on_demand_every_cue_waits_and_the_opening_says_so(self) -> None:
        choices = choices_of("obstacle-course", on_demand=True, attended=True)
        assert all(unit.gate for unit in units(choices, BOUT) if cued(unit))
        assert "Each call waits for a key, a clicker or your helper." in texts(choices, SETUP)

    def test_the_metronome_ticks_in_bouts_and_is_explained_to_walkers(self) -> None:
        choices = choices_of("head-turns", level=2, metronome=90)
        assert {BOUT} == {block.kind for block in choices.blocks if block.beats == 90}
        assert PHRASES.opening.metronome in texts(choices, SETUP)

    def test_a_programme_takes_no_level(self) -> None:
        with pytest.raises(UsageError, match="leave --level out"):
            choices_of("whole", level=2)

    @pytest.mark.parametrize(
        ("name", "given", "message"),
        [
            ("heel-raises", {"on_demand": True}, "leave --on-demand out"),
            ("heel-raises", {"gap_s": (3.0, 6.0)}, "leave --gap out"),
            ("obstacle-course", {"less": True}, "nothing that is done without walking"),
        ],
    )
    def test_an_option_that_would_change_nothing_or_cannot_be_is_refused(
        self, name: str, given: dict[str, Any], message: str
    ) -> None:
        with pytest.raises(UsageError, match=message):
            choices_of(name, **given)

    def test_a_set_that_is_too_long_for_one_bout_is_shared_out_evenly(self) -> None:
        bouts = [block for block in choices_of("heel-raises", level=3).blocks if block.kind is BOUT]
        assert [8, 7] == [sum(bool(unit.tally) for unit in block.units) for block in bouts]

    def test_shorter_bouts_have_less_in_them_and_that_is_said(self) -> None:
        choices = choices_of("heel-raises", bout_s=60.0)
        bouts = [block for block in choices.blocks if block.kind is BOUT]
        assert [5] == [sum(bool(unit.tally) for unit in block.units) for block in bouts]
        assert PHRASES.opening.shorter in texts(choices, OPENING)

    @pytest.mark.parametrize(("name", "level", "has"), [("marching", 9, "levels 1 to 4"), ("mine", 2, "no levels")])
    def test_a_level_that_is_not_there_is_refused(self, name: str, level: int, has: str) -> None:
        with pytest.raises(UsageError, match=has):
            make_choices(name, SHIPPED.get(name, turns()), SHIPPED, Options(level=level), PHRASES)

    @pytest.mark.parametrize("inner", ["nowhere", "whole"])
    def test_a_programme_names_drills_only(self, inner: str) -> None:
        with pytest.raises(UsageError, match=inner):
            choices_of(drill("programme", items=[{"drill": inner}]))


class TestProgrammes:
    @pytest.mark.parametrize("name", ["whole", "whole-2"])
    def test_the_whole_programme_leaves_none_of_its_drills_out_and_takes_under_thirty_minutes(self, name: str) -> None:
        """At 0.32 s a word: eSpeak NG's phrases at the default rate come out at 0.25 to 0.35 s."""
        choices = choices_of(name)
        plan = lay_out(choices, lambda sound: covering_ticks(PHRASE_EDGE_S + 0.32 * len(sound.text.split())))
        assert [item.drill for item in PROGRAMMES[name].items] == [info.name for info in plan.exercises]
        assert not choices.is_shorter
        assert plan.total <= 30 * 60 * 50

    def test_the_warm_up_turns_the_head_for_a_minute(self) -> None:
        bout = [block for block in choices_of("warm-up").blocks if block.kind is BOUT]
        cues = [unit for unit in bout[0].units if cued(unit)]
        assert 1 == len(bout)
        assert 45 <= sum(unit.least for unit in cues) / 50 <= 70

    def test_the_stretches_have_no_rests(self) -> None:
        blocks = choices_of("stretching").blocks
        assert [OPENING, SETUP, BOUT] * 3 + [CLOSING] == [block.kind for block in blocks]

    def test_what_does_not_fit_is_left_out_evenly_and_said(self) -> None:
        choices = choices_of("whole", minutes=8)
        count = len(choices.exercises)
        assert 1 < count < 6
        assert f"part one: {PHRASES.spoken_number(count)} exercises" in texts(choices)[0]
        assert PHRASES.opening.shorter == texts(choices)[1]
        assert "For lack of time we leave out: " in texts(choices)[2]
        assert all(title in texts(choices)[2] for title in choices.left_out)

    def test_a_hold_too_short_for_half_way_is_counted_down_only(self) -> None:
        chosen = texts(choices_of(drill("holds", seconds=5.0, sides="none", side_setup=None, repetitions=2)), BOUT)
        assert "Half-way there." not in chosen
        assert ["Hold it there", "Three", "Two", "One", "And ease back"] == chosen[-6:-1]

    def test_a_programme_without_a_limit_has_everything(self) -> None:
        chosen = drill("programme")
        assert isinstance(chosen, Programme)
        assert len(chosen.items) == len(choices_of(chosen).exercises)


def test_every_sound_is_named_once_with_the_questions_of_the_gates() -> None:
    found = list(needed_sounds(choices_of("head-turns", level=2, attended=True)))
    assert len(found) == len(set(found))
    assert {PHRASES.rest.ready, PHRASES.rest.ready_again} < {sound.text for sound in found}


def test_a_recording_is_used_for_plain_cues_only() -> None:
    cue = {"left": {"say": "Look left", "recording": "/left.wav"}, "right": {"say": "Look right"}}
    plain = choices_of(turns(cues=cue))
    mapped = choices_of(turns(cues=cue, cue_as={"left": "Colour blue"}))
    assert "/left.wav" in {line.sound.recording for line in lines(plain, BOUT)}
    assert {""} == {line.sound.recording for line in lines(mapped, BOUT)}
