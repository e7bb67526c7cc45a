"""What the real program does while it listens, as the kernel sees it."""

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import gettempdir
from typing import NamedTuple

import pytest
import soundfile

from tests.speaking import RATE, Take

from .program import BRIEF, QUICK, Program, Stage

pytestmark = pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")

CALL = re.compile(r"(\w+)\((.*)\) += (\d+)")
"""One that succeeded: its name, its arguments and what it answered."""
CALLS = "socket,execve,clone,clone3,fork,vfork,open,openat,creat"
WRITES = re.compile("O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND")
PROBE = re.compile("[a-z0-9_]{8}")
SOUND = {".wav", ".flac", ".ogg", ".mp3", ".raw", ".pcm", ".npy"}


class Call(NamedTuple):
    name: str
    arguments: str
    answer: str

    @property
    def written(self) -> Path | None:
        """The file that it opens to be written."""
        opens = self.name == "creat" or (self.name.startswith("open") and WRITES.search(self.arguments))
        return Path(self.arguments.split('"')[1]) if opens else None


class Trace:
    """Calls by thread; strace writes a file for each."""

    def __init__(self, files: Iterator[Path]) -> None:
        self._calls = {
            file.suffix[1:]: [Call(*call) for call in CALL.findall(file.read_text(errors="replace"))] for file in files
        }

    def sockets(self) -> set[str]:
        """The families of all sockets."""
        return {call.arguments.split(",")[0] for call in self._all() if call.name == "socket"}

    def written(self, module: str = "") -> set[Path]:
        """The files that were opened to be written, by the process that runs a module or by any."""
        calls = self._of(module) if module else self._all()
        return {call.written for call in calls if call.written}

    def _all(self) -> Iterator[Call]:
        for calls in self._calls.values():
            yield from calls

    def _of(self, module: str) -> Iterator[Call]:
        for thread, calls in self._calls.items():
            if any(call.name == "execve" and f'"{module}"' in call.arguments for call in calls):
                yield from self._family(thread)

    def runs(self, module: str) -> bool:
        """Whether a process of it was started."""
        return any(self._of(module))

    def _family(self, thread: str) -> Iterator[Call]:
        for call in self._calls.get(thread, ()):
            yield call
            if call.name in ("clone", "clone3", "fork", "vfork"):
                yield from self._family(call.answer)


@pytest.fixture
def trace(stage: Stage) -> Trace:
    """A drill to which somebody has spoken."""
    speech = stage.folder / "speech.wav"
    soundfile.write(speech, Take(0.5, "next", 1.0, "stop", 1.5).samples, RATE)
    seen = stage.folder / "seen"
    strace = ["strace", "-ff", "-qq", "-s", "500", "-e", f"trace={CALLS}", "-o", str(seen)]
    with Program(
        *("run", str(QUICK), *BRIEF, "--stdin-commands", "--headphones"),
        env=stage.env(),
        events=stage.folder / "events",
        command=[*strace, sys.executable, "-m", "drillvoice.terminal.cli.main"],
    ) as program:
        program.printed("Voice control is on", 60)
        program.event(kind="say", timeout_s=60)
        stage.room.say_into_microphone(speech)
        program.event(kind="command", command="stop", source="voice", timeout_s=30)
        program.tell("finish")
        assert 0 == program.ended(30), program.story()
    return Trace(stage.folder.glob("seen.*"))


def test_whoever_speaks_is_neither_sent_anywhere_nor_kept(stage: Stage, trace: Trace) -> None:
    assert trace.runs("drillvoice.listening.process")
    assert {"AF_UNIX"} == trace.sockets()

    sound_server = Path(stage.env()["PULSE_RUNTIME_PATH"]).parent
    heard = trace.written("drillvoice.listening.process")
    assert not [path for path in heard if not _is_below(path, Path("/dev"), sound_server)]

    voice = trace.written("drillvoice.voice.natural_worker")
    assert not {path for path in trace.written() - voice if path.suffix in SOUND}

    places = (stage.home.folder, stage.folder / "events", Path("/dev"), sound_server)
    assert not [path for path in trace.written() if not _is_below(path, *places) and not _is_scratch(path)]


def _is_below(path: Path, *places: Path) -> bool:
    return any(path.is_relative_to(place) for place in places)


def _is_scratch(path: Path) -> bool:
    """Where the voice puts what it has spoken, until that is read; and what Python tries that folder with."""
    place = path if PROBE.fullmatch(path.name) else path.parent
    return place.parent == Path(gettempdir()) and (place == path or place.name.startswith("drillvoice-"))
