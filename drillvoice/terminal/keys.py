"""The keys of a terminal: how they are called, what they mean, and a thread that reads them.

A key is called as prompt_toolkit calls it, and once: Enter is Enter, whatever a terminal sends for it.
"""

import _thread
import asyncio
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, Self

from drillvoice.app.line_editor import ENTER, ERASE, INTERRUPT
from drillvoice.core.phrases import Phrases, plain_phrase
from drillvoice.core.session.commands import Command, commands_by_phrase
from drillvoice.core.session.facts import Trouble
from drillvoice.core.session.messages import Asked, Inbox, NoteAsked
from drillvoice.core.session.notes import WOBBLE
from drillvoice.terminal.flood import FloodGate
from drillvoice.terminal.phone_door import DoorKeys
from drillvoice.terminal.steady_keys import SteadyKeys

NAMES: Mapping[str, str] = {
    "c-j": ENTER,
    "c-h": ERASE,
    # What follows are Textual's names.
    "space": " ",
    "enter": ENTER,
    "ctrl+j": ENTER,
    "ctrl+h": ERASE,
    "ctrl+c": INTERRUPT,
}
"""Other names of keys."""
COMMAND_BY_KEY: Mapping[str, Command] = {
    " ": Command.TOGGLE,
    "n": Command.NEXT,
    "pagedown": Command.NEXT,
    "right": Command.NEXT,
    "b": Command.BACK,
    "pageup": Command.BACK,
    "left": Command.BACK,
    "r": Command.REPEAT,
    "-": Command.SLOWER,
    "+": Command.FASTER,
    "=": Command.FASTER,
    "up": Command.LOUDER,
    "down": Command.SOFTER,
    "s": Command.STOP,
    ENTER: Command.READY,
    "q": Command.FINISH,
    INTERRUPT: Command.FINISH,
    "t": Command.TIME_LEFT,
    "l": Command.LESS,
    "i": Command.ADVICE_READ,
    "?": Command.WHAT_CAN_I_SAY,
    "y": Command.WHY,
    "h": Command.HELP,
}
NOTE_BY_KEY: Mapping[str, str] = {"w": WOBBLE}
"""What is only noted. No voice may do that: a word that was misheard would stand in the record."""
NOT_PRESSED = frozenset({"<cursor-position-response>", "<vt100-mouse-event>", "<windows-mouse-event>", "<ignore>"})
"""What a terminal reports by itself."""
START_S = 0.2
"""The first sound goes first; keys pressed meanwhile wait in the terminal."""
POLL_S = 0.1
MOST_READ = 4096
"""Bytes; a terminal holds no more."""
READING_LIMIT_S = 3.0
"""A busy computer may take so long to begin to read."""


def named_key(name: str) -> str:
    """The one name of a key."""
    return NAMES.get(name, name)


FORWARD = frozenset({"pagedown", "right"})
"""What a presenter's clicker or a page turner's pedal types for the next page."""


def command_of_key(key: str, *, on_demand: bool, one_switch: bool = False) -> Command | None:
    """The command of a key; any key without a meaning pauses. With cues on demand a clicker's key asks for the next.
    Whoever has but one switch may have it type anything.
    """
    if key in NOT_PRESSED or (key.lower() in NOTE_BY_KEY and not one_switch):
        return None
    if one_switch and key != INTERRUPT:
        return Command.SWITCH
    if on_demand and key in FORWARD:
        return Command.READY
    return COMMAND_BY_KEY.get(key.lower(), Command.PAUSE)


def message_of_key(key: str, *, on_demand: bool, one_switch: bool = False) -> Asked | NoteAsked | None:
    """What a key asks of a session, now; None where it was none."""
    note = NOTE_BY_KEY.get(key.lower())
    if note and not one_switch:
        return NoteAsked(note, "keys", toned=True)
    command = command_of_key(key, on_demand=on_demand, one_switch=one_switch)
    return None if command is None else Asked(command, "keys", given_at=time.monotonic())


