"""What a session does with pauses, jumps, paces, waits and lost loudspeakers. Times are in ticks of 20 ms."""

from itertools import pairwise
from typing import Any

import pytest

from drillvoice.core.plan.choices import safety_choices
from drillvoice.core.plan.lines import BlockKind, Kind
from drillvoice.core.plan.options import Options
from drillvoice.core.plan.timing import lay_out
from drillvoice.core.session.commands import Command, State
from drillvoice.core.session.effects import Beat, Speak, Tone
from drillvoice.core.session.facts import Utterance
from drillvoice.core.session.machine import Origin, Session
from drillvoice.core.session.replies import possible_replies, time_left_text
from tests.builders import PHRASES, SHIPPED, drill, length, plan_of, session_of, turns
from tests.fakes import Shell, ticks_of

C = Command


def at_cue(number: int = 1, **given: Any) -> Shell:
    """A session of plain turns, a little after the onset of a cue."""
    shell = Shell(session_of(turns(return_say=None, gap_s=[4.0, 4.0]), **({"bouts": 2, "brief": True} | given)))
    shell.run_to(lambda: len(cues(shell)) == number)
    return shell


def cues(shell: Shell) -> list[Speak]:
    return [said for said in shell.heard if said.line.kind is Kind.CUE]


def in_first_bout(session: Session) -> Shell:
    shell = Shell(session)
    head = session.head
    shell.run_to(lambda: head.plan.blocks[head.current_block_index(shell.now)].kind is BlockKind.BOUT)
    return shell


def after(shell: Shell, tick: int) -> list[str]:
    return [said.line.sound.text for said in shell.heard if said.at >= tick]


class TestPause:
    def test_it_cuts_and_answers_after_400_ms_of_silence(self) -> None:
        shell = at_cue()
        shell.ask(C.PAUSE)
        asked = shell.now
        shell.run(asked + 5000)
        assert [(asked + ticks_of(0.4), "Paused.")] == [
            (said.at, said.line.sound.text) for said in shell.heard if said.at >= asked
        ]

    def test_resume_counts_in_then_calls_the_cue_that_was_cut(self) -> None:
        shell = at_cue()
        shell.ask(C.PAUSE)
        shell.run(shell.now + 1000)
        resumed = shell.now
        shell.ask(C.RESUME)
        shell.run(resumed + 400)
        assert ["Going on.", "Three", "Two", "One", cues(shell)[0].line.sound.text] == after(shell, resumed)[:5]

    def test_a_cue_that_was_heard_does_not_come_again(self) -> None:
        """Three seconds of its gap were left; they come after the count-in, then the cue that is next."""
        shell = at_cue()
        shell.run(cues(shell)[0].at + 50)
        shell.ask(C.PAUSE)
        shell.ask(C.RESUME)
        shell.run_to(lambda: len(cues(shell)) == 2)
        assert cues(shell)[0].line is not cues(shell)[1].line
        counted = next(said for said in shell.heard if said.line.sound.text == "One" and said.at > cues(shell)[0].at)
        assert counted.at + 50 + 150 == cues(shell)[1].at

    @pytest.mark.parametrize(("gap_s", "state"), [(0.68, State.PAUSED), (0.7, State.GOING)])
    def test_a_second_press_within_700_ms_is_a_tremor(self, gap_s: float, state: State) -> None:
        shell = at_cue()
        shell.ask(C.TOGGLE)
        shell.run(shell.now + round(gap_s * 50))
        shell.ask(C.TOGGLE)
        assert state is shell.session.state

    def test_each_further_press_of_a_tremor_counts_afresh(self) -> None:
        shell = at_cue()
        for _ in range(6):
            shell.ask(C.TOGGLE)
            shell.run(shell.now + 30)
        assert State.PAUSED is shell.session.state

    def test_pauses_before_a_unit_begins_keep_its_time(self) -> None:
        shell = at_cue()
        shell.run(cues(shell)[0].at + 50)
        for command in (C.PAUSE, C.RESUME, C.PAUSE, C.RESUME):
            shell.ask(command)
        shell.run_to(lambda: len(cues(shell)) == 2)
        counted = [said for said in shell.heard if said.line.sound.text == "One"][-1]
        assert counted.at + 50 + 150 == cues(shell)[1].at

    def test_a_rest_goes_on_without_a_count_in(self) -> None:
        shell = at_cue(rest_s=60.0)
        shell.run_to(lambda: shell.session.state is State.RESTING)
        shell.ask(C.PAUSE)
        shell.run(shell.now + 50)
        resumed = shell.now
        shell.ask(C.RESUME)
        shell.run(resumed + 150)
        assert [PHRASES.reply.resuming_rest, PHRASES.rest.start.format(time="One minute")] == (
            after(shell, resumed)[:2]
        )


