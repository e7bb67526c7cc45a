"""What `doctor` says of the voice and of what else would keep a session from being heard."""

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest

from drillvoice.app import doctor
from drillvoice.app.other_sessions import told_of_others
from drillvoice.app.session_voice import open_voice
from drillvoice.audio import soundserver
from drillvoice.audio.api import SoundBlock
from drillvoice.core.clips import Clip
from drillvoice.core.plan.lines import Sound
from drillvoice.core.plan.request import VoiceWish
from drillvoice.errors import AudioError
from drillvoice.language import load_language
from drillvoice.voice import engine as engine_module
from drillvoice.voice.engine import NATURAL, OF_SYSTEM
from tests.fakes import BrokenEngine, FakeEngine, FakeOutlet, only_engine

pytestmark = pytest.mark.slow

LANGUAGE = load_language()
Examine = Callable[[], list[str]]


class Speaker(FakeOutlet):
    """A loudspeaker that plays at once."""

    name = "default"

    def play(self, clip: Clip, frame: int, gain: float = 1.0) -> None:
        super().play(clip, frame, gain)
        self.position = frame + 100 * self.rate


def no_microphone(name: str) -> None:
    raise AudioError("There is no microphone.")


@pytest.fixture
def examine(monkeypatch: pytest.MonkeyPatch) -> Examine:
    monkeypatch.setattr(doctor, "PortAudioMicrophone", no_microphone)
    monkeypatch.setattr(doctor, "Speaker", lambda name: Speaker())

    def lines() -> list[str]:
        told: list[str] = []
        well = doctor.examine("", "", "", told.append)
        assert well is not any(line.startswith("MEND") for line in told)
        return told

    return lines


def voice_lines(lines: list[str]) -> list[str]:
    return [line for line in lines if "Voice: " in line]


def test_it_has_the_voice_speak_whatever_the_cache_holds(examine: Examine, monkeypatch: pytest.MonkeyPatch) -> None:
    only_engine(monkeypatch)
    with_cache = open_voice(VoiceWish(name=OF_SYSTEM), LANGUAGE)
    with_cache.clip(Sound(LANGUAGE.phrases.reply.test))
    assert all(line.startswith("ok") for line in voice_lines(examine()))
    only_engine(monkeypatch, BrokenEngine)
    assert 2 * ["MEND  Voice: The voice cannot speak (it is a test)."] == voice_lines(examine())


def test_it_looks_at_the_voice_that_steps_in_too(examine: Examine, monkeypatch: pytest.MonkeyPatch) -> None:
    engines = {NATURAL: partial(FakeEngine, id=NATURAL), OF_SYSTEM: partial(BrokenEngine, id=OF_SYSTEM)}
    monkeypatch.setattr(engine_module, "ENGINES", engines)
    first, second = voice_lines(examine())
    assert first.startswith("ok")
    assert "the default voice speaks (natural 1)" in first
    assert second.startswith("MEND")


def test_without_the_natural_engine_the_systems_voice_is_heard(
    examine: Examine, monkeypatch: pytest.MonkeyPatch
) -> None:
    engines = {
        NATURAL: partial(BrokenEngine, id=NATURAL, is_installed=False),
        OF_SYSTEM: partial(FakeEngine, id=OF_SYSTEM),
    }
    monkeypatch.setattr(engine_module, "ENGINES", engines)
    first, second = voice_lines(examine())
    assert first.startswith("ok")
    assert "has only what the shipped drills say" in first
    assert "the system's voice speaks" in second


def test_a_loudspeaker_that_is_muted_is_to_be_mended(examine: Examine, monkeypatch: pytest.MonkeyPatch) -> None:
    only_engine(monkeypatch)
    monkeypatch.setattr(doctor, "why_unheard", lambda _: soundserver.MUTED)
    [line] = [line for line in examine() if "Loudspeaker: " in line]
    assert line.startswith("MEND")
    assert line.endswith(soundserver.MUTED)


def test_a_session_in_another_window_is_said(examine: Examine, monkeypatch: pytest.MonkeyPatch) -> None:
    only_engine(monkeypatch)
    with told_of_others(LANGUAGE.phrases, print):
        assert f"MEND  Sessions: {LANGUAGE.phrases.printed.another_session}" in examine()
    assert not [line for line in examine() if "Sessions" in line]


class Room:
    """A microphone in a room, which hears these levels one after the other, and then nothing new."""

    name, rate = "desk", 16_000

    def __init__(self, *levels: float) -> None:
        self._levels = list(levels)

    def read_block(self, timeout_s: float) -> SoundBlock | None:
        """The next tenth of a second."""
        if not self._levels:
            return None
        return SoundBlock(np.full(1600, self._levels.pop(0), np.float32), 0.0)

    def close(self) -> None:
        """It is done with."""


@pytest.mark.parametrize(
    ("levels", "told"),
    [
        ((0.001,) * 8 + (0.1, 0.2), "It hears you: -14 dBFS, in a room at -60."),
        ((0.001,) * 8 + (0.002, 0.001), "Nobody was heard to speak; the room is at -54 dBFS."),
        ((0.0,) * 8 + (0.1,), "It hears you: -20 dBFS, in a room at -100."),
    ],
)
def test_it_says_whether_the_microphone_hears_somebody(
    examine: Examine, monkeypatch: pytest.MonkeyPatch, levels: tuple[float, ...], told: str
) -> None:
    only_engine(monkeypatch)
    monkeypatch.setattr(doctor, "LISTEN_S", 0.1)
    monkeypatch.setattr(doctor, "PortAudioMicrophone", lambda name: Room(*levels))
    monkeypatch.setattr(doctor, "_check_echo", lambda devices, tell: None)
    lines = examine()
    assert told in next(line for line in lines if "Microphone: " in line)
    assert LANGUAGE.phrases.printed.say_something in lines[-3]


def test_a_microphone_that_is_not_there_is_neither_well_nor_to_be_mended(
    examine: Examine, monkeypatch: pytest.MonkeyPatch
) -> None:
    only_engine(monkeypatch)
    [line] = [line for line in examine() if "Microphone: " in line]
    assert line.startswith("none  Microphone: There is no microphone.")
