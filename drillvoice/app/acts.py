"""A session, and the lesser one that may take its place, as one thing that runs."""

from collections.abc import Callable

from drillvoice.app.stage import Running


class Acts:
    """Runs one session after the other in the same thread, while whoever started it sees no end between them.

    Args:
        begin: makes the first; its time begins then.
        begin_next: makes the one that takes its place; None where none does.

    """

    def __init__(self, begin: Callable[[], Running], begin_next: Callable[[], Running | None]) -> None:
        self._now: Running = begin()
        self._begin_next = begin_next
        self._leaving = False

    def run(self) -> None:
        """Until the last of them has ended."""
        self._now.run()
        while not self._leaving:
            following = self._begin_next()
            if following is None:
                return
            self._now = following
            if not self._leaving:
                following.run()

    def leave(self) -> None:
        """Let `run` return; any thread may ask."""
        self._leaving = True
        self._now.leave()
