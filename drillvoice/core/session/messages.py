"""What may be put into a session's inbox, whatever it comes from: keys, lines, a voice, a page."""

from dataclasses import dataclass, field
from typing import Protocol

from drillvoice.core.session.commands import Command
from drillvoice.core.session.facts import News, Trouble

MOST_WAITED_S = 1.0
"""A command that waited longer than this was given for a moment that is over; a choice."""


def _is_late(given_at: float | None, meant_for: int | None, now_s: float, state_number: int) -> bool:
    """Whether something comes too late to be what was meant.

    Args:
        given_at: when it was given, where that is known.
        meant_for: for which state, where that is known.
        now_s: the time, on the clock of `given_at`.
        state_number: that of what has been told by now.

    """
    waited_s = 0.0 if given_at is None else now_s - given_at
    return waited_s > MOST_WAITED_S or meant_for not in (None, state_number)


@dataclass(frozen=True, slots=True)
class Asked:
    """A command."""

    command: Command
    source: str
    phrase: str = ""
    """What was said, by a voice."""
    said_at: float = 0.0
    """When it had been said, on `time.monotonic()`."""
    given_at: float | None = field(default=None, compare=False)
    """When its source knew of it, on `time.monotonic()`; None where it comes at once."""
    meant_for: int | None = None
    """The number of the state that whoever gave it was shown (see `Follower`); None where nobody knows."""

    def is_late(self, now_s: float, state_number: int) -> bool:
        """Whether it comes too late to be what was meant."""
        return _is_late(self.given_at, self.meant_for, now_s, state_number)


@dataclass(frozen=True, slots=True)
class CueAsked:
    """A cue is to be called by hand."""

    cue: str
    """Its name in the drill."""
    source: str
    given_at: float | None = field(default=None, compare=False)
    """As for a command."""
    meant_for: int | None = None
    """The same."""

    def is_late(self, now_s: float, state_number: int) -> bool:
        """Whether it comes too late to be what was meant."""
        return _is_late(self.given_at, self.meant_for, now_s, state_number)


@dataclass(frozen=True, slots=True)
class TextAsked:
    """A text is to be spoken; its clip should be there already, as `SessionRun.speak_text` sees to it."""

    text: str
    source: str
    in_pause: bool = False
    """It is a question of the computer's own, which may sound during a pause as answers do."""


@dataclass(frozen=True, slots=True)
class NoteAsked:
    """Something has been seen that is to be kept."""

    note: str
    """What it is, in a word: "wobble"."""
    source: str
    text: str = ""
    toned: bool = False
    """It comes by a key or a line, and is answered by a soft tone: whoever walks does not see that it was kept."""


@dataclass(frozen=True, slots=True)
class TakeBackAsked:
    """A note is to be taken back."""

    note: str
    noted_at: int
    """The tick at which it was kept, as its fact told."""
    source: str


Message = Asked | CueAsked | TextAsked | NoteAsked | TakeBackAsked | News | Trouble


class Inbox(Protocol):
    """Takes messages from any thread."""

    def put(self, message: Message, /) -> None:
        """Take one; never waits."""
        ...


class Messages(Protocol):
    """The inbox as its owner sees it: a queue of Python's will do."""

    def get(self, block: bool = True, timeout: float | None = None) -> Message:
        """The next message.

        Raises:
            queue.Empty: there is none in time.

        """
        ...
