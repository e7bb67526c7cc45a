"""Clips at a device's rate, made once and remembered within bounds."""

import numpy as np
import pytest

from drillvoice.audio.resample import MOST_KEPT, Resampler, StreamResampler
from tests.fakes import hum


def test_a_clip_at_the_rate_is_left_alone() -> None:
    clip = hum()
    assert Resampler(8000).resample_clip(clip) is clip.samples


@pytest.mark.parametrize("rate", [8000, 16_000, 44_100, 48_000, 96_000])
def test_a_clip_keeps_its_length_and_level(rate: int) -> None:
    samples = Resampler(rate).resample_clip(hum(1.0, 22_050, 0.25))
    assert rate == pytest.approx(len(samples), abs=1)
    assert np.float32 == samples.dtype
    assert pytest.approx(0.25, abs=0.001) == float(samples[rate // 2])


def test_a_clip_is_resampled_once() -> None:
    resampler = Resampler(48_000)
    clip = hum()
    assert resampler.resample_clip(clip) is resampler.resample_clip(clip)


def test_memory_is_bounded_and_what_is_used_again_stays() -> None:
    resampler = Resampler(48_000)
    often, rarely = hum(0.05), hum(0.05)
    kept, dropped = resampler.resample_clip(often), resampler.resample_clip(rarely)
    for _ in range(2 * MOST_KEPT):
        resampler.resample_clip(hum(0.01))
        resampler.resample_clip(often)
        assert len(resampler._kept) <= MOST_KEPT
    assert kept is resampler.resample_clip(often)
    assert dropped is not resampler.resample_clip(rarely)


@pytest.mark.parametrize("rate", [8000, 16_000, 44_100, 48_000])
def test_a_stream_keeps_every_sample_at_its_time(rate: int) -> None:
    resampler = StreamResampler(rate, 16_000)
    click = np.zeros(rate, np.float32)
    click[rate // 2] = 1
    blocks = [resampler.resample_block(click[at : at + 441], 100 + at / rate) for at in range(0, rate, 441)]
    starts = [start for start, samples in blocks if len(samples)]
    lengths = [len(samples) for _, samples in blocks if len(samples)]
    whole = np.concatenate([samples for _, samples in blocks])
    assert 100.5 == pytest.approx(starts[0] + int(np.argmax(whole)) / 16_000, abs=1e-4)
    assert starts[1:] == pytest.approx([start + n / 16_000 for start, n in zip(starts, lengths, strict=True)][:-1])
    assert np.float32 == whole.dtype


def test_a_stream_that_was_forgotten_begins_anew() -> None:
    resampler = StreamResampler(48_000, 16_000)
    resampler.resample_block(np.ones(48_000, np.float32), 0.0)
    resampler.restart_stream()
    start, samples = resampler.resample_block(np.zeros(48_000, np.float32), 7.0)
    assert 7.0 == start
    assert not samples.any()
