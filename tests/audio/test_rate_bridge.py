"""What a loudspeaker of another rate is given is what was mixed, whole, in order and in time."""

import numpy as np
import pytest

from drillvoice.audio.rate_bridge import RateBridge
from drillvoice.audio.resample import resampled
from drillvoice.core.clips import Samples

SECONDS = 2


class Tone:
    """A mixer that hums, and notes how much was taken and when it was said to be heard."""

    def __init__(self, rate: int) -> None:
        self.samples: Samples = (0.5 * np.sin(np.arange(4 * rate) * 2 * np.pi * 440 / rate)).astype(np.float32)
        self.rate = rate
        self.taken = 0
        self.heard: list[tuple[int, float]] = []

    def mix(self, frames: int, heard_at: float) -> Samples:
        self.heard.append((self.taken, heard_at))
        block = self.samples[self.taken : self.taken + frames]
        self.taken += frames
        return block


def played(tone: Tone, device_rate: int, block: int = 480) -> Samples:
    bridge = RateBridge(tone.mix, tone.rate, device_rate)
    starts = range(0, SECONDS * device_rate, block)
    return np.concatenate([bridge.next_frames(block, 10 + start / device_rate) for start in starts])


def test_at_one_rate_it_is_what_was_mixed() -> None:
    tone = Tone(48_000)
    sound = played(tone, 48_000)
    assert np.array_equal(tone.samples[: len(sound)], sound)


@pytest.mark.parametrize(
    ("rate", "device_rate"), [(44_100, 48_000), (48_000, 44_100), (48_000, 16_000), (16_000, 48_000)]
)
@pytest.mark.parametrize("block", [64, 480, 4800])
def test_at_another_rate_nothing_is_lost_and_nothing_comes_twice(rate: int, device_rate: int, block: int) -> None:
    tone = Tone(rate)
    sound = played(tone, device_rate, block)
    whole = resampled(tone.samples, rate, device_rate)[: len(sound)]
    assert float(np.abs(sound - whole).max()) < 0.001


def test_it_takes_little_ahead_of_what_is_played() -> None:
    tone = Tone(44_100)
    sound = played(tone, 48_000)
    assert 0 <= tone.taken / 44_100 - len(sound) / 48_000 < 0.05


def test_each_block_is_told_when_it_is_heard() -> None:
    tone = Tone(44_100)
    played(tone, 48_000)
    assert [10 + frame / 44_100 for frame, _ in tone.heard] == pytest.approx([at for _, at in tone.heard], abs=1e-6)
