"""`run --page`: the page joins a session that the terminal leads; with `--lan` helpers' phones do as well."""

import contextlib
import os
import signal
import threading
import time
from collections.abc import Iterator

from drillvoice.app.consent import SOURCE
from drillvoice.app.session_run import SessionRun
from drillvoice.core.plan.request import Request
from drillvoice.errors import Tell, tell_nobody
from drillvoice.language import load_language
from drillvoice.terminal.cli.page_door import ServerDoor, spoken_address
from drillvoice.terminal.cli.page_program import RENDERERS, open_browser
from drillvoice.web.addresses import private_address
from drillvoice.web.desk import Desk
from drillvoice.web.page_app import Helpers, PageWish
from drillvoice.web.page_front import PageFront
from drillvoice.web.server import PageServer

LOOK_EVERY_S = 0.1


class PageBeside:
    """The page of a session that the terminal leads; it goes with it.

    Args:
        request: what is practised.
        tell: tells a sentence to whoever reads the terminal.
        lan: helpers' phones may join, at the address that this computer has in its own network.

    Raises:
        PageError: its place is taken, or there is no network for phones.

    """

    def __init__(self, request: Request, tell: Tell, *, lan: bool = False) -> None:
        self._words = load_language(request.language).phrases.page_server
        self._tell = tell
        self._lan = private_address() if lan else ""
        self._front = PageFront(self._words)
        self._run: SessionRun | None = None
        self.door = ServerDoor(self._words, tell)
        """Where phones wait."""
        desk = Desk(self._front, tell, lambda: None)
        wish = PageWish(base=request, lan=self._lan, is_led_here=False)
        self._server = PageServer(wish, Helpers(self._front, desk, tell, self.door.ask_computer, RENDERERS))
        self.door.open(self._server, request, tell_nobody, lambda: self._run)

    @contextlib.contextmanager
    def following(self, run: SessionRun, *, drawn: bool = True) -> Iterator[None]:
        """Follow a session while the block lasts.

        Args:
            run: the session.
            drawn: the square for a phone's camera is printed, since no screen shows it.

        """
        self._run = run
        self._front.begin_run(run)
        run.fronts.join(self._front)
        self._server.start()
        try:
            self._tell(self._words.open_beside.format(address=self._server.start_url))
            self.door.print_invitation(self._tell, drawn=drawn)
            open_browser(self._server.start_url)
            if self._lan:
                threading.Thread(target=self._say_address, args=(run,), daemon=True).start()
            with _outliving_terminal(self._server):
                yield
        finally:
            self._run = None
            run.fronts.leave(self._front)
            self._server.stop()

    def _say_address(self, run: SessionRun) -> None:
        """In the session's own voice, once that is there: nothing may talk over it."""
        while run.stage is None and self._run is run:
            time.sleep(LOOK_EVERY_S)
        if self._run is run:
            run.speak_text(spoken_address(self._words, self._lan, self._server.port), SOURCE)


@contextlib.contextmanager
def _outliving_terminal(server: PageServer) -> Iterator[None]:
    """Where the terminal's window is closed the drill pauses, since keys are gone, and waits for a page to go on; where
    no page is there it ends as it always did.
    """
    if not hasattr(signal, "SIGHUP"):
        yield
        return

    def hang_up(_signal: int, _frame: object) -> None:
        if server.has_pages:
            server.finish_when_alone()
        else:
            signal.signal(signal.SIGHUP, signal.SIG_DFL)
            os.kill(os.getpid(), signal.SIGHUP)

    before = signal.signal(signal.SIGHUP, hang_up)
    try:
        yield
    finally:
        signal.signal(signal.SIGHUP, before)
