"""What a session tells, once it has sounded or happened.

Each fact carries the tick at which it holds and the state that the session is in after it, so that nobody who
follows a session has to work out by himself where a command has led. A line of the plan is known by its place, never
by its words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from drillvoice.core.plan.lines import Line
from drillvoice.core.plan.timing import Plan
from drillvoice.core.session.commands import Action, Command, State

CHANGED = "changed"
"""How a session ends whose place a lesser one takes: nothing was done in it, and of it only what was noted is kept."""


class News(StrEnum):
    """What a person should know although nobody asked: whether their voice is heard."""

    LISTENING = "listening"
    DEAF = "deaf"
    LISTENING_AGAIN = "listening_again"


class Trouble(StrEnum):
    """What befalls a session that nobody has asked for."""

    SLEPT = "slept"
    """The computer has slept, or the program was held still for a while."""
    KEYS_GONE = "keys_gone"
    """Keys or typed lines cannot be read any more."""
    COMMANDS_ENDED = "commands_ended"
    """Typed commands have come to their end, and nobody can give any others that way."""


@dataclass(frozen=True, slots=True)
class LineId:
    """Where a line stands in its plan."""

    unit: int
    index: int
    """Which of the unit's lines it is; optional ones that were left out count too."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """A command by voice."""

    phrase: str
    """What was said."""
    word_end_s: float
    """When it had been said, in seconds of the session."""


@dataclass(frozen=True, slots=True)
class Fact:
    """What all facts have."""

    at: int
    """The tick at which it holds."""
    state: State
    """What the session is doing from then on."""


@dataclass(frozen=True, slots=True)
class Spoken(Fact):
    """A line has begun to sound."""

    line: Line
    exercise: int
    """The exercise that it belongs to, by its place in the plan."""
    drill: str
    """The same by its name."""
    bout: int
    """Which bout of the exercise; 0 outside of bouts."""
    place: LineId | None = None
    """None for what does not belong to the plan: answers, count-ins after a pause, cues that were called by hand."""
    tally: str = ""
    """What is counted once the unit has been done that begins with this line."""


@dataclass(frozen=True, slots=True)
class Commanded(Fact):
    """Somebody has asked for something."""

    command: Command
    action: Action
    """What it came to."""
    source: str
    utterance: Utterance | None = None


@dataclass(frozen=True, slots=True)
class AsideAsked(Fact):
    """Somebody wants a cue called, or a text spoken."""

    source: str
    accepted: bool
    cue: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Noted(Fact):
    """Somebody has seen something: a wobble, a hand on the wall."""

    source: str
    note: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class NoteTakenBack(Fact):
    """Somebody has taken back what they noted."""

    source: str
    note: str
    noted_at: int
    """The tick of the `Noted` that is meant."""


@dataclass(frozen=True, slots=True)
class Skipped(Fact):
    """Part of the plan is left out."""

    drill: str = ""
    """The exercise that is left; "" where only the rest of a rest is."""


@dataclass(frozen=True, slots=True)
class Paced(Fact):
    """Cues come at another pace."""

    scale: int
    """In per cent of the drill's own gaps."""


@dataclass(frozen=True, slots=True)
class LoudnessChanged(Fact):
    """What is said is louder or softer from now on."""

    percent: int
    """Of what the loudspeaker gives."""


@dataclass(frozen=True, slots=True)
class Stopped(Fact):
    """Nothing sounds until somebody goes on."""


@dataclass(frozen=True, slots=True)
class LoudspeakerLost(Fact):
    """The loudspeaker has gone."""


@dataclass(frozen=True, slots=True)
class LoudspeakerFound(Fact):
    """The loudspeaker is back."""


@dataclass(frozen=True, slots=True)
class Interrupted(Fact):
    """Something has befallen the session."""

    trouble: Trouble


@dataclass(frozen=True, slots=True)
class Underflowed(Fact):
    """The loudspeaker was not fed in time."""

    count: int
    """How often by now."""


@dataclass(frozen=True, slots=True)
class VoiceNews(Fact):
    """Whether a voice is heard has changed."""

    news: News


@dataclass(frozen=True, slots=True)
class Ended(Fact):
    """The session is over."""

    how: str
    """"complete", "finished" where somebody ended it before, or CHANGED where another one takes its place."""
    done: Mapping[str, Mapping[str, int]]
    """How often each thing was done, by exercise."""


@dataclass(frozen=True, slots=True)
class PlanChanged(Fact):
    """Another session takes the place of the one that has ended; times, states and lines are those of its plan."""

    plan: Plan
