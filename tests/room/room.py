"""A room without a sound card: a private PulseAudio server, a loudspeaker to record, a microphone.

The loudspeaker and the voice in front of the microphone are null sinks, so nothing here drifts. A
null sink renders ahead by the smallest latency that a client asks for, or by two seconds when nobody
does: a silent player keeps that at `LATENCY_MS`, else a new stream is not heard for a second or more.
"""

from __future__ import annotations

import ctypes.util
import itertools
import os
import shutil
import subprocess
import time
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Self

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from numpy.typing import NDArray

RATE = 48_000
LATENCY_MS = 20
TOOLS = ("pulseaudio", "pactl", "parec", "pacat", "paplay", "setpriv")
PLUGIN = "alsa-lib/libasound_module_pcm_pulse.so"
# Nothing but these two: PortAudio has one device to list, and ALSA no card to complain about.
ALSA_CONFIG = """
pcm.pulse { type pulse }
ctl.pulse { type pulse }
pcm.default { type pulse }
ctl.default { type pulse }
"""


def available() -> str | None:
    """Say what the room lacks on this computer, or None when it has all."""
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if not any(found for lib in ("lib", "lib64") for found in Path("/usr", lib).glob(f"**/{PLUGIN}")):
        missing.append("libasound2-plugins (the ALSA plug-in for PulseAudio)")
    if ctypes.util.find_library("portaudio") is None:
        missing.append("libportaudio2")
    return f"the virtual room needs {', '.join(missing)}" if missing else None


def onsets(
    samples: NDArray[np.float32], rate: int, *, threshold: float, quiet_s: float = 0.2
) -> list[int]:
    """List the frames at which sound begins after at least `quiet_s` of silence.

    Sound that the recording itself begins with has no such silence before it, so it is not listed.
    """
    loud = np.flatnonzero(np.abs(samples) > threshold)
    silent_frames = np.diff(loud, prepend=-1) - 1
    return [int(frame) for frame in loud[silent_frames >= round(quiet_s * rate)]]


class Room:
    """A private sound server for as long as the `with` block lasts."""

    def __init__(self, *, rate: int = RATE, keep_awake: bool = True) -> None:
        self.rate = rate
        self.env: dict[str, str] = {}
        self._keep_awake = keep_awake
        self._modules: dict[str, str] = {}
        self._numbers = itertools.count()
        self._leaving = ExitStack()

    def __enter__(self) -> Self:
        with self._leaving:
            folder = TemporaryDirectory(prefix="room-", ignore_cleanup_errors=True)
            self._folder = Path(self._leaving.enter_context(folder))
            self.env = _environment(self._folder)
            self._start_server()
            self._furnish()
            self._leaving = self._leaving.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._leaving.close()

    def record(self, sink: str = "loudspeaker") -> Recording:
        """Capture all that a sink plays while the `with` block of the recording lasts."""
        return Recording(self, sink, self._folder / f"{next(self._numbers)}.f32")

    def add_sink(self, name: str) -> None:
        """Plug in a loudspeaker."""
        sound = f"rate={self.rate} format=float32le channels=2"
        self._modules[name] = self.pactl("load-module", "module-null-sink", f"sink_name={name}", sound)
        if self._keep_awake:
            self.start("pacat", *self.stream_options(name), "/dev/zero")

    def remove_sink(self, name: str) -> None:
        """Pull the plug of a loudspeaker."""
        self.pactl("unload-module", self._modules.pop(name))

    def stop_server(self) -> None:
        """Let the sound server vanish as in a crash."""
        self._server.kill()
        self._server.wait()

    def say_into_microphone(self, path: Path) -> None:
        """Play a sound file in front of the microphone; return when it has been played."""
        subprocess.run(["paplay", "--device=voice", path], env=self.env, check=True, timeout=60)

    def pactl(self, *arguments: str) -> str:
        """Give the server one command; return what it answers."""
        command = ["pactl", *arguments]
        done = subprocess.run(
            command, env=self.env, check=True, timeout=10, capture_output=True, text=True
        )
        return done.stdout.strip()

    def stream_options(self, device: str) -> list[str]:
        """Build the arguments with which `pacat` or `parec` streams raw samples."""
        sound = [f"--rate={self.rate}", "--format=float32le", "--channels=2", "--raw"]
        return [f"--device={device}", f"--latency-msec={LATENCY_MS}", *sound]

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """Run a program in the room; it ends with the room, and with us even if we are killed."""
        with (self._folder / "log.txt").open("ab") as log:
            process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", *command], env=self.env, stdout=log, stderr=log
            )
        self._leaving.callback(end, process)
        return process

    def _start_server(self) -> None:
        socket = self._folder / "native"
        self._server = self.start(
            *["pulseaudio", "-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1"],
            *["--realtime=no", "--disallow-module-loading=no"],
            f"--load=module-native-protocol-unix auth-anonymous=1 auth-cookie-enabled=0 socket={socket}",
        )
        wait_for(lambda: socket.exists() or self._server.poll() is not None)
        if self._server.poll() is not None:
            raise RuntimeError((self._folder / "log.txt").read_text())

    def _furnish(self) -> None:
        self.add_sink("loudspeaker")
        self.add_sink("voice")
        microphone = "source_name=microphone"
        self.pactl("load-module", "module-remap-source", microphone, "master=voice.monitor")
        self.pactl("set-default-sink", "loudspeaker")
        self.pactl("set-default-source", "microphone")


