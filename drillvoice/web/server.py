"""The server of the page: its sockets, and the thread with its loop."""

import asyncio
import contextlib
import logging
import threading

import uvicorn

from drillvoice.app.consent import StandingQuestion
from drillvoice.errors import PageError, describe_failure
from drillvoice.web.addresses import HERE
from drillvoice.web.connections import bounded_protocol
from drillvoice.web.join_routes import spaced_code
from drillvoice.web.page_app import Helpers, PageApp, PageWish
from drillvoice.web.pulse import waking
from drillvoice.web.sockets import bind_sockets

START_LIMIT_S = 10.0
STOP_LIMIT_S = 3.0
MOST_HEAD_BYTES = 8 * 1024
IDLE_S = 30
"""A page that is shown sends something at least so often, or begins a new connection."""


class PageServer:
    """Serves the page from `start` until `stop`.

    Args:
        wish: how it is to be.
        helpers: what it works with.

    Raises:
        PageError: its place is taken.

    """

    def __init__(self, wish: PageWish, helpers: Helpers) -> None:
        self._front = helpers.front
        self._tell = helpers.tell
        self._sockets = bind_sockets([HERE, *([wish.lan] if wish.lan else [])], wish.port)
        self.port: int = self._sockets[0].getsockname()[1]
        self.app = PageApp(wish, helpers, self.port)
        self._server = uvicorn.Server(self._config())
        self._loop: asyncio.AbstractEventLoop | None = None
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True, name="page")

    def _config(self) -> uvicorn.Config:
        """Nothing is printed, and nothing is taken from the environment of the process."""
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL + 1)
        return uvicorn.Config(
            self.app.guarded,
            loop="asyncio",
            http=bounded_protocol(self.app.connections),
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            timeout_keep_alive=IDLE_S,
            timeout_graceful_shutdown=1,
            h11_max_incomplete_event_size=MOST_HEAD_BYTES,
        )

    @property
    def start_url(self) -> str:
        """What this computer's browser is to open; good for one browser."""
        return f"http://{HERE}:{self.port}/#{self.app.pairing.start_secret}"

    @property
    def invitation_url(self) -> str:
        """What a phone is to open; "" where phones cannot."""
        return self.app.joining.invitation_url

    def start(self) -> None:
        """Serve from now on.

        Raises:
            PageError: it did not begin.

        """
        self._thread.start()
        if not self._started.wait(START_LIMIT_S):
            raise PageError("The page did not open within ten seconds; end other programs, and try again.")

    @property
    def code(self) -> str:
        """What may be typed at a phone now, as it is written; any thread may look."""
        return spaced_code(self.app.pairing.code)

    @property
    def standing_question(self) -> StandingQuestion | None:
        """The phone that waits for the computer's answer, if one does; any thread may look."""
        pairing = self.app.pairing
        ticket = pairing.asking
        if not ticket:
            return None
        return StandingQuestion(
            ticket, self.app.words.phone_wants, lambda: pairing.asking == ticket, lambda yes: self._answer(ticket, yes)
        )

    def _answer(self, ticket: str, allow: bool) -> None:
        """Let a phone in, or not."""
        pairing = self.app.pairing
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # it has ended
                self._loop.call_soon_threadsafe(lambda: pairing.answer_phone(ticket, allow=allow))

    @property
    def has_pages(self) -> bool:
        """Whether anybody follows; any thread may look."""
        return self.app.pulse.streams.count > 0

    def finish_when_alone(self) -> None:
        """End the drill once no page is left: nobody else leads it any more."""
        self.app.pulse.finish_when_alone = True

    def stop(self) -> None:
        """End it; pages are told by the end of their streams."""
        self._server.should_exit = True
        self._thread.join(STOP_LIMIT_S)
        for each in self._sockets:
            each.close()

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except Exception as error:  # the drill goes on, by keys and by voice
            self._tell(self.app.words.failed.format(what=describe_failure(error)))

    async def _serve(self) -> None:
        loop = self._loop = asyncio.get_running_loop()
        self._front.wake = waking(loop, self.app.pulse.publish_news, self._tell)
        beating = loop.create_task(self.app.pulse.beat_until_cancelled())
        serving = loop.create_task(self._server.serve(self._sockets))
        while not (self._server.started or serving.done()):
            await asyncio.sleep(0.01)
        self._started.set()
        while not (self._server.should_exit or serving.done() or beating.done()):
            await asyncio.sleep(0.05)
        self.app.pulse.streams.close_all()
        beating.cancel()
        self._server.should_exit = True
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.gather(serving, beating)
