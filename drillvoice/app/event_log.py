"""The event log: JSON lines, a header first, then each fact once it is told."""

import contextlib
from functools import partial
from pathlib import Path
from typing import Any

from drillvoice.app.background_writer import BackgroundWriter, write_to_descriptor
from drillvoice.core.plain_text import json_text
from drillvoice.core.session.facts import (
    AsideAsked,
    Commanded,
    Ended,
    Fact,
    Interrupted,
    LoudnessChanged,
    LoudspeakerFound,
    LoudspeakerLost,
    Noted,
    NoteTakenBack,
    Paced,
    PlanChanged,
    Skipped,
    Spoken,
    Stopped,
    Underflowed,
    VoiceNews,
)
from drillvoice.core.ticks import to_seconds
from drillvoice.errors import AudioError
from drillvoice.written_files import open_private, why_unwritable

Record = dict[str, Any]
"""One line of an event log, as JSON has it."""


def record_of(fact: Fact) -> Record:
    """A fact as the event log has it."""
    return {"at_s": to_seconds(fact.at), **_fields(fact)}


def _fields(fact: Fact) -> Record:
    match fact:
        case Spoken():
            return _spoken_fields(fact)
        case Commanded():
            return _command_fields(fact)
        case AsideAsked():
            what = {"cue": fact.cue} if fact.cue else {"text": fact.text}
            return {"kind": "aside", **what, "source": fact.source, "accepted": fact.accepted}
        case Noted():
            return {"kind": "noted", "note": fact.note, "text": fact.text, "source": fact.source}
        case Skipped():
            return {"kind": "skipped", **({"drill": fact.drill} if fact.drill else {"rest": True})}
        case Interrupted():
            return {"kind": "interrupted", "why": fact.trouble.value}
        case Ended():
            return {"kind": "ended", "how": fact.how, "done": fact.done}
        case _:
            return _plain_fields(fact)


def _spoken_fields(fact: Spoken) -> Record:
    line = fact.line
    fields: Record = {"kind": line.kind.value, "text": line.sound.text, "drill": fact.drill}
    if fact.bout:
        fields["bout"] = fact.bout
    if line.cue:
        fields |= {"cue": line.cue, "go": line.go}
    if fact.place is not None:
        fields["unit"] = fact.place.unit
    return fields


def _command_fields(fact: Commanded) -> Record:
    fields: Record = {"kind": "command", "command": fact.command.value, "source": fact.source}
    fields["action"] = fact.action.name.lower()
    if fact.utterance:
        fields |= {"phrase": fact.utterance.phrase, "word_end_s": fact.utterance.word_end_s}
    return fields


KINDS = {
    PlanChanged: "plan_changed",
    Stopped: "stopped",
    LoudspeakerLost: "lost",
    LoudspeakerFound: "found",
}
"""What is told of by its kind alone."""


def _plain_fields(fact: Fact) -> Record:
    match fact:
        case NoteTakenBack():
            back = {"note": fact.note, "noted_at_s": to_seconds(fact.noted_at), "source": fact.source}
            return {"kind": "note_taken_back", **back}
        case Paced():
            return {"kind": "pace", "scale": fact.scale}
        case LoudnessChanged():
            return {"kind": "loudness", "percent": fact.percent}
        case Underflowed():
            return {"kind": "underflow", "count": fact.count}
        case VoiceNews():
            return {"kind": "voice", "news": fact.news.value}
    assert type(fact) in KINDS, f"{type(fact).__name__} has no form in the event log"
    return {"kind": KINDS[type(fact)]}


def as_line(record: Record) -> str:
    """A record as one line."""
    return json_text(record)


class EventLog:
    """Writes facts as they come; a disk or a pipe that takes its time holds nobody up.

    Raises:
        AudioError: the file cannot be opened for writing.

    """

    def __init__(self, path: Path) -> None:
        try:
            self._file = open_private(path)
        except OSError as error:
            raise AudioError(
                f"The event log {path} cannot be written ({why_unwritable(path, error)}); choose another place."
            ) from error
        self.path = path
        self._failure: OSError | None = None
        self._writer = BackgroundWriter(partial(write_to_descriptor, self._file.fileno()), self._note_failure)

    @property
    def complaint(self) -> str:
        """One sentence, once lines could not be written; the drill goes on."""
        if self._failure is not None:
            why = why_unwritable(self.path, self._failure)
            return f"The event log {self.path} ends early ({why}); the drill went on."
        if self._writer.dropped:
            return f"The event log {self.path} lacks {self._writer.dropped} lines, which were not taken in time."
        return ""

    def __call__(self, fact: Fact) -> None:
        """Take one fact; never waits."""
        self.write_record(record_of(fact))

    def write_record(self, record: Record) -> None:
        """Take what is no fact of the session: the header, an answer, how well it hears."""
        self._writer.put(f"{as_line(record)}\n".encode(errors="replace"))

    def _note_failure(self, error: OSError) -> None:
        self._failure = error

    def close(self) -> None:
        """No more records."""
        if self._writer.close():
            with contextlib.suppress(OSError):
                self._file.close()
