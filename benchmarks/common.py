"""What the benchmarks share: the virtual room, the program in it, and how a figure is printed."""

import fcntl
import json
import math
import os
import pty
import shutil
import signal
import statistics
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from drillvoice.core.clips import Samples
from tests.room.program import LOUD, RATE, Heard, Home, Stage
from tests.room.room import LATENCY_MS, Room, available, end

REPOSITORY = Path(__file__).resolve().parents[1]
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
"""Somebody who installs drillvoice has its bytecode; compiling it anew at each start would be measured otherwise."""
PROGRAM = (str(Path(sys.executable).with_name("drillvoice")),)
PEERS = (sys.executable, str(Path(__file__).with_name("peers.py")))
PACKAGES = "pulseaudio pulseaudio-utils libasound2-plugins libportaudio2"
Z_95 = statistics.NormalDist().inv_cdf(0.975)
EARLY_S = LATENCY_MS / 1000
"""The sound server hands the recorder a block before it is heard. `Heard` counts from the earliest block, which was
the recorder's own of 20 ms; clicks at known times (see silence.py) come out at the same figure within 1 ms.
"""


def heading(title: str) -> None:
    """Say what is measured, and under which circumstances."""
    load = ", ".join(f"{value:.2f}" for value in os.getloadavg())
    print(f"{title}\n  {time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores, load average {load}", flush=True)


def figure(name: str, value: str, target: str = "", *, met: bool = True) -> None:
    """Print one figure, and its target where it has one."""
    verdict = f"   (target {target}: {'met' if met else 'MISSED'})" if target else ""
    print(f"  {name:<46} {value}{verdict}", flush=True)


def spread(values: Sequence[float], unit: str = "ms", digits: int = 0) -> str:
    """Median and worst of some values."""
    return f"median {statistics.median(values):.{digits}f}, worst {max(values):.{digits}f} {unit} of {len(values)}"


def wilson(count: int, total: int) -> tuple[float, float]:
    """Between which shares the true one lies with 95 % confidence (Wilson's score interval)."""
    if not total:
        return 0.0, 1.0
    share = count / total
    scale = 1 + Z_95**2 / total
    middle = (share + Z_95**2 / (2 * total)) / scale
    half = Z_95 / scale * math.sqrt(share * (1 - share) / total + Z_95**2 / (4 * total**2))
    return max(0.0, middle - half), min(1.0, middle + half)


def shares(count: int, total: int) -> str:
    """A count, its share, and the interval of 95 % around that."""
    low, high = wilson(count, total)
    return f"{count} of {total}: {100 * count / max(total, 1):.1f} % ({100 * low:.1f} to {100 * high:.1f})"


def pyttsx3_speaks() -> bool:
    """Whether the pyttsx3 loop can be heard: it plays by aplay."""
    if shutil.which("aplay"):
        return True
    print("  pyttsx3 loop: not measured, it plays by aplay (apt-get install alsa-utils)")
    return False


def espeak_speaks() -> bool:
    """Whether there is an espeak-ng program."""
    if shutil.which("espeak-ng"):
        return True
    print("  espeak-ng: not measured, there is none (apt-get install espeak-ng)")
    return False


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder that is gone afterwards."""
    with TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@contextmanager
def virtual_room() -> Iterator[Stage]:
    """The virtual room with somebody's empty folders, at the rate at which PortAudio plays there, and a quiet noise at
    its microphone: voice control is on wherever a benchmark does not turn it off, as people have it.
    """
    missing = available()
    if missing:
        sys.exit(f"{missing}; on Debian: apt-get install {PACKAGES}")
    with scratch() as folder, Room(rate=RATE) as room:
        room.noise_bed()
        yield Stage(room, Home(folder / "home"), folder)


@contextmanager
def busy(count: int) -> Iterator[None]:
    """So many processes that do nothing but count."""
    counters = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(count)]
    try:
        yield
    finally:
        for counter in counters:
            end(counter)


@contextmanager
def person_terminal(columns: int = 80, rows: int = 24) -> Iterator[tuple[int, int]]:
    """A terminal in which somebody may press keys; answers their side of it, and the program's."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    threading.Thread(target=_drain, args=(os.dup(ours),), daemon=True).start()
    try:
        yield ours, theirs
    finally:
        os.close(ours)
        os.close(theirs)


