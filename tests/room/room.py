"""A room without a sound card: a private PulseAudio server, a loudspeaker to record, a microphone.

The loudspeaker and the voice in front of the microphone are null sinks, so nothing here drifts. A
null sink that nobody uses renders two seconds ahead, and a new stream is not heard until these are
over; without rewinds it is 50 ms, and no silent player is needed to keep it awake.
"""

from __future__ import annotations

import itertools
import os
import shutil
import socket
import subprocess
import threading
import time
from contextlib import ExitStack, suppress
from ctypes.util import find_library
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Self

import numpy as np

from benchmarks.voice_lab.acoustics import gain, pink

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from numpy.typing import NDArray

RATE = 48_000
FRAME_BYTES = 2 * 4
LATENCY_MS = 20
QUIET_DBFS = -65.0
"""A quiet room, as a microphone hears it."""
TOOLS = ("pulseaudio", "pactl", "parec", "paplay", "pacat", "setpriv")
PLUGIN = "alsa-lib/libasound_module_pcm_pulse.so"
PLUGINS = (f"lib*/{PLUGIN}", f"lib/*/{PLUGIN}")
# Nothing but these two: PortAudio has one device to list, and ALSA no card to complain about.
ALSA_CONFIG = """
pcm.pulse { type pulse }
ctl.pulse { type pulse }
pcm.default { type pulse }
ctl.default { type pulse }
"""


@cache
def available() -> str | None:
    """Say what the room lacks on this computer, or None when it has all."""
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if not any(found for place in PLUGINS for found in Path("/usr").glob(place)):
        missing.append("libasound2-plugins (the ALSA plug-in for PulseAudio)")
    if find_library("portaudio") is None:
        missing.append("libportaudio2")
    return f"the virtual room needs {', '.join(missing)}" if missing else None


def onsets(samples: NDArray[np.float32], rate: int, *, threshold: float, quiet_s: float = 0.2) -> list[int]:
    """List the frames at which sound begins after at least `quiet_s` of silence.

    The time before the recording counts as silent.
    """
    quiet_frames = round(quiet_s * rate)
    loud = np.flatnonzero(np.abs(samples) > threshold)
    silent_before = np.diff(loud, prepend=-quiet_frames - 1) - 1
    return [int(frame) for frame in loud[silent_before >= quiet_frames]]


