"""What the media keys of a keyboard or the button of an earbud mean to a session."""

from dataclasses import dataclass
from enum import StrEnum

from drillvoice.core.session.commands import Command, State
from drillvoice.core.session.facts import Fact, LoudspeakerFound, LoudspeakerLost, PlanChanged
from drillvoice.core.session.follower import QUIET, StateCounter

SOURCE = "media-keys"
"""Where their commands come from."""
SETTLE_S = 1.0
"""So soon after a wait has begun a key was meant for what was before, and pauses; a choice."""
RECONNECT_S = 5.0
"""A headset that comes back may send "play" by itself, when nobody is ready; a choice."""


class MediaKey(StrEnum):
    """A key."""

    PLAY = "play"
    PAUSE = "pause"
    PLAY_PAUSE = "play-pause"
    STOP = "stop"
    NEXT = "next"
    PREVIOUS = "previous"


SILENCING = {MediaKey.PAUSE: Command.PAUSE, MediaKey.STOP: Command.STOP}
MOVING = {MediaKey.NEXT: Command.NEXT, MediaKey.PREVIOUS: Command.BACK}


@dataclass(frozen=True, slots=True)
class KeyMeaning:
    """What a key has come to."""

    command: Command
    meant_for: int
    """The number of the state that it was meant for."""


class MediaKeyReader:
    """Follows a session as far as the meaning of keys needs it. Times are in seconds of one clock."""

    def __init__(self) -> None:
        self._states = StateCounter()
        self._since_s = 0.0
        self._lost = False
        self._back_s = -RECONNECT_S

    @property
    def state_number(self) -> int:
        """The number of the present state, which whoever shows it hands back with a key."""
        return self._states.number

    @property
    def is_playing(self) -> bool:
        """Whether a key would pause it; while it waits for "ready" a key goes on."""
        return self._states.state not in (*QUIET, State.WAITING, State.ENDED)

    def follow_fact(self, fact: Fact, now_s: float) -> None:
        """One fact, as it is told."""
        if isinstance(fact, PlanChanged):
            self._states = StateCounter()
        before = self._states.number
        self._states.count_fact(fact)
        if self._states.number != before:
            self._since_s = now_s
        if isinstance(fact, LoudspeakerLost | LoudspeakerFound):
            self._lost = isinstance(fact, LoudspeakerLost)
            self._back_s = now_s

    def meaning_of(self, key: MediaKey, shown: int, now_s: float) -> KeyMeaning | None:
        """What a key means that was pressed at a time; None where it means nothing.

        Args:
            key: which one.
            shown: the number of the state that was shown.
            now_s: when.

        """
        command = self._command_for(key, now_s)
        return KeyMeaning(command, shown) if command else None

    def _command_for(self, key: MediaKey, now_s: float) -> Command | None:
        if self._states.state is State.ENDED:
            return None
        if key in SILENCING:
            return SILENCING[key]
        if self._lost or now_s - self._back_s < RECONNECT_S:
            return None
        if key in MOVING:
            return MOVING[key]
        if self._states.state is State.WAITING:
            return Command.READY if now_s - self._since_s >= SETTLE_S else Command.PAUSE
        if key is MediaKey.PLAY_PAUSE:
            return Command.TOGGLE
        return None if self.is_playing else Command.RESUME