@contextmanager
def terminal(columns: int = 80, rows: int = 24) -> Iterator[int]:
    """A terminal that shows nobody anything; answers the program's side of it."""
    with person_terminal(columns, rows) as (_, theirs):
        yield theirs


def _drain(side: int) -> None:
    with suppress(OSError):
        while os.read(side, 65536):
            pass
    os.close(side)


@contextmanager
def child(*command: str, stage: Stage, screen: int | None = None) -> Iterator[subprocess.Popen[str]]:
    """Another program in the room, perhaps in a terminal."""
    process = subprocess.Popen(
        command,
        env=stage.env({"TERM": "xterm-256color"}),
        stdin=subprocess.PIPE if screen is None else screen,
        stdout=subprocess.PIPE if screen is None else screen,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # aplay outlives the script that started it
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                pipe.close()


def warm(stage: Stage, *drill: str) -> None:
    """Have a drill spoken into the cache."""
    subprocess.run([*PROGRAM, "plan", *drill, "--json"], env=stage.env(), check=True, stdout=subprocess.DEVNULL)


def loud(samples: Samples) -> "np.ndarray[tuple[int], np.dtype[np.intp]]":
    """The frames in which there is sound."""
    return np.flatnonzero(np.abs(samples) > LOUD)


def heard_at(heard: Heard, frame: int) -> float:
    """When a frame of the recording was heard, on the monotonic clock."""
    return heard.start + EARLY_S + frame / RATE


def frame_at(heard: Heard, at: float) -> int:
    """The frame that was heard at a time."""
    return max(0, round((at - heard.start - EARLY_S) * RATE))


def wait_for_sound(heard: Heard, timeout_s: float = 20) -> None:
    """Wait until the loudspeaker has begun to sound; the recording is read as it grows."""
    seen = heard.recording.frames()
    limit = time.monotonic() + timeout_s
    while time.monotonic() < limit:
        time.sleep(0.03)
        now = heard.recording.frames()
        if len(loud(tail(heard, seen, now))):
            return
        seen = now
    raise TimeoutError(f"no sound within {timeout_s} s")


def tail(heard: Heard, first: int, last: int) -> Samples:
    """Some frames of a recording that is still going on."""
    both = np.fromfile(heard.recording._path, np.float32, count=2 * (last - first), offset=8 * first)
    mono: Samples = both.reshape(-1, 2).mean(axis=1)
    return mono


def write_drill(path: Path, **values: object) -> str:
    """A drill of random cues for a measurement; answers its path."""
    table = {
        "kind": "random-cues",
        "title": "Measured turns",
        "trains": "the measurement",
        "why": "It is short.",
        "position": "seated",  # for rounds of more than two minutes
        "space": "a little room",
        "setup": ["Sit well."],
        "cautions": ["Go gently."],
        "safety": ["keep-cool"],
        "gap_s": [2.0, 2.2],
        "hold_s": 0.5,
        "max_cues": 60,
        "unit": ["turn", "turns"],
        "variety": ["direction", "directions"],
    }
    bouts = {"bouts": values.pop("bouts", 1), "bout_s": values.pop("bout_s", 300.0), "rest_s": 0.0}
    lines = [f"{key} = {json.dumps(value)}" for key, value in (table | values).items()]
    lines += ["[framing]", *(f"{key} = {json.dumps(value)}" for key, value in bouts.items())]
    lines += ["[cues.left]", 'say = "Look left"', "[cues.right]", 'say = "Look right"']
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)
