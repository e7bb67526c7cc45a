"""The real program in the room: what it prints, what it logs, and when; and what the loudspeaker played."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from drillvoice.audio.resample import Resampler
from drillvoice.core.clips import Clip, Samples
from drillvoice.core.plan.options import DEFAULT_RATE
from drillvoice.language import load_language
from drillvoice.voice.clip_cache import ClipCache
from drillvoice.voice.clips import clip_key, ready_clips_for
from drillvoice.voice.engine import open_engine

from .room import Recording, Room, wait_for

PHRASES = load_language().phrases
RATE = 44_100
"""The rate at which PortAudio opens the room's loudspeaker."""
QUICK = Path(__file__).with_name("quick.toml")
BRIEF = ("--brief", "--safety-heard", "--seed", "1")
LOUD = 0.004
"""Above the rounding of a 16-bit file, below anything that is spoken."""

Record = dict[str, Any]


@dataclass
class Lines:
    """Lines of a pipe, each with the time at which it came; read by a thread of its own."""

    source: Any
    seen: list[tuple[float, str]] = field(default_factory=list)
    thread: threading.Thread = field(init=False)

    def __post_init__(self) -> None:
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def _read(self) -> None:
        with suppress(ValueError, OSError):
            for line in self.source:
                self.seen.append((time.monotonic(), line.rstrip("\n")))

    def texts(self) -> list[str]:
        return [text for _, text in self.seen]

    def complaints(self) -> list[str]:
        """All but what a busy computer is to blame for."""
        return [text for text in self.texts() if not text.startswith("The sound was interrupted")]


