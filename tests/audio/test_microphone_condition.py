"""What a microphone's sound tells of it."""

import numpy as np

from drillvoice.audio.microphone_condition import Finding, MicrophoneCondition
from drillvoice.core.clips import Samples

RATE = 8000
BLOCK = RATE // 40


def findings(*parts: tuple[float, float]) -> list[tuple[float, Finding]]:
    """What is found, and when, in sound of these levels and lengths."""
    samples: Samples = np.concatenate([np.full(int(seconds * RATE), level, np.float32) for level, seconds in parts])
    condition = MicrophoneCondition(RATE)
    return [
        ((at + BLOCK) / RATE, finding)
        for at in range(0, len(samples), BLOCK)
        for finding in condition.feed(samples[at : at + BLOCK])
    ]


def test_quiet_noise_is_fine() -> None:
    assert [] == findings((0.0001, 20))


def test_zeros_for_the_first_three_seconds_are_silence_and_any_sound_ends_it() -> None:
    assert [(3.025, Finding.SILENT), (5.025, Finding.SOUND)] == findings((0, 5), (0.0001, 5))


def test_a_microphone_that_takes_noise_out_is_fine() -> None:
    assert [] == findings((0, 2.9), (0.0001, 1), (0, 60), (0.0001, 1))


def test_clipping_is_told_once_a_minute_at_most() -> None:
    assert [3.0, 63.0] == [round(at) for at, finding in findings((1.0, 100)) if finding is Finding.CLIPPED]


def test_a_clap_is_not_clipping() -> None:
    assert [] == findings((0.1, 1), (-1.0, 0.025), (0.1, 9))
