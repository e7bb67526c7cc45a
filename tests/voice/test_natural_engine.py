"""hibari-tts in its worker process, where the extra is installed, beside the system's voice."""

from collections.abc import Iterator
from contextlib import closing

import numpy as np
import pytest

from drillvoice.core.clips import Clip
from drillvoice.core.loudness import loudness_lufs
from drillvoice.errors import SpeechError, UsageError
from drillvoice.voice import natural_engine
from drillvoice.voice.engine import Engine, open_engine
from drillvoice.voice.natural_engine import NOT_INSTALLED, USUAL, NaturalEngine
from drillvoice.voice.natural_tuning import SPEEDS, speed_for

PHRASES = (
    "Walk at your own pace, looking ahead.",
    "Turn only your head, as called, then back to the front.",
    "Clear the floor of rugs, cables and anything else that you could trip over.",
    "Lift one knee, then the other.",
    "Stay within reach of something sturdy to hold.",
    "Rest now, for as long as you like.",
    "Look up a little, and come back to the front.",
    "The rest is over, so get up in your own time.",
)

needs_engine = pytest.mark.skipif(not NaturalEngine().is_installed, reason="needs the extra `natural`")


@pytest.fixture
def natural() -> Iterator[Engine]:
    with closing(open_engine("natural")) as engine:
        yield engine


@pytest.mark.slow
@needs_engine
def test_the_same_text_is_the_same_sound_in_another_process(natural: Engine) -> None:
    first = natural.speak("Look left")
    natural.close()
    natural.speak("Something else")
    second = natural.speak("Look left")
    assert 24_000 == first.rate
    assert np.array_equal(first.samples, second.samples)


@needs_engine
def test_a_voice_that_it_does_not_have_is_refused() -> None:
    with closing(open_engine("natural:nobody")) as engine, pytest.raises(UsageError, match="nobody"):
        engine.speak("Look left")


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(natural_engine, "find_spec", lambda name: None)
    engine = open_engine("natural")
    assert [USUAL] == engine.voices()
    assert not engine.is_installed
    with pytest.raises(SpeechError) as caught:
        engine.speak("Look left")
    assert NOT_INSTALLED == str(caught.value)


@needs_engine
@pytest.mark.slow
@pytest.mark.parametrize("rate", [120, 165, 220])
def test_a_rate_means_what_it_means_for_the_systems_voice_and_both_are_as_loud(rate: int) -> None:
    natural, system = ([*spoken(name, rate)] for name in ("natural", "pyttsx3"))
    assert seconds(system) == pytest.approx(seconds(natural), rel=0.06)
    assert loudness(system) == pytest.approx(loudness(natural), abs=1.0)


def spoken(voice: str, rate: int) -> Iterator[Clip]:
    with closing(open_engine(voice, rate)) as engine:
        for text in PHRASES:
            yield engine.speak(text)


def seconds(clips: list[Clip]) -> float:
    return sum(len(clip.samples) / clip.rate for clip in clips)


def loudness(clips: list[Clip]) -> float:
    return loudness_lufs(np.concatenate([clip.samples for clip in clips]), clips[0].rate)


def test_a_higher_rate_is_quicker_and_beyond_the_table_it_is_its_ends() -> None:
    speeds = [speed_for(rate) for rate in range(80, 360, 10)]
    assert sorted(speeds) == speeds
    assert (SPEEDS[0][1], SPEEDS[-1][1]) == (speed_for(10), speed_for(900))
