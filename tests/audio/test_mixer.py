"""Clips at exact frames, and silence when it is asked for."""

import numpy as np
import pytest

from drillvoice.audio.mixer import AWAKE_LEVEL, DUCK, FADE_S, Mixer
from drillvoice.core.clips import Clip, Samples, metronome_tick
from tests.fakes import hum

RATE = 8000


def mixed(mixer: Mixer, frames: int, block: int = 160) -> Samples:
    """So many frames, in blocks."""
    return np.concatenate([mixer.mix(min(block, frames - start)) for start in range(0, frames, block)])


def onsets(samples: Samples) -> list[int]:
    """Where sound begins after silence."""
    loud = np.flatnonzero(np.abs(samples) > 0.01)
    return [int(frame) for frame in loud[np.diff(loud, prepend=-100) > 50]]


@pytest.mark.parametrize("block", [1, 7, 64, 100, 1000])
def test_an_onset_is_exact_to_the_frame_whatever_the_block_size(block: int) -> None:
    mixer = Mixer(RATE)
    for frame in (0, 333, 801):
        mixer.play(hum(0.02), frame)
    assert [0, 333, 801] == onsets(mixed(mixer, 1000, block))


def test_a_clip_is_played_whole_and_once() -> None:
    mixer = Mixer(RATE)
    mixer.play(hum(0.05), 130)
    assert 400 == np.count_nonzero(mixed(mixer, 2000))
    assert 2000 == mixer.position


def test_a_clip_that_comes_late_starts_at_once() -> None:
    mixer = Mixer(RATE)
    mixed(mixer, 500)
    mixer.play(hum(0.02), 100)
    assert [0] == onsets(mixed(mixer, 500))


def test_two_sounds_add_up_and_never_exceed_one() -> None:
    mixer = Mixer(RATE)
    mixer.play(hum(0.05, level=0.3), 0)
    mixer.play(hum(0.05, level=0.4), 0)
    assert 0.7 == pytest.approx(mixer.mix(10)[5])
    mixer.play(hum(0.05, level=0.9), 0)
    assert 1.0 == mixer.mix(10).max()


def test_volume_and_gain_multiply() -> None:
    mixer = Mixer(RATE, volume=0.5)
    mixer.play(hum(0.05, level=0.8), 0, gain=0.25)
    assert 0.1 == pytest.approx(mixer.mix(10)[5])


class TestHush:
    def hushed(self) -> Samples:
        mixer = Mixer(RATE)
        mixer.play(hum(1.0, level=0.5), 0)
        mixer.play(hum(0.1), 2000)
        before = mixed(mixer, 480)
        mixer.hush()
        assert not mixer.is_hushed
        after = mixed(mixer, 4000)
        assert mixer.is_hushed
        assert 480 == mixer.hushed_at
        return np.concatenate([before, after])

    def test_silence_comes_within_ten_milliseconds(self) -> None:
        assert 480 + FADE_S * RATE > np.flatnonzero(self.hushed()).max()

    def test_it_fades_without_a_click(self) -> None:
        assert 0.5 / (FADE_S * RATE) * 1.5 > np.abs(np.diff(self.hushed()[470:])).max()

    def test_what_is_played_after_it_is_heard(self) -> None:
        """Both may be asked for between two blocks."""
        mixer = Mixer(RATE)
        mixer.play(hum(1.0), 0)
        mixer.hush()
        mixer.play(hum(0.02), 300)
        assert [300] == onsets(mixed(mixer, 1000))

    def test_it_stops_the_beat(self) -> None:
        mixer = Mixer(RATE)
        mixer.beat(0, 120)
        mixed(mixer, 100)
        mixer.hush()
        assert 100 + RATE >= mixer.position
        mixed(mixer, 200)
        assert not mixed(mixer, 3 * RATE).any()

    def test_a_lost_stream_is_forgotten_without_a_fade(self) -> None:
        mixer = Mixer(RATE)
        mixer.play(hum(1.0), 0)
        mixer.mix(100)
        mixer.drop_sounding()
        assert not mixer.mix(100).any()


class TestBeat:
    @pytest.mark.parametrize(("bpm", "periods"), [(60, {8000}), (120, {4000}), (110, {4363, 4364})])
    def test_ticks_come_at_the_rate_asked_for(self, bpm: int, periods: set[int]) -> None:
        mixer = Mixer(RATE)
        mixer.beat(100, bpm)
        found = onsets(mixed(mixer, 3 * RATE))
        assert len(found) >= 3
        assert periods == set(np.diff(found).tolist())

    def test_it_is_ducked_under_speech(self) -> None:
        alone, under = (Mixer(RATE) for _ in range(2))
        for mixer in (alone, under):
            mixer.beat(0, 60)
        under.play(hum(1.0, level=0.1), 0)
        assert DUCK * alone.mix(160).max() == pytest.approx(under.mix(160).max() - 0.1, abs=0.01)

    def test_it_stops_when_told_to(self) -> None:
        mixer = Mixer(RATE)
        mixer.beat(0, 60)
        mixer.beat(0, 0)
        assert not mixed(mixer, RATE).any()


def test_keeping_awake_can_not_be_heard_and_never_pauses() -> None:
    noise = mixed(Mixer(RATE, awake=True), 3 * RATE)
    assert AWAKE_LEVEL == pytest.approx(float(np.sqrt(np.mean(noise**2))), rel=0.1)
    assert np.abs(noise).max() < 10 * AWAKE_LEVEL
    assert all(block.any() for block in np.split(noise, 30))


def test_it_is_quiet_until_the_next_clip() -> None:
    mixer = Mixer(RATE)
    mixer.play(hum(0.1), 1000)
    assert not mixer.quiet_until(500)
    mixer.mix(10)
    assert mixer.quiet_until(1000)
    assert not mixer.quiet_until(1001)


def test_clips_of_another_rate_are_resampled_with_their_onset_kept() -> None:
    clip = Clip(np.concatenate([np.zeros(11_025, np.float32), hum(0.5, 22_050).samples]), 22_050)
    mixer = Mixer(RATE)
    mixer.play(clip, 0)
    heard = mixed(mixer, 2 * RATE)
    assert RATE // 2 == pytest.approx(np.flatnonzero(np.abs(heard) > 0.05)[0], abs=2)
    assert RATE == pytest.approx(np.flatnonzero(np.abs(heard) > 0.05)[-1], abs=2)


def test_a_clip_is_resampled_once_and_the_oldest_are_forgotten() -> None:
    resampler = Mixer(RATE)._resampler
    clips = [metronome_tick(11_025) for _ in range(60)]
    first = resampler.resample_clip(clips[0])
    assert first is resampler.resample_clip(clips[0])
    for clip in clips:
        resampler.resample_clip(clip)
    assert 48 == len(resampler._kept)
    assert first is not resampler.resample_clip(clips[0])
