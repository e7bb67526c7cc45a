"""The voice of a session whose loop waits for nobody."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from drillvoice.core.clips import beeps
from drillvoice.core.drill.rules import estimated_s
from drillvoice.core.plan.lines import Sound
from drillvoice.voice.clip_cache import ClipCache
from drillvoice.voice.clips import ProgramVoice
from drillvoice.voice.clips_in_time import ClipsInTime
from tests.fakes import LONGEST_S, HangingEngine

LEFT, RIGHT = Sound("Look left"), Sound("Look right")


@pytest.fixture
def engine() -> Iterator[HangingEngine]:
    made = HangingEngine()
    yield made
    made.let_go.set()


@pytest.fixture
def voice(engine: HangingEngine, tmp_path: Path) -> ProgramVoice:
    return ProgramVoice(engine, ClipCache(tmp_path / "clips"))


def test_what_is_spoken_in_time_is_heard(voice: ProgramVoice) -> None:
    in_time = ClipsInTime(voice, LONGEST_S)
    assert voice.clip(LEFT) is in_time.clip(LEFT)
    assert voice.clip(LEFT).ticks == in_time.length_in_ticks(LEFT)
    assert in_time.length_in_ticks(Sound("Look down")) == voice.clip(Sound("Look down")).ticks


def test_a_voice_that_hangs_costs_its_line_and_no_other(voice: ProgramVoice, engine: HangingEngine) -> None:
    voice.clip(LEFT)
    in_time = ClipsInTime(voice, 0.01)
    beep = in_time.clip(RIGHT)
    assert beeps(1).rate == beep.rate
    assert int(estimated_s(RIGHT.text) * beep.rate) == len(beep.samples)
    assert voice.clip(LEFT) is in_time.clip(LEFT)
    assert not engine.let_go.is_set()


def test_a_beep_stays_one_since_its_length_was_told(voice: ProgramVoice, engine: HangingEngine) -> None:
    in_time = ClipsInTime(voice, 0.01)
    ticks = in_time.length_in_ticks(RIGHT)
    engine.let_go.set()
    voice.clip(RIGHT)
    assert ticks == in_time.length_in_ticks(RIGHT) == in_time.clip(RIGHT).ticks


def test_nobody_waits_again_for_a_voice_that_hangs_and_it_is_heard_again_later(
    voice: ProgramVoice, engine: HangingEngine
) -> None:
    in_time = ClipsInTime(voice, 0.01)
    in_time.clip(RIGHT)
    in_time.clip(Sound("Look up"))
    assert [] == engine.spoken, "it was not even asked"
    engine.let_go.set()
    voice.clip(RIGHT)
    patient = ClipsInTime(voice, LONGEST_S)
    assert voice.clip(Sound("Look down")) is patient.clip(Sound("Look down"))
