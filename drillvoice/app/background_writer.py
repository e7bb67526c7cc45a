"""Writing that nobody waits for: a terminal that takes nothing, a full disk or a slow pipe holds this thread alone."""

import contextlib
import os
import select
import threading
import time
from collections import deque
from collections.abc import Callable

MOST_WAITING = 500
"""Pieces; then the oldest is dropped for each new one."""
FEW_WAITING = 3
CLOSE_LIMIT_S = 2.0
"""An output that takes nothing for so long is given up in the end."""
POLL_S = 0.02


class BackgroundWriter:
    """Writes pieces in their order, each whole, in a thread of its own.

    Args:
        write: writes a piece; it may take any time, and raise an OSError.
        fail: is told once why an output takes no more; nothing is written any more then.
        missing: is written once where pieces have been dropped, before what follows.

    """

    def __init__(
        self,
        write: Callable[[bytes], None],
        fail: Callable[[OSError], None] = lambda error: None,
        missing: bytes = b"",
    ) -> None:
        self._write = write
        self._fail = fail
        self._missing = missing
        self._waiting: deque[bytes] = deque()
        self._changed = threading.Condition()
        self._writing = False
        self._written = 0
        self._closing = False
        self._gap = False
        self.dropped = 0
        """How many pieces were not written, for want of time."""
        self.failed = False
        """Whether nothing can be written any more."""
        self._thread = threading.Thread(target=self._write_until_closed, daemon=True, name="writer")
        self._thread.start()

    def put(self, piece: bytes) -> None:
        """Have a piece written; never waits."""
        with self._changed:
            if self.failed:
                return
            if len(self._waiting) >= MOST_WAITING:
                self._waiting.popleft()
                self.dropped += 1
                self._gap = True
            self._waiting.append(piece)
            self._changed.notify()

    @property
    def is_behind(self) -> bool:
        """Whether more waits than what has only just been put."""
        return len(self._waiting) > FEW_WAITING

    def close(self) -> bool:
        """Write what waits, as long as any of it is taken; False where something is being written for ever."""
        with self._changed:
            self._closing = True
            self._changed.notify()
        written, limit = self._written, time.monotonic() + CLOSE_LIMIT_S
        while self._thread.is_alive() and time.monotonic() < limit:
            self._thread.join(POLL_S)
            if self._written != written:
                written, limit = self._written, time.monotonic() + CLOSE_LIMIT_S
        self.dropped += len(self._waiting) + self._writing
        return not self._thread.is_alive()

    def _write_until_closed(self) -> None:
        while (piece := self._next_piece()) is not None:
            try:
                self._write(piece)
            except OSError as error:
                self._give_up(error)
                return
            self._written += 1

    def _next_piece(self) -> bytes | None:
        with self._changed:
            self._writing = False
            while not self._waiting and not self._closing:
                self._changed.wait()
            if not self._waiting:
                return None
            self._writing = True
            gap, self._gap = self._gap and self._missing, False
            return (gap or b"") + self._waiting.popleft()

    def _give_up(self, error: OSError) -> None:
        with self._changed:
            self.failed = True
            self._writing = False
            self._waiting.clear()
        self._fail(error)


def write_to_descriptor(descriptor: int, piece: bytes) -> None:
    """Write all of a piece to an open file, whoever else uses it and has made it one that does not wait.

    Raises:
        OSError: it takes no more.

    """
    rest = memoryview(piece)
    while rest:
        try:
            rest = rest[os.write(descriptor, rest) :]
        except BlockingIOError:
            with contextlib.suppress(ValueError):
                select.select([], [descriptor], [], 1.0)
