"""What a session takes of the process and its signals: the one place that touches them."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from drillvoice.core.session.commands import Command
from drillvoice.core.session.messages import Asked, Inbox

STDERR = 2
SWITCH_S = 0.0005
"""How long a thread may keep the others from running; Python's 5 ms is a tenth of the loudspeaker's buffer, and the
callback has to wait its turn."""


def prepare_process() -> None:
    """Make the process fit for sound: quick changes between threads, and nothing printed by PortAudio's libraries."""
    _keep_stderr_for_python()
    sys.setswitchinterval(SWITCH_S)


def _keep_stderr_for_python() -> None:
    """PortAudio, ALSA and JACK print from threads of their own, at any time; none of it helps anybody."""
    try:
        if sys.stderr.fileno() != STDERR:
            return
        kept = os.dup(STDERR)
        with open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), STDERR)
    except (OSError, ValueError):
        return
    sys.stderr = os.fdopen(kept, "w", buffering=1, encoding=sys.stderr.encoding, errors="backslashreplace")


@contextmanager
def interrupts(inbox: Inbox, leave: Callable[[], None]) -> Iterator[None]:
    """Ctrl-C ends with the summary; a second one, or a signal to end, leaves at once.

    Args:
        inbox: takes the command to finish.
        leave: leaves; it may raise in the main thread.

    """
    asked = False

    def finish_or_leave(_signal: int, _frame: FrameType | None) -> None:
        nonlocal asked
        if asked:
            leave()
        asked = True
        inbox.put(Asked(Command.FINISH, "interrupt"))

    with leaving_by_signals(leave, finish_or_leave):
        yield


Handler = Callable[[int, FrameType | None], object]


@contextmanager
def leaving_by_signals(leave: Callable[[], object], on_interrupt: Handler | None = None) -> Iterator[None]:
    """Leave in order at a signal to end, and at Ctrl-C if nothing else is done then."""

    def leave_in_order(_signal: int, _frame: FrameType | None) -> None:
        leave()

    replaced = {signal.SIGINT: signal.signal(signal.SIGINT, on_interrupt or leave_in_order)}
    for number in _signals_to_end():
        replaced[number] = signal.signal(number, leave_in_order)
    try:
        yield
    finally:
        for number, before in replaced.items():
            signal.signal(number, before)


def _signals_to_end() -> Iterator[signal.Signals]:
    """What ends a program; left to the system it would leave the terminal as a session needs it. A hang-up that is
    ignored, as below nohup, or that somebody else looks after, is none.
    """
    yield signal.SIGTERM
    for name in ("SIGHUP", "SIGQUIT"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            yield number


def leave_by_interrupt() -> None:
    """Leave as Ctrl-C does."""
    raise KeyboardInterrupt
