"""Keys and typed lines for a dialogue: pressed one by one in a terminal, a line at a time from anything else."""

import queue
import threading
from types import TracebackType
from typing import IO, Self

from drillvoice.terminal.keys import NOT_PRESSED, RawKeys

ENTER = "enter"
ERASE = "erase"
QUIT = "quit"
_NAMES = {"c-m": ENTER, "c-j": ENTER, "c-h": ERASE, "backspace": ERASE, "c-c": QUIT, "c-d": QUIT, "escape": QUIT}


class Presses:
    """What has been pressed; a context manager that leaves the terminal as it was.

    Args:
        source: standard input.

    """

    def __init__(self, source: IO[str]) -> None:
        self._source = source
        self._queue: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._over = threading.Event()
        self._keys = RawKeys(self._press) if source.isatty() else None

    def __enter__(self) -> Self:
        if self._keys:
            self._keys.__enter__()
        else:
            threading.Thread(target=self._read_lines, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._keys:
            self._keys.__exit__(kind, error, trace)

    def next(self) -> str:
        """The next key, a line as a whole, ENTER, ERASE or QUIT; empty where nothing waits."""
        try:
            return self._queue.get_nowait()
        except queue.Empty:
            return ""

    @property
    def over(self) -> bool:
        """Whether nothing will come any more."""
        return self._over.is_set() and self._queue.empty()

    def _press(self, key: str) -> None:
        if key not in NOT_PRESSED:
            self._queue.put(_NAMES.get(key, key))

    def _read_lines(self) -> None:
        for line in self._source:
            self._queue.put(line.strip() or ENTER)
        self._over.set()
