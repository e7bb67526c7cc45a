"""Voices heard one after the other, until somebody has heard enough."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest

from drillvoice.app import voice_samples
from drillvoice.app.voice_samples import SampleParts, play_samples, spoken_sample
from drillvoice.core.clips import Clip
from drillvoice.errors import AudioError, DrillvoiceError, SpeechError
from drillvoice.language import load_language
from drillvoice.voice import clips
from drillvoice.voice import engine as engine_module
from drillvoice.voice.engine import NATURAL, VoiceInfo
from drillvoice.voice.ready_clips import load_ready_clips, write_ready_clips
from tests.fakes import FakeEngine, FakeOutlet, hum, only_engine

VOICES = [VoiceInfo(name, name.upper()) for name in ("a", "b", "c")]


class PlayingOutlet(FakeOutlet):
    """A loudspeaker whose time goes on by a tenth of a second each time that somebody is asked."""

    def tick(self) -> None:
        self.position += self.rate // 10


@dataclass
class Listener:
    """Somebody who listens, and may have had enough after so many moments."""

    outlet: PlayingOutlet = field(default_factory=PlayingOutlet)
    enough_after: int = 10_000
    moments: int = 0
    shown: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def is_enough(self) -> bool:
        self.moments += 1
        if self.outlet.played:
            self.outlet.tick()
        return self.moments > self.enough_after

    def hear(self, speak: Callable[[VoiceInfo], Clip]) -> int:
        return play_samples(
            VOICES,
            SampleParts(
                speak,
                self.outlet,
                self.is_enough,
                lambda voice: self.shown.append(voice.name),
                lambda voice, fault: self.told.append(f"{voice.id}: {fault}"),
            ),
        )


def test_each_voice_is_heard_to_its_end_before_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voice_samples, "POLL_S", 0.001)
    listener = Listener()
    assert 3 == listener.hear(lambda voice: hum(1.0))
    assert (["A", "B", "C"], []) == (listener.shown, listener.outlet.hushes)
    starts = listener.outlet.seconds()
    assert all(later - earlier >= 1.0 for earlier, later in pairwise(starts))


def test_a_key_cuts_the_sound_at_once_and_ends_it() -> None:
    listener = Listener(enough_after=3)
    assert 1 == listener.hear(lambda voice: hum(30.0))
    assert ["A"] == listener.shown
    assert 1 == len(listener.outlet.hushes)
    assert listener.outlet.position < 30 * listener.outlet.rate


def test_a_key_ends_it_also_while_a_voice_is_being_prepared() -> None:
    over = threading.Event()

    def speak(voice: VoiceInfo) -> Clip:
        over.wait(30)
        return hum(1.0)

    listener = Listener(enough_after=2)
    assert 0 == listener.hear(speak)
    over.set()
    assert ([], []) == (listener.shown, listener.outlet.played)


def test_a_voice_that_fails_is_told_and_the_others_are_heard() -> None:
    def speak(voice: VoiceInfo) -> Clip:
        if voice.id == "b":
            raise SpeechError("It is a test.")
        return hum(0.1)

    listener = Listener()
    assert 2 == listener.hear(speak)
    assert (["A", "C"], ["b: It is a test."]) == (listener.shown, listener.told)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_fault_that_nobody_foresaw_ends_it_instead_of_waiting_for_ever() -> None:
    def speak(voice: VoiceInfo) -> Clip:
        raise ZeroDivisionError

    assert 0 == Listener().hear(speak)


def test_a_loudspeaker_that_goes_away_is_said() -> None:
    def speak(voice: VoiceInfo) -> Clip:
        listener.outlet.alive = voice.id == "a"
        return hum(0.1)

    listener = Listener()
    with pytest.raises(AudioError, match="The loudspeaker is gone; connect it, and try again"):
        listener.hear(speak)


def test_a_voice_says_its_name_and_a_cue(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[FakeEngine] = []

    def open_engine(voice: str, rate: int) -> FakeEngine:
        opened.append(FakeEngine(voice, rate))
        return opened[-1]

    only_engine(monkeypatch)
    monkeypatch.setitem(engine_module.ENGINES, "whistle", open_engine)
    spoken_sample(VoiceInfo("whistle:a", "Anna"), 120, load_language())
    (engine,) = opened
    assert (["Anna. Look left."], "a", 120) == (engine.spoken, engine.voice, engine.rate)
    assert engine.closed


def test_a_voice_that_has_only_what_the_drills_say_leaves_its_name_out(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    class Uninstalled(FakeEngine):
        def speak(self, text: str) -> Clip:
            raise SpeechError(f"It cannot say {text}.")

    only_engine(monkeypatch)
    monkeypatch.setitem(engine_module.ENGINES, NATURAL, partial(Uninstalled, id=NATURAL, is_installed=False))
    write_ready_clips(tmp_path, {"look left.": hum(0.5)}, "test", 165, 0.5)
    monkeypatch.setattr(clips, "load_ready_clips", lambda: load_ready_clips(tmp_path))
    clip = spoken_sample(VoiceInfo(NATURAL, "Heart"), 165, load_language())
    assert 0.4 < len(clip.samples) / clip.rate < 0.6
    with pytest.raises(DrillvoiceError, match="It cannot say Look left"):
        spoken_sample(VoiceInfo(NATURAL, "Heart"), 120, load_language())
