"""Keeps the computer and its screen awake while a session goes on: nobody presses a key for twenty minutes.

A process of its own does it (`app/awake_process.py`) as long as its standard input is open. So it ends with ours
however that ends, and neither a desktop that does not answer nor the loading of a library holds up the sound.
"""

import contextlib
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from drillvoice.app.child_process import end_child
from drillvoice.core.session.commands import State
from drillvoice.core.session.facts import Fact

FREED_AFTER_S = 600.0
"""A pause of ten minutes is no pause any more; a choice."""
QUIET = (State.PAUSED, State.STOPPED, State.ENDED)
END_LIMIT_S = 1.0
LOOK_EVERY_S = 1.0


def awake_command() -> list[str]:
    """What keeps the computer awake until its standard input ends."""
    return [sys.executable, "-m", "drillvoice.app.awake_process"]


class KeptAwake:
    """Keeps the computer awake while its `with` block lasts and the session goes on; silent where that cannot be.

    Args:
        wanted: whether to do anything.
        clock: seconds.

    """

    def __init__(self, *, wanted: bool = True, clock: Callable[[], float] = time.monotonic) -> None:
        self._wanted = wanted
        self._clock = clock
        self._is_going = False
        self._quiet_since = 0.0
        self._news = threading.Event()
        self._closing = False
        self._process: subprocess.Popen[bytes] | None = None
        """Stays, once it has ended by itself: what cannot be had is not asked for again and again."""
        self._thread = threading.Thread(target=self._follow, daemon=True, name="awake")

    def __enter__(self) -> Self:
        if self._wanted:
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing = True
        self._news.set()
        if self._wanted:
            self._thread.join(END_LIMIT_S)

    def watch_fact(self, fact: Fact) -> None:
        """Learn from a fact whether the session goes on; never waits."""
        is_going = fact.state not in QUIET
        if is_going is not self._is_going:
            self._is_going, self._quiet_since = is_going, self._clock()
            self._news.set()

    @property
    def is_needed(self) -> bool:
        """Whether somebody practises, or may go on any moment."""
        return not self._closing and (self._is_going or self._clock() - self._quiet_since < FREED_AFTER_S)

    def _follow(self) -> None:
        self._news.wait()  # the first sound goes first
        while not self._closing:
            self._news.clear()
            if self.is_needed and self._process is None:
                self._hold()
            elif not self.is_needed:
                self._free()
            elif self._process is not None:
                self._process.poll()  # so that the system forgets one that has ended
            self._news.wait(LOOK_EVERY_S)
        self._free()

    def _hold(self) -> None:
        with contextlib.suppress(OSError):
            self._process = subprocess.Popen(
                awake_command(),
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is for the drill, which ends it when it has ended
            )

    def _free(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        end_child(process, END_LIMIT_S / 2)
