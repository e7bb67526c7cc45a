"""What somebody types: lines of standard input, lines that are typed key by key, and answers to a dialogue."""

import queue
import sys
import threading
import time
from collections.abc import Iterator
from types import TracebackType
from typing import Self, TextIO

from drillvoice.app.line_editor import ENTER, INTERRUPT, QUIT, LineEditor
from drillvoice.terminal.keys import NOT_PRESSED, RawKeys
from drillvoice.terminal.standard_streams import read_bounded_lines

LEAVE = "\x03"
"""Whoever types wants to leave."""
END = "\x04"
"""There are no more lines."""
MOST_AHEAD = 500
"""Lines that wait to be taken: a stop behind more of them would come late. So of one line over and over no more are
kept, and other lines wait where they come from.
"""
WAIT_S = 0.002
QUITTING = (INTERRUPT, "c-d", "escape")

Incoming = queue.SimpleQueue[str]
"""Lines without their ends, or keys; an `Answer` where one was said."""


class LineReader:
    """Reads lines in a thread of its own.

    Args:
        source: standard input.

    """

    def __init__(self, source: TextIO) -> None:
        self.incoming: Incoming = queue.SimpleQueue()
        self.has_failed = False
        """Whether they ended because nothing could be read any more."""
        threading.Thread(target=self._read, args=(source,), daemon=True).start()

    def _read(self, source: TextIO) -> None:
        last = ""
        try:
            for line in map(str.strip, read_bounded_lines(source)):
                if line == last and self.incoming.qsize() >= MOST_AHEAD:
                    continue
                while self.incoming.qsize() > MOST_AHEAD:
                    time.sleep(WAIT_S)
                self.incoming.put(line)
                last = line
        except Exception:  # whatever it is, nobody may go on waiting for a line
            self.has_failed = True
        self.incoming.put(END)

    def lines(self) -> Iterator[str]:
        """Those that are left, to the end."""
        while (line := self.incoming.get()) != END:
            yield line


class KeyLines(RawKeys):
    """Lines that are typed in a terminal. They are read key by key, so that no reader is left waiting for the end of
    a line when the answer was said instead.
    """

    def __init__(self) -> None:
        super().__init__(self._type)
        self.incoming: Incoming = queue.SimpleQueue()
        self._line = LineEditor(_show)

    def _type(self, key: str) -> None:
        if key == ENTER:
            self.incoming.put(self._line.end_line())
        elif key == INTERRUPT:
            self.incoming.put(LEAVE)
        else:
            self._line.press_key(key)


def _show(typed: str) -> None:
    sys.stdout.write(typed)
    sys.stdout.flush()


class Presses:
    """What is pressed, one by one in a terminal, a line at a time from anything else; a context manager that leaves
    the terminal as it was.

    Args:
        source: standard input.

    """

    def __init__(self, source: TextIO) -> None:
        self._source = source
        self._incoming: Incoming = queue.SimpleQueue()
        self._keys = RawKeys(self._press) if source.isatty() else None
        self.over = False
        """Whether nothing will come any more."""

    def __enter__(self) -> Self:
        if self._keys:
            self._keys.__enter__()
        else:
            self._incoming = LineReader(self._source).incoming
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._keys:
            self._keys.__exit__(kind, error, trace)

    def wait_until_read(self) -> None:
        """Wait until a key that is pressed is noticed at once."""
        if self._keys:
            self._keys.wait_until_read()

    def next_key(self) -> str:
        """The next key, a line as a whole, ENTER, ERASE or QUIT; empty where nothing waits."""
        try:
            pressed = self._incoming.get_nowait()
        except queue.Empty:
            return ""
        self.over = pressed == END
        return "" if self.over else pressed or ENTER

    def _press(self, key: str) -> None:
        if key not in NOT_PRESSED:
            self._incoming.put(QUIT if key in QUITTING else key)
