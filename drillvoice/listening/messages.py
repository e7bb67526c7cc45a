"""What the listening process tells the drill, one JSON line each."""

import json
from dataclasses import asdict, dataclass
from typing import get_args


@dataclass(frozen=True, slots=True)
class ListeningReport:
    """The microphone is open and the recogniser is ready."""

    microphone: str
    rate: int
    latency_s: float


@dataclass(frozen=True, slots=True)
class HeardReport:
    """A command was heard. All times are on `time.monotonic()`."""

    command: str
    """The value of a `Command`."""
    phrase: str
    word_end_s: float
    """When the person had finished saying it."""
    decided_s: float
    """When the recogniser was sure."""


@dataclass(frozen=True, slots=True)
class TakeReport:
    """How a command sounded that was heard, where it is to be learnt."""

    command: str
    """The value of a `Command`."""
    phrase: str
    vectors: str
    """As `pack_vectors` makes it; no sound."""


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer to a question was heard."""

    answer: str
    """The value of an `Answer`."""


@dataclass(frozen=True, slots=True)
class Lost:
    """Nothing can be heard now; it is tried again by itself."""

    why: str


@dataclass(frozen=True, slots=True)
class Found:
    """What was lost is back."""


@dataclass(frozen=True, slots=True)
class Silent:
    """The microphone gives nothing but zeros."""

    why: str


@dataclass(frozen=True, slots=True)
class Sounding:
    """It was silent, and is not any more."""


@dataclass(frozen=True, slots=True)
class Clipped:
    """The microphone's level is too high."""

    why: str


@dataclass(frozen=True, slots=True)
class LevelReport:
    """How loud it is."""

    db: float
    """Of speech, in dBFS."""
    noise_db: float
    """Of the noise floor, in dBFS."""


@dataclass(frozen=True, slots=True)
class Echo:
    """How well commands are heard while the program speaks."""

    heard: bool
    """Whether they are; else it is deaf meanwhile."""
    erle_db: float
    """How much quieter its own voice is made: the echo return loss enhancement."""
    delay_s: float
    """How late the microphone hears it, by the times that the devices tell; 0 where that is not known."""
    drift_ppm: float
    """How much slower the loudspeaker's clock goes than the microphone's."""
    jumps: int
    """How often it was found at another delay."""


@dataclass(frozen=True, slots=True)
class Alive:
    """The loop that listens comes round; it says no more than that."""

    next_s: float
    """The next comes within so many seconds, or the loop hangs."""


@dataclass(frozen=True, slots=True)
class Failed:
    """Nobody will listen in this session any more."""

    why: str


Report = (
    ListeningReport
    | HeardReport
    | TakeReport
    | Answered
    | Lost
    | Found
    | Silent
    | Sounding
    | Clipped
    | LevelReport
    | Echo
    | Alive
    | Failed
)


def _name_of(kind: type[Report]) -> str:
    return kind.__name__.removesuffix("Report").lower()


KINDS: dict[str, type[Report]] = {_name_of(kind): kind for kind in get_args(Report)}


def to_line(report: Report) -> str:
    """A report as a line of JSON."""
    return json.dumps({"kind": _name_of(type(report)), **asdict(report)}) + "\n"


def from_line(line: str) -> Report | None:
    """A line as a report; None where it is none."""
    try:
        fields = json.loads(line)
        kind: type[Report] = KINDS[fields.pop("kind")]
        return kind(**fields)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
