"""Follows a session from its facts, for whatever shows or keeps it. It knows no clock: `now` always comes in."""

from collections import deque
from dataclasses import dataclass
from enum import StrEnum

from drillvoice.core.plan.lines import BlockKind, ExerciseInfo, Kind, Line
from drillvoice.core.plan.timing import SCALE
from drillvoice.core.session.commands import State
from drillvoice.core.session.facts import Fact, LoudspeakerFound, LoudspeakerLost, Paced, PlanChanged, Spoken
from drillvoice.core.session.plan_route import Route, Stop
from drillvoice.core.ticks import to_seconds

KEPT_LINES = 8
QUIET = (State.PAUSED, State.STOPPED)
"""While they last, time stands still and does not count as practice."""
TOLD = frozenset({Kind.CUE, Kind.RETURN, Kind.PRACTICE, Kind.SAY, Kind.REST})
"""What is worth showing as the last thing that was said; counts and answers are not."""


class Counting(StrEnum):
    """What a countdown counts."""

    NOTHING = ""
    HOLD = "hold"
    REST = "rest"
    START = "start"


@dataclass(frozen=True, slots=True)
class SessionView:
    """One moment of a session, without a word of any language but what it said itself."""

    exercise: ExerciseInfo
    state: State
    state_number: int
    """Grows with each change of state; a command may say which one it was meant for."""
    lost: bool
    """The loudspeaker is gone."""
    said: Line | None
    """The last line that asked for something or told something."""
    countdown: int | None
    """Seconds that are left of a hold or a rest, or the number that is counted."""
    counting: Counting
    block: BlockKind
    is_before_first_bout: bool
    bout: int
    bouts: int
    """Of this exercise."""
    item: int
    """Which cue, repetition or hold of the bout; 0 where it is none."""
    items: int
    bout_share: float
    session_share: float
    left_s: float
    """What is left of the session, at its present pace."""
    next_text: str
    """What is said next; "" where nobody may know, or something else comes."""
    next_part: "ComingPart | None"
    """The bout, or the closing, that comes next, where that is what comes."""
    lines: tuple[str, ...]
    """What was said last, the newest line at the end."""


@dataclass(frozen=True, slots=True)
class ComingPart:
    """A bout or the closing."""

    kind: BlockKind
    exercise: ExerciseInfo
    bout: int
    bouts: int


class StateCounter:
    """Counts the changes of state in facts as they are told: whoever is told the same facts has the same number."""

    def __init__(self) -> None:
        self.number = 0
        self.state = State.GOING

    def count_fact(self, fact: Fact) -> None:
        """One more fact."""
        self.number += fact.state is not self.state
        self.state = fact.state


