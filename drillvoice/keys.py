"""Commands from keys and from lines of standard input, each read in a thread of its own."""

import queue
import threading
from collections.abc import Callable, Mapping
from typing import IO

from drillvoice.core.commands import Command, commands_by_phrase
from drillvoice.core.phrases import Phrases, plain
from drillvoice.runner import Asked

KEYS: Mapping[str, Command] = {
    " ": Command.TOGGLE,
    "n": Command.NEXT,
    "KEY_PGDOWN": Command.NEXT,
    "b": Command.BACK,
    "KEY_PGUP": Command.BACK,
    "r": Command.REPEAT,
    "-": Command.SLOWER,
    "+": Command.FASTER,
    "=": Command.FASTER,
    "s": Command.STOP,
    "KEY_ENTER": Command.READY,
    "q": Command.FINISH,
    "t": Command.TIME_LEFT,
    "?": Command.WHAT_CAN_I_SAY,
    "h": Command.HELP,
}
KEY_HELP = """\
Keys: space pause or go on   n next   b back   r repeat   - slower   + faster
      Enter ready   s stop   q finish   t time left   h help   ? these keys
      Any other key pauses."""
POLL_S = 0.2


def command_of_key(name: str, text: str, *, on_demand: bool) -> Command:
    """What a key means; any key without a meaning pauses. With cues on demand a clicker's key asks for the next."""
    if on_demand and name == "KEY_PGDOWN":
        return Command.READY
    return KEYS.get(name) or KEYS.get(text.lower()) or Command.PAUSE


class KeyReader:
    """Reads single keys while a session runs; a context manager that leaves the terminal as it was."""

    def __init__(self, inbox: "queue.Queue[Asked]", *, on_demand: bool = False) -> None:
        self._inbox = inbox
        self._on_demand = on_demand
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._read, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._ending.set()
        self._thread.join(POLL_S * 5)

    def _read(self) -> None:
        import blessed

        terminal = blessed.Terminal()
        with terminal.cbreak():
            while not self._ending.is_set():
                key = terminal.inkey(timeout=POLL_S)
                if key:
                    command = command_of_key(key.name or "", str(key), on_demand=self._on_demand)
                    self._inbox.put(Asked(command, "keys"))


def read_lines(lines: IO[str], inbox: "queue.Queue[Asked]", phrases: Phrases, complain: Callable[[str], None]) -> None:
    """Take commands from lines until there are no more; `complain` is told of a line that is none."""
    known = commands_by_phrase(phrases)
    for line in lines:
        heard = plain(line)
        command = known.get(heard)
        if command is not None:
            inbox.put(Asked(command, "stdin"))
        elif heard:
            complain(line.strip())
