"""The room itself can be trusted: it is exact to the frame, and it notices when it is not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import psutil
import pytest
import soundfile

from .room import RATE, Recording, Room, onsets, wait_for

if TYPE_CHECKING:
    from numpy.typing import NDArray

CLICKS = [12_000, 24_001, 40_007, 54_321, 72_000]

# Plays one loud frame at each of the frame numbers given, from a bare callback.
PLAYER = """
import sys, time
import sounddevice
clicks = [int(word) for word in sys.argv[1:]]
position = 0
def play(out, frames, time, status):
    global position
    out.fill(0)
    for click in clicks:
        if position <= click < position + frames:
            out[click - position] = 0.5
    position += frames
with sounddevice.OutputStream(samplerate=48_000, channels=2, latency=0.05, callback=play):
    while position < clicks[-1] + 12_000:
        time.sleep(0.01)
"""


def play_clicks(room: Room, clicks: list[int]) -> None:
    """Let a program in the room play."""
    command = [sys.executable, "-c", PLAYER, *map(str, clicks)]
    subprocess.run(command, env=room.env, check=True, timeout=20)


def spacing(frames: list[int]) -> list[int]:
    """Forget when the recording began."""
    return [frame - frames[0] for frame in frames]


def heard(recording: Recording) -> list[int]:
    """List the clicks in a recording."""
    return onsets(recording.samples(), recording.rate, threshold=0.1)


def tone(seconds: float) -> NDArray[np.float32]:
    """Make something to hear."""
    turns = 440 * np.arange(round(RATE * seconds)) / RATE
    return (0.5 * np.sin(2 * np.pi * turns)).astype(np.float32)


def fail_in_a_room(rooms: list[Room]) -> None:
    """Be a test that goes wrong while it records."""
    with Room() as room, room.record():
        rooms.append(room)
        assert processes_that_mention(room.env["XDG_RUNTIME_DIR"])
        raise ZeroDivisionError


def processes_that_mention(text: str) -> list[list[str]]:
    """Find what still runs with this in its arguments."""
    found = psutil.process_iter(["cmdline"])
    return [process.info["cmdline"] for process in found if text in " ".join(process.info["cmdline"] or ())]


def test_clicks_are_heard_at_the_frames_at_which_they_were_played(room: Room) -> None:
    """A recording is exact to the frame, and tells one frame of difference."""
    with room.record() as recording:
        play_clicks(room, CLICKS)
    late = [*CLICKS[:-1], CLICKS[-1] + 1]
    assert spacing(CLICKS) == spacing(heard(recording))
    assert spacing(late) != spacing(heard(recording))


def test_a_recording_is_bit_for_bit_what_was_played(room: Room) -> None:
    """Nothing in the room changes the level or adds noise."""
    with room.record() as recording:
        play_clicks(room, CLICKS[:2])
    assert {0.0, 0.5} == set(np.unique(recording.channels()).tolist())


def test_what_is_said_into_the_microphone_arrives_there(room: Room, tmp_path: Path) -> None:
    """The voice is not heard from the loudspeaker."""
    soundfile.write(tmp_path / "voice.wav", tone(0.3), RATE)
    with room.record("voice") as voice, room.record() as loudspeaker:
        room.say_into_microphone(tmp_path / "voice.wav")
    assert voice.samples().max() > 0.45
    assert not loudspeaker.samples().any()
    assert room.pactl("get-default-source") == "microphone"


def test_a_removed_loudspeaker_is_the_default_again_when_it_is_back(room: Room) -> None:
    """No dummy output takes its place in the meantime, and its recording ends."""
    with room.record() as recording:
        room.remove_sink("voice")
        room.remove_sink("loudspeaker")
    assert room.pactl("list", "short", "sinks") == ""
    assert not recording.samples().any()
    room.add_sink("loudspeaker")
    assert room.pactl("get-default-sink") == "loudspeaker"
    with room.record() as recording:
        play_clicks(room, CLICKS[:2])
    assert spacing(CLICKS[:2]) == spacing(heard(recording))


def test_a_vanished_server_can_come_back(room: Room) -> None:
    """Stop and start, as after a crash."""
    room.stop_server()
    with pytest.raises(subprocess.CalledProcessError):
        room.pactl("info")
    room.start_server()
    assert room.pactl("get-default-sink") == "loudspeaker"


def test_nothing_is_left_of_a_room_after_an_error() -> None:
    """Processes and files are gone."""
    rooms: list[Room] = []
    with pytest.raises(ZeroDivisionError):
        fail_in_a_room(rooms)
    folder = Path(rooms[0].env["XDG_RUNTIME_DIR"])
    assert not folder.exists()
    assert not processes_that_mention(str(folder))


def test_waiting_in_vain_says_for_what() -> None:
    """A test that hangs tells why."""
    with pytest.raises(TimeoutError, match="no rain within 0 s"):
        wait_for(lambda: False, "rain", timeout_s=0)


@pytest.mark.parametrize(
    ("loud", "expected"),
    [
        ([], []),
        ([0], [0]),
        ([100, 101, 299], [100]),
        ([100, 300], [100]),
        ([100, 301], [100, 301]),
    ],
)
def test_an_onset_has_silence_before_it(loud: list[int], expected: list[int]) -> None:
    """At 1000 frames a second 0.2 s are 200 frames; before frame 0 all is silent."""
    samples = np.zeros(1000, np.float32)
    samples[loud] = -0.5
    assert expected == onsets(samples, 1000, threshold=0.1)
