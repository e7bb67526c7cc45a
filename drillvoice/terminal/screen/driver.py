"""Textual's driver for a terminal that may send anything, take nothing, or go away.

Only what is drawn goes through the application's own loop. Keys of a session do not: a loop that is busy, or that waits
for a terminal, must not delay a stop.
"""

import codecs
import contextlib
import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, TextIO

from textual import events
from textual.driver import Driver
from textual.message import Message
from textual.messages import TerminalSupportsSynchronizedOutput

from drillvoice.app.background_writer import BackgroundWriter, write_to_descriptor
from drillvoice.terminal.flood import FloodGate
from drillvoice.terminal.screen.key_parser import SturdyParser

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer


class KeyTaker(Protocol):
    """The application, as its driver sees it."""

    def take_key_at_once(self, event: events.Key) -> bool:
        """Take a key in the thread that has read it; False where it has to go through the application's loop."""
        ...

    def fail_input(self, error: Exception) -> None:
        """Nothing more can be read; any thread may tell."""
        ...


class PatientFile:
    """Standard output as Textual writes to it; it never makes its writer wait."""

    def __init__(self, stream: TextIO) -> None:
        stream.flush()
        self._encoding = stream.encoding
        self._stream = stream
        self._writer = self._new_writer()
        self._drawn_without = 0
        """How much had been dropped when all was drawn anew."""
        self._is_closed = False

    def _new_writer(self) -> BackgroundWriter:
        return BackgroundWriter(partial(write_to_descriptor, self._stream.fileno()))

    def write(self, text: str) -> int:
        """Have a piece written, also after it was closed, as by a program that was suspended."""
        if self._is_closed:
            self._writer, self._is_closed = self._new_writer(), False
            self.have_all_drawn()
        self._writer.put(text.encode(self._encoding, errors="replace"))
        return len(text)

    def have_all_drawn(self) -> None:
        """Have all drawn anew: others may have written here."""
        self._drawn_without = -1

    def flush(self) -> None:
        """It is written without."""

    def fileno(self) -> int:
        """Of the terminal."""
        return self._stream.fileno()

    @property
    def is_behind(self) -> bool:
        """Whether the terminal takes too little for more to be drawn."""
        return self._writer.is_behind

    def has_gap(self) -> bool:
        """Whether something was dropped since this was asked last, so that all has to be drawn anew."""
        gap = self._writer.dropped > self._drawn_without
        self._drawn_without = self._writer.dropped
        return gap

    def close(self) -> None:
        """Write what waits, where it is taken."""
        self._is_closed = True
        self._writer.close()


class SturdyDriver(Driver):
    """What is put before Textual's driver of a system; `sturdy_driver` does it.

    It draws on standard output, since standard error belongs to what PortAudio and ALSA print.
    """

    _file: PatientFile
    _app: Any
    _settings: list[Any] | None = None
    """Of the terminal, as the screen needs them."""
    _is_suspended = False

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        assert sys.__stdout__ is not None
        self._file = PatientFile(sys.__stdout__)
        self._of_system: Any = super()

    @property
    def output(self) -> PatientFile:
        """Where it draws."""
        return self._file

    def start_application_mode(self) -> None:
        """Take the terminal."""
        self._of_system.start_application_mode()
        self._settings = terminal_settings(self)

    def process_message(self, message: Message) -> None:
        """Hand on what was read, in the thread that has read it."""
        if _has_to_wait(message, self._app):
            super().process_message(message)

    def _run_input_thread(self) -> None:
        """Textual would print a traceback and end the application with it."""
        try:
            self._of_system.run_input_thread()
        except Exception as error:
            self._app.fail_input(error)

    def _sigtstp_application(self, *_: object) -> None:
        """Textual's own would write in the midst of a signal, and wait for itself if something was being written."""
        self._app.call_soon(self._suspend)

    def _suspend(self) -> None:
        self._is_suspended = True
        self._of_system._sigtstp_application()

    def _sigcont_application(self, *_: object) -> None:
        self._app.call_soon(self._go_on)

    def _go_on(self) -> None:
        """Take the terminal again if it was left. Where the program was only held, Textual would take it twice, and
        leave it as it was the second time: raw. So nothing but what a shell has changed meanwhile is set right.
        """
        if self._is_suspended:
            self._is_suspended = False
            self._of_system._sigcont_application()
        else:
            restore_settings(self, self._settings)
            self._file.have_all_drawn()

    def close(self) -> None:
        """Let the terminal go."""
        super().close()
        self._file.close()


def sturdy_driver(driver: type[Driver]) -> type[Driver]:
    """Textual's driver of this system, made sturdy."""
    _replace_parsing(driver)
    return type(SturdyDriver.__name__, (SturdyDriver, driver), {})


def terminal_settings(driver: Any) -> list[Any] | None:
    """How its terminal is set; None where that cannot be asked."""
    with contextlib.suppress(ImportError, OSError, AttributeError):
        import termios

        with contextlib.suppress(termios.error):
            return termios.tcgetattr(driver.fileno)
    return None


def restore_settings(driver: Any, settings: list[Any] | None) -> None:
    """Set its terminal as it was."""
    if settings is not None:
        import termios

        with contextlib.suppress(termios.error):
            termios.tcsetattr(driver.fileno, termios.TCSANOW, settings)


def _has_to_wait(message: Message, taker: KeyTaker) -> bool:
    """Whether something that was read goes through the application's loop: a key that is not taken at once, and nothing
    that a terminal says of itself but that it can draw at one go. Of its size the system tells.
    """
    if isinstance(message, events.Key):
        return not taker.take_key_at_once(message)
    return isinstance(message, TerminalSupportsSynchronizedOutput)


def _replace_parsing(driver: type[Driver]) -> None:
    """Let a byte that is no UTF-8 be a key like any other. Textual's driver decodes strictly and ends with an error
    (https://github.com/Textualize/textual/issues/6456), together with all that was typed in the same moment. It also
    is the one place before Textual looks for keys, at 17 µs a letter. Its parser ends with an error as well.
    """
    module = sys.modules[driver.__module__]
    if hasattr(module, "getincrementaldecoder"):
        module.getincrementaldecoder = _decoder_for  # type: ignore[attr-defined]
        module.XTermParser = SturdyParser  # type: ignore[attr-defined]


class PatientDecoder(codecs.IncrementalDecoder):
    """Decodes what a terminal sends: what is no text is replaced, and of a flood little is left to be taken for keys.

    Args:
        encoding: of the terminal.
        gate: thins what is too much.

    """

    def __init__(self, encoding: str, gate: FloodGate) -> None:
        super().__init__("replace")
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._gate = gate

    def decode(self, data: "Buffer", final: bool = False) -> str:
        """The text of some bytes."""
        return self._gate.let_through(self._decoder.decode(data, final))


def _decoder_for(encoding: str) -> Callable[[], PatientDecoder]:
    return lambda: PatientDecoder(encoding, FloodGate())
