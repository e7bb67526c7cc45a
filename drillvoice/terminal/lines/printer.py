"""A session line by line: for terminals, screen readers and pipes."""

from collections.abc import Callable

from drillvoice.core.phrases import Phrases
from drillvoice.core.session.commands import UNDOABLE, Action, Command
from drillvoice.core.session.facts import (
    Commanded,
    Fact,
    Interrupted,
    LoudspeakerFound,
    LoudspeakerLost,
    Noted,
    Spoken,
    Stopped,
)
from drillvoice.core.shown_phrases import PrintedPhrases
from drillvoice.core.ticks import to_seconds


class LinePrinter:
    """Prints each fact as it is told."""

    def __init__(self, write: Callable[[str], None], phrases: Phrases, key_help: str) -> None:
        self._write = write
        self._phrases = phrases
        self._key_help = key_help

    def __call__(self, fact: Fact) -> None:
        """Print one fact, where it says anything to a reader."""
        text = fact_sentence(fact, self._phrases)
        if text:
            self._write(f"{clock_text(to_seconds(fact.at))}  {text}")
        if isinstance(fact, Commanded) and fact.command is Command.WHAT_CAN_I_SAY:
            self._write(self._key_help)


def fact_sentence(fact: Fact, phrases: Phrases) -> str:
    """A fact for a reader; "" where it says nothing."""
    printed = phrases.printed
    match fact:
        case Spoken():
            sound = fact.line.sound
            return sound.text if sound.voiced else printed.toned.format(text=sound.text)
        case Commanded():
            return _command_sentence(fact, printed)
        case Noted():
            return printed.noted
        case Stopped():
            return printed.stopped
        case LoudspeakerLost():
            return printed.lost
        case LoudspeakerFound():
            return printed.found
        case Interrupted():
            return str(getattr(printed, fact.trouble.value))
    return ""


def _command_sentence(fact: Commanded, printed: PrintedPhrases) -> str:
    if fact.source == "keys" and fact.action in UNDOABLE:
        return printed.undo_back if fact.action is Action.BACK else printed.undo_step
    return {Action.NOT_NOW: printed.not_now, Action.TOO_LATE: printed.too_late}.get(fact.action, "")


def clock_text(seconds: float) -> str:
    """Seconds as minutes and seconds: 1:05."""
    return f"{int(seconds // 60)}:{int(seconds % 60):02d}"
