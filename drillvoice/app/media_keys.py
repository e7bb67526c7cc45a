"""Media keys of the keyboard and of earbuds, while a session runs: on Linux, where the desktop hands them to players.

A thread of its own owns the connection, and is begun once something has sounded: neither a desktop that does not answer
nor the loading of a library holds up the sound. Where there is no D-Bus, nothing is said: the keys are not there then.
"""

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeAlias

from drillvoice.app.mpris import (
    PAUSED,
    PLAYING,
    PRESSED,
    STOPPED,
    Message,
    PlayerState,
    answer_call,
    bus_name,
    changed_signal,
    method_of,
)
from drillvoice.core.session.commands import Command, State
from drillvoice.core.session.facts import Fact, PlanChanged, Spoken
from drillvoice.core.session.follower import StateCounter
from drillvoice.core.session.messages import Asked, Inbox
from drillvoice.listening.messages import Echo, LevelReport

if TYPE_CHECKING:
    from drillvoice.app.session_run import SessionRun

DBusConnection: TypeAlias = Any
SOURCE = "media-keys"
END_LIMIT_S = 0.5
ANSWER_LIMIT_S = 2.0
"""So long a bus may take to let us in."""
STATUSES = {State.GOING: PLAYING, State.RESTING: PLAYING, State.ENDED: STOPPED}
"""All else is quiet and can be gone on with: a wait too, which "play" ends."""
COMMANDS = {
    "Pause": Command.PAUSE,
    "Stop": Command.STOP,
    "Next": Command.NEXT,
    "Previous": Command.BACK,
    "PlayPause": Command.TOGGLE,
    "Play": Command.RESUME,
}


@contextlib.contextmanager
def media_keys(run: "SessionRun") -> Iterator[None]:
    """Let media keys command a session while it runs."""
    with MediaKeys(run.inbox, lambda: run.stage.plan.title if run.stage else "") as keys:
        run.fronts.join(keys)
        yield


class MediaKeys:
    """A front that is shown by the desktop, and commands by its keys.

    Args:
        inbox: where commands go.
        title: the drill's; asked for once the session runs.

    """

    def __init__(self, inbox: Inbox, title: Callable[[], str]) -> None:
        self._inbox = inbox
        self._title = title
        self._states = StateCounter()
        self._played = PlayerState()
        self._connection: DBusConnection | None = None
        self._closing = False
        self._thread = threading.Thread(target=self._serve_quietly, daemon=True, name="media-keys")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing = True
        self._wake()
        if self._thread.is_alive():
            self._thread.join(END_LIMIT_S)

    def show_notice(self, sentence: str) -> None:
        """There is no place for it."""

    def show_hearing(self, report: LevelReport | Echo) -> None:
        """The same."""

    def show_fact(self, fact: Fact) -> None:
        """Keep what is to be shown; never waits."""
        if isinstance(fact, PlanChanged):
            self._states = StateCounter()
        self._states.count_fact(fact)
        before = self._played
        played = replace(before, status=STATUSES.get(fact.state, PAUSED))
        if isinstance(fact, Spoken) and fact.line.sound.text != before.said:
            played = replace(played, said=fact.line.sound.text, track=before.track + 1)
        self._played = played
        if isinstance(fact, Spoken) and self._thread.ident is None:
            self._thread.start()
        elif played != before:
            self._wake()

    def _wake(self) -> None:
        connection = self._connection
        if connection:
            with contextlib.suppress(OSError):  # closed meanwhile
                connection.interrupt()

    def _serve_quietly(self) -> None:
        with contextlib.suppress(Exception):  # no library, no bus, a bus that has gone: there are no keys then
            self._serve()

    def _serve(self) -> None:
        from jeepney import message_bus
        from jeepney.io.threading import ReceiveStopped, open_dbus_connection

        with open_dbus_connection(bus="SESSION", auth_timeout=ANSWER_LIMIT_S) as connection:
            connection.send(message_bus.RequestName(bus_name()))
            self._connection = connection
            told = PlayerState()
            while not self._closing:
                played = replace(self._played, title=self._title())
                if played != told:
                    connection.send(changed_signal(played))
                    told = played
                try:
                    self._take_message(connection.receive(), connection, played)
                except ReceiveStopped:
                    connection.reset_interrupt()
            self._connection = None

    def _take_message(self, message: Message, connection: DBusConnection, played: PlayerState) -> None:
        method = method_of(message)
        if not method:
            return
        connection.send(answer_call(message, played))
        if method in PRESSED:
            self._press(method)

    def _press(self, method: str) -> None:
        state, number = self._states.state, self._states.number
        command = COMMANDS[method]
        if state is State.WAITING and method in ("Play", "PlayPause"):
            command = Command.READY
        elif method == "Play" and state not in (State.PAUSED, State.STOPPED):
            return
        self._inbox.put(Asked(command, SOURCE, given_at=time.monotonic(), meant_for=number))
