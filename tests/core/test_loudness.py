"""Loudness, beside the library that many programs measure it with."""

import numpy as np
import pyebur128
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillvoice.core.loudness import SILENT, Samples, limit_peaks, loudness_lufs


def wavering(rate: int, seconds: float, level: float) -> Samples:
    """Noise that comes and goes, as speech does."""
    count = int(rate * seconds)
    swell = np.abs(np.sin(np.arange(count) / rate * 2)) ** 3
    noise: Samples = (np.random.default_rng(1).standard_normal(count) * level * swell).astype(np.float32)
    return noise


@pytest.mark.parametrize("rate", [8000, 16_000, 22_050, 24_000, 48_000])
@pytest.mark.parametrize("level", [0.003, 0.05, 0.3])
def test_it_measures_as_libebur128_does(rate: int, level: float) -> None:
    samples = wavering(rate, 4.0, level)
    state = pyebur128.R128State(1, rate, pyebur128.MeasurementMode.MODE_I)
    state.add_frames(samples, len(samples))
    assert pyebur128.get_loudness_global(state) == pytest.approx(loudness_lufs(samples, rate), abs=0.01)


def test_a_phrase_shorter_than_a_block_is_as_loud_as_a_longer_one() -> None:
    tone = (0.1 * np.sin(2 * np.pi * 1000 * np.arange(24_000) / 24_000)).astype(np.float32)
    assert loudness_lufs(tone, 24_000) == pytest.approx(loudness_lufs(tone[:4800], 24_000), abs=0.1)


@pytest.mark.parametrize("samples", [np.zeros(0, np.float32), np.zeros(10_000, np.float32)])
def test_silence_has_no_loudness(samples: Samples) -> None:
    assert SILENT == loudness_lufs(samples, 24_000)


@given(st.lists(st.floats(-4, 4, width=32), max_size=300), st.sampled_from([0.1, 0.5]), st.sampled_from([1000, 8000]))
def test_no_sample_is_beyond_the_limit_and_none_is_lost(values: list[float], limit: float, rate: int) -> None:
    samples = np.array(values, dtype=np.float32)
    limited = limit_peaks(samples, rate, limit)
    assert len(samples) == len(limited)
    assert np.abs(limited).max(initial=0.0) <= limit * 1.0001
    assert np.all(samples * limited >= 0)


def test_what_is_within_the_limit_is_left_as_it_is() -> None:
    samples = wavering(8000, 1.0, 0.05)
    assert samples is limit_peaks(samples, 8000, 1.0)


def test_only_what_is_near_a_peak_is_turned_down() -> None:
    samples = np.full(8000, 0.4, np.float32)
    samples[4000] = 1.0
    limited = limit_peaks(samples, 8000, 0.5)
    changed = np.flatnonzero(limited != samples)
    assert 0.5 == pytest.approx(limited[4000], rel=0.01)
    assert changed[0] >= 4000 - 90
    assert changed[-1] <= 4000 + 90