class Home:
    """Folders of a user's own, so that a test neither finds nor leaves anything in ours."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.cache = folder / "cache" / "drillvoice" / "clips"
        self.env = {
            "HOME": str(folder),
            **{f"XDG_{kind.upper()}_HOME": str(folder / kind) for kind in ("cache", "config", "state", "data")},
            "PYTHONUNBUFFERED": "1",
        }


class Program:
    """`drillvoice` with arguments, as a child process; a context manager that ends it whatever happens."""

    def __init__(
        self,
        *arguments: str,
        env: Mapping[str, str],
        events: Path | None = None,
        command: Sequence[str] = (sys.executable, "-m", "drillvoice.terminal.cli.main"),
        terminal: int | None = None,
    ) -> None:
        self._command = [*command, *arguments]
        self._env = env
        self._events = events
        self._terminal = terminal
        self.records: list[tuple[float, Record]] = []
        """Records of the event log (without the header), each with the time at which it was written."""
        self.header: Record = {}

    def __enter__(self) -> Self:
        if self._events:
            # A FIFO hands each line over at the moment at which it is written.
            os.mkfifo(self._events)
            self._command += ["--events", str(self._events)]
            self._reader = threading.Thread(target=self._read_events, daemon=True)
            self._reader.start()
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            self._command,
            env=self._env,
            stdin=subprocess.PIPE if self._terminal is None else self._terminal,
            stdout=subprocess.PIPE if self._terminal is None else self._terminal,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.out = Lines(self.process.stdout or ())
        self.err = Lines(self.process.stderr)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.kill()
        self.process.wait()
        for lines in (self.out, self.err):
            lines.thread.join(2)
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            if pipe:
                with suppress(OSError):
                    pipe.close()
        if self._events and not self.header:
            # Nobody has opened the other end: let the reader go.
            with suppress(OSError):
                os.close(os.open(self._events, os.O_WRONLY | os.O_NONBLOCK))

    def _read_events(self) -> None:
        assert self._events is not None
        with self._events.open() as lines:
            self.header = json.loads(lines.readline() or "{}")
            for line in lines:
                self.records.append((time.monotonic(), json.loads(line)))

    def tell(self, *commands: str) -> float:
        """Write commands to its standard input; answers the time at which that was done."""
        assert self.process.stdin is not None
        self.process.stdin.write("".join(f"{command}\n" for command in commands))
        self.process.stdin.flush()
        return time.monotonic()

    def event(self, timeout_s: float = 20, since: float = 0, **wanted: object) -> tuple[float, Record]:
        """Wait for a record with these fields; answers when it was written, and the record."""

        def found() -> tuple[float, Record] | None:
            return next(
                (
                    (at, record)
                    for at, record in list(self.records)
                    if at >= since and all(record.get(key) == value for key, value in wanted.items())
                ),
                None,
            )

        wait_for(lambda: found() is not None or self.over(), f"event {wanted}", timeout_s=timeout_s)
        answer = found()
        assert answer, f"no event {wanted}; {self.story()}"
        return answer

    def printed(self, text: str, timeout_s: float = 20) -> float:
        """Wait for a printed line that contains a text; answers when it came."""

        def found() -> float | None:
            seen = [*self.out.seen, *self.err.seen]
            return next((at for at, line in seen if text in line), None)

        wait_for(lambda: found() is not None or self.over(), f"line {text!r}; {self.story()}", timeout_s=timeout_s)
        answer = found()
        assert answer is not None, f"no line {text!r}; {self.story()}"
        return answer

    def over(self) -> bool:
        """Whether it has ended, and all that it said has been read."""
        ended = self.process.poll() is not None
        if ended:
            for thread in (self.out.thread, self.err.thread):
                thread.join(1)
        return ended

    def ended(self, timeout_s: float = 15) -> int:
        """Wait for its end; answers the exit code."""
        code = self.process.wait(timeout_s)
        self.over()
        if self._events:
            self._reader.join(1)
        return code

    def story(self) -> str:
        """All that it said, for a test that fails."""
        return "\n".join(["out:", *self.out.texts(), "err:", *self.err.texts()])

    def complaints(self) -> list[str]:
        """What it printed beside the drill, but for what a busy computer is to blame for."""
        return self.err.complaints()

    def texts(self, since: float = 0) -> list[str]:
        """What was said, according to the log."""
        return [record["text"] for at, record in list(self.records) if "text" in record and at >= since]


def run_to_end(*arguments: str, env: Mapping[str, str], timeout_s: float = 60) -> "subprocess.CompletedProcess[str]":
    """Run `drillvoice` without a conversation."""
    command = [sys.executable, "-m", "drillvoice.terminal.cli.main", *arguments]
    return subprocess.run(
        command, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=timeout_s, check=False
    )


class Heard:
    """A recording of the loudspeaker, and when each of its frames was heard.

    Every few milliseconds it is noted how many frames have been recorded by now. The null sink keeps the pace of
    the clock, so the note that came soonest after its frames gives the time of every frame.
    """

    def __init__(self, recording: Recording) -> None:
        self.recording = recording
        self._starts: list[float] = []
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._note, daemon=True)

    def _note(self) -> None:
        frames = 0
        while not self._done.wait(0.002):
            now = self.recording.frames()
            if now > frames:
                frames = now
                self._starts.append(time.monotonic() - frames / self.recording.rate)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    @property
    def start(self) -> float:
        """When frame 0 was heard, on the monotonic clock."""
        return min(self._starts)

    def frame(self, at: float) -> int:
        """The frame that was heard at a time."""
        return max(0, round((at - self.start) * self.recording.rate))

    def between(self, start: float, end: float) -> Samples:
        """What was heard from one time to another."""
        return self.recording.samples()[self.frame(start) : self.frame(end)]


@dataclass
class Stage:
    """A room, somebody's folders, and a place for files."""

    room: Room
    home: Home
    folder: Path
    _count: int = 0

    def env(self, more: Mapping[str, str] | None = None) -> dict[str, str]:
        """The environment of a program in the room."""
        return {**self.room.env, **self.home.env, **(more or {})}

    def run(
        self,
        *arguments: str,
        terminal: int | None = None,
        env: Mapping[str, str] | None = None,
        voice_control: bool = False,
    ) -> Program:
        """Start a drill with a log; commands come from standard input, unless there is a terminal.

        No record is kept: the tests share a home, and kill each other's sessions. Nobody listens unless it is asked
        for: most tests are about something else.
        """
        self._count += 1
        commands = () if terminal is not None else ("--stdin-commands",)
        listening = () if voice_control else ("--no-voice-control",)
        return Program(
            *("run", *(arguments or (str(QUICK),)), *BRIEF, "--no-record", *commands, *listening),
            env=self.env(env),
            events=self.folder / f"events-{self._count}",
            terminal=terminal,
        )

    @contextmanager
    def listening(self, sink: str = "loudspeaker") -> Iterator[Heard]:
        """Record a loudspeaker, with the times of its frames."""
        with self.room.record(sink) as recording, Heard(recording) as heard:
            yield heard

    def clip(self, text: str) -> Samples:
        """What the loudspeaker gets for a phrase, from the cache that the program has filled."""
        return at_room_rate(spoken_clip(text, self.home))


