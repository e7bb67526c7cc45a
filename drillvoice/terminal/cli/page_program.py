"""The page while it is open: the server, the browser, and what the terminal says and takes meanwhile."""

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Iterator

from drillvoice.app.album import render_album
from drillvoice.app.announcing import Announcer
from drillvoice.app.persons import last_person
from drillvoice.app.take_along import render_page
from drillvoice.core.plan.request import Request
from drillvoice.core.session.messages import Inbox
from drillvoice.language import load_language
from drillvoice.terminal.cli.options import print_to_stderr
from drillvoice.terminal.cli.page import PageOptions
from drillvoice.terminal.cli.page_door import ServerDoor, spoken_address
from drillvoice.terminal.page_keys import PageKeys
from drillvoice.terminal.printing import print_text
from drillvoice.terminal.process import interrupts, leave_by_interrupt, prepare_process
from drillvoice.web.addresses import private_address
from drillvoice.web.desk import Desk
from drillvoice.web.page_app import Helpers, PageWish
from drillvoice.web.page_front import PageFront
from drillvoice.web.server import PageServer
from drillvoice.web.take_routes import Renderers

RENDERERS = Renderers(render_album, render_page)


class PageProgram:
    """`drillvoice page`.

    Args:
        request: the voice, the sound and the listening of this computer.
        options: how the page is to be.

    Raises:
        PageError: its place is taken, or there is no network for phones.

    """

    def __init__(self, request: Request, options: PageOptions) -> None:
        self._request = request
        self._options = options
        self._phrases = load_language(request.language).phrases
        self._words = self._phrases.page_server
        self._announcer = Announcer(request, print_to_stderr)
        self._lan = "" if options.lan is None else private_address(options.lan)
        front = PageFront(self._words, self._guarding)
        self._desk = Desk(front, print_to_stderr, self._announcer.wait_until_silent, options.events)
        wish = PageWish(base=request, port=options.port, lan=self._lan, pause_when_alone=options.pause_when_alone)
        door = self._door = ServerDoor(self._words, print_to_stderr)
        self._server = PageServer(wish, Helpers(front, self._desk, print_to_stderr, door.ask_computer, RENDERERS))
        door.open(self._server, request, self._announcer.say, lambda: self._desk.present_run)

    def run(self) -> None:
        """Serve until somebody ends it."""
        prepare_process()
        self._settle_person()
        with _ending_by_signal(self._desk):
            self._server.start()
            try:
                self._serve()
            except KeyboardInterrupt:
                pass
            finally:
                self._server.stop()
        print_to_stderr(self._words.ended)

    def _serve(self) -> None:
        self._tell_where()
        if self._options.browser:
            open_browser(self._server.start_url)
        with self._reading_keys():
            self._desk.serve()

    @contextlib.contextmanager
    def _guarding(self, inbox: Inbox) -> Iterator[None]:
        """Signals while a session goes on: Ctrl-C finishes it, and a second one ends the page too."""

        def leave() -> None:
            self._desk.leave()
            leave_by_interrupt()

        with interrupts(inbox, leave):
            yield

    def _settle_person(self) -> None:
        """Where there are several and none is named, it is whoever it was last: the page lets another be chosen."""
        persons, present = self._desk.known_persons()
        if len(persons) < 2:
            return
        if not self._options.person_is_named:
            present = last_person(persons)
            self._desk.serve_person(present)
        self._server.app.show_person(present)

    def _tell_where(self) -> None:
        words, lan = self._words, self._lan
        print_text(words.open_at.format(address=self._server.start_url))
        if not lan:
            self._announcer.say_soon(words.open)
            return
        self._door.print_invitation(print_text)
        self._announcer.say_soon(spoken_address(words, lan, self._server.port))

    def _reading_keys(self) -> contextlib.AbstractContextManager[object]:
        """Keys, where somebody sits at the terminal."""
        if not sys.stdin.isatty():
            return contextlib.nullcontext()
        return PageKeys(self._door, self._desk, self._phrases.answers)


def open_browser(url: str) -> None:
    """Open the browser in a thread of its own: some of them come back only once they are closed. Where there is no
    desktop a browser would take the terminal, so there the printed address has to do.
    """
    import webbrowser

    is_bare = sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    if not is_bare:
        threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()


@contextlib.contextmanager
def _ending_by_signal(desk: Desk) -> Iterator[None]:
    """A request to terminate ends the page as `q` does, so that its sockets are closed."""
    before = signal.signal(signal.SIGTERM, lambda _signal, _frame: desk.leave())
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