class Room:
    """A private sound server for as long as the `with` block lasts."""

    def __init__(self, *, rate: int = RATE) -> None:
        self.rate = rate
        self.env: dict[str, str] = {}
        self._modules: dict[str, str] = {}
        self._recorders: dict[str, list[subprocess.Popen[bytes]]] = {}
        self._numbers = itertools.count()
        self._leaving = ExitStack()

    def __enter__(self) -> Self:
        with self._leaving:
            folder = TemporaryDirectory(prefix="room-", ignore_cleanup_errors=True)
            self._folder = Path(self._leaving.enter_context(folder))
            self.env = _environment(self._folder)
            self.start_server()
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

    def start_recorder(self, sink: str, path: Path) -> subprocess.Popen[bytes]:
        """Write what a sink plays to a file, until the recorder is ended or the sink removed."""
        sound = [f"--rate={self.rate}", "--format=float32le", "--channels=2", "--raw"]
        device = [f"--device={sink}.monitor", f"--latency-msec={LATENCY_MS}"]
        recorder = self.start("parec", *device, *sound, str(path))
        # The server would move it to the microphone when its sink goes.
        self._recorders.setdefault(sink, []).append(recorder)
        return recorder

    def add_sink(self, name: str) -> None:
        """Plug in a loudspeaker."""
        sound = f"rate={self.rate} format=float32le channels=2 norewinds=1"
        command = ["load-module", "module-null-sink", f"sink_name={name}", sound]
        self._modules[name] = self.pactl(*command)

    def remove_sink(self, name: str) -> None:
        """Pull the plug of a loudspeaker; its recordings end, its players move to any sink left."""
        for recorder in self._recorders.pop(name, []):
            end(recorder)
        self.pactl("unload-module", self._modules.pop(name))

    def add_microphone(self, name: str, *, hears: str = "voice") -> None:
        """Plug in a microphone in front of a sink, and make it the system's own."""
        source = [f"source_name={name}", f"source_properties=device.description={name}"]
        self._modules[name] = self.pactl("load-module", "module-remap-source", *source, f"master={hears}.monitor")
        self.pactl("set-default-source", name)

    def remove_microphone(self, name: str) -> None:
        """Pull the plug of a microphone."""
        self.pactl("unload-module", self._modules.pop(name))

    def start_server(self) -> None:
        """Start the sound server with loudspeaker and microphone; again, if it has vanished."""
        door = self._folder / "native"
        access = f"auth-anonymous=1 auth-cookie-enabled=0 socket={door}"
        self._server = self.start(
            *["pulseaudio", "-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1"],
            *["--realtime=no", f"--load=module-native-protocol-unix {access}"],
        )
        wait_for(lambda: _is_open(door) or self._server.poll() is not None, "sound server")
        if self._server.poll() is not None:
            raise RuntimeError((self._folder / "log.txt").read_text())
        self._furnish()

    def stop_server(self) -> None:
        """Let the sound server vanish as in a crash."""
        self._server.kill()
        self._server.wait()
        (self._folder / "native").unlink(missing_ok=True)

    def signal_server(self, number: int) -> None:
        """Let the sound server freeze (SIGSTOP), or go on (SIGCONT)."""
        self._server.send_signal(number)

    def say_into_microphone(self, path: Path) -> None:
        """Play a sound file in front of the microphone; return when it has been played."""
        subprocess.run(["paplay", "--device=voice", path], env=self.env, check=True, timeout=60)

    def noise_bed(self, dbfs: float = QUIET_DBFS) -> None:
        """Let it be quiet before the microphone instead of perfectly silent, which only a muted one is."""
        sound = [f"--rate={self.rate}", "--format=float32le", "--channels=1", "--raw"]
        player = self.start("pacat", "--playback", "--device=voice", *sound, stdin=subprocess.PIPE)
        noise = (pink(10 * self.rate, np.random.default_rng(3)) * gain(dbfs)).astype(np.float32).tobytes()
        threading.Thread(target=_pour, args=(player, noise), daemon=True).start()

    def add_echo(self, latency_ms: int = 20) -> None:
        """Let the microphone hear the loudspeaker too, at its full level."""
        ends = ["source=loudspeaker.monitor", "sink=voice", "source_dont_move=1", "sink_dont_move=1"]
        self.pactl("load-module", "module-loopback", *ends, "adjust_time=0", f"latency_msec={latency_ms}")

    def pactl(self, *arguments: str) -> str:
        """Give the server one command; return what it answers."""
        command = ["pactl", *arguments]
        done = subprocess.run(command, env=self.env, check=True, timeout=10, capture_output=True, text=True)
        return done.stdout.strip()

    def start(self, *command: str, stdin: int | None = None) -> subprocess.Popen[bytes]:
        """Run a program in the room; it ends with the room, and with us even if we are killed."""
        with (self._folder / "log.txt").open("ab") as log:
            process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", *command], env=self.env, stdin=stdin, stdout=log, stderr=log
            )
        self._leaving.callback(end, process)
        return process

    def _furnish(self) -> None:
        self.add_sink("loudspeaker")
        self.add_sink("voice")
        self.add_microphone("microphone")
        self.pactl("set-default-sink", "loudspeaker")


class Recording:
    """What one sink played, from the start of a `with` block to its end."""

    def __init__(self, room: Room, sink: str, path: Path) -> None:
        self.rate = room.rate
        self._room = room
        self._sink = sink
        self._path = path

    def __enter__(self) -> Self:
        self._recorder = self._room.start_recorder(self._sink, self._path)
        wait_for(lambda: self._size() > 0, f"recording of {self._sink}")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # What has sounded so far reaches the file a little later; never, if the sink is gone.
        complete = self._size() + FRAME_BYTES * self.rate // 5
        with suppress(TimeoutError):
            wait_for(lambda: self._ended() or self._size() >= complete, "rest", timeout_s=1)
        end(self._recorder)

    def frames(self) -> int:
        """Return how much has been recorded by now."""
        return self._size() // FRAME_BYTES

    def samples(self) -> NDArray[np.float32]:
        """Return the recording, both channels mixed to one."""
        mono: NDArray[np.float32] = self.channels().mean(axis=1)
        return mono

    def channels(self) -> NDArray[np.float32]:
        """Return the recording as frames of left and right."""
        return np.fromfile(self._path, np.float32, count=2 * self.frames()).reshape(-1, 2)

    def _ended(self) -> bool:
        return self._recorder.poll() is not None

    def _size(self) -> int:
        return self._path.stat().st_size if self._path.exists() else 0


def wait_for(condition: Callable[[], bool], what: str, *, timeout_s: float = 5) -> None:
    """Wait until something outside this process has happened."""
    deadline = time.monotonic() + timeout_s
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"no {what} within {timeout_s} s")
        time.sleep(0.005)


def end(process: subprocess.Popen[bytes]) -> None:
    """End a program, kindly at first."""
    process.terminate()
    try:
        process.wait(timeout=2)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _pour(player: subprocess.Popen[bytes], sound: bytes) -> None:
    """Give a player the same sound again and again, until it ends."""
    assert player.stdin is not None
    with suppress(OSError), player.stdin as pipe:
        while True:
            pipe.write(sound)


def _is_open(door: Path) -> bool:
    # The file is there a moment before the server listens.
    with socket.socket(socket.AF_UNIX) as visitor:
        return visitor.connect_ex(str(door)) == 0


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
