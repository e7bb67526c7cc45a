"""The real listening process in the room: microphones that come and go, what they hear, and when."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest
import soundfile

from drillvoice.audio import portaudio
from drillvoice.core.clips import Samples
from drillvoice.listening.client import GIVEN_UP, HANGS, MOST_RESTARTS, STARTS_AGAIN

from .ears import recorded
from .program import Lines, place_of, run_to_end
from .room import Room, wait_for

DRILL = Path(__file__).with_name("drill.py")
EAR_RATE = 16_000
REFUSING = """
pcm.default { type pulse device "nobody" }
ctl.default { type pulse }
"""


class Drill:
    """The script that listens, in a room."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self.lines = Lines(process.stdout)

    def reports(self, kind: str = "") -> list[dict[str, Any]]:
        """What was told, of one kind or of all but levels."""
        found = [json.loads(text) for text in self.lines.texts()]
        return [report for report in found if (report["kind"] == kind if kind else report["kind"] != "level")]

    def told(self, kind: str, count: int = 1, timeout_s: float = 15) -> dict[str, Any]:
        """Wait until something has been told so many times; answers the last."""
        wait_for(lambda: len(self.reports(kind)) >= count, f"{kind}; {self.reports()}", timeout_s=timeout_s)
        return self.reports(kind)[-1]

    def child(self) -> psutil.Process:
        (child,) = psutil.Process(self.process.pid).children()
        return child

    def end(self) -> float:
        """Let it end; answers how long its listener took for that."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        seconds: float = self.told("ended")["seconds"]
        self.process.wait(5)
        return seconds


@contextmanager
def listening(room: Room, **config: object) -> Iterator[Drill]:
    """Start it, and end it whatever happens."""
    process = subprocess.Popen(
        [sys.executable, str(DRILL), json.dumps({"device": "", **config})],
        env=room.env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    drill = Drill(process)
    try:
        yield drill
    finally:
        process.kill()
        process.wait()
        drill.lines.thread.join(2)
        for pipe in (process.stdin, process.stdout):
            if pipe:
                pipe.close()


OFF_S = 0.02
"""A sound's own time is told by the sound server, which may be some milliseconds off."""


def say(room: Room, folder: Path, level: float = 0.3, seconds: float = 1.0) -> Samples:
    """Make a noise in front of the microphone; answers it."""
    noise = np.random.default_rng(2).uniform(-level, level, round(seconds * room.rate)).astype(np.float32)
    soundfile.write(folder / "noise.wav", noise, room.rate, "FLOAT")
    room.say_into_microphone(folder / "noise.wav")
    return noise


def test_what_is_said_is_heard_and_the_end_is_quick(room: Room, tmp_path: Path) -> None:
    with listening(room) as drill:
        told = drill.told("listening")
        before = time.monotonic()
        say(room, tmp_path)
        heard = drill.told("heard")
        assert before < heard["word_end_s"] < heard["decided_s"] < time.monotonic() + OFF_S
        assert heard["decided_s"] - heard["word_end_s"] < 0.5
        assert told["latency_s"] < 0.2
        assert max(report["db"] for report in drill.reports("level")) > -20
        assert drill.end() < 0.5
        assert ["listening", "heard", "ended"] == [
            r["kind"] for r in drill.reports() if r["kind"] not in ("silent", "sounding", "echo")
        ]


@pytest.mark.parametrize("rate", [8000, 16_000, 44_100, 48_000])
def test_microphones_of_every_rate_are_heard(rate: int, tmp_path: Path) -> None:
    with Room(rate=rate) as room, listening(room, record=str(tmp_path / "heard")) as drill:
        drill.told("listening")
        noise = say(room, tmp_path)
        drill.told("heard")
        time.sleep(0.5)
        drill.end()
    heard = np.concatenate([microphone for _, microphone, _ in recorded((tmp_path / "heard").read_bytes())])
    loud = np.flatnonzero(np.abs(heard) > 0.05)
    assert len(noise) / rate == pytest.approx((loud[-1] - loud[0]) / EAR_RATE, abs=0.01)


