"""The steps of a voice check, and what they are answered with."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from drillvoice.core.hearing.templates import Vectors
from drillvoice.core.session.commands import Command
from drillvoice.core.voice_check.attempts import Attempt


class Wish(Enum):
    """What a person may answer besides."""

    SKIP = auto()
    QUIT = auto()


@dataclass(frozen=True, slots=True)
class RoomNoise:
    """What was heard of the room."""

    noise_db: float
    zeros: bool = False
    """Nothing but zeros: the microphone is muted, or something takes noise away."""


@dataclass(frozen=True, slots=True)
class Say:
    """Print and speak."""

    text: str


@dataclass(frozen=True, slots=True)
class ShowText:
    """Print."""

    text: str


@dataclass(frozen=True, slots=True)
class MeasureRoom:
    """Print and speak, then measure: a `RoomNoise`."""

    text: str
    seconds: float


@dataclass(frozen=True, slots=True)
class EchoHeard:
    """How much of the program's own voice can be taken out of what is heard."""

    works: bool
    """Whether commands are heard while it speaks."""
    erle_db: float
    """How much quieter it gets."""


@dataclass(frozen=True, slots=True)
class MeasureEcho:
    """Print and speak, and listen to that: an `EchoHeard`."""

    text: str


@dataclass(frozen=True, slots=True)
class Listen:
    """Print and speak, then listen: an `Attempt`, or `Wish.SKIP`."""

    text: str
    command: Command
    form: str


@dataclass(frozen=True, slots=True)
class AskYesNo:
    """Print and speak a question: a bool."""

    text: str


@dataclass(frozen=True, slots=True)
class Type:
    """Print and speak, then let words be typed: a str, empty for none."""

    text: str


@dataclass(frozen=True, slots=True)
class Learn:
    """Understand these words as well, for now."""

    command: Command
    form: str


@dataclass(frozen=True, slots=True, eq=False)
class Teach:
    """This is what a command sounds like; understand it from now on."""

    command: Command
    form: str
    takes: Sequence[Vectors]


@dataclass(frozen=True, slots=True)
class KeepLoudness:
    """The voice is usually so loud, in dBFS."""

    voice_db: float


@dataclass(frozen=True, slots=True)
class HearTalk:
    """Print and speak, then hear somebody talk: a `Talk`."""

    text: str
    seconds: float


@dataclass(frozen=True, slots=True, eq=False)
class Talk:
    """All that sounded in a talk."""

    sounds: Sequence[Vectors]


@dataclass(frozen=True, slots=True)
class Keep:
    """From now on these words mean this command."""

    command: Command
    form: str


Step = (
    Say
    | ShowText
    | MeasureRoom
    | MeasureEcho
    | Listen
    | HearTalk
    | AskYesNo
    | Type
    | Learn
    | Keep
    | Teach
    | KeepLoudness
)
StepAnswer = RoomNoise | EchoHeard | Attempt | Talk | Wish | bool | str | None
