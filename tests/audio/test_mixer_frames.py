"""To the frame: onsets, fades and the metronome, whatever the rate and the size of blocks."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillvoice.audio.mixer import FADE_S, Mixer
from drillvoice.core.clips import Clip, Samples
from tests.fakes import hum

RATES = [8000, 22_050, 44_100, 48_000]
BLOCKS = st.lists(st.sampled_from([3, 7, 64, 256, 441, 1024, 4800]), min_size=1, max_size=8)


def mixed(mixer: Mixer, frames: int, blocks: Sequence[int] = (512,)) -> Samples:
    """The next frames, pulled in blocks of these sizes."""
    parts: list[Samples] = []
    left = frames
    while left > 0:
        parts.append(mixer.mix(min(left, blocks[len(parts) % len(blocks)])))
        left -= len(parts[-1])
    return np.concatenate(parts)


def onsets(loud: Samples) -> list[int]:
    """The frames at which something follows nothing."""
    held = np.concatenate([[False], loud != 0])
    found: list[int] = np.flatnonzero(held[1:] & ~held[:-1]).tolist()
    return found


@given(st.sampled_from(RATES), st.lists(st.integers(0, 800), min_size=1, max_size=5), BLOCKS)
def test_every_clip_begins_and_ends_at_its_frame(rate: int, gaps: list[int], blocks: list[int]) -> None:
    mixer = Mixer(rate)
    starts = np.cumsum([gap + 101 for gap in gaps]).tolist()
    for start in starts:
        mixer.play(Clip(np.full(100, 0.3, dtype=np.float32), rate), start)
    samples = mixed(mixer, starts[-1] + 200, blocks)
    assert starts == onsets(samples)
    assert 100 * len(starts) == np.count_nonzero(samples)


@given(BLOCKS)
def test_the_size_of_blocks_changes_nothing(blocks: list[int]) -> None:
    def play(sizes: Sequence[int]) -> Samples:
        mixer = Mixer(8000, awake=True)
        mixer.beat(100, 100)
        mixer.play(hum(0.5), 1000, gain=0.5)
        return mixed(mixer, 4500, sizes)

    assert np.allclose(play([4500]), play(blocks), atol=1e-6)


@pytest.mark.parametrize("rate", RATES)
def test_a_hush_fades_within_ten_milliseconds_and_without_a_step(rate: int) -> None:
    mixer = Mixer(rate)
    mixer.play(hum(2.0, rate, 0.5), 0)
    before = mixer.mix(rate // 2)
    mixer.hush()
    after = mixed(mixer, rate)
    fade = int(FADE_S * rate)
    assert np.abs(np.diff(np.concatenate([before[-1:], after]))).max() <= 1.05 * 0.5 / (fade - 1)
    assert not after[fade:].any()


@pytest.mark.parametrize("block", [16, 64, 1024])
def test_a_fade_is_as_long_in_small_blocks(block: int) -> None:
    mixer = Mixer(8000)
    mixer.play(hum(2.0, level=0.5), 0)
    mixer.mix(800)
    mixer.hush()
    assert 79 == np.count_nonzero(mixed(mixer, 4096, [block]))


def test_a_hush_drops_all_that_is_scheduled() -> None:
    mixer = Mixer(8000)
    mixer.play(hum(0.1), 2000)
    mixer.beat(3000, 100)
    mixer.mix(100)
    mixer.play(hum(0.1), 4000)
    mixer.hush()
    assert not mixed(mixer, 20_000).any()


def test_two_hushes_at_once_are_both_obeyed() -> None:
    mixer = Mixer(8000)
    mixer.play(hum(1.0), 0)
    mixer.mix(100)
    mixer.hush()
    mixer.hush()
    mixer.mix(100)
    assert mixer.is_hushed
    assert not mixer.mix(100).any()


@pytest.mark.parametrize("bpm", [40, 97, 110, 130])
@pytest.mark.parametrize("rate", [8000, 44_100])
def test_the_metronome_does_not_drift(rate: int, bpm: int) -> None:
    mixer = Mixer(rate)
    mixer.beat(1000, bpm)
    samples = mixed(mixer, 60 * rate + 1000 - rate // 10, [rate // 7])
    loud = np.flatnonzero(np.abs(samples) > 0.001)
    ticks = loud[np.diff(loud, prepend=-rate) > rate // 20]
    assert bpm == len(ticks)
    assert np.abs(ticks - ticks[0] - np.arange(bpm) * rate * 60 / bpm).max() <= 1