def test_a_microphone_that_is_unplugged_is_lost_and_found_again(room: Room, tmp_path: Path) -> None:
    with listening(room, plays=30) as drill:
        drill.told("listening")
        room.remove_microphone("microphone")
        assert portaudio.INPUT.none == drill.told("lost")["why"]
        room.add_microphone("microphone")
        drill.told("found")
        drill.told("listening", 2)
        say(room, tmp_path)
        drill.told("heard")
        assert 1 == len(drill.reports("lost"))


def test_without_a_microphone_it_is_looked_for(room: Room, tmp_path: Path) -> None:
    room.remove_microphone("microphone")
    with listening(room) as drill:
        assert portaudio.INPUT.none == drill.told("lost")["why"]
        time.sleep(4.5)  # twice it is looked for
        assert ["lost"] == [report["kind"] for report in drill.reports()]
        room.add_microphone("microphone")
        drill.told("found")
        say(room, tmp_path)
        drill.told("heard")


def test_a_sound_server_that_crashed_and_was_started_again(room: Room, tmp_path: Path) -> None:
    with listening(room) as drill:
        drill.told("listening")
        room.stop_server()
        drill.told("lost")
        room.start_server()
        drill.told("found")
        say(room, tmp_path)
        drill.told("heard")


def test_a_sound_server_that_froze_and_woke_up(room: Room, tmp_path: Path) -> None:
    with listening(room) as drill:
        drill.told("listening")
        room.signal_server(signal.SIGSTOP)
        drill.told("lost")
        time.sleep(2)
        room.signal_server(signal.SIGCONT)
        drill.told("found")
        say(room, tmp_path)
        drill.told("heard")


def test_the_end_is_quick_while_the_sound_server_is_frozen(room: Room) -> None:
    with listening(room) as drill:
        drill.told("listening")
        room.signal_server(signal.SIGSTOP)
        drill.told("lost")
        assert drill.end() < 0.5
        room.signal_server(signal.SIGCONT)


def test_a_muted_microphone_is_named(room: Room, tmp_path: Path) -> None:
    with listening(room) as drill:  # in the room silence is made of zeros
        assert "gives no sound at all" in drill.told("silent")["why"]
        say(room, tmp_path, 0.01)
        drill.told("sounding")


def test_a_microphone_that_is_too_loud_is_named(room: Room, tmp_path: Path) -> None:
    with listening(room) as drill:
        drill.told("listening")
        say(room, tmp_path, level=20, seconds=7)
        assert "set too loud" in drill.told("clipped")["why"]
        assert 1 == len(drill.reports("clipped"))


def test_a_microphone_that_cannot_be_opened_is_a_sentence(room: Room) -> None:
    Path(room.env["ALSA_CONFIG_PATH"]).write_text(REFUSING)
    with listening(room) as drill:
        assert drill.told("lost")["why"].startswith("The microphone default cannot be opened (")


def test_devices_lists_microphones_and_marks_the_systems_own(room: Room) -> None:
    done = run_to_end("devices", env=room.env)
    assert (0, "") == (done.returncode, done.stderr)
    speakers, microphones = done.stdout.split("\n\n")
    assert "loudspeaker (for --speaker)" in speakers
    assert "microphone (for --mic)" in microphones
    assert 1 == speakers.count("the system's own") == microphones.count("the system's own")


def test_devices_says_so_where_there_are_none(room: Room) -> None:
    done = run_to_end("devices", env=room.env | {"PULSE_SERVER": "unix:/nowhere"})
    assert f"{portaudio.OUTPUT.missing}\n\n{portaudio.INPUT.missing}\n" == done.stdout


def test_a_bluetooth_headset_stays_closed_unless_it_is_named(room: Room, tmp_path: Path) -> None:
    room.add_microphone("bluez_input.AC_12_2F.0")
    with listening(room) as drill:
        assert "belongs to a Bluetooth headset" in drill.told("lost")["why"]
    with listening(room, device="default") as drill:
        drill.told("listening")
        say(room, tmp_path)
        drill.told("heard")


