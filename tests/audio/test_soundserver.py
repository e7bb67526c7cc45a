"""What is said of a loudspeaker that is there and would not be heard. pactl is a script here, with real answers."""

import socket
import sys
from pathlib import Path

import pytest

from drillvoice.audio import portaudio, soundserver
from drillvoice.audio.soundserver import why_unheard

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the sound servers of Linux")

INFO = "Server Name: {name}\nServer Version: 16.1\nDefault Sink: speaker"
VOLUME = "Volume: front-left: 65536 /  {left}% / 0.00 dB,   front-right: 0 /  {right}% / -inf dB\n        balance 0.00"


class Server:
    """A folder with a pactl that answers as a sound server does."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.sink, self.mute, self.volume, self.name = "speaker", "no", VOLUME.format(left=80, right=80), "pulseaudio"

    def answer(self) -> None:
        answers = {
            "get-default-sink": self.sink,
            "get-sink-mute *": f"Mute: {self.mute}",
            "get-sink-volume *": self.volume,
            "info": INFO.format(name=self.name),
        }
        cases = "\n".join(
            f"{question.replace(' ', chr(92) + ' ')}) cat <<'E'\n{text}\nE\n;;" for question, text in answers.items()
        )
        self.script(f'case "$*" in\n{cases}\nesac')

    def script(self, text: str) -> None:
        pactl = self._folder / "pactl"
        pactl.write_text(f"#!/bin/sh\n{text}\n")
        pactl.chmod(0o755)


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Server:
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.delenv("PULSE_SINK", raising=False)
    return Server(tmp_path)


def test_a_loudspeaker_that_is_on_is_not_mentioned(server: Server) -> None:
    server.answer()
    assert "" == why_unheard("")


def test_a_muted_loudspeaker_is_said(server: Server) -> None:
    server.mute = "yes"
    server.answer()
    assert soundserver.MUTED == why_unheard("")
    assert soundserver.MUTED == why_unheard("default")


@pytest.mark.parametrize(
    ("left", "right", "said"), [(0, 0, "0 %"), (3, 0, "3 %"), (10, 9, "10 %"), (11, 0, ""), (0, 60, "")]
)
def test_a_loudspeaker_that_is_turned_down_is_said(server: Server, left: int, right: int, said: str) -> None:
    server.volume = VOLUME.format(left=left, right=right)
    server.answer()
    assert said in why_unheard("")
    assert bool(said) == bool(why_unheard(""))


@pytest.mark.parametrize("sink", ["auto_null", "auto_null.2", "null", "Dummy-Output"])
def test_a_sink_that_stands_in_for_a_loudspeaker_is_said(server: Server, sink: str) -> None:
    server.sink = sink
    server.answer()
    assert soundserver.PLAYS_NOWHERE == why_unheard("")


def test_the_sink_that_the_environment_names_is_looked_at(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    server.answer()
    monkeypatch.setenv("PULSE_SINK", "auto_null")
    assert soundserver.PLAYS_NOWHERE == why_unheard("")


def test_a_loudspeaker_past_the_server_is_none_of_its_business(server: Server) -> None:
    server.mute = "yes"
    server.answer()
    assert "" == why_unheard("HDA Intel: ALC257 (hw:0,0)")


@pytest.mark.parametrize("script", ["exit 1", "kill -9 $$", "head -c 999 /dev/urandom", "sleep 30"])
def test_a_server_that_does_not_answer_is_no_fault(
    server: Server, script: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(soundserver, "ANSWER_LIMIT_S", 0.2)
    server.script(script)
    assert "" == why_unheard("")


@pytest.mark.parametrize(
    ("name", "package"), [("pulseaudio", "libasound2-plugins"), ("PulseAudio (on PipeWire 1.0.5)", "pipewire-alsa")]
)
def test_what_is_missing_between_alsa_and_the_server_is_named(server: Server, name: str, package: str) -> None:
    server.name = name
    server.answer()
    assert f"sudo apt install {package}" in soundserver.missing_bridge()


def test_a_server_is_found_by_its_socket_where_there_is_no_pactl(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with socket.socket(socket.AF_UNIX) as door:
        monkeypatch.chdir(tmp_path)  # the path of a socket is short
        door.bind("native")
        monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path}/native")
        assert "libasound2-plugins" in soundserver.missing_bridge()


def test_without_a_server_there_is_no_loudspeaker(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PULSE_SERVER", "unix:/nowhere")
    assert "" == soundserver.missing_bridge()
    assert "connect one" in portaudio.OUTPUT.none
