"""Where sessions are begun from the page: one after the other, in the thread that has the process's signals."""

import contextlib
import queue
import threading
from collections.abc import Callable
from pathlib import Path

from drillvoice.app.persons import NamedPerson, read_persons, remember_person
from drillvoice.app.session_run import SessionRun
from drillvoice.core.plan.request import Request
from drillvoice.errors import DrillvoiceError, Tell, describe_failure
from drillvoice.person import files_of, served_person
from drillvoice.web.page_front import PageFront

LOOK_EVERY_S = 0.5
"""A signal is noticed within this time, on every system."""


class Desk:
    """Takes requests from the server's threads and runs them.

    Args:
        front: leads the sessions.
        warn: is told what is wrong outside of a session, and so is the page.
        before_session: waits until nothing else sounds.
        events: where the event log of a session is written.

    """

    def __init__(
        self, front: PageFront, warn: Tell, before_session: Callable[[], None], events: Path | None = None
    ) -> None:
        self._front = front
        self._warn = warn
        self._before_session = before_session
        self._events = events
        self._lock = threading.Lock()
        self._requests: queue.SimpleQueue[Request] = queue.SimpleQueue()
        self._is_busy = False
        self._is_closing = False
        self._run: SessionRun | None = None
        self._serving = contextlib.ExitStack()

    def tell(self, sentence: str) -> None:
        """Something that a person should know, on the page and beside it."""
        self._warn(sentence)
        self._front.show_notice(sentence)

    def begin(self, request: Request) -> bool:
        """Have a session run; whether it will be: another one may go on. Any thread may ask."""
        with self._lock:
            if self._is_busy or self._is_closing:
                return False
            self._is_busy = True
        self._requests.put(request)
        return True

    @property
    def is_busy(self) -> bool:
        """Whether a session goes on, or is about to."""
        return self._is_busy

    @property
    def present_run(self) -> SessionRun | None:
        """The session that goes on, if one does."""
        return self._run

    @property
    def is_closing(self) -> bool:
        """Whether it is enough."""
        return self._is_closing

    def leave(self) -> None:
        """End the serving; any thread may ask, and a signal."""
        self._is_closing = True

    def serve(self) -> None:
        """Run what is asked for, until it is enough."""
        with self._serving:
            while not self._is_closing:
                with contextlib.suppress(queue.Empty):
                    self._run_request(self._requests.get(timeout=LOOK_EVERY_S))

    def _run_request(self, request: Request) -> None:
        run = self._run = SessionRun(request, self.tell, attended=True, events=self._events)
        self._front.begin_run(run)
        failed = True
        try:
            self._before_session()
            run.run(self._front)
            failed = False
        except DrillvoiceError as error:
            self.tell(str(error))
        except Exception as error:  # the page is there for the next one
            self.tell(self._front.words.failed.format(what=describe_failure(error)))
        finally:
            self._is_busy, self._run = False, None
            self._front.end_run(failed=failed)

    def serve_person(self, named: NamedPerson) -> bool:
        """Let what follows be about somebody; whether it could be: a session may go on. Any thread may ask."""
        with self._lock:
            if self._is_busy:
                return False
            self._serving.close()
            self._serving.enter_context(files_of(named.person))
        remember_person(named.person)
        return True

    def known_persons(self) -> tuple[list[NamedPerson], NamedPerson]:
        """Everybody, and who is served."""
        persons = read_persons(self._warn)
        here = served_person()
        return persons, next((each for each in persons if each.person == here), persons[0])
