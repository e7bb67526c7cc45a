"""Steady times from unsteady ones."""

import random

import pytest

from drillvoice.audio.timeline import JUMP_S, StreamTime, plausible_delay

RATE = 16_000
BLOCK = 400


def placed(jitter_s: float, seconds: float = 20, drift: float = 0.0, start_s: float = 100.0) -> list[float]:
    """How far each block's placed time lies after its true one."""
    draw = random.Random(1)
    time = StreamTime(RATE)
    errors = []
    for first in range(0, int(seconds * RATE), BLOCK):
        true = start_s + first / RATE * (1 + drift)
        errors.append(time.steady_time(first, true + draw.uniform(0, jitter_s)) - true)
    return errors


def test_without_jitter_times_are_exact() -> None:
    assert [0.0] * 800 == pytest.approx(placed(0.0), abs=1e-6)


def test_jitter_is_averaged_away() -> None:
    errors = placed(0.015)[200:]
    assert 0.0075 == pytest.approx(sum(errors) / len(errors), abs=0.001)
    assert max(errors) - min(errors) < 0.002


@pytest.mark.parametrize("drift", [-0.0009, -0.0001, 0.0001, 0.0009])
def test_a_drifting_clock_is_followed(drift: float) -> None:
    assert [0.0] * 400 == pytest.approx(placed(0.0, drift=drift)[400:], abs=0.001)


def test_callbacks_held_up_by_a_busy_processor_hardly_count() -> None:
    time = StreamTime(RATE)
    for block in range(400):
        true = block * BLOCK / RATE
        late = 0.3 if block % 40 == 39 else 0.0
        assert true == pytest.approx(time.steady_time(block * BLOCK, true + late), abs=0.003)


def test_after_frames_that_were_lost_unseen_time_begins_anew() -> None:
    time = StreamTime(RATE)
    for block in range(200):
        time.steady_time(block * BLOCK, block * BLOCK / RATE)
    for block in range(200, 240):
        true = block * BLOCK / RATE + 2 * JUMP_S
        found = time.steady_time(block * BLOCK, true)
    assert true == pytest.approx(found, abs=1e-6)


def test_a_burst_at_the_beginning_does_not_count() -> None:
    time = StreamTime(RATE)
    for block in range(40):
        true = block * BLOCK / RATE
        found = time.steady_time(block * BLOCK, 0.1 if block < 5 else true)
    assert true == pytest.approx(found, abs=1e-6)


@pytest.mark.parametrize(
    ("expected", "said", "guess"),
    [
        (0.04, 0.04, 0.05),
        (0.05, -0.04, 0.05),
        (0.05, 0.0, 0.05),
        (0.05, 0.6, 0.05),
        (-0.1, 3.0, -0.1),
        (-0.03, -0.03, -0.1),
    ],
)
def test_a_delay_on_the_wrong_side_or_too_far_off_is_not_believed(expected: float, said: float, guess: float) -> None:
    assert expected == plausible_delay(said, guess)
