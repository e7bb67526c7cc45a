"""Learning from use, where it is asked for: how commands sounded that were understood, and not taken back.

What somebody takes back within ten seconds may have been misheard. The others are kept at the end of the session, a few
of each command, as vectors and no sound.
"""

import threading
import time
from collections.abc import Callable

from drillvoice.app.taught import read_taught, write_taught
from drillvoice.core.hearing.taught_voice import unpack_vectors
from drillvoice.core.session.commands import Command
from drillvoice.core.session.facts import Commanded, Fact
from drillvoice.errors import SettingsError, Tell
from drillvoice.listening.messages import Echo, LevelReport, TakeReport

TAKEN_BACK_S = 10.0
CORRECTING = frozenset({Command.BACK, Command.RESUME, Command.TOGGLE, Command.REPEAT})
"""Whoever asks for these may not have wanted what was done before."""


class Learning:
    """Follows a session, as a front, and keeps the takes that nobody took back.

    Args:
        clock: seconds.

    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._takes: list[tuple[float, TakeReport]] = []

    def show_notice(self, sentence: str) -> None:
        """Nothing to be learnt of it."""

    def show_hearing(self, report: LevelReport | Echo) -> None:
        """Nothing to be learnt of it."""

    def show_fact(self, fact: Fact) -> None:
        """Forget what was just learnt where it is taken back."""
        if isinstance(fact, Commanded) and fact.command in CORRECTING:
            earliest_s = self._clock() - TAKEN_BACK_S
            with self._lock:
                self._takes = [
                    (at_s, take) for at_s, take in self._takes if at_s < earliest_s or take.command == fact.command
                ]

    def add_take(self, take: TakeReport) -> None:
        """How a command sounded that was understood; any thread may tell."""
        with self._lock:
            self._takes.append((self._clock(), take))

    def keep_takes(self, warn: Tell) -> None:
        """Keep what was learnt; `warn` is told where that fails. What was said last may yet have been taken back."""
        before_s = self._clock() - TAKEN_BACK_S
        kept = [take for at_s, take in self._takes if at_s <= before_s]
        if not kept:
            return
        voice = read_taught(warn)
        for take in kept:
            voice = voice.with_learnt(Command(take.command), take.phrase, unpack_vectors(take.vectors))
        try:
            write_taught(voice)
        except SettingsError as error:
            warn(str(error))
