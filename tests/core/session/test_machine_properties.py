"""Whatever is asked for, and whenever: the rules that hold in every session."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillvoice.core.drill.schema import DrillFile
from drillvoice.core.plan.lines import Kind, Line, Role
from drillvoice.core.plan.timing import SCALE, SHORTEST_SCALED, Plan, arrange, lay_out
from drillvoice.core.session.commands import Action, Command, State
from drillvoice.core.session.effects import Speak
from drillvoice.core.session.machine import Session
from tests.builders import PHRASES, choices_of, drill, length, numbered, turns
from tests.fakes import Shell

IN_OPENING = {Action.NEXT_LINE, Action.TO_PLACE, Action.ADVICE_READ}
JUMPS = {Action.BACK, Action.NEXT, Action.END_REST, Action.GO, Action.FINISH} | IN_OPENING
REPEATS = {Action.REPEAT, Action.REPEAT_REST}
AGAIN = JUMPS | REPEATS
LOSE = "the loudspeaker is gone, and comes back"
Place = tuple[int, int]
"""A unit of the plan, and a line of it."""
Script = list[tuple[int, Command | str]]
"""What to do after how many more ticks."""

SESSIONS: dict[str, tuple[DrillFile, dict[str, Any]]] = {
    "random cues": (turns(max_cues=5), {"bouts": 2}),
    "on demand": (turns(max_cues=4), {"on_demand": True}),
    "quick cues": (turns(max_cues=5, return_say=None, hold_s=0, gap_s=[2.2, 2.4]), {"bouts": 1}),
    "walking": (turns(max_cues=2, position="walking"), {"bouts": 3}),
    "until ready": (turns(max_cues=2, position="walking"), {"bouts": 3, "rest_until_ready": True}),
    "seated": (turns(max_cues=3, position="seated"), {"bouts": 2}),
    "repetitions": (drill("repetitions"), {"bouts": 2}),
    "holds": (drill("holds"), {"bouts": 1}),
    "guided steps": (drill("guided-steps"), {"bouts": 2}),
    "programme": (drill("programme"), {}),
}


@cache
def plan(name: str) -> Plan:
    """A short session, each of its lines numbered."""
    chosen, given = SESSIONS[name]
    return lay_out(numbered(choices_of(chosen, attended=True, brief=True, rest_s=rest_s(name), **given)), length)


def rest_s(name: str) -> float:
    """Rests on one's feet in one session, seated ones in the others."""
    return 10.0 if name == "repetitions" else 60.0


@dataclass(frozen=True, slots=True)
class Did:
    """Something that was handled."""

    at: int
    action: Action | None
    after: State
    scale: int


class Told:
    """A session that was told things at some times, and everything that was heard of it.

    Args:
        name: which session.
        begin: until then somebody says "ready" whenever it waits, and nothing else.
        script: what is done then.
        late: ticks from a command to the cut of the sound.

    """

    def __init__(self, name: str, begin: int, script: Script, late: int) -> None:
        self.plan = plan(name)
        self.session = Session(self.plan, length, PHRASES)
        self.shell = Shell(self.session, late)
        self.again: list[tuple[int, Line]] = []
        """Onset and line of answers; in a rest, "repeat" is answered with the last line."""
        self.did = [Did(0, None, State.GOING, SCALE)]
        while self.shell.now < begin and not self.session.is_over:
            self.shell.run(self.shell.now + 50)
            if self.session.state is State.WAITING:
                self._do(Command.READY)
        for delay, deed in script:
            self.shell.run(self.shell.now + delay)
            self._do(deed)
        self.shell.run(self.shell.now + 400)
        self.heard = self.shell.heard

    def _do(self, deed: Command | str) -> None:
        action = None
        if isinstance(deed, Command):
            placed = len(self.shell.effects)
            self.shell.ask(deed)
            self.again += [
                (effect.at, effect.line) for effect in self.shell.effects[placed:] if isinstance(effect, Speak)
            ]
            action = next(Action[note["action"].upper()] for note in reversed(self.shell.notes) if "action" in note)
        else:
            self.shell.lose()
        self.did.append(Did(self.shell.now, action, self.session.state, self.session.head.scale))

    @property
    def planned(self) -> list[Speak]:
        """The lines of the plan that were heard in their turn, up to the closing."""
        closing = self.plan.first_unit(len(self.plan.blocks) - 1)
        return [
            said
            for said in self.heard
            if said.line.cue
            and unit_of(said) < closing
            and (said.at, said.line) not in self.again
            and not (said.line.role is Role.CAUTION and said.fact.place is None)
        ]

    @property
    def onsets(self) -> list[Speak]:
        """The first lines of units of the plan that were heard."""
        return [said for said in self.planned if line_of(said) == 0]

    def between(self, first: Speak, second: Speak) -> list[Did]:
        """What was done from the onset of one sound to that of another."""
        return [did for did in self.did if first.at <= did.at <= second.at]

    def actions(self, first: Speak, second: Speak) -> set[Action | None]:
        """What was done between two onsets."""
        return {did.action for did in self.between(first, second)}

    def least(self, first: Speak, second: Speak) -> int:
        """The least that may lie between two units, under the quickest pace that held between them."""
        before = [did.scale for did in self.did if did.at <= first.at][-1:]
        scale = min(before + [did.scale for did in self.between(first, second)])
        return arrange(self.plan.units[unit_of(first)], length, scale).total

    def own_gap(self, first: Speak, second: Speak) -> int:
        """The time from one cue to the next at the drill's own pace."""
        arranged = arrange(self.plan.units[unit_of(first)], length)
        offsets = {placed.line.cue: placed.offset for placed in arranged.placed}
        end = offsets[second.line.cue] if unit_of(first) == unit_of(second) else arranged.total
        return end - offsets[first.line.cue]

    def passed_over(self, first: Place, second: Place) -> list[Line]:
        """The lines between two places."""
        units = enumerate(self.plan.units[: second[0] + 1])
        numbered = [((index, number), line) for index, unit in units for number, line in enumerate(unit.lines)]
        return [line for place, line in numbered if first < place < second]

    def was_unfinished(self, first: Speak, second: Speak) -> bool:
        """Whether something of a sound's unit was cut or still to come, when something was done after it."""
        did = next(iter(self.between(first, second)), None)
        last = self.plan.units[unit_of(first)].lines[-1].cue == first.line.cue
        return did is not None and (not last or did.at < first.at + length(first.line.sound))


