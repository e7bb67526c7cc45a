"""Sounds as values."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillvoice.core import clips
from drillvoice.core.clips import Clip, Samples
from drillvoice.core.loudness import loudness_lufs
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
    assert clips.TARGET_LUFS == pytest.approx(loudness_lufs(spoken, RATE), abs=0.1)


def test_a_peak_never_exceeds_its_limit() -> None:
    spiky = voice(0.05)
    spiky[5000] = 1.0
    assert clips.PEAK_LIMIT == pytest.approx(np.abs(clips.tidy_speech(spiky, RATE).samples).max(), rel=0.05)


def test_silence_comes_out_empty() -> None:
    assert 0 == len(clips.tidy_speech(np.zeros(1000, np.float32), RATE).samples)


def test_a_sharp_onset_is_softened_and_a_soft_one_kept() -> None:
    sharp = clips.tidy_speech(np.full(1000, 0.3, np.float32), RATE).samples
    assert abs(sharp[0]) < 0.1 * sharp[500]
    assert abs(sharp[-1]) < 0.1 * sharp[500]
    assert sharp[500] > 0.05


def test_a_soft_beginning_is_kept_of_an_engine_and_cut_of_a_noisy_recording() -> None:
    soft = np.concatenate([np.full(600, 0.003, np.float32), voice(silence=0)])
    assert 600 == pytest.approx(
        len(clips.tidy_speech(soft, RATE, clips.ENGINE_NOISE).samples) - len(clips.tidy_speech(soft, RATE).samples),
        abs=40,
    )


def test_consonants_are_lifted_and_the_whole_stays_as_loud() -> None:
    seconds = np.arange(RATE) / RATE
    vowel, consonant = (level * np.sin(2 * np.pi * hz * seconds) for level, hz in ((0.1, 300), (0.02, 3000)))
    plain = clips.tidy_speech((vowel + consonant).astype(np.float32), RATE)
    clear = clips.with_clear_consonants(plain)
    before, after = (np.abs(np.fft.rfft(clip.samples)) for clip in (plain, clear))
    low, high = (after[hz - 20 : hz + 20].max() / before[hz - 20 : hz + 20].max() for hz in (300, 3000))
    assert clips.CLEAR_DB == pytest.approx(20 * np.log10(high / low), abs=0.5)
    assert loudness_lufs(plain.samples, RATE) == pytest.approx(loudness_lufs(clear.samples, RATE), abs=0.1)
    assert len(plain.samples) == len(clear.samples)


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