class RawKeys:
    """Reads single keys; a context manager that leaves the terminal as it was.

    Args:
        press: told of each key, by its one name. A second Ctrl-C is not told but interrupts; held, it is one.
        fail: told once where no more keys can be read, however that came.

    """

    def __init__(self, press: Callable[[str], None], fail: Callable[[], None] = lambda: None) -> None:
        self._take = press
        self._fail = fail
        self._ending = threading.Event()
        self._reading = threading.Event()
        self._interrupted = False
        self._interrupts = SteadyKeys()
        self._thread = threading.Thread(target=self._read_in_thread, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ending.set()
        self._thread.join()

    def wait_until_read(self) -> None:
        """Wait until a key that is pressed is noticed at once."""
        self._reading.wait(READING_LIMIT_S)

    def _read_in_thread(self) -> None:
        if self._ending.wait(START_S):
            return
        try:
            asyncio.run(self._read_terminal())
        except Exception:  # whatever it is, somebody presses keys that nobody reads
            self._fail()
            return
        if not self._ending.is_set():
            self._fail()

    async def _read_terminal(self) -> None:
        from prompt_toolkit.input import create_input

        terminal = create_input()
        _gate_floods(terminal)

        def read_ready_keys() -> None:
            for press in terminal.read_keys():
                self._forward_key(named_key(getattr(press.key, "value", press.key)))

        with terminal.raw_mode(), terminal.attach(read_ready_keys):
            self._reading.set()
            while not (self._ending.is_set() or terminal.closed):
                await asyncio.sleep(POLL_S)
                for press in terminal.flush_keys():  # a lone Escape, which might have begun a longer key
                    self._forward_key(named_key(getattr(press.key, "value", press.key)))

    def _forward_key(self, key: str) -> None:
        if key == INTERRUPT and not self._interrupts.is_press(key):
            return
        if key == INTERRUPT and self._interrupted:
            _thread.interrupt_main()
            return
        self._interrupted |= key == INTERRUPT
        self._take(key)


def _gate_floods(terminal: Any) -> None:
    """Thin what is read before prompt_toolkit looks for keys in it. Windows tells keys one by one."""
    reader = getattr(terminal, "stdin_reader", None)
    if reader is not None:
        read, gate = reader.read, FloodGate()
        reader.read = lambda: gate.let_through(read(MOST_READ))


class KeyReader(RawKeys):
    """Reads keys while a session runs.

    Args:
        inbox: gets what they ask for.
        door: takes those that answer a helper's phone; none where whatever is typed is one switch.
        on_demand: cues come when they are asked for.
        one_switch: every key does what is to be done next.

    """

    def __init__(
        self, inbox: Inbox, door: DoorKeys | None = None, *, on_demand: bool = False, one_switch: bool = False
    ) -> None:
        super().__init__(self._send_message, lambda: inbox.put(Trouble.KEYS_GONE))
        self._inbox = inbox
        self._door = None if one_switch else door
        self._on_demand = on_demand
        self._one_switch = one_switch
        self._steady = SteadyKeys()

    def _send_message(self, key: str) -> None:
        message = message_of_key(key, on_demand=self._on_demand, one_switch=self._one_switch)
        if message is None or not self._steady.is_press(key, any_is_one=self._one_switch):
            return
        if self._door is None or not self._door.take_key(key):
            self._inbox.put(message)


COMPLAIN_EVERY_S = 0.5
"""Lines that are no command are told where somebody types them, and not each where they come by the thousand."""
MOST_KNOWN = 256
"""So many lines need not be looked at anew, where the same come again and again."""


def read_lines(lines: Iterable[str], inbox: Inbox, phrases: Phrases, complain: Callable[[str], None]) -> None:
    """Take commands and notes from lines until there are no more; `complain` is told of a line that is neither."""
    known = commands_by_phrase(phrases) | {
        plain_phrase(form): Command(name) for name, forms in phrases.typed_commands.items() for form in forms
    }
    notes = {plain_phrase(form): name for name, forms in phrases.typed_notes.items() for form in forms}
    plain = lru_cache(MOST_KNOWN)(plain_phrase)
    complain_at = 0.0
    for line in lines:
        heard = plain(line)
        command = known.get(heard)
        if command is not None:
            inbox.put(Asked(command, "stdin", given_at=time.monotonic()))
        elif heard in notes:
            inbox.put(NoteAsked(notes[heard], "stdin", toned=True))
        elif heard and time.monotonic() >= complain_at:
            complain_at = time.monotonic() + COMPLAIN_EVERY_S
            complain(line.strip())
