"""What is heard stays in memory, and on the computer."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from drillvoice.listening.wire import packed_config
from drillvoice.speech_models.find import shipped_model
from tests.speaking import Take, needs_voice

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    path = tmp_path / "sound.f32"
    Take(0.5, "stop", 0.5).samples.tofile(path)
    return path


@needs_voice
def test_whoever_listens_opens_no_socket_and_writes_no_file(sound: Path) -> None:
    told, complaints = listened(sound)
    assert {"listening", "heard", "level"} <= told
    assert [] == complaints


@needs_voice
def test_it_would_be_noticed(sound: Path) -> None:
    deed = "import socket; socket.socket(); open(os.devnull, 'w'); sys.exit()"
    assert ["socket.__new__", "open"] == [line.split()[0] for line in listened(sound, deed)[1]]


def listened(sound: Path, deed: str = "") -> tuple[set[str], list[str]]:
    """The kinds of reports until a command has been heard, and what should not have happened meanwhile."""
    config = {
        "device": str(sound),
        "model": str(shipped_model()),
        "headphones": False,
        "language": "en",
        "over_cues": "all",
        "taught": {},
        "learn": False,
        "wake": "",
        "own": {},
    }
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "tests" / "overhearing.py"), deed],
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    kinds: set[str] = set()
    with process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(packed_config(config | {"cues": ["Look left"]}).decode())
        process.stdin.flush()
        while not {"heard", "failed"} & kinds and (line := process.stdout.readline()):
            kinds.add(json.loads(line)["kind"])
        _, complaints = process.communicate(timeout=20)
    return kinds, complaints.splitlines()
