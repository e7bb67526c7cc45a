"""One attempt to be understood: what was heard within its time, how loud the voice was, and how loud the room."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from drillvoice.core.hearing.command_spotter import Meaning, Spotted
from drillvoice.core.hearing.templates import Vectors
from drillvoice.core.hearing.voice_activity import LOWEST_FLOOR_DB
from drillvoice.core.session.commands import Command

VOICE_ABOVE_FLOOR_DB = 6.0
"""What is nearer to the room's noise may be the room; what was understood was a voice however soft."""
LIMIT_S = 10.0
"""Somebody who needs time to begin to speak has it."""
AFTER_VOICE_S = 3.0
"""So long after a voice nothing more will be understood of it; slow speech has no such gap."""
CLIPPED_S = 0.01
"""Full scale for so long in all; a single click is shorter."""
ENOUGH = 2
"""Right attempts, of three."""


@dataclass(frozen=True, slots=True)
class Sounded:
    """What was heard in a moment."""

    now_s: float
    level_db: float
    floor_db: float
    full_s: float = 0.0
    """How much of it was at the microphone's limit."""
    commands: Sequence[Spotted] = ()


@dataclass(frozen=True, slots=True)
class Attempt:
    """How it went."""

    command: Meaning | None
    """What was understood."""
    phrase: str
    voice_db: float
    noise_db: float
    clipped: bool = False
    sounds: Sequence[Vectors] = field(default=(), compare=False, repr=False)
    """Everything that sounded meanwhile, as vectors."""

    @property
    def margin_db(self) -> float:
        """How far the voice was above the room."""
        return self.voice_db - self.noise_db

    @property
    def has_voice(self) -> bool:
        """Whether there was a voice, understood or not."""
        return self.command is not None or self.margin_db >= VOICE_ABOVE_FLOOR_DB


class Trial:
    """Listens to one attempt.

    Args:
        start_s: when it can be heard first: what was measured before belongs to the program's own voice.

    """

    def __init__(self, start_s: float) -> None:
        self._start_s = start_s
        self._voice_s = start_s
        self._voiced = False
        self._voice_db = LOWEST_FLOOR_DB
        self._full_s = 0.0

    def hear_moment(self, sounded: Sounded) -> Attempt | None:
        """Take the next moment; answers the attempt once it is over."""
        if sounded.now_s >= self._start_s:
            self._measure(sounded)
        if sounded.commands:
            heard = sounded.commands[0]
            return self._finished_attempt(sounded, heard.command, heard.phrase)
        if sounded.now_s - self._start_s >= LIMIT_S or (
            self._voiced and sounded.now_s - self._voice_s >= AFTER_VOICE_S
        ):
            return self._finished_attempt(sounded, None, "")
        return None

    def _measure(self, sounded: Sounded) -> None:
        self._full_s += sounded.full_s
        self._voice_db = max(self._voice_db, sounded.level_db)
        if sounded.level_db >= sounded.floor_db + VOICE_ABOVE_FLOOR_DB:
            self._voiced = True
            self._voice_s = sounded.now_s

    def _finished_attempt(self, sounded: Sounded, command: Meaning | None, phrase: str) -> Attempt:
        return Attempt(command, phrase, self._voice_db, sounded.floor_db, self._full_s >= CLIPPED_S)


def voiced(attempts: Sequence[Attempt]) -> int:
    """How many attempts had a voice in them."""
    return sum(attempt.has_voice for attempt in attempts)


@dataclass(frozen=True, slots=True)
class TriedWords:
    """How words fared."""

    right: int
    asked: int

    @property
    def works(self) -> bool:
        """Whether they may be relied on."""
        return self.right >= ENOUGH


def tally_attempts(attempts: Sequence[Attempt], command: Command) -> TriedWords:
    """How often a command was understood, of the times that somebody said something."""
    return TriedWords(sum(attempt.command is command for attempt in attempts), voiced(attempts))
