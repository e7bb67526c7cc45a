"""A session that is asked for more: cues by hand, texts, notes. And commands that come too late."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillvoice.core.plan.lines import Kind
from drillvoice.core.plan.timing import arrange
from drillvoice.core.session.called_cues import is_cue
from drillvoice.core.session.commands import NEVER_LATE, Action, Command, State
from drillvoice.core.session.effects import Note, Speak, Tone
from drillvoice.core.session.facts import AsideAsked, Noted, NoteTakenBack
from drillvoice.core.session.machine import Origin, Session
from drillvoice.core.session.messages import MOST_WAITED_S, Asked, CueAsked
from drillvoice.core.session.notes import NOTES
from tests.builders import PHRASES, drill, length, plan_of, session_of, turns
from tests.fakes import Shell, ticks_of

C = Command
HELLO = "Well walked."


def walking(**given: object) -> Shell:
    """A session of turns with gaps of six to eight seconds, just after its first cue."""
    shell = Shell(session_of(turns(return_say=None, gap_s=[6.0, 8.0]), **({"bouts": 2, "brief": True} | given)))
    shell.run_to(lambda: len(cues(shell)) == 1)
    return shell


def cues(shell: Shell) -> list[Speak]:
    return [said for said in shell.heard if said.line.kind is Kind.CUE]


def call(shell: Shell, name: str) -> AsideAsked:
    """Call a cue by hand; what is told of that."""
    effects = shell.session.call_cue(name, shell.now, "page")
    shell.effects += effects
    return next(effect.fact for effect in effects if isinstance(effect, Note) and isinstance(effect.fact, AsideAsked))


def speak(shell: Shell, text: str) -> AsideAsked:
    effects = shell.session.speak_text(text, shell.now, "page")
    shell.effects += effects
    return next(effect.fact for effect in effects if isinstance(effect, Note) and isinstance(effect.fact, AsideAsked))


def shortest_gap(shell: Shell) -> int:
    units = [unit for unit in shell.session.head.plan.units if is_cue(unit)]
    return min(arrange(unit, length).total for unit in units)


class TestCue:
    def test_it_comes_before_the_next_of_the_plan_as_soon_as_the_gap_allows(self) -> None:
        shell = walking()
        first = cues(shell)[0]
        assert call(shell, "left").accepted
        shell.run_to(lambda: len(cues(shell)) == 2)
        called = cues(shell)[1]
        assert ("left", None) == (called.line.cue, called.fact.place)
        assert shortest_gap(shell) == called.at - first.at

    def test_it_comes_at_once_where_the_gap_is_over(self) -> None:
        shell = walking()
        shell.run(cues(shell)[0].at + shortest_gap(shell) - 2)
        call(shell, "left")
        asked = shell.now
        shell.run_to(lambda: len(cues(shell)) == 2)
        assert cues(shell)[1].at - asked <= ticks_of(0.25)

    def test_several_wait_for_their_turn_in_order(self) -> None:
        shell = walking()
        for name in ("left", "right", "left"):
            call(shell, name)
        shell.run_to(lambda: len(cues(shell)) == 4)
        assert ["left", "right", "left"] == [said.line.cue for said in cues(shell)[1:]]

    def test_it_is_counted(self) -> None:
        shell, undisturbed = walking(bouts=1), walking(bouts=1)
        call(shell, "left")
        for each in (shell, undisturbed):
            each.run_to(lambda each=each: each.session.is_over)  # type: ignore[misc]
        assert (
            1 + undisturbed.session.done_by_exercise["mine"]["left"] == shell.session.done_by_exercise["mine"]["left"]
        )

    def test_one_that_was_cut_is_not_counted_and_not_said_again(self) -> None:
        shell = walking()
        call(shell, "left")
        shell.run_to(lambda: len(cues(shell)) == 2)
        shell.ask(C.PAUSE)
        shell.ask(C.RESUME)
        shell.run_to(lambda: len(cues(shell)) == 3)
        assert cues(shell)[2].fact.place is not None
        assert 1 == sum(shell.session.done_by_exercise["mine"].values())

    def test_repeat_says_it_again(self) -> None:
        shell = walking()
        call(shell, "left")
        shell.run_to(lambda: len(cues(shell)) == 2)
        shell.ask(C.REPEAT)
        shell.run(shell.now + 30)
        assert [said.line.cue for said in cues(shell)[1:]] == ["left", "left"]
        assert "Going on." not in shell.texts

    def test_on_demand_it_needs_no_ready(self) -> None:
        shell = Shell(
            session_of(turns(return_say=None, gap_s=[6.0, 8.0]), bouts=2, brief=True, on_demand=True, attended=True)
        )
        shell.run_to(lambda: shell.session.state is State.WAITING)
        call(shell, "right")
        shell.run_to(lambda: len(cues(shell)) == 1)
        assert "right" == cues(shell)[0].line.cue

    def test_one_that_is_called_late_in_a_wait_is_not_talked_over_by_the_next(self) -> None:
        shell = Shell(
            session_of(turns(return_say=None, gap_s=[6.0, 8.0]), bouts=2, brief=True, on_demand=True, attended=True)
        )
        shell.run_to(lambda: shell.session.state is State.WAITING)
        shell.run(shell.now + ticks_of(10))
        asked = shell.now
        call(shell, "right")
        shell.run_to(lambda: len(cues(shell)) == 1)
        shell.ask(C.READY)
        shell.run_to(lambda: len(cues(shell)) == 2)
        called, planned = cues(shell)
        assert asked < called.at
        assert called.at + called.clip <= planned.at

    def test_after_a_pause_its_gap_goes_on(self) -> None:
        """As after any cue: what was left of the gap comes after the count-in."""
        shell = walking()
        call(shell, "left")
        shell.run_to(lambda: len(cues(shell)) == 2)
        called = cues(shell)[1]
        shell.run(called.at + 60)
        shell.ask(C.PAUSE)
        shell.ask(C.RESUME)
        shell.run_to(lambda: len(cues(shell)) == 3)
        counted = next(said for said in shell.heard if said.line.sound.text == "One" and said.at > called.at)
        assert cues(shell)[2].at - counted.at >= 50 + shortest_gap(shell) - 60

    def test_the_rest_of_a_gap_that_a_pause_has_left_is_kept(self) -> None:
        shell = walking()
        shell.run(cues(shell)[0].at + 60)
        shell.ask(C.PAUSE)
        shell.ask(C.RESUME)
        shell.run_to(lambda: "One" in shell.texts[-1:])
        counted = shell.heard[-1]
        shell.run(counted.at + 60)
        call(shell, "left")
        shell.run_to(lambda: len(cues(shell)) == 2)
        assert cues(shell)[1].at - counted.at >= 50 + shortest_gap(shell) - 60

    def test_before_the_first_and_after_the_last_of_a_bout_it_is_refused(self) -> None:
        shell = Shell(session_of(turns(max_cues=2, after_bout=["How was that?"]), bouts=1, brief=True))
        shell.run_to(lambda: "Three" in shell.texts)
        assert not call(shell, "left").accepted
        shell.run_to(lambda: "How was that?" in shell.texts)
        assert not call(shell, "left").accepted

    def test_one_that_the_drill_does_not_have_is_refused_by_a_tone(self) -> None:
        shell = walking()
        assert not call(shell, "no such cue").accepted
        assert shell.now in shell.tones

    @pytest.mark.parametrize("command", [C.PAUSE, C.STOP])
    def test_in_a_pause_or_stop_it_is_refused(self, command: Command) -> None:
        shell = walking()
        shell.ask(command)
        tones = len(shell.tones)
        assert not call(shell, "left").accepted
        assert (command is C.PAUSE) == (len(shell.tones) > tones)
        shell.run(shell.now + 3000)
        assert 1 == len(cues(shell))

    def test_in_a_rest_it_is_refused(self) -> None:
        shell = walking(rest_s=20.0)
        shell.run_to(lambda: shell.session.state is State.RESTING)
        assert not call(shell, "left").accepted

    def test_before_the_first_bout_it_is_refused(self) -> None:
        shell = Shell(session_of(turns()))
        shell.run(50)
        assert not call(shell, "left").accepted

    def test_a_drill_without_cues_has_none_to_call(self) -> None:
        shell = Shell(session_of(drill("repetitions"), brief=True))
        shell.run_to(lambda: bool(cues(shell)))
        assert not call(shell, "left").accepted


class TestText:
    def test_it_is_said_where_nothing_sounds(self) -> None:
        shell = walking()
        assert speak(shell, HELLO).accepted
        shell.run(shell.now + 150)
        assert HELLO == shell.texts[-1]
        assert all(first.at + first.clip <= second.at for first, second in pairwise(shell.heard))

    def test_in_a_wait_too(self) -> None:
        shell = Shell(session_of(turns(max_cues=2), bouts=2, attended=True, rest_s=60.0, brief=True))
        shell.run_to(lambda: shell.session.state is State.WAITING)
        assert speak(shell, HELLO).accepted

    @pytest.mark.parametrize("command", [C.PAUSE, C.STOP, C.FINISH])
    def test_not_in_a_pause_nor_stop_nor_after_finish(self, command: Command) -> None:
        shell = walking()
        shell.ask(command)
        assert not speak(shell, HELLO).accepted
        shell.run(shell.now + 1000)
        assert HELLO not in shell.texts


@pytest.mark.parametrize("note", NOTES)
def test_a_note_is_kept_at_its_time_and_changes_nothing(note: str) -> None:
    shell = walking()
    before = shell.session.state
    effects = shell.session.note_event(note, shell.now, "page", "at the turn")
    assert [Note(Noted(shell.now, before, "page", note, "at the turn"))] == effects


def test_a_note_can_be_taken_back_and_nothing_is_said_of_it() -> None:
    shell = walking()
    effects = shell.session.take_back_note("wobble", 7, shell.now, "page")
    assert [Note(NoteTakenBack(shell.now, shell.session.state, "page", "wobble", 7))] == effects


def test_a_cue_by_hand_that_comes_too_late_is_refused_by_a_soft_tone() -> None:
    shell = walking()
    asked, tone = shell.session.call_cue("left", shell.now, "page", late=True)
    assert Note(AsideAsked(shell.now, shell.session.state, "page", False, cue="left")) == asked
    assert Tone(shell.now) == tone


@pytest.mark.parametrize(
    ("command", "sounds"), [(None, True), (C.PAUSE, True), (C.STOP, False)], ids=["walking", "paused", "stopped"]
)
def test_a_note_by_a_key_is_answered_by_a_rising_tone_where_anything_may_sound(
    command: Command | None, sounds: bool
) -> None:
    shell, undisturbed = walking(), walking()
    for each in (shell, undisturbed):
        if command:
            each.ask(command)
    told, *tones = shell.session.note_event("wobble", shell.now, "keys", toned=True)
    assert Note(Noted(shell.now, undisturbed.session.state, "keys", "wobble")) == told
    assert ([Tone(shell.now, rising=True)] if sounds else []) == tones
    for each in (shell, undisturbed):
        each.run(each.now + 1000)
    assert undisturbed.heard == shell.heard, "nothing else changes"


def test_a_key_that_trembles_or_is_held_notes_one_thing() -> None:
    shell = walking()
    presses = (0, 3, 20, 50, 80, 120)
    noted = [bool(shell.session.note_event("wobble", shell.now + at, "keys", toned=True)) for at in presses]
    assert [True, False, False, False, False, True] == noted
    assert shell.session.note_event("wobble", shell.now + 121, "page"), "a helper's note is not of a key"


class TestLate:
    @pytest.mark.parametrize("command", sorted(set(C) - {C.PAUSE, C.STOP, C.FINISH, C.HELP, C.TOGGLE, C.SWITCH}))
    def test_what_comes_too_late_changes_nothing_and_is_answered_by_a_tone(self, command: Command) -> None:
        shell = walking()
        before = (shell.session.state, shell.session.head.due, shell.session.head.scale, shell.session.head.index)
        assert not shell.session.needs_hush(command, shell.now, late=True)
        effects = shell.session.handle_command(command, shell.now, Origin("page", late=True))
        head = shell.session.head
        assert before == (shell.session.state, head.due, head.scale, head.index)
        assert Tone(shell.now) in effects
        assert 2 == len(effects)

    @pytest.mark.parametrize("command", [C.PAUSE, C.STOP, C.FINISH, C.HELP, C.TOGGLE, C.SWITCH])
    def test_what_brings_silence_acts_however_late(self, command: Command) -> None:
        shell = walking()
        assert shell.session.needs_hush(command, shell.now, late=True)
        shell.cut()
        effects = shell.session.handle_command(command, shell.now, Origin("page", late=True))
        assert shell.session.state is not State.GOING or command is C.FINISH
        assert Tone(shell.now) not in effects

    def test_after_stop_what_comes_too_late_is_answered_by_nothing(self) -> None:
        shell = walking()
        shell.ask(C.STOP)
        shell.session.needs_hush(C.RESUME, shell.now, late=True)
        effects = shell.session.handle_command(C.RESUME, shell.now, Origin("page", late=True))
        assert State.STOPPED is shell.session.state
        assert not [effect for effect in effects if isinstance(effect, Tone)]

    def test_a_late_press_of_the_space_bar_never_goes_on(self) -> None:
        shell = walking()
        shell.ask(C.PAUSE)
        shell.run(shell.now + 100)
        shell.session.needs_hush(C.TOGGLE, shell.now, late=True)
        shell.session.handle_command(C.TOGGLE, shell.now, Origin("page", late=True))
        assert State.PAUSED is shell.session.state

    @pytest.mark.parametrize(
        ("given_at", "meant_for", "late"),
        [
            (None, None, False),
            (10.0 - MOST_WAITED_S, None, False),
            (9.9 - MOST_WAITED_S, None, True),
            (10.0, 3, False),
            (10.0, 2, True),
            (None, 4, True),
        ],
    )
    def test_a_command_is_late_by_its_age_or_by_its_state(
        self, given_at: float | None, meant_for: int | None, *, late: bool
    ) -> None:
        asked = Asked(C.NEXT, "page", given_at=given_at, meant_for=meant_for)
        assert late is asked.is_late(10.0, 3)
        cue = CueAsked("left", "page", given_at=asked.given_at, meant_for=asked.meant_for)
        assert late is cue.is_late(10.0, 3)


LOSE = "lose"
TEXT = "text"
LATE = "late"
DEEDS = st.sampled_from([*Command, LOSE, TEXT, "left", "right", "left", "right"])
SCRIPTS = st.lists(st.tuples(st.integers(0, 60) | st.integers(0, 400), DEEDS, st.booleans()), max_size=14)
AGAIN = {Action.BACK, Action.REPEAT, Action.REPEAT_REST, Action.NEXT, Action.GO, Action.FINISH, Action.RESUME}


@given(begin=st.integers(300, 2500), script=SCRIPTS)
def test_whatever_is_asked_for_no_sound_is_cut_no_gap_is_closed_and_quiet_is_quiet(
    begin: int, script: list[tuple[int, Command | str, bool]]
) -> None:
    plan = plan_of(turns(max_cues=6, return_say=None, gap_s=[4.0, 6.0]), bouts=2, brief=True, rest_s=20.0)
    shell = Shell(Session(plan, length, PHRASES))
    shell.run(begin)
    actions: list[tuple[int, Action]] = []
    quiet: list[tuple[int, State]] = []
    for delay, deed, late in script:
        shell.run(shell.now + delay)
        quiet.append((shell.now, shell.session.state))
        _do(shell, deed, late=late, actions=actions)
        quiet.append((shell.now, shell.session.state))
    shell.run(shell.now + 600)
    for first, second in pairwise(shell.heard):
        assert first.at + first.clip <= second.at
    gap = min(arrange(unit, length, 70).total for unit in plan.units if is_cue(unit))
    for first, second in pairwise(cues(shell)):
        if not any(first.at <= at <= second.at and action in AGAIN for at, action in actions):
            assert second.at - first.at >= gap
    for (start, state), (end, _) in pairwise([*quiet, (shell.now, shell.session.state)]):
        if state in (State.PAUSED, State.STOPPED):
            heard = [said for said in shell.heard if start < said.at < end]
            assert not [said for said in heard if said.line.kind is Kind.CUE or said.line.sound.text == HELLO]


def _is_on(state: State) -> bool:
    """Whether it goes on; from a rest to a bout it goes by itself."""
    return state in (State.GOING, State.RESTING, State.WAITING)


def _do(shell: Shell, deed: Command | str, *, late: bool, actions: list[tuple[int, Action]]) -> None:
    if isinstance(deed, Command):
        before = (_is_on(shell.session.state), shell.session.head.scale)
        if shell.session.needs_hush(deed, shell.now, late=late):
            shell.cut()
        shell.effects += shell.session.handle_command(deed, shell.now, Origin("test", late=late))
        action = next(Action[note["action"].upper()] for note in reversed(shell.notes) if "action" in note)
        actions.append((shell.now, action))
        if late and action not in NEVER_LATE:
            assert (Action.TOO_LATE, before) == (action, (_is_on(shell.session.state), shell.session.head.scale))
    elif deed == LOSE:
        shell.lose()
    elif deed == TEXT:
        speak(shell, HELLO)
    else:
        call(shell, deed)


@given(calls=st.lists(st.tuples(st.integers(0, 500), st.sampled_from(["left", "right"])), max_size=8))
def test_what_is_counted_is_what_was_called(calls: list[tuple[int, str]]) -> None:
    shell = walking(bouts=1)
    for delay, name in calls:
        shell.run(shell.now + delay)
        call(shell, name)
    shell.run_to(lambda: shell.session.is_over)
    told = [effect.fact.tally for effect in shell.effects if isinstance(effect, Speak) and effect.fact.tally]
    assert {name: told.count(name) for name in set(told)} == shell.session.done_by_exercise["mine"]
