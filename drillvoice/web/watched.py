"""One session as pages see it: its view in words, what may be done now, and what has been noted."""

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from drillvoice.app.session_run import SessionRun
from drillvoice.app.view_words import left_words, next_words, part_words
from drillvoice.core.phrases import Phrases
from drillvoice.core.plan.lines import BlockKind, Kind, Role
from drillvoice.core.plan.timing import Plan
from drillvoice.core.session.called_cues import is_cue
from drillvoice.core.session.commands import ACTIONS, Action, Command, State
from drillvoice.core.session.facts import Ended, Fact, Noted, NoteTakenBack, PlanChanged
from drillvoice.core.session.follower import QUIET, Follower, SessionView
from drillvoice.core.session.plan_route import Route

UNDO_S = 10.0
"""So long a note can be taken back."""
ADVICE = (Role.SAFETY, Role.SAFETY_END)
NO_EFFECT = (Action.NOTHING, Action.NOT_NOW)
MAIN = {
    State.GOING: Command.PAUSE,
    State.RESTING: Command.PAUSE,
    State.WAITING: Command.READY,
    State.PAUSED: Command.RESUME,
    State.STOPPED: Command.RESUME,
}
"""What the one button that changes does in each state."""
OTHERS = (
    Command.HELP,
    Command.READY,
    Command.PAUSE,
    Command.REPEAT,
    Command.NEXT,
    Command.BACK,
    Command.SLOWER,
    Command.FASTER,
    Command.LOUDER,
    Command.SOFTER,
    Command.TIME_LEFT,
    Command.WHY,
    Command.FINISH,
)
"""What else there is, in the order in which it is offered."""


@dataclass(frozen=True, slots=True)
class KeptNote:
    """A note that may be taken back."""

    note: str
    noted_at: int
    told_at: float
    """When it was told, on the clock of the view."""


class Watched:
    """Follows one session.

    Args:
        run: the session; its stage is set.
        phrases: the words.

    """

    def __init__(self, run: SessionRun, phrases: Phrases) -> None:
        assert run.stage is not None, "a session tells nothing before its stage is set"
        self.run = run
        self.phrases = phrases
        self.is_alone = False
        """No page was connected for a while."""
        self._begin_plan(run.stage.plan)
        self._notes: Counter[str] = Counter()
        self._last_note: KeptNote | None = None
        self.ended: Ended | None = None

    def _begin_plan(self, plan: Plan) -> None:
        self._plan = plan
        self._follower = Follower(Route(plan))
        self._cues_of = lru_cache(lambda exercise: _cues_of(plan, exercise))

    @property
    def title(self) -> str:
        """What is practised."""
        return self._plan.title

    @property
    def closing(self) -> list[str]:
        """What the closing said."""
        return self._follower.closing

    def follow_fact(self, fact: Fact, now: float) -> None:
        """One more fact."""
        self._follower.follow_fact(fact, now)
        match fact:
            case PlanChanged():
                self._begin_plan(fact.plan)
            case Noted():
                self._notes[fact.note] += 1
                self._last_note = KeptNote(fact.note, fact.at, now)
            case NoteTakenBack():
                self._notes[fact.note] -= 1
                self._last_note = None
            case Ended():
                self.ended = fact

    def state_number(self, now: float) -> int:
        """That of the state that it is in."""
        return self._follower.view(now).state_number

    def may_be_called(self, cue: str, now: float) -> bool:
        """Whether there is such a cue to be called by hand at this moment."""
        return cue in {each["name"] for each in self._callable_cues(self._follower.view(now))}

    def is_meaningful(self, command: Command, now: float) -> bool:
        """Whether a command has any effect at this moment."""
        return ACTIONS[self._follower.view(now).state][command] not in NO_EFFECT

    def toggled_command(self, now: float) -> Command:
        """What the space bar means now."""
        return Command.RESUME if self._follower.view(now).state in QUIET else Command.PAUSE

    def note_to_undo(self, now: float) -> KeptNote | None:
        """The last note, as long as it can be taken back."""
        last = self._last_note
        return last if last and now - last.told_at < UNDO_S else None

    def shown_cue(self, now: float) -> str:
        """The cue that was called last, as long as it holds; "" where it was something else."""
        seen = self._follower.view(now)
        is_cue = seen.state is State.GOING and _is_cue_line(seen)
        return seen.said.sound.text if seen.said and is_cue else ""

    def state_json(self, now: float) -> dict[str, Any]:
        """All that a page shows of it."""
        seen, screen = self._follower.view(now), self.phrases.screen
        undo, said = self.note_to_undo(now), seen.said
        main = MAIN.get(seen.state)
        return {
            "state_number": seen.state_number,
            "state": seen.state.value,
            "title": seen.exercise.title,
            "part": part_words(seen, screen),
            "said": said.sound.text if said else "",
            "is_cue": _is_cue_line(seen),
            "next": next_words(seen, screen),
            "left": left_words(seen.left_s, screen),
            "count": seen.countdown,
            "counting": seen.counting.value,
            "main": main.value if main else None,
            "more": [command.value for command in self._offered(seen, main)],
            "cues": self._callable_cues(seen),
            "notes": {note: count for note, count in self._notes.items() if count},
            "undo": {"note": undo.note, "left_s": round(UNDO_S - (now - undo.told_at))} if undo else None,
            "lost": seen.lost,
            "alone": self.is_alone,
        }

    def _offered(self, seen: SessionView, main: Command | None) -> list[Command]:
        actions = ACTIONS[seen.state]
        found = [command for command in OTHERS if actions[command] not in NO_EFFECT and command is not main]
        if seen.state is State.PAUSED and Command.READY in found:
            found.remove(Command.READY)  # the main button goes on already
        if seen.is_before_first_bout and seen.state in (State.GOING, State.WAITING):
            found.append(Command.LESS)
        if seen.said is not None and seen.said.role in ADVICE:
            found.append(Command.ADVICE_READ)
        return found

    def _callable_cues(self, seen: SessionView) -> list[dict[str, str]]:
        if seen.block is not BlockKind.BOUT or seen.state not in (State.GOING, State.WAITING):
            return []
        return self._cues_of(seen.exercise.name)


def _is_cue_line(seen: SessionView) -> bool:
    return seen.said is not None and seen.said.kind in (Kind.CUE, Kind.RETURN, Kind.PRACTICE)


def _cues_of(plan: Plan, exercise: str) -> list[dict[str, str]]:
    """The cues of an exercise, by name and by what they say, each once."""
    pairs = zip(plan.units, plan.block_of, strict=True)
    own = [unit for unit, block in pairs if plan.exercises[plan.blocks[block].exercise].name == exercise]
    found = {unit.lines[0].cue: unit.lines[0].sound.text for unit in own if is_cue(unit)}
    return [{"name": name, "text": text} for name, text in sorted(found.items())]