class Follower:
    """Follows one session of a plan."""

    def __init__(self, route: Route) -> None:
        self._begin_anew(route)

    def _begin_anew(self, route: Route) -> None:
        self._route = route
        self._states = StateCounter()
        self._lost = False
        self._unit = 0
        self._line: int | None = None
        """The last line of that unit that has been said."""
        self._since_s = 0.0
        """When the unit in progress began, in drill time."""
        self._paused_s: float | None = None
        self._behind_s: float | None = None
        """What `now` is ahead of drill time."""
        self._scale = SCALE
        self._said: Line | None = None
        self._counted = 0
        self._lines: deque[str] = deque(maxlen=KEPT_LINES)
        self.closing: list[str] = []
        """What the closing said."""

    def follow_fact(self, fact: Fact, now: float) -> None:
        """One fact, as it is told at `now`, in seconds of any clock."""
        if isinstance(fact, PlanChanged):
            self._begin_anew(Route(fact.plan))
        at_s = to_seconds(fact.at)
        self._behind_s = now - at_s
        self._states.count_fact(fact)
        self._follow_pause(at_s)
        match fact:
            case Spoken():
                self._follow_line(fact, at_s)
            case Paced():
                self._scale = fact.scale
            case LoudspeakerLost() | LoudspeakerFound():
                self._lost = isinstance(fact, LoudspeakerLost)

    def _follow_pause(self, at_s: float) -> None:
        quiet = self._states.state in QUIET
        if quiet and self._paused_s is None:
            self._paused_s = at_s
        elif not quiet and self._paused_s is not None:
            self._since_s += at_s - self._paused_s
            self._paused_s = None

    def _follow_line(self, fact: Spoken, at_s: float) -> None:
        text = fact.line.sound.text
        self._lines.append(text)
        self._counted = fact.line.counts_down
        if fact.place is None:
            self._said = fact.line if fact.line.kind is Kind.CUE else self._said
            return
        if fact.place.unit != self._unit or fact.place.index == 0:
            self._unit, self._since_s = fact.place.unit, at_s
        self._line = fact.place.index
        if self._route.kind_of_block(self._route.stop_of_unit(self._unit)) is BlockKind.CLOSING:
            self.closing.append(text)
        if fact.line.kind in TOLD:
            self._said = fact.line

    def view(self, now: float) -> SessionView:
        """What there is to see at a moment of the same clock."""
        stop = self._route.stop_of_unit(self._unit)
        info = self._route.exercise_of(stop)
        elapsed_s = self._elapsed_s(now)
        state = self._state_at(elapsed_s, stop)
        left_s = self._left_s(elapsed_s, stop)
        whole_s = left_s + stop.start_s + elapsed_s
        countdown, counting = self._countdown(stop, elapsed_s, state)
        text = self._next_text(stop, state)
        block = self._route.plan.blocks[stop.block]
        return SessionView(
            exercise=info,
            state=state,
            state_number=self._states.number,
            lost=self._lost,
            said=self._said,
            countdown=countdown,
            counting=counting,
            block=block.kind,
            is_before_first_bout=stop.block < self._route.first_bout,
            bout=block.bout,
            bouts=self._route.bouts[info.name],
            item=stop.number,
            items=self._route.numbers[stop.block],
            bout_share=_share(self._route.share_of_block(stop, elapsed_s)),
            session_share=_share((stop.start_s + elapsed_s) / whole_s if whole_s else 1.0),
            left_s=left_s,
            next_text=text or "",
            next_part=self._next_part(stop) if text is None else None,
            lines=tuple(self._lines),
        )

    def _elapsed_s(self, now: float) -> float:
        """Since the unit in progress began, pauses apart, never longer than it lasts."""
        if self._behind_s is None:
            return 0.0
        at_s = now - self._behind_s if self._paused_s is None else self._paused_s
        return min(max(0.0, at_s - self._since_s), self._route.stop_of_unit(self._unit).lasts_s(self._scale))

    def _state_at(self, elapsed_s: float, stop: Stop) -> State:
        """Where cues come on demand the wait for the next one is not announced."""
        state = self._states.state
        if state is not State.GOING or elapsed_s < stop.lasts_s(self._scale):
            return state
        following = self._route.stops[self._unit + 1 : self._unit + 2]
        waits = any(each.unit.gate is not None and each.unit.gate.ask is None for each in following)
        return State.WAITING if waits and self._behind_s is not None else State.GOING

    def _left_s(self, elapsed_s: float, stop: Stop) -> float:
        if self._states.state is State.ENDED:
            return 0.0
        return self._route.left_s(self._unit, self._scale) + stop.lasts_s(self._scale) - elapsed_s

    def _countdown(self, stop: Stop, elapsed_s: float, state: State) -> tuple[int | None, Counting]:
        if state is State.RESTING:
            return max(0, round(self._route.left_of_block_s(stop, elapsed_s))), Counting.REST
        if state is not State.GOING:
            return None, Counting.NOTHING
        if stop.hold_s and elapsed_s < stop.hold_s:
            return max(1, round(stop.hold_s - elapsed_s)), Counting.HOLD
        return (self._counted, Counting.START) if self._counted else (None, Counting.NOTHING)

    def _next_text(self, stop: Stop, state: State) -> str | None:
        """What is said next, never the next of random cues: then ""; None where another part comes."""
        if self._route.kind_of_block(stop) is not BlockKind.BOUT or state is State.RESTING:
            return None
        line = self._route.next_line(self._unit, self._line)
        if line is None:
            return None
        random = self._route.exercise_of(stop).variety is not None
        return "" if random or line.kind is Kind.COUNT else line.sound.text

    def _next_part(self, stop: Stop) -> ComingPart | None:
        found = self._route.next_block(stop)
        if found is None:
            return None
        kind, info, bout = found
        return ComingPart(kind, info, bout, self._route.bouts[info.name])


def _share(value: float) -> float:
    return min(1.0, max(0.0, value))
