"""Which voice a session has, and what steps in where that one cannot say everything: never two in one session."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from drillvoice.app.prepare import Prepared, prepare_session
from drillvoice.app.session_voice import open_talking_voice
from drillvoice.core.clips import Clip
from drillvoice.core.plan.lines import Sound
from drillvoice.core.plan.request import Request, VoiceWish
from drillvoice.core.session.replies import possible_closings, possible_replies
from drillvoice.errors import SpeechError
from drillvoice.language import load_language
from drillvoice.voice import engine as engine_module
from drillvoice.voice.engine import NATURAL, OF_SYSTEM
from drillvoice.voice.natural_engine import NOT_INSTALLED
from tests.fakes import ChoosyEngine, FakeEngine

LANGUAGE = load_language()
GIVES_WAY = LANGUAGE.phrases.printed.system_voice
OWN = str(Path(__file__).parents[1] / "room" / "quick.toml")

pytestmark = pytest.mark.usefixtures("own_folders")


class Uninstalled(FakeEngine):
    """The natural voice without its extra."""

    def speak(self, text: str) -> Clip:
        raise SpeechError(NOT_INSTALLED)


class Failing(FakeEngine):
    """A natural voice that fails after some phrases."""

    def speak(self, text: str) -> Clip:
        self.broken = len(self.spoken) >= 3
        return super().speak(text)


Make = Callable[..., FakeEngine]


class Engines:
    """The engines of a test; remembers those that were opened."""

    def __init__(self, natural: Make) -> None:
        self.opened: list[FakeEngine] = []
        self._natural = natural

    def open(self, make: Make, voice: str, rate: int) -> FakeEngine:
        self.opened.append(make(voice, rate))
        return self.opened[-1]

    def use(self, patch: pytest.MonkeyPatch) -> None:
        natural = partial(self._natural, id=NATURAL)
        system = partial(FakeEngine, id=OF_SYSTEM)
        table = {NATURAL: partial(self.open, natural), OF_SYSTEM: partial(self.open, system)}
        patch.setattr(engine_module, "ENGINES", table)


Use = Callable[[Make], Engines]


@pytest.fixture
def engines(monkeypatch: pytest.MonkeyPatch) -> Use:
    def use(natural: Make) -> Engines:
        found = Engines(natural)
        found.use(monkeypatch)
        return found

    return use


def prepared_with(told: list[str], drill: str = "warm-up", voice: VoiceWish | None = None) -> Prepared:
    request = Request(drills=(drill,), seed=3, safety_heard=True, voice=voice or VoiceWish())
    return prepare_session(request, told.append, attended=True)


def all_said(prepared: Prepared) -> list[Sound]:
    lines = [line.sound for unit in prepared.plan.units for line in unit.lines]
    return [*lines, *map(Sound, possible_replies(prepared.plan, prepared.phrases))]


@pytest.mark.slow
def test_shipped_drills_need_no_engine_at_all(engines: Use) -> None:
    used, told = engines(partial(Uninstalled, is_installed=False)), list[str]()
    prepared = prepared_with(told)
    rates = {prepared.voice.clip(sound).rate for sound in all_said(prepared) if sound.voiced}
    assert ([], {24_000}) == (told, rates)
    assert [NATURAL] == [engine.id for engine in used.opened]


@pytest.mark.parametrize(
    ("drill", "wish"),
    [(OWN, VoiceWish()), ("warm-up", VoiceWish(rate=120)), ("warm-up", VoiceWish(name="natural", rate=200))],
)
def test_without_the_extra_what_it_is_needed_for_is_wholly_in_the_systems_voice(
    engines: Use, drill: str, wish: VoiceWish
) -> None:
    used, told = engines(partial(Uninstalled, is_installed=False)), list[str]()
    prepared = prepared_with(told, drill, wish)
    assert [f"{NOT_INSTALLED} {GIVES_WAY}"] == told
    assert 'pip install "drillvoice[natural]"' in told[0]
    assert [NATURAL, OF_SYSTEM] == [engine.id for engine in used.opened]
    assert {8000} == {prepared.voice.clip(sound).rate for sound in all_said(prepared) if sound.voiced}


def test_an_engine_that_fails_hands_the_whole_session_over(engines: Use) -> None:
    used, told = engines(Failing), list[str]()
    prepared = prepared_with(told, OWN)
    natural, system = used.opened
    assert [f"The voice cannot speak (it is a test). {GIVES_WAY}"] == told
    assert 3 == len(natural.spoken)
    assert {sound.text for sound in all_said(prepared) if sound.voiced} <= set(system.spoken)
    assert prepared.voice.is_of_system


def test_a_line_that_a_voice_refuses_hands_nothing_over(engines: Use) -> None:
    used, told = engines(partial(ChoosyEngine, refuses="Sit well.")), list[str]()
    prepared = prepared_with(told, OWN)
    assert [NATURAL] == [engine.id for engine in used.opened]
    assert "Sit well." in {sound.text for sound in all_said(prepared)}
    assert "Quick turns." in used.opened[0].spoken
    [sentence] = told
    assert sentence.startswith('The voice cannot speak "Sit well.": a beep stands there and the line is printed.')


def test_with_the_extra_what_is_not_ready_is_spoken_by_the_same_voice(engines: Use) -> None:
    used, told = engines(FakeEngine), list[str]()
    prepared_with(told, OWN)
    assert [] == told
    assert [NATURAL] == [engine.id for engine in used.opened]
    assert "Paused." not in used.opened[0].spoken


def test_a_voice_that_is_asked_for_is_taken(engines: Use) -> None:
    used, told = engines(FakeEngine), list[str]()
    prepared = prepared_with(told, voice=VoiceWish(name="gmw/en-US"))
    assert [(OF_SYSTEM, "gmw/en-US")] == [(engine.id, engine.voice) for engine in used.opened]
    assert {sound.text for sound in all_said(prepared) if sound.voiced} == set(used.opened[0].spoken)


def test_a_talk_that_may_say_anything_is_in_the_systems_voice_without_the_extra(engines: Use) -> None:
    used, told = engines(partial(Uninstalled, is_installed=False)), list[str]()
    assert open_talking_voice(VoiceWish(), LANGUAGE, told.append).is_of_system
    assert [NATURAL, OF_SYSTEM] == [engine.id for engine in used.opened]
    assert [f"{NOT_INSTALLED} {GIVES_WAY}"] == told


def test_the_ways_to_end_are_spoken_in_the_background(engines: Use) -> None:
    used, told = engines(FakeEngine), list[str]()
    prepared = prepared_with(told, OWN)
    expected = {
        text for text in possible_closings(prepared.plan, prepared.phrases) if text.startswith("Quick turns: two turns")
    }
    assert 2 == len(expected)
    assert expected.isdisjoint(used.opened[0].spoken)
    prepared.prepare_closings()
    end = time.monotonic() + 20
    while not expected <= set(used.opened[0].spoken) and time.monotonic() < end:
        time.sleep(0.01)
    assert expected <= set(used.opened[0].spoken)
    prepared.voice.close()


def test_the_systems_voices_speak_them_when_they_are_needed(engines: Use) -> None:
    used, told = engines(FakeEngine), list[str]()
    prepared = prepared_with(told, OWN, VoiceWish(name="pyttsx3"))
    before = list(used.opened[0].spoken)
    prepared.prepare_closings()
    prepared.voice.close()
    assert before == used.opened[0].spoken
