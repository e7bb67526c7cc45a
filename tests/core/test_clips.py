"""Sounds as values."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillvoice.core import clips
from drillvoice.core.clips import Clip, Samples
from drillvoice.core.ticks import covering_ticks, to_seconds, to_ticks

RATE = 22_050


def voice(level: float = 0.3, silence: int = 500) -> Samples:
    """Silence, a tone that begins and ends at nothing, silence."""
    tone = level * np.sin(np.linspace(0, 200 * np.pi, RATE // 2))
    return np.concatenate([np.zeros(silence), tone, np.zeros(silence)]).astype(np.float32)


def test_speech_is_cut_at_both_ends() -> None:
    tidy = clips.tidy_speech(voice(silence=4000), RATE)
    assert RATE // 2 == pytest.approx(len(tidy.samples), abs=40)


@pytest.mark.parametrize("level", [0.02, 0.3, 0.9])
def test_speech_of_any_level_comes_out_equally_loud(level: float) -> None:
    spoken = clips.tidy_speech(voice(level), RATE).samples
    assert clips.TARGET_RMS == pytest.approx(float(np.sqrt(np.mean(spoken**2))), rel=0.06)


def test_a_peak_never_exceeds_its_limit() -> None:
    spiky = voice(0.05)
    spiky[5000] = 1.0
    assert clips.PEAK_LIMIT == pytest.approx(np.abs(clips.tidy_speech(spiky, RATE).samples).max())


def test_silence_comes_out_empty() -> None:
    assert 0 == len(clips.tidy_speech(np.zeros(1000, np.float32), RATE).samples)


def test_a_sharp_onset_is_softened_and_a_soft_one_kept() -> None:
    sharp = clips.tidy_speech(np.full(1000, 0.3, np.float32), RATE).samples
    assert abs(sharp[0]) < 0.01
    assert abs(sharp[-1]) < 0.01
    assert 0.1 == pytest.approx(sharp[500], abs=0.01)


@pytest.mark.parametrize("count", [1, 2, 4])
def test_beeps_can_be_counted(count: int) -> None:
    loud = np.abs(clips.beeps(count).samples) > 0.02
    assert count == int(np.count_nonzero(np.diff(np.flatnonzero(loud)) > 1000)) + 1


def test_beeps_come_before_the_voice_at_its_rate() -> None:
    both = clips.after_beeps(2, Clip(voice(), 16_000))
    alone = clips.beeps(2, 16_000)
    assert 16_000 == both.rate
    assert len(alone.samples) + 2400 + len(voice()) == len(both.samples)


def test_signals_are_soft_and_short() -> None:
    for clip in (clips.falling_tone(), clips.rising_tone(), clips.metronome_tick()):
        assert np.abs(clip.samples).max() < 0.15
        assert clip.ticks <= 10


def test_a_rising_tone_rises_and_a_falling_one_falls() -> None:
    for clip, rises in ((clips.rising_tone(), True), (clips.falling_tone(), False)):
        crossings = np.flatnonzero(np.diff(np.signbit(clip.samples)))
        first, last = np.split(np.diff(crossings)[: len(crossings) // 2 * 2], 2)
        assert rises == (first.mean() > last.mean())


@given(st.integers(1, 100_000), st.sampled_from([8000, 22_050, 44_100]))
def test_a_clip_lasts_the_ticks_that_cover_it(frames: int, rate: int) -> None:
    clip = Clip(np.zeros(frames, np.float32), rate)
    assert (clip.ticks - 1) * rate < frames * 50 <= clip.ticks * rate + 1


def test_ticks_are_twenty_milliseconds() -> None:
    assert (50, 51, 50, 1.02) == (to_ticks(1), covering_ticks(1.001), covering_ticks(1.0), to_seconds(51))
