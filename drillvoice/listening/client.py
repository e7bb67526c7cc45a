"""The listening process, seen from the drill: started, fed with what is played, watched, ended."""

import contextlib
import json
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Self

from drillvoice.audio.resample import StreamResampler
from drillvoice.core.clips import Samples
from drillvoice.core.rates import SPEECH_RATE
from drillvoice.core.session.answers import Subject
from drillvoice.listening.messages import Failed, Found, ListeningReport, Lost, Report, from_line
from drillvoice.listening.wire import Played, joined_blocks, packed_samples, packed_subject

SEND_EVERY_S = 0.04
"""What is played is heard 50 ms later at the soonest, and the listening process should know before. Each time wakes
both processes up: every 10 ms this thread took more than twice as much of the processor."""
MOST_WAITING = 400
"""Blocks: five seconds and more. What a process that hangs does not take is forgotten."""
END_LIMIT_S = 0.2

STARTS_AGAIN = "Voice control has stopped unexpectedly and starts again; meanwhile use the keys."
GIVEN_UP = "Voice control has stopped unexpectedly again and stays off; use the keys. `drillvoice doctor` may say why."
NO_START = "Voice control cannot be started ({reason}); use the keys."


def listening_command(config: Mapping[str, Any]) -> list[str]:
    """How the listening process is started."""
    return [sys.executable, "-m", "drillvoice.listening.process", json.dumps(config)]


class Listener:
    """Listens while its `with` block lasts.

    Args:
        command: starts the listening process, as `listening_command` does.
        deliver: told of each report, in a thread of the listener's.

    """

    def __init__(self, command: Sequence[str], deliver: Callable[[Report], None]) -> None:
        self._command = command
        self._deliver = deliver
        self._played: deque[Played] = deque(maxlen=MOST_WAITING)
        self._subject = Subject.COMMANDS
        self._told: tuple[subprocess.Popen[bytes] | None, Subject] = (None, Subject.COMMANDS)
        """Which process listens for what; a new one listens for commands."""
        self._resampler: tuple[int, StreamResampler] | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._starting = threading.Lock()
        self._closing = threading.Event()
        self._failed = False
        self._threads = [
            threading.Thread(target=work, daemon=True) for work in (self._watch_processes, self._keep_sending)
        ]
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
        """One process, and another if it crashes."""
        for complaint in (Lost(STARTS_AGAIN), Failed(GIVEN_UP)):
            process = self._start_process()
            if process is None:
                return
            self._read_reports(process, again=isinstance(complaint, Failed))
            self._end_process(process)
            if self._failed or self._closing.is_set():
                return
            self._deliver(complaint)

    def _start_process(self) -> "subprocess.Popen[bytes] | None":
        with self._starting:
            if self._closing.is_set():
                return None
            try:
                self._process = subprocess.Popen(
                    self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
                )
            except OSError as error:
                self._deliver(Failed(NO_START.format(reason=error.strerror or error)))
                return None
            return self._process

    def _read_reports(self, process: "subprocess.Popen[bytes]", *, again: bool) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            report = from_line(line.decode(errors="replace"))
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
        if self._process and self._process.stdin:
            with contextlib.suppress(OSError, ValueError):
                self._process.stdin.write(content)
                self._process.stdin.flush()
