"""The listening process, seen from the drill: started, fed with what is played, watched, ended."""

import contextlib
import os
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Self

from drillvoice.audio.resample import StreamResampler
from drillvoice.core.clips import Samples
from drillvoice.core.rates import SPEECH_RATE
from drillvoice.core.session.answers import Subject
from drillvoice.listening.messages import Alive, Failed, Found, ListeningReport, Lost, Report, from_line
from drillvoice.listening.wire import Played, joined_blocks, packed_samples, packed_subject

SEND_EVERY_S = 0.04
"""What is played is heard 50 ms later at the soonest, and the listening process should know before. Each time wakes
both processes up: every 10 ms this thread took more than twice as much of the processor."""
MOST_WAITING = 400
"""Blocks: five seconds and more. What a process that hangs does not take is forgotten."""
END_LIMIT_S = 0.2

START_LIMIT_S = 30.0
"""Until the first beat of a new process, which loads much, on a computer that may be busy."""
LOOK_EVERY_S = 0.1
LOOK_AT_MOST_S = 0.3
"""What a look counts for: where this program itself stood still, nobody has waited for a beat."""
MOST_RESTARTS = 3
"""In a row; who fails more often than that is no help."""
STEADY_S = 60.0
"""A process that has listened for so long has not failed in a row with the one before."""

ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1"}
"""Its products are small: two threads wait for each other, on a busy computer 0.2 s an utterance instead of 0.05, with
eight times the work."""

STARTS_AGAIN = "Voice control has stopped unexpectedly and starts again; meanwhile use the keys."
HANGS = "Voice control does not answer and starts again; meanwhile use the keys."
GIVEN_UP = "Voice control has stopped unexpectedly again and stays off; use the keys. `drillvoice doctor` may say why."
NO_START = "Voice control cannot be started ({reason}); use the keys."


def listening_command() -> list[str]:
    """How the listening process is started; how to listen it is told afterwards."""
    return [sys.executable, "-m", "drillvoice.listening.process"]


class Listener:
    """Listens while its `with` block lasts.

    Args:
        command: starts the listening process, as `listening_command` does.
        deliver: told of each report, in a thread of the listener's.
        greeting: what each process is told first, as `packed_config` makes it.

    """

    def __init__(self, command: Sequence[str], deliver: Callable[[Report], None], greeting: bytes = b"") -> None:
        self._command = command
        self._greeting = greeting
        self._deliver = deliver
        self._played: deque[Played] = deque(maxlen=MOST_WAITING)
        self._subject = Subject.COMMANDS
        self._told: tuple[subprocess.Popen[bytes] | None, Subject] = (None, Subject.COMMANDS)
        """Which process listens for what; a new one listens for commands."""
        self._resampler: tuple[int, StreamResampler] | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._greeted: subprocess.Popen[bytes] | None = None
        """The process that knows how to listen; before that it takes nothing else."""
        self._starting = threading.Lock()
        self._closing = threading.Event()
        self._failed = False
        self._hung = False
        """Whether the present process was killed because its beats had ceased."""
        self._granted_s: float | None = None
        """For how long the next beat may be waited for, since there was news of it."""
        works = (self._watch_processes, self._keep_sending, self._watch_beats)
        self._threads = [threading.Thread(target=work, daemon=True) for work in works]
        self.dropped = 0
        """Blocks of what was played that the listening process did not take in time."""

    def note_played(self, start_s: float, samples: Samples, rate: int) -> None:
        """Tell what the loudspeaker plays; its callback may do so."""
        if len(self._played) == MOST_WAITING:
            self.dropped += 1
        self._played.append(Played(start_s, samples, rate))

    def listen_for(self, subject: Subject) -> None:
        """Have something else listened for from now on."""
        self._subject = subject

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with self._starting:
            self._closing.set()
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(END_LIMIT_S)
            except subprocess.TimeoutExpired:
                self._process.kill()
        for thread in self._threads:
            thread.join(END_LIMIT_S)

    def _watch_processes(self) -> None:
        """One process, and another where it crashes or hangs, a few times in a row."""
        failures = 0
        while (process := self._start_process()) is not None:
            begun = time.monotonic()
            _write_to(process, self._greeting)  # longer than a pipe holds, where much was taught
            self._greeted = process
            self._read_reports(process, again=failures > 0)
            self._end_process(process)
            if self._failed or self._closing.is_set():
                return
            failures = 1 if time.monotonic() - begun > STEADY_S else failures + 1
            if failures > MOST_RESTARTS:
                self._deliver(Failed(GIVEN_UP))
                return
            self._deliver(Lost(HANGS if self._hung else STARTS_AGAIN))

    def _watch_beats(self) -> None:
        """Kill a process that has given no beat for longer than it said; that is heard of as its end."""
        looked, patience_s = time.monotonic(), START_LIMIT_S
        while not self._closing.wait(LOOK_EVERY_S):
            before, looked = looked, time.monotonic()
            granted_s, self._granted_s = self._granted_s, None
            patience_s = granted_s or patience_s - min(looked - before, LOOK_AT_MOST_S)
            process = self._process
            if patience_s <= 0 and process is not None and not self._hung:
                self._hung = True
                process.kill()

    def _start_process(self) -> "subprocess.Popen[bytes] | None":
        with self._starting:
            if self._closing.is_set():
                return None
            try:
                process = subprocess.Popen(
                    self._command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    env={**os.environ, **ONE_THREAD},
                )
            except OSError as error:
                self._deliver(Failed(NO_START.format(reason=error.strerror or error)))
                return None
            self._hung, self._granted_s = False, START_LIMIT_S
            self._process = process
            return process

    def _read_reports(self, process: "subprocess.Popen[bytes]", *, again: bool) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            report = from_line(line.decode(errors="replace"))
            if isinstance(report, Alive):
                self._granted_s = report.next_s
                continue
            if report is None or self._closing.is_set():
                continue
            self._failed |= isinstance(report, Failed)
            if again and isinstance(report, ListeningReport):
                again = False
                self._deliver(Found())
            self._deliver(report)

    def _end_process(self, process: "subprocess.Popen[bytes]") -> None:
        """Its output has ended, so has it, or very soon."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(END_LIMIT_S)
        process.kill()
        process.wait()
        for pipe in (process.stdout, process.stdin):
            with contextlib.suppress(OSError, ValueError):
                if pipe:
                    pipe.close()

    def _keep_sending(self) -> None:
        while not self._closing.wait(SEND_EVERY_S):
            self._tell_subject()
            for played in joined_blocks([self._played.popleft() for _ in range(len(self._played))]):
                self._write_played(played)

    def _tell_subject(self) -> None:
        if self._process is not self._greeted:
            return
        if self._told[0] is not self._process:
            self._told = self._process, Subject.COMMANDS
        if self._told[1] is not self._subject:
            self._told = self._process, self._subject
            self._write_bytes(packed_subject(self._subject))

    def _write_played(self, played: Played) -> None:
        if self._resampler is None or self._resampler[0] != played.rate:
            self._resampler = played.rate, StreamResampler(played.rate, SPEECH_RATE)
        start_s, ready = self._resampler[1].resample_block(played.samples, played.start_s)
        if len(ready):
            self._write_bytes(packed_samples(start_s, ready))

    def _write_bytes(self, content: bytes) -> None:
        if self._process and self._process is self._greeted:
            _write_to(self._process, content)


def _write_to(process: "subprocess.Popen[bytes]", content: bytes) -> None:
    """Write to a process that may have ended."""
    assert process.stdin is not None, "it was asked for"
    with contextlib.suppress(OSError, ValueError):
        process.stdin.write(content)
        process.stdin.flush()