def test_a_microphone_that_is_not_there_is_named(room: Room) -> None:
    with listening(room, device="Blue Yeti") as drill:
        assert 'There is no microphone called "Blue Yeti"' in drill.told("lost")["why"]


def test_a_killed_process_is_started_again_a_few_times(room: Room, tmp_path: Path) -> None:
    with listening(room) as drill:
        drill.told("listening")
        drill.child().kill()
        assert STARTS_AGAIN == drill.told("lost")["why"]
        drill.told("found")
        drill.told("listening", 2)
        say(room, tmp_path)
        drill.told("heard")
        for times in range(2, MOST_RESTARTS + 1):
            drill.child().kill()
            drill.told("listening", times + 1)
        drill.child().kill()
        assert GIVEN_UP == drill.told("failed")["why"]


def test_a_process_that_hangs_is_noticed_within_three_seconds_and_started_again(room: Room, tmp_path: Path) -> None:
    with listening(room) as drill:
        drill.told("listening")
        time.sleep(1.0)
        drill.child().suspend()
        begun = time.monotonic()
        assert HANGS == drill.told("lost")["why"]
        assert time.monotonic() - begun < 3.2
        drill.told("found")
        say(room, tmp_path)
        drill.told("heard")


def test_a_recogniser_that_aborts_leaves_the_drill_alone(room: Room) -> None:
    with listening(room, crashes=True) as drill:
        drill.told("failed")
        assert STARTS_AGAIN in [report.get("why") for report in drill.reports("lost")]
        assert drill.end() < 0.5


def test_without_a_model_nobody_listens(room: Room) -> None:
    with listening(room, broken=True) as drill:
        assert "There is no model (it is a test)." == drill.told("failed")["why"]


@pytest.mark.parametrize("frozen", [False, True])
def test_when_the_drill_is_killed_the_process_ends(room: Room, frozen: bool) -> None:
    with listening(room) as drill:
        drill.told("listening")
        child = drill.child()
        if frozen:
            room.signal_server(signal.SIGSTOP)
        os.kill(drill.process.pid, signal.SIGKILL)
        drill.process.wait()
        wait_for(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE, "end", timeout_s=3)
        room.signal_server(signal.SIGCONT)


@pytest.mark.parametrize("rate", [44_100, 48_000])
def test_what_is_heard_and_what_was_played_are_of_the_same_time(rate: int, tmp_path: Path) -> None:
    for _ in range(3):  # others may keep the processors so busy that sound is torn
        lags = echo_lags_ms(rate, tmp_path / "heard")
        if (
            max(lags) - min(lags) < 10 and max(map(abs, lags)) < 40
        ):  # 1 and 12 where nothing else runs; the gate needs 300
            return
    pytest.fail(f"the lag wanders: {lags}")


def echo_lags_ms(rate: int, path: Path) -> list[float]:
    """Let the microphone hear the loudspeaker for a while; answers how far it lies behind, second by second."""
    with Room(rate=rate) as room:
        room.add_microphone("loop", hears="loudspeaker")
        with listening(room, plays=15, record=str(path)) as drill:
            drill.told("listening")
            time.sleep(15)
            drill.end()
    lags = lags_ms(path)
    assert len(lags) >= 9
    return lags


def lags_ms(path: Path) -> list[float]:
    """How far the microphone lies behind the reference, second by second, once both clocks are known."""
    blocks = recorded(path.read_bytes())
    heard = np.concatenate([microphone for _, microphone, _ in blocks])
    played = np.concatenate([reference for _, _, reference in blocks])
    lags = []
    for at in range(4 * EAR_RATE, len(heard) - EAR_RATE, EAR_RATE):
        margin = EAR_RATE // 4
        middle = played[at + margin : at + EAR_RATE - margin]
        if middle.any():
            lags.append((place_of(heard[at : at + EAR_RATE], middle) - margin) / EAR_RATE * 1000)
    return lags