def unit_of(said: Speak) -> int:
    return int(said.line.cue.split(".")[0])


def line_of(said: Speak) -> int:
    return int(said.line.cue.split(".")[1])


def place(said: Speak) -> Place:
    return unit_of(said), line_of(said)


def no_two_sounds_overlap(told: Told) -> None:
    for first, second in pairwise(told.heard):
        assert first.at + first.clip <= second.at


def lines_come_in_order_and_none_is_left_out(told: Told) -> None:
    for first, second in pairwise(told.planned):
        if told.actions(first, second) & AGAIN:
            continue
        if unit_of(first) == unit_of(second) and line_of(second) == 0:
            assert told.was_unfinished(first, second)
            continue
        assert place(first) < place(second)
        assert first.clip == length(first.line.sound)
        assert not told.passed_over(place(first), place(second))


def units_keep_their_distance(told: Told) -> None:
    for first, second in pairwise(told.onsets):
        if not told.actions(first, second) & AGAIN and unit_of(first) != unit_of(second):
            assert second.at - first.at >= told.least(first, second)


def a_unit_comes_again_only_after_something_was_done(told: Told) -> None:
    for first, second in pairwise(told.onsets):
        if unit_of(first) >= unit_of(second):
            assert len(told.between(first, second)) > 0


def cues_are_two_seconds_apart(told: Told) -> None:
    cues = [said for said in told.planned if said.line.kind is Kind.CUE]
    for first, second in pairwise(cues):
        if first.line is not second.line and not told.actions(first, second) & REPEATS:
            assert second.at - first.at >= min(SHORTEST_SCALED, told.own_gap(first, second))


def only_answers_sound_in_a_pause_and_only_help_after_stop(told: Told) -> None:
    ends = [did.at for did in told.did[1:]] + [told.shell.now]
    for did, end in zip(told.did, ends, strict=True):
        heard = [said for said in told.heard if did.at < said.at < end]
        if did.after is State.PAUSED:
            assert not [said for said in heard if said.line.cue]
        if did.after is State.STOPPED:
            assert {said.line.sound.text for said in heard} <= {PHRASES.reply.help}


def nobody_is_cued_while_getting_up(told: Told) -> None:
    """Once a seated rest has been heard, no cue of a drill that is not seated comes before somebody said "ready"."""
    resting = False
    rests = [(said.at, None) for said in told.heard if said.line.kind is Kind.REST and sits_down(said)]
    gone = [(did.at, Action.GO) for did in told.did if did.action is Action.GO]
    cues = [(said.at, said) for said in told.planned if said.line.kind in (Kind.CUE, Kind.RETURN)]
    for _, what in sorted([*rests, *gone, *cues], key=lambda pair: pair[0]):
        if isinstance(what, Speak):
            exercise = told.plan.blocks[told.plan.block_of[unit_of(what)]].exercise
            assert not resting or told.plan.exercises[exercise].position == "seated"
        else:
            resting = what is None


def sits_down(said: Speak) -> bool:
    """Whether so much of a line was heard that somebody may be sitting; in a short rest everybody stays standing."""
    return said.clip > MOST_LATE and not said.line.sound.text.startswith(PHRASES.rest.start_short.split("{")[0])


RULES: list[Callable[[Told], None]] = [
    no_two_sounds_overlap,
    lines_come_in_order_and_none_is_left_out,
    units_keep_their_distance,
    a_unit_comes_again_only_after_something_was_done,
    cues_are_two_seconds_apart,
    only_answers_sound_in_a_pause_and_only_help_after_stop,
    nobody_is_cued_while_getting_up,
]
MOST_LATE = 3
DELAYS = st.integers(0, 15) | st.integers(0, 60) | st.integers(0, 500)
DEEDS = st.sampled_from([*Command, LOSE])
SCRIPTS = st.lists(st.tuples(DELAYS, DEEDS), max_size=14)


@pytest.mark.parametrize("name", SESSIONS)
@given(begin=st.integers(0, 3000), script=SCRIPTS, late=st.integers(0, MOST_LATE))
def test_every_rule_holds_whatever_is_asked_for(name: str, begin: int, script: Script, late: int) -> None:
    told = Told(name, begin, script, late)
    for rule in RULES:
        rule(told)


@pytest.mark.parametrize("name", SESSIONS)
def test_undisturbed_every_unit_begins_where_the_plan_says(name: str) -> None:
    """Nobody attends, so that no gate stands in the way."""
    chosen, given = SESSIONS[name]
    starts = (alone := lay_out(numbered(choices_of(chosen, brief=True, rest_s=rest_s(name), **given)), length)).starts
    shell = Shell(Session(alone, length, PHRASES))
    shell.run(alone.total)
    onsets = {unit_of(said): said.at for said in shell.heard if said.line.cue and line_of(said) == 0}
    assert {index: starts[index] for index in onsets} == onsets
    spoken = [unit for unit in alone.units if unit.lines]
    assert len(spoken) - len(alone.blocks[-1].units) <= len(onsets)
