"""Recordings whose headers or samples cannot be true."""

import os
import struct
from pathlib import Path

import numpy as np
import pytest
import soundfile

from drillvoice.app.library import Library
from drillvoice.errors import DrillError
from drillvoice.voice.soundfiles import read_clip
from tests.builders import PHRASES

QUICK = (Path(__file__).parents[1] / "room" / "quick.toml").read_text(encoding="utf-8")
RATE_AT = 24
"""Where the rate stands in a WAV file."""


def odd_sound(path: Path, kind: str) -> None:
    tone = np.full(4000, 0.1, dtype=np.float32)
    match kind:
        case "not a number" | "infinite":
            tone[100] = np.nan if kind == "not a number" else np.inf
            soundfile.write(path, tone, 8000, "FLOAT")
        case "a thousand channels":
            soundfile.write(path, np.zeros((10, 1000)), 8000)
        case "an hour":
            soundfile.write(path, np.zeros(8000 * 400), 8000)
        case "silence":
            soundfile.write(path, np.zeros(4000), 8000)
        case "no rate" | "a huge rate":
            soundfile.write(path, tone, 8000)
            content = bytearray(path.read_bytes())
            content[RATE_AT : RATE_AT + 4] = struct.pack("<I", 1 if kind == "no rate" else 2_000_000_000)
            path.write_bytes(content)
        case "a pipe":
            os.mkfifo(path)
        case "no sound":
            path.write_bytes(b"RIFF" + os.urandom(3000))


KINDS = {
    "not a number": "it holds values that are no sound",
    "infinite": "it holds values that are no sound",
    "a thousand channels": "it has 1000 channels, and 8 are the most",
    "an hour": "it lasts longer than 300 s",
    "no rate": "its rate of 1 Hz is impossible",
    "a huge rate": "its rate of 2000000000 Hz is impossible",
    "a pipe": "is no file but a pipe",
    "no sound": "",
}


@pytest.mark.parametrize("kind", KINDS)
def test_an_impossible_recording_is_an_error_that_says_why(tmp_path: Path, kind: str) -> None:
    odd_sound(tmp_path / "left.wav", kind)
    with pytest.raises(OSError) as caught:  # noqa: PT011 - its text is compared
        read_clip(tmp_path / "left.wav")
    assert KINDS[kind] in str(caught.value)


@pytest.mark.parametrize("kind", [*KINDS, "silence"])
def test_it_is_a_problem_of_its_drill(tmp_path: Path, kind: str) -> None:
    odd_sound(tmp_path / "left.wav", kind)
    text = QUICK.replace('say = "Look left"', 'say = "Look left"\nrecording = "left.wav"')
    (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DrillError) as caught:
        Library([tmp_path], PHRASES)["mine"]
    assert "`cues.left.recording`: left.wav " in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_name_may_be_bytes_that_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "caf\udce9.wav"
    soundfile.write(os.fsencode(path), np.full(800, 0.1), 8000, format="WAV")
    assert 8000 == read_clip(path).rate
