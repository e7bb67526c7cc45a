"""From blocks of any length at any rate to whole frames at the ear's."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillvoice.core.rates import SPEECH_RATE
from drillvoice.echo.canceller import FRAME
from drillvoice.listening.microphone_feed import MicrophoneFeed


def ramp(count: int) -> np.ndarray:
    return np.arange(count, dtype=np.float32)


@given(st.lists(st.integers(0, 700), max_size=20))
def test_frames_join_whatever_the_blocks_are_like(sizes: list[int]) -> None:
    feed, sound = MicrophoneFeed(SPEECH_RATE), ramp(sum(sizes))
    places = np.cumsum([0, *sizes])
    given = [feed.whole_frames(sound[first:last], first / SPEECH_RATE) for first, last in itertools.pairwise(places)]
    for start_s, frames in given:
        assert len(frames) % FRAME == 0
        assert not len(frames) or frames[0] == pytest.approx(start_s * SPEECH_RATE)
    end_s = 0.05 if sum(sizes) else 0.01
    whole = np.concatenate([np.zeros(0), *(frames for _, frames in given), feed.last_frames(end_s)])
    assert np.array_equal(sound, whole[: len(sound)])
    assert not whole[len(sound) :].any()
    assert len(whole) % FRAME == 0


@pytest.mark.parametrize("rate", [8_000, 44_100, 48_000])
def test_other_rates_become_the_ears(rate: int) -> None:
    feed = MicrophoneFeed(rate)
    found = [feed.whole_frames(np.full(rate // 10, 0.5, np.float32), at / 10) for at in range(10)]
    count = sum(len(frames) for _, frames in found)
    assert 0.9 * SPEECH_RATE < count <= SPEECH_RATE
    assert found[-1][0] == pytest.approx((count - len(found[-1][1])) / SPEECH_RATE, abs=0.001)


def test_what_is_forgotten_is_not_joined_to_what_comes() -> None:
    feed = MicrophoneFeed(SPEECH_RATE)
    feed.whole_frames(ramp(FRAME + 7))
    feed.forget_rest()
    start_s, frames = feed.whole_frames(ramp(FRAME), 5.0)
    assert (5.0, 0.0, FRAME) == (start_s, frames[0], len(frames))