class TestStop:
    def test_nothing_sounds_until_it_is_asked_to_go_on(self) -> None:
        shell = at_cue()
        shell.ask(C.STOP)
        stopped = shell.now
        for command in (C.PAUSE, C.NEXT, C.BACK, C.SLOWER, C.TIME_LEFT, C.READY, C.REPEAT):
            shell.ask(command)
            shell.run(shell.now + 500)
        assert [] == after(shell, stopped)
        assert [] == shell.tones
        shell.ask(C.RESUME)
        shell.run(shell.now + 300)
        assert "Going on." == after(shell, stopped)[0]

    def test_help_says_that_nobody_is_called(self) -> None:
        shell = at_cue()
        shell.ask(C.HELP)
        asked = shell.now
        shell.run(asked + 2000)
        assert [PHRASES.reply.help] == after(shell, asked)

    def test_finish_names_what_was_done(self) -> None:
        shell = at_cue(2)
        shell.run(shell.now + 100)
        shell.ask(C.FINISH)
        finished = shell.now
        shell.run_to(lambda: shell.session.is_over)
        shell.run(shell.now + 500)
        heard = [said.line.sound.text for said in shell.heard if said.at >= finished]
        assert "That is it for now." == heard[0]
        assert heard[1].startswith("Turns: two turns")
        assert {"kind": "ended", "how": "finished", "done": shell.session.done_by_exercise} == {
            key: value for key, value in shell.notes[-1].items() if key != "at_s"
        }

    def test_finish_with_nothing_done_says_so_kindly(self) -> None:
        shell = Shell(session_of(turns()))
        shell.ask(C.FINISH)
        shell.run(1000)
        assert PHRASES.closing.nothing in [
            effect.line.sound.text for effect in shell.effects if isinstance(effect, Speak)
        ]

    def test_finish_in_the_closing_ends_at_once(self) -> None:
        shell = at_cue()
        shell.ask(C.FINISH)
        shell.run(shell.now + 20)
        shell.ask(C.FINISH)
        shell.run(shell.now + 20)
        assert shell.session.is_over

    def test_whoever_comes_back_from_the_closing_and_completes_it_has_completed_it(self) -> None:
        shell = at_cue(bouts=1)
        for command in (C.FINISH, C.BACK):
            shell.ask(command)
        shell.ask(C.BACK)
        shell.run_to(lambda: shell.session.is_over)
        assert "complete" == shell.notes[-1]["how"]
        assert "Well done, that is the end." in [
            effect.line.sound.text for effect in shell.effects if isinstance(effect, Speak)
        ]


