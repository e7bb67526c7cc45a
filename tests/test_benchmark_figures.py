from itertools import pairwise

import numpy as np
import pytest

from benchmarks.common import shares, wilson
from benchmarks.voice_lab.acoustics import RATE, active_region, pink, rms, stretched
from benchmarks.voice_lab.listeners import Found
from benchmarks.voice_lab.sounds import footsteps, hum
from benchmarks.voice_lab.verdicts import verdict
from benchmarks.voice_lab.voices import TUNING, UNSEEN, VOICES

TONE = np.sin(2 * np.pi * 440 * np.arange(RATE) / RATE).astype(np.float32)


def found(command: str) -> Found:
    return Found("a.wav", command, command, 1.0, 1.2)


@pytest.mark.parametrize(
    ("low", "high", "count", "total"),
    [(0.0, 0.2775, 0, 10), (0.2366, 0.7634, 5, 10), (0.7225, 1.0, 10, 10), (0.8882, 0.9785, 95, 100), (0, 1, 0, 0)],
)
def test_wilson_gives_the_published_intervals(low: float, high: float, count: int, total: int) -> None:
    assert (low, high) == pytest.approx(wilson(count, total), abs=0.0001)


def test_a_share_is_printed_with_its_interval() -> None:
    assert shares(5, 10) == "5 of 10: 50.0 % (23.7 to 76.3)"


@pytest.mark.parametrize(
    ("outcome", "heard"),
    [
        ("missed", []),
        ("understood", ["stop"]),
        ("understood", ["stop", "stop"]),
        ("wrong", ["next"]),
        ("wrong", ["stop", "next"]),
    ],
)
def test_an_utterance_counts_once(outcome: str, heard: list[str]) -> None:
    assert outcome == verdict("stop", [found(command) for command in heard])


def test_each_side_of_the_split_has_voices_of_all_engines_and_shares_none() -> None:
    seen, unseen = ({voice.key for voice in VOICES if voice.split == split} for split in (TUNING, UNSEEN))
    assert not seen & unseen
    assert {"espeak", "flite", "festival"} == {key.split("-")[0] for key in seen}
    assert {"espeak", "flite", "festival"} == {key.split("-")[0] for key in unseen}
    assert len(unseen) >= 8


def test_an_active_region_is_where_the_sound_is() -> None:
    start, end = active_region(np.concatenate([np.zeros(RATE // 2), TONE, np.zeros(RATE)]).astype(np.float32))
    assert (RATE // 2, RATE // 2 + RATE) == (start, end)


def test_a_stretched_tone_is_longer_and_as_high() -> None:
    longer = stretched(TONE, 1.5)
    assert 1.5 * RATE == pytest.approx(len(longer), rel=0.1)
    middle = longer[RATE // 2 : RATE]
    assert 440 == pytest.approx(np.argmax(np.abs(np.fft.rfft(middle))) * RATE / len(middle), abs=3)


def test_hum_goes_on_from_block_to_block_without_a_step() -> None:
    blocks = list(hum(21, 50))
    largest = np.abs(np.diff(blocks[0])).max()
    assert [10 * RATE, 10 * RATE, RATE] == [len(block) for block in blocks]
    assert all(abs(after[0] - before[-1]) <= largest for before, after in pairwise(blocks))


def test_the_same_seed_gives_the_same_steps() -> None:
    first, again, other = (np.concatenate(list(footsteps(12, seed))) for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    assert 18 <= np.sum(np.diff(np.flatnonzero(np.abs(first) > 0.03)) > RATE // 4) + 1 <= 25


def test_room_noise_has_a_level_of_one() -> None:
    assert 1 == pytest.approx(rms(pink(RATE, np.random.default_rng(1))), rel=1e-3)
