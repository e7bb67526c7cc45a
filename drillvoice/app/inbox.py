"""The inbox of a session: what brings silence overtakes all else, and no flood of anything can fill it.

Every source of commands puts into it: keys, lines, a voice, a signal. So it takes no lock, which a signal could find
held by the very thread that it interrupts: a deque and a `queue.SimpleQueue` are safe there.
"""

import contextlib
import queue
import time
from collections import deque
from typing import TypeVar

from drillvoice.core.session.commands import URGENT, Command
from drillvoice.core.session.messages import Asked, Message

MOST_COMMANDS = 8
"""So many commands wait at most; nobody gives more in the tenth of a second in which they are taken."""
MOST_OTHERS = 100
"""The same of notes, texts and news."""

Kept = TypeVar("Kept", bound=Message)


class SessionInbox:
    """Takes messages from any thread and from signals, and hands them to the session's loop."""

    def __init__(self) -> None:
        self._urgent: deque[Asked] = deque()
        self._commands: deque[Asked] = deque()
        self._others: deque[Message] = deque()
        self._arrived: queue.SimpleQueue[None] = queue.SimpleQueue()
        """One for each message, or more: it wakes whoever waits."""

    def put(self, message: Message, /) -> None:
        """Take one; never waits.

        Whatever brings silence takes the place of commands that were given before it: done after it, they would end the
        silence. The same wish once more changes nothing, so each of them waits but once. Of a flood the first are kept.
        """
        if self._keep_message(message):
            self._arrived.put(None)

    def _keep_message(self, message: Message) -> bool:
        if not isinstance(message, Asked):
            return _keep(message, self._others, MOST_OTHERS)
        if message.command not in URGENT:
            return _keep(message, self._commands, MOST_COMMANDS)
        self._commands.clear()
        if message.command in [waiting.command for waiting in list(self._urgent)]:
            return False
        self._urgent.append(message)
        return True

    def get(self, block: bool = True, timeout: float | None = None) -> Message:
        """The next message, the urgent ones first.

        Raises:
            queue.Empty: there is none in time.

        """
        limit = None if timeout is None else time.monotonic() + timeout
        while True:
            self._arrived.get(block, None if limit is None else max(0.0, limit - time.monotonic()))
            for waiting in (self._urgent, self._commands, self._others):
                with contextlib.suppress(IndexError):  # empty, perhaps only just now
                    return waiting.popleft()

    def get_nowait(self) -> Message:
        """The next message, if there is one.

        Raises:
            queue.Empty: there is none.

        """
        return self.get(block=False)

    def drop_command(self, command: Command) -> None:
        """Forget a command that waits: pressed a second time it was meant for a session that has ended."""
        for waiting in (self._urgent, self._commands):
            for message in [each for each in list(waiting) if each.command is command]:
                with contextlib.suppress(ValueError):
                    waiting.remove(message)


def _keep(message: Kept, waiting: deque[Kept], most: int) -> bool:
    """Keep it, unless too many wait already; whether it was kept."""
    if len(waiting) >= most:
        return False
    waiting.append(message)
    return True