class TestJumps:
    def test_next_leads_to_the_next_exercise(self) -> None:
        shell = in_first_bout(session_of(drill("programme")))
        shell.ask(C.NEXT)
        asked = shell.now
        shell.run(asked + 200)
        assert ["Moving on.", "Next: Head turns."] == after(shell, asked)[:2]
        assert ("skipped", "marching") == tuple(shell.notes[-1][key] for key in ("kind", "drill"))

    def test_next_in_a_rest_ends_the_rest(self) -> None:
        shell = at_cue(rest_s=20.0)
        shell.run_to(lambda: shell.session.state is State.RESTING)
        shell.run(shell.now + 200)
        shell.ask(C.NEXT)
        asked = shell.now
        shell.run(asked + 200)
        assert ["Moving on.", "The rest is over."] == after(shell, asked)[:2]

    @pytest.mark.parametrize("early", range(1, 8, 2))
    def test_what_next_means_is_settled_before_the_sound_is_cut(self, early: int) -> None:
        """The cut takes a few ticks, in which the rest may end: the exercise after it must not be skipped."""
        items = [{"drill": "heel-raises"}, {"drill": "head-turns", "bout_s": 30.0}]
        shell = Shell(session_of(drill("programme", items=items, rest_s=60.0), brief=True), late=4)
        shell.run_to(lambda: shell.session.state is State.RESTING)
        begun = next(said.at for said in shell.heard if said.line.kind is Kind.REST)
        shell.run(begun + ticks_of(60) - early)
        shell.ask(C.NEXT)
        asked = shell.now
        shell.run(asked + 200)
        assert ["Moving on.", "Next: Head turns."] == after(shell, asked)[:2]

    @pytest.mark.parametrize(("command", "heard"), [(C.READY, "Three"), (C.NEXT, "Moving on.")])
    def test_a_rest_that_was_paused_after_its_last_line_is_still_a_rest(self, command: C, heard: str) -> None:
        shell = at_cue(rest_s=60.0, attended=True)
        shell.run_to(lambda: shell.session.state is State.RESTING)
        shell.run(shell.now + ticks_of(50))
        shell.ask(C.PAUSE)
        shell.ask(C.RESUME)
        shell.run(shell.now + 150)
        assert State.RESTING is shell.session.state
        shell.ask(command)
        asked = shell.now
        shell.run(asked + 300)
        assert heard == after(shell, asked)[0]

    def test_back_leads_to_the_start_of_the_part(self) -> None:
        shell = at_cue(2)
        shell.ask(C.BACK)
        asked = shell.now
        shell.run_to(lambda: len(cues(shell)) == 3)
        assert ["Back to the start of this part.", "Three", "Two", "One", "Let us begin."] == after(shell, asked)[:5]
        begun = [said for said in cues(shell) if said.at > asked]
        assert cues(shell)[0].line.cue == begun[0].line.cue

    @pytest.mark.parametrize(("pause_s", "begins"), [(2.9, "Take your place."), (3.1, "Three")])
    def test_back_again_within_three_seconds_leads_to_the_part_before(self, pause_s: float, begins: str) -> None:
        shell = at_cue(2)
        shell.ask(C.BACK)
        shell.run(shell.now + round(pause_s * 50))
        shell.ask(C.BACK)
        asked = shell.now
        shell.run(asked + 250)
        assert begins == after(shell, asked)[1]

    def test_back_from_a_rest_leads_the_way_into_the_bout(self) -> None:
        """The person may be sitting: the bout before it begins with getting up, where it did so."""
        shell = at_cue(bouts=3, rest_s=60.0, attended=True)
        shell.run_to(lambda: shell.session.state is State.RESTING)
        shell.run(shell.now + 20)
        shell.ask(C.READY)
        shell.run(shell.now + 400)
        shell.run_to(lambda: shell.session.state is State.RESTING)
        shell.ask(C.BACK)
        asked = shell.now
        shell.run(asked + 500)
        assert [PHRASES.reply.back, PHRASES.rest.over, PHRASES.rest.ready] == after(shell, asked)

    def test_back_from_the_first_rest_begins_it_again(self) -> None:
        """Nothing asked whether people were ready before the first bout, and by now they may be sitting."""
        shell = at_cue(rest_s=60.0, attended=True)
        shell.run_to(lambda: shell.session.state is State.RESTING)
        shell.run(shell.now + 300)
        for _ in range(3):
            shell.ask(C.BACK)
        asked = shell.now
        shell.run(asked + 200)
        assert [PHRASES.reply.back, PHRASES.rest.start.format(time="One minute")] == after(shell, asked)

    def test_back_from_an_exercise_that_was_skipped_to_leads_into_the_one_before(self) -> None:
        shell = in_first_bout(session_of(drill("programme"), brief=True))
        shell.ask(C.NEXT)
        shell.ask(C.BACK)
        asked = shell.now
        shell.run(asked + 250)
        assert [PHRASES.reply.back, "Sit tall, feet flat on the floor."] == after(shell, asked)[:2]

    def test_back_at_the_very_start_begins_again(self) -> None:
        shell = Shell(session_of(turns()))
        shell.run(20)
        shell.ask(C.BACK)
        shell.ask(C.BACK)
        shell.run(shell.now + 200)
        assert ["Turns.", PHRASES.reply.back, "Turns."] == shell.texts[:3]

    def test_repeat_says_the_last_cue_again_and_then_the_next_in_full(self) -> None:
        shell = at_cue(2)
        shell.run(cues(shell)[1].at + 100)
        shell.ask(C.REPEAT)
        shell.run_to(lambda: len(cues(shell)) == 4)
        second, again, third = cues(shell)[1:]
        assert second.line is again.line
        assert again.line is not third.line
        assert ticks_of(4) == third.at - again.at

    def test_repeat_before_a_rest_has_gone_on_says_nothing_more(self) -> None:
        shell = at_cue(rest_s=20.0)
        shell.run_to(lambda: shell.session.state is State.RESTING)
        shell.run(shell.now + 300)
        for command in (C.PAUSE, C.RESUME, C.REPEAT):
            shell.ask(command)
        asked = shell.now
        shell.run(asked + 100)
        assert [PHRASES.reply.resuming_rest] == after(shell, asked)

    def test_repeat_says_an_answer_again(self) -> None:
        shell = at_cue()
        shell.run(shell.now + 50)
        shell.ask(C.TIME_LEFT)
        shell.run(shell.now + 100)
        shell.ask(C.REPEAT)
        asked = shell.now
        shell.run(asked + 60)
        assert after(shell, asked)[0].startswith("About")

    def test_a_second_press_of_repeat_is_a_tremor(self) -> None:
        shell = at_cue()
        shell.run(shell.now + 100)
        shell.ask(C.REPEAT)
        shell.run(shell.now + 5)
        shell.ask(C.REPEAT)
        shell.run(shell.now + 150)
        assert 2 == len(cues(shell))

    def test_repeat_during_the_count_in_begins_it_again(self) -> None:
        shell = at_cue()
        shell.ask(C.PAUSE)
        shell.ask(C.RESUME)
        shell.run(shell.now + 100)
        shell.ask(C.REPEAT)
        asked = shell.now
        shell.run(asked + 100)
        assert ["Going on.", "Three"] == after(shell, asked)[:2]


