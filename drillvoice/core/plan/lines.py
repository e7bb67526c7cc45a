"""What is said, as values: a sound, a line, a unit of lines that belong together, a block of units.

A unit is what resume and repeat go back to: a cue with its return, one repetition, one hold with its countdown.
A line takes its slot: at least `least` ticks to the next onset, and at least its sound and the ticks of silence after
it, so that nothing ever talks over anything else. Nothing that was planned is ever left out for lack of room.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from drillvoice.core.tables import Forms, Position
from drillvoice.core.ticks import to_ticks


class Kind(StrEnum):
    """The kind of a line, as the event log names it."""

    SAY = "say"
    CUE = "cue"
    RETURN = "return"
    PRACTICE = "practice"
    COUNT = "count"
    REST = "rest"
    READY = "ready"
    PAUSED = "paused"
    RESUMED = "resumed"


class Role(StrEnum):
    """What a line is for, where somebody has to know it by more than its kind."""

    NONE = ""
    SAFETY = "safety"
    """The full safety advice."""
    SAFETY_END = "safety-end"
    """Its last line."""
    CAUTION = "caution"
    """The short safety line, or a drill's own cautions in its place: nobody begins without having heard it."""
    PLACE = "place"
    """The last line of an opening, which sends a person to their place."""


class BlockKind(StrEnum):
    """What a stretch of a session is for."""

    OPENING = "opening"
    SETUP = "setup"
    READY = "ready"
    BOUT = "bout"
    REST = "rest"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class Sound:
    """What a clip is made from."""

    text: str
    recording: str = ""
    """Path of a sound file that is played instead of the voice."""
    beeps: int = 0
    """So many beeps come first, or alone where `voiced` is false."""
    voiced: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """One sound of a plan and the room that it takes."""

    kind: Kind
    sound: Sound
    least: int = 0
    """Ticks to the next onset, at least."""
    after: int = 0
    """Ticks of silence after the sound, at least."""
    pace: int = 0
    """Ticks to move in after that; slower and faster change them."""
    quiet: bool = False
    cue: str = ""
    """The name of the cue, for the event log."""
    go: bool = True
    """False for a cue that is to be let go by."""
    counts_down: int = 0
    """So many seconds are left from it to what it counts down to; 0 where it counts nothing."""
    role: Role = Role.NONE


@dataclass(frozen=True, slots=True)
class ReadyGate:
    """A wait for "ready" before a unit."""

    ask: Line | None = None
    """Said when the wait begins."""
    ask_again: Line | None = None
    """Said every `every` ticks while it lasts."""
    every: int = 0
    ask_by_voice: Line | None = None
    """Stands in for `ask` where "ready" can be said."""
    ask_again_by_voice: Line | None = None

    def question(self, *, again: bool, by_voice: bool) -> Line | None:
        """What is asked now; None where nothing is."""
        spoken = (self.ask_again_by_voice if again else self.ask_by_voice) if by_voice else None
        return spoken or (self.ask_again if again else self.ask)


@dataclass(frozen=True, slots=True)
class Unit:
    """Lines that belong together."""

    lines: tuple[Line, ...] = ()
    least: int = 0
    """Ticks to the next unit's onset, at least."""
    scales: bool = False
    """Slower and faster change its times."""
    gate: ReadyGate | None = None
    """Begins only when somebody says so."""
    tally: str = ""
    """What is counted once it has been done."""
    again: tuple[Line, ...] = ()
    """What brings a person into the position of this unit: said once more where it is gone on with after a cut."""


@dataclass(frozen=True, slots=True)
class Block:
    """Units of one purpose."""

    kind: BlockKind
    exercise: int
    bout: int
    units: tuple[Unit, ...]
    beats: int = 0
    """Soft ticks a minute in it; 0 for none."""


@dataclass(frozen=True, slots=True)
class ExerciseInfo:
    """What the closing and the event log need to know of one exercise."""

    name: str
    title: str
    level: int
    position: Position
    unit: Forms
    variety: Forms | None = None
    varieties: int = 0
    """How many different cues there are; 0 where they are not counted."""
    sides: tuple[str, ...] = ()
    """What is counted for each side, where it is done a side at a time or in turn."""
    helps: str = ""
    """Why it helps, in one sentence."""


@dataclass(frozen=True, slots=True)
class Choices:
    """Everything that a session will say, in order, without its times."""

    title: str
    exercises: tuple[ExerciseInfo, ...]
    blocks: tuple[Block, ...]
    left_out: tuple[str, ...] = ()
    """Titles of the exercises for which there was no time."""
    is_shorter: bool = False
    """There is less of it than usual, so that it fits the time."""


def spoken_line(text: str, *, kind: Kind = Kind.SAY, least: int = 0, after: int = 0) -> Line:
    """A line of plain speech."""
    return Line(kind, Sound(text), least=least, after=after)


def announcement_unit(text: str, after: int, role: Role = Role.NONE) -> Unit:
    """A unit of one line of plain speech, followed by so many ticks of silence."""
    return Unit((replace(spoken_line(text, after=after), role=role),))


def count_down(words: Sequence[str]) -> tuple[Line, ...]:
    """The lines of a count-down, a second each."""
    return tuple(
        Line(Kind.COUNT, Sound(word), least=to_ticks(1), counts_down=len(words) - place)
        for place, word in enumerate(words)
    )