class Recording:
    """What one sink played, from the start of a `with` block to its end."""

    def __init__(self, room: Room, sink: str, path: Path) -> None:
        self.rate = room.rate
        self._room = room
        self._sink = sink
        self._path = path

    def __enter__(self) -> Self:
        options = self._room.stream_options(f"{self._sink}.monitor")
        self._recorder = self._room.start("parec", *options, str(self._path))
        wait_for(lambda: self._size() > 0)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # What has sounded so far reaches the file a little later.
        complete = self._size() + 8 * self.rate // 5
        deadline = time.monotonic() + 1
        wait_for(lambda: self._size() >= complete or time.monotonic() > deadline)
        end(self._recorder)

    def samples(self) -> NDArray[np.float32]:
        """Return the recording, both channels mixed to one."""
        return self.channels().mean(axis=1, dtype=np.float32)

    def channels(self) -> NDArray[np.float32]:
        """Return the recording as frames of left and right."""
        content = self._path.read_bytes()
        return np.frombuffer(content[: len(content) // 8 * 8], "<f4").reshape(-1, 2)

    def _size(self) -> int:
        return self._path.stat().st_size if self._path.exists() else 0


def wait_for(condition: Callable[[], bool], *, timeout_s: float = 5) -> None:
    """Wait until something outside this process has happened."""
    deadline = time.monotonic() + timeout_s
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {timeout_s} s in vain")
        time.sleep(0.005)


def end(process: subprocess.Popen[bytes]) -> None:
    """End a program, kindly at first."""
    process.terminate()
    try:
        process.wait(timeout=2)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _environment(folder: Path) -> dict[str, str]:
    (folder / "alsa.conf").write_text(ALSA_CONFIG)
    (folder / "pulse").mkdir(mode=0o700)
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PULSE_")}
    return inherited | {
        "XDG_RUNTIME_DIR": str(folder),
        "PULSE_RUNTIME_PATH": str(folder / "pulse"),
        "PULSE_STATE_PATH": str(folder / "pulse"),
        "PULSE_COOKIE": str(folder / "cookie"),
        "PULSE_SERVER": f"unix:{folder / 'native'}",
        "ALSA_CONFIG_PATH": str(folder / "alsa.conf"),
        "JACK_NO_START_SERVER": "1",
    }