def scaled_slot(said: Speak, scale: int) -> int:
    """From the onset of a phase to the next under a pace."""
    return said.clip + said.line.pace * scale // 100


class TestPace:
    @pytest.mark.parametrize(("command", "gap_s", "limit"), [(C.SLOWER, 8.0, "slow"), (C.FASTER, 4.2, "quick")])
    def test_ten_per_cent_a_step_from_seven_tenths_to_double(self, command: C, gap_s: float, limit: str) -> None:
        shell = at_cue(gap_s=[6.0, 6.0] if command is C.FASTER else [4.0, 4.0])
        for _ in range(11):
            shell.ask(command)
            shell.run(shell.now + 5)
        shell.run(shell.now + 3000)
        first, second = cues(shell)[-2:]
        assert ticks_of(gap_s) == second.at - first.at
        assert f"That is as {limit} as it goes." in shell.texts

    @pytest.mark.parametrize("command", [C.FASTER, C.SLOWER])
    def test_what_has_been_placed_of_a_movement_keeps_the_time_of_what_follows(self, command: C) -> None:
        """Its second phase stands where it stood, so the next movement may not come as if it had been earlier."""
        phases = [{"say": "Going up", "seconds": 4.0}, {"say": "Coming down", "seconds": 4.0}]
        shell = Shell(session_of(drill("repetitions", phases=phases), bouts=1, brief=True))
        shell.run_to(lambda: any(said.line.sound.text == "Going up" for said in shell.heard))
        shell.ask(command)
        shell.run(shell.now + 1200)
        said = [each for each in shell.heard if each.line.kind is Kind.CUE]
        scale = shell.session.head.scale
        assert scaled_slot(said[1], scale) == said[2].at - said[1].at

    def test_faster_never_costs_the_way_back_and_says_where_it_ends(self) -> None:
        shell = Shell(session_of("head-turns", level=4, safety=False, seed=1))
        shell.run_to(lambda: len(cues(shell)) == 1)
        for _ in range(4):
            shell.ask(C.FASTER)
            shell.run(shell.now + 5)
        shell.run_to(lambda: shell.session.state is State.RESTING)
        kinds = [said.line.kind for said in shell.heard if said.line.kind in (Kind.CUE, Kind.RETURN)]
        assert [Kind.CUE, Kind.RETURN] * (len(kinds) // 2) == kinds
        assert PHRASES.reply.fastest in shell.texts

    def test_faster_never_brings_cues_closer_than_two_seconds(self) -> None:
        shell = Shell(session_of(turns(return_say=None, hold_s=0, gap_s=[2.5, 2.5]), brief=True))
        for _ in range(5):
            shell.ask(C.FASTER)
        shell.run_to(lambda: len(cues(shell)) == 3)
        assert ticks_of(2) == cues(shell)[2].at - cues(shell)[1].at

    def test_a_drill_that_is_quicker_by_itself_stays_as_it_is(self) -> None:
        shell = Shell(session_of(turns(return_say=None, hold_s=0, gap_s=[1.6, 1.6]), brief=True))
        shell.ask(C.FASTER)
        shell.run_to(lambda: len(cues(shell)) == 3)
        assert ticks_of(1.6) == cues(shell)[2].at - cues(shell)[1].at

    def test_the_gap_in_progress_is_lengthened_too(self) -> None:
        shell = at_cue()
        shell.run(cues(shell)[0].at + 50)
        shell.ask(C.SLOWER)
        shell.run_to(lambda: len(cues(shell)) == 2)
        assert ticks_of(4.4) == cues(shell)[1].at - cues(shell)[0].at

    def test_where_no_pace_is_left_to_change_a_tone_says_so(self) -> None:
        shell = Shell(session_of(drill("holds")))
        shell.ask(C.SLOWER)
        assert [0] == shell.tones

    def test_where_no_pace_is_left_to_change_a_voice_is_answered_by_that_tone_only(self) -> None:
        effects = session_of(drill("holds")).handle_command(C.SLOWER, 0, Origin("voice", Utterance("slower", 0.0)))
        assert [Tone(0)] == [effect for effect in effects if isinstance(effect, Tone)]


class TestReady:
    def waiting(self, **given: Any) -> Shell:
        shell = at_cue(**({"rest_s": 10.0, "attended": True} | given))
        shell.run_to(lambda: shell.session.state is State.WAITING)
        return shell

    def test_no_cue_comes_before_somebody_is_ready(self) -> None:
        shell = self.waiting()
        heard = len(cues(shell))
        shell.run(shell.now + 50_000)
        assert heard == len(cues(shell))

    def test_it_is_asked_again_every_20_seconds_quietly(self) -> None:
        shell = self.waiting()
        shell.run(shell.now + 4000)
        asked = [said for said in shell.heard if said.line.kind is Kind.READY]
        assert [False, True, True, True] == [said.line.quiet for said in asked[:4]]
        assert [ticks_of(20)] * 3 == [b.at - a.at for a, b in pairwise(asked[:4])]

    def test_ready_counts_in(self) -> None:
        shell = self.waiting()
        shell.run(shell.now + 500)
        shell.ask(C.READY)
        asked = shell.now
        shell.run(asked + 200)
        assert ["Three", "Two", "One", "Let us begin."] == after(shell, asked)[:4]

    def test_ready_during_the_rest_ends_it(self) -> None:
        shell = at_cue(rest_s=60.0, attended=True)
        shell.run_to(lambda: shell.session.state is State.RESTING)
        shell.run(shell.now + 200)
        shell.ask(C.READY)
        asked = shell.now
        shell.run(asked + 100)
        assert ["Three", "Two"] == after(shell, asked)

    def test_a_rest_may_last_until_ready(self) -> None:
        shell = self.waiting(rest_until_ready=True)
        shell.run(shell.now + 10_000)
        asked = [said for said in shell.heard if said.line.kind is Kind.READY]
        assert [ticks_of(60)] * 2 == [b.at - a.at for a, b in pairwise(asked[:3])]

    def test_a_pause_in_the_wait_asks_anew(self) -> None:
        shell = self.waiting()
        shell.run(shell.now + 500)
        shell.ask(C.PAUSE)
        shell.run(shell.now + 3000)
        resumed = shell.now
        shell.ask(C.READY)
        shell.run(resumed + 200)
        assert ["Back to the rest.", PHRASES.rest.ready] == after(shell, resumed)

    def test_alone_it_goes_on_after_twenty_seconds(self) -> None:
        shell = at_cue(rest_s=10.0)
        shell.run_to(lambda: PHRASES.rest.ready_unattended in shell.texts)
        said = shell.heard[-1].at
        shell.run(said + 1100)
        assert ticks_of(20) == next(one.at for one in shell.heard if one.at > said) - said


class TestOnDemand:
    def shell(self) -> Shell:
        shell = Shell(session_of(turns(max_cues=3), on_demand=True, attended=True, brief=True))
        shell.run_to(lambda: shell.session.state is State.WAITING)
        return shell

    def test_each_cue_waits_for_a_key(self) -> None:
        shell = self.shell()
        shell.run(shell.now + 5000)
        assert 0 == len(cues(shell))
        shell.ask(C.READY)
        shell.run(shell.now + 5000)
        assert 1 == len(cues(shell))

    def test_they_come_no_closer_than_two_seconds(self) -> None:
        shell = self.shell()
        for _ in range(40):
            shell.ask(C.READY)
            shell.run(shell.now + 10)
        first, second = cues(shell)[:2]
        assert ticks_of(2) <= second.at - first.at

    def test_asking_for_one_cuts_nothing(self) -> None:
        shell = self.shell()
        shell.ask(C.READY)
        shell.run(shell.now + 130)
        assert not shell.ask(C.READY)


class TestLost:
    def test_a_lost_loudspeaker_pauses_and_found_again_it_stays_paused(self) -> None:
        shell = at_cue()
        shell.lose()
        lost = shell.now
        shell.run(lost + 5000)
        assert State.PAUSED is shell.session.state
        assert [PHRASES.reply.sound_back] == after(shell, lost)
        assert ["lost", "found"] == [note["kind"] for note in shell.notes]

    def test_after_stop_nothing_is_said_of_it(self) -> None:
        shell = at_cue()
        shell.ask(C.STOP)
        shell.lose()
        lost = shell.now
        shell.run(lost + 500)
        assert State.STOPPED is shell.session.state
        assert [] == after(shell, lost)


class TestAnswers:
    @pytest.mark.parametrize(
        ("seconds", "text"),
        [
            (20, "Less than a minute left."),
            (40, "About one minute left."),
            (100, "About two minutes left."),
            (3000, "About 50 minutes left."),
        ],
    )
    def test_time_left_is_told_in_whole_minutes(self, seconds: float, text: str) -> None:
        assert text == time_left_text(seconds, PHRASES)

    def test_the_time_left_follows_the_pace(self) -> None:
        shell = at_cue()
        before = shell.session.head.ticks_left(shell.now)
        for _ in range(10):
            shell.ask(C.SLOWER)
        assert before < shell.session.head.ticks_left(shell.now)

    def test_every_answer_can_be_spoken_ahead(self) -> None:
        plan = plan_of(turns())
        known = set(possible_replies(plan, PHRASES))
        shell = Shell(Session(plan, length, PHRASES))
        planned = {line.sound.text for unit in plan.units for line in unit.lines}
        for command in (*[C.SLOWER] * 12, *[C.FASTER] * 15, C.TIME_LEFT, C.WHAT_CAN_I_SAY, C.BACK, C.PAUSE, C.RESUME):
            shell.ask(command)
            shell.run(shell.now + 200)
        assert set(shell.texts) <= known | planned

    def test_answers_never_talk_over_a_hold(self) -> None:
        shell = Shell(session_of(drill("holds"), brief=True))
        for _ in range(60):
            shell.ask(C.TIME_LEFT)
            shell.run(shell.now + 45)
        ends = [said.at + said.clip for said in shell.heard]
        assert all(end <= said.at for end, said in zip(ends, shell.heard[1:], strict=False))


class TestRecords:
    def test_a_cue_names_its_drill_bout_and_direction(self) -> None:
        fact = cues(at_cue())[0].fact
        assert ("mine", 1, True) == (fact.drill, fact.bout, fact.line.go)
        assert fact.line.cue in ("left", "right")

    def test_a_command_leaves_its_name_source_and_action(self) -> None:
        shell = at_cue()
        shell.ask(C.RESUME)
        assert {"kind": "command", "command": "resume", "source": "test", "action": "not_now"}.items() <= (
            shell.notes[-1].items()
        )

    def test_undisturbed_it_ends_complete_with_all_that_was_done(self) -> None:
        shell = Shell(session_of(turns(max_cues=4), bouts=2))
        shell.run(100_000)
        done = shell.notes[-1]["done"]["mine"]
        assert ("ended", "complete", 8) == (shell.notes[-1]["kind"], shell.notes[-1]["how"], sum(done.values()))

    def test_the_beat_ticks_in_bouts_only(self) -> None:
        shell = Shell(session_of(turns(max_cues=3), metronome=90, bouts=2, brief=True, rest_s=10.0))
        shell.run(100_000)
        assert [90, 0, 90, 0] == [effect.beats for effect in shell.effects if isinstance(effect, Beat)]


class TestSafetyOnly:
    def session(self) -> Session:
        choices = safety_choices("walking", SHIPPED["walking"], SHIPPED, Options(), PHRASES)
        return Session(lay_out(choices, length), length, PHRASES)

    def test_it_says_the_advice_and_nothing_else(self) -> None:
        shell = Shell(self.session())
        shell.run(100_000)
        assert (PHRASES.safety.intro, PHRASES.safety.outro) == (shell.texts[0], shell.texts[-1])
        assert "complete" == shell.notes[-1]["how"]

    @pytest.mark.parametrize("commands", [[C.NEXT], [C.FINISH], [C.BACK, C.FINISH], [C.BACK, C.NEXT]])
    def test_it_can_be_left_without_a_summary(self, commands: list[C]) -> None:
        shell = Shell(self.session())
        shell.run(200)
        for command in commands:
            shell.ask(command)
        asked = shell.now
        shell.run(asked + 500)
        assert [] == after(shell, asked)
        assert shell.session.is_over


def test_the_state_of_a_new_session_is_going_and_of_its_rest_resting() -> None:
    session = session_of(turns(), rest_s=20.0, bouts=2)
    assert State.GOING is session.state
    kinds = [block.kind.value for block in session.head.plan.blocks]
    expected = ["opening", "setup", "bout", "rest", "ready", "bout", "closing"]
    assert expected == kinds


class TestCelebration:
    def closing(self, celebrated: str, *, finish_at_once: bool = False) -> list[str]:
        asked: list[object] = []

        def celebrate(done: object) -> str:
            asked.append(done)
            return celebrated

        shell = Shell(Session(plan_of(turns(max_cues=2), bouts=1, brief=True), length, PHRASES, celebrate))
        if finish_at_once:
            shell.ask(C.FINISH)
        shell.run_to(lambda: shell.session.is_over)
        assert asked == ([] if finish_at_once else [shell.session.done_by_exercise])
        said = [effect.line.sound.text for effect in shell.effects if isinstance(effect, Speak)]
        return said[-4:]

    def test_one_true_thing_is_named_after_what_was_done(self) -> None:
        closing = self.closing("This is true.")
        assert closing[1].startswith("Turns: two turns")
        assert ["This is true.", PHRASES.closing.rest] == closing[2:]

    def test_where_nothing_is_true_nothing_is_said(self) -> None:
        assert closing_without() == self.closing("")

    def test_a_few_cues_of_the_first_round_are_nothing_to_celebrate(self) -> None:
        session = Session(
            plan_of(turns(max_cues=4), bouts=1, brief=True), length, PHRASES, lambda done: "This is true."
        )
        shell = Shell(session)
        shell.run_to(lambda: session.done_by_exercise == {"turns": {"left": 1}} or len(cues(shell)) == 3)
        shell.ask(C.FINISH)
        shell.run_to(lambda: session.is_over)
        assert "This is true." not in [each.line.sound.text for each in shell.effects if isinstance(each, Speak)]

    def test_where_nothing_was_done_nothing_is_celebrated(self) -> None:
        assert "This is true." not in self.closing("This is true.", finish_at_once=True)


def closing_without() -> list[str]:
    shell = Shell(session_of(turns(max_cues=2), bouts=1, brief=True))
    shell.run_to(lambda: shell.session.is_over)
    return [effect.line.sound.text for effect in shell.effects if isinstance(effect, Speak)][-4:]
