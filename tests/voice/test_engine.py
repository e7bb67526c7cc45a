"""Which engine a voice belongs to, shown with a second one that is written here."""

from pathlib import Path

import numpy as np
import pytest

from drillvoice.app.session_voice import open_voice
from drillvoice.core.clips import Clip
from drillvoice.core.plan.lines import Sound
from drillvoice.core.plan.options import DEFAULT_RATE
from drillvoice.core.plan.request import VoiceWish
from drillvoice.language import load_language
from drillvoice.voice import engine as engine_module
from drillvoice.voice.engine import NATURAL, OF_SYSTEM, Engine, VoiceInfo, list_voices, open_engine, usual_voice
from drillvoice.voice.natural_engine import NaturalEngine
from drillvoice.voice.pyttsx3_engine import Pyttsx3Engine
from tests.fakes import FakeEngine, only_engine

LEFT = Sound("Look left")


class Whistle:
    """An engine whose voices are pitches."""

    id = "whistle"
    version = "3.1"
    is_installed = True
    spoken = 0

    def __init__(self, voice: str, rate: int) -> None:
        self.voice = voice
        self.rate = rate

    def voices(self) -> list[VoiceInfo]:
        return [VoiceInfo("440", "An A"), VoiceInfo("880", "A higher A", ("de",))]

    def speak(self, text: str) -> Clip:
        Whistle.spoken += 1
        seconds = np.arange(8000 * len(text) // 20) / 8000
        return Clip(0.1 * np.sin(2 * np.pi * float(self.voice) * seconds).astype(np.float32), 8000)

    def close(self) -> None:
        """Nothing was started."""


@pytest.fixture(autouse=True)
def two_engines(monkeypatch: pytest.MonkeyPatch, own_folders: Path) -> None:
    only_engine(monkeypatch)
    monkeypatch.setitem(engine_module.ENGINES, "whistle", Whistle)
    Whistle.spoken = 0


@pytest.mark.parametrize(
    ("voice", "kind", "name"),
    [
        ("", FakeEngine, ""),
        ("gmw/en-US", FakeEngine, "gmw/en-US"),
        ("pyttsx3:gmw/en-US", FakeEngine, "gmw/en-US"),
        ("Alex: the second", FakeEngine, "Alex: the second"),
        ("whistle:440", Whistle, "440"),
        ("natural", FakeEngine, ""),
        ("whistle", Whistle, ""),
    ],
)
def test_the_engine_is_chosen_by_the_voice(voice: str, kind: type[Engine], name: str) -> None:
    engine = open_engine(voice, 120)
    assert isinstance(engine, kind)
    assert (name, 120) == (engine.voice, engine.rate)


def test_each_voice_is_listed_as_it_is_chosen() -> None:
    assert ["natural:hum", "pyttsx3:hum", "whistle:440", "whistle:880"] == [voice.id for voice in list_voices()]
    assert [True, True, True, False] == [voice.speaks("en") for voice in list_voices()]
    assert "880" == open_engine(list_voices()[-1].id).voice


def test_another_language_is_spoken_by_the_first_voice_that_says_it_speaks_it() -> None:
    assert ["natural", "whistle:880", "pyttsx3"] == [usual_voice(language) for language in ("en", "de", "ru")]
    assert OF_SYSTEM == usual_voice("en", OF_SYSTEM)


def test_what_one_engine_has_spoken_is_not_taken_for_anothers() -> None:
    for _ in range(2):
        hum, high, low = (
            open_voice(VoiceWish(name=voice), load_language()).clip(LEFT)
            for voice in ("440", "whistle:880", "whistle:440")
        )
    assert 2 == Whistle.spoken
    assert 8000 * len(LEFT.text) // 20 == len(high.samples) == len(low.samples)
    assert not np.array_equal(high.samples, low.samples)
    assert len(hum.samples) != len(low.samples)


def test_the_natural_voice_is_the_usual_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert isinstance(open_engine(), NaturalEngine)
    assert NATURAL == open_engine().id
    assert DEFAULT_RATE == open_engine().rate


@pytest.mark.parametrize("voice", ["pyttsx3", "pyttsx3:gmw/en-US", "gmw/en-US"])
def test_the_systems_voices_are_called_as_before_or_by_their_engine(
    monkeypatch: pytest.MonkeyPatch, voice: str
) -> None:
    monkeypatch.undo()
    assert isinstance(open_engine(voice), Pyttsx3Engine)
