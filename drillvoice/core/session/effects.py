"""What a session asks the world to do, and the record that each leaves in the event log.

`plan --json`, `render --events` and `run --events` print these records, so they are made in this one place.
"""

from dataclasses import dataclass
from typing import Any

from drillvoice.core.plan.lines import Block, ExerciseInfo, Line
from drillvoice.core.ticks import to_seconds

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Speak:
    """Let a line sound, its first frame at a tick."""

    at: int
    line: Line
    clip: int
    """Its length in ticks."""
    record: Record


@dataclass(frozen=True, slots=True)
class Tone:
    """A soft tone: rising says "heard and done", falling "understood, but not now"."""

    at: int
    rising: bool = False


@dataclass(frozen=True, slots=True)
class Beat:
    """Start or stop the metronome."""

    at: int
    on: bool


@dataclass(frozen=True, slots=True)
class Note:
    """Something that happened without a sound of its own."""

    at: int
    record: Record


Effect = Speak | Tone | Beat | Note


def speak(at: int, line: Line, clip: int, block: Block, info: ExerciseInfo) -> Speak:
    """A line with its record."""
    record: Record = {"at_s": to_seconds(at), "kind": line.kind.value, "text": line.sound.text, "drill": info.name}
    if block.bout:
        record["bout"] = block.bout
    if line.cue:
        record |= {"cue": line.cue, "go": line.go}
    return Speak(at, line, clip, record)


def note(at: int, kind: str, **fields: object) -> Note:
    """A record without a sound."""
    return Note(at, {"at_s": to_seconds(at), "kind": kind, **fields})
