"""What keeps pages up to date: news into the state, states and heartbeats down, and whether anybody is left."""

import asyncio
import contextlib
import time
from collections.abc import Callable

from drillvoice.core.session.commands import Command
from drillvoice.core.session.messages import Asked
from drillvoice.errors import Tell, describe_failure
from drillvoice.web.board import FROM_PAGE, Board
from drillvoice.web.connections import Connections
from drillvoice.web.heartbeat import EVERY_S, Heartbeat
from drillvoice.web.page_front import PageFront
from drillvoice.web.streams import Streams

LOOK_EVERY_S = 0.2
"""A countdown is seen to go on; facts are shown as they come."""
ALONE_AFTER_S = 5.0
"""A page that is loaded anew, or a phone that changes its Wi-Fi, is back by then."""


class Pulse:
    """Runs in the server's loop.

    Args:
        board: what pages show.
        front: tells what happens.
        connections: those that the pages have.
        tell: is told what somebody at the computer should know.

    """

    def __init__(self, board: Board, front: PageFront, connections: Connections, tell: Tell) -> None:
        self._board = board
        self._front = front
        self._tell = tell
        self.heartbeat = Heartbeat()
        self.pause_when_alone = False
        """Whether a drill pauses once no page is left."""
        self.finish_when_alone = False
        """Whether it ends then: the terminal has gone already, and nobody could end it any more."""
        self.streams = Streams(board.state_for, self._count_pages, connections)
        self._alone_since: float | None = None

    def _count_pages(self) -> None:
        """A page has come, or gone."""
        browsers = self.streams.browsers
        self._board.helpers = len([each for each in browsers if not each.here])
        watched = self._board.watched
        self._alone_since = None if browsers or watched is None else time.monotonic()
        if browsers and watched is not None:
            watched.is_alone = False
        self.publish_news()

    def publish_news(self) -> None:
        """Take what has happened, and send the state where it has changed."""
        self._board.take_news(self._front.take_news())
        if self._board.refresh():
            self.streams.owe_state()

    async def beat_until_cancelled(self) -> None:
        """Look after everything, until the server ends."""
        with contextlib.suppress(asyncio.CancelledError):
            beat_at = time.monotonic()
            while True:
                self.publish_news()
                self._look_who_is_left()
                if time.monotonic() >= beat_at:
                    self.streams.owe_beat(self.heartbeat.beat())
                    beat_at = time.monotonic() + EVERY_S
                await asyncio.sleep(min(LOOK_EVERY_S, max(0.0, beat_at - time.monotonic())))

    def _look_who_is_left(self) -> None:
        watched, since = self._board.watched, self._alone_since
        if watched is None or since is None or time.monotonic() - since < ALONE_AFTER_S:
            return
        self._alone_since = None
        watched.is_alone = True
        words = self._board.words
        if self.finish_when_alone:
            watched.run.inbox.put(Asked(Command.FINISH, FROM_PAGE))
        elif self.pause_when_alone:
            watched.run.inbox.put(Asked(Command.PAUSE, FROM_PAGE))
        sentence = words.alone_paused if self.pause_when_alone else words.alone
        watched.run.fronts.show_notice(sentence)
        self._tell(sentence)


def waking(loop: asyncio.AbstractEventLoop, publish: Callable[[], None], tell: Tell) -> Callable[[], None]:
    """Has news published soon, from whichever thread; news that come together are published together."""
    waiting = False

    def publish_now() -> None:
        nonlocal waiting
        waiting = False
        try:
            publish()
        except Exception as error:
            tell(describe_failure(error))
            raise

    def wake() -> None:
        nonlocal waiting
        if not waiting:
            waiting = True
            with contextlib.suppress(RuntimeError):  # the server has ended
                loop.call_soon_threadsafe(publish_now)

    return wake