def spoken_clip(text: str, home: Home) -> Clip:
    """The clip of a phrase in the default voice."""
    engine = open_engine("", DEFAULT_RATE)
    ready = ready_clips_for(engine)
    clip = (ready.clip(text) if ready else None) or ClipCache(home.cache).get(clip_key(engine, text))
    assert clip is not None, f"{text!r} is not in the cache"
    return clip


def at_room_rate(clip: Clip) -> Samples:
    """A clip as the loudspeaker gets it."""
    return Resampler(RATE).resample_clip(clip)


def place_of(samples: NDArray[np.float32], clip: Samples) -> int:
    """The frame at which a clip sounds in a recording, found by cross-correlation."""
    size = 1 << (len(samples) + len(clip) - 1).bit_length()
    spectrum = np.fft.rfft(samples, size) * np.conj(np.fft.rfft(clip, size))
    return int(np.argmax(np.fft.irfft(spectrum, size)[: len(samples)]))


def is_heard(samples: Samples, clip: Samples) -> bool:
    """Whether a clip sounds in a recording. Half of it is enough: the recording may have begun later than it, and a
    busy computer may have torn it apart.
    """
    padded = _padded(samples, clip)
    origin = place_of(padded, clip)
    part = padded[origin : origin + len(clip)]
    return float(part @ clip[: len(part)]) > 0.4 * float(clip @ clip)


def without(samples: Samples, clip: Samples, margin_s: float = 0.3) -> Samples:
    """The recording with a clip, and a little around it, silenced."""
    rest = _padded(samples, clip)
    origin = place_of(rest, clip)
    margin = round(margin_s * RATE)
    rest[max(0, origin - margin) : origin + len(clip) + margin] = 0
    return rest[len(clip) :]


def _padded(samples: Samples, clip: Samples) -> Samples:
    return np.concatenate([np.zeros(len(clip), np.float32), samples])


def last_sound(samples: Samples, threshold: float = LOUD) -> int:
    """The frame after the last one that is loud."""
    loud = np.flatnonzero(np.abs(samples) > threshold)
    return int(loud[-1]) + 1 if len(loud) else 0


def expected_sound(records: list[Record], home: Home, seconds: float) -> Samples:
    """What the loudspeaker should have played according to the log: every clip at its `at_s`, silence elsewhere."""
    sound = np.zeros(round(seconds * RATE), np.float32)
    for record in records:
        if "text" in record:
            clip = at_room_rate(spoken_clip(record["text"], home))
            first = round(record["at_s"] * RATE)
            sound[first : first + len(clip)] += clip[: max(0, len(sound) - first)]
    return sound


def difference(samples: Samples, expected: Samples, origin: int) -> float:
    """The largest difference between a recording and what was expected from a frame of it on."""
    part = samples[origin : origin + len(expected)]
    return float(np.abs(part - expected[: len(part)]).max())
