"""What was played, on its timeline."""

import numpy as np
import pytest

from drillvoice.core.clips import Samples
from drillvoice.core.rates import SPEECH_RATE
from drillvoice.echo.reference import KEPT_S, Reference, Taken

SECOND = np.arange(1, SPEECH_RATE + 1, dtype=np.float32)
"""Every sample tells its place."""


def with_second(start_s: float = 50.0) -> Reference:
    reference = Reference()
    for part in range(10):
        reference.append_played(start_s + part / 10, SECOND[part * 1600 : (part + 1) * 1600])
    return reference


def zeros(count: int) -> Samples:
    return np.zeros(count, np.float32)


def test_nothing_is_known_at_first() -> None:
    reference = Reference()
    assert not reference.take_piece(0.0, 160).samples.any()
    assert float("-inf") == reference.end_s


@pytest.mark.parametrize(
    ("expected", "start_s"),
    [
        (SECOND[:160], 50.0),
        (SECOND[8000:8160], 50.5),
        (SECOND[-160:], 50.99),
        (np.concatenate([SECOND[-80:], zeros(80)]), 50.995),
        (np.concatenate([zeros(80), SECOND[:80]]), 49.995),
        (zeros(160), 51.0),
        (zeros(160), 49.0),
        (zeros(160), 0.0),
    ],
)
def test_what_was_played_is_found_at_its_time_and_silence_where_nothing_is_known(
    expected: Samples, start_s: float
) -> None:
    assert expected.tolist() == with_second().take_piece(start_s, 160).samples.tolist()


def test_jitter_of_the_times_leaves_no_seam() -> None:
    reference = Reference()
    for part in range(10):
        reference.append_played(part / 10 + (0.015 if part % 2 else 0.0), SECOND[part * 1600 : (part + 1) * 1600])
    steps = np.diff(reference.take_piece(0.1, 8000).samples)
    assert {1.0} == set(steps.tolist())


def test_a_stream_that_stopped_and_went_on_leaves_a_silent_gap() -> None:
    reference = with_second()
    reference.append_played(51.5, SECOND)
    assert [SPEECH_RATE, 0.0] == reference.take_piece(51.0 - 1 / SPEECH_RATE, 2).samples.tolist()
    assert [0.0, 1.0] == reference.take_piece(51.5 - 1 / SPEECH_RATE, 2).samples.tolist()
    assert not reference.take_piece(51.0, 8000).samples.any()
    assert 52.5 == pytest.approx(reference.end_s)


def test_what_was_to_come_is_written_over() -> None:
    reference = with_second()
    reference.append_played(50.5, SECOND[:1600])
    assert [8000.0, 1.0] == reference.take_piece(50.5 - 1 / SPEECH_RATE, 2).samples.tolist()
    assert not reference.take_piece(50.6, 1600).samples.any()
    assert 50.6 == pytest.approx(reference.end_s)


@pytest.mark.parametrize("later_s", [KEPT_S, 1000.0, -1000.0])
def test_after_a_long_break_nothing_old_is_left(later_s: float) -> None:
    reference = with_second()
    reference.append_played(51.0 + later_s, SECOND[:160])
    assert SECOND[:160].tolist() == reference.take_piece(51.0 + later_s, 160).samples.tolist()
    assert not reference.take_piece(50.0, SPEECH_RATE).samples.any()
    assert not reference.take_piece(51.0 + later_s - 0.5, 8000).samples.any()


def test_only_the_last_seconds_are_kept() -> None:
    reference = Reference()
    for second in range(20):
        reference.append_played(float(second), SECOND)
    assert not reference.take_piece(20 - KEPT_S - 1, SPEECH_RATE).samples.any()
    assert SECOND.tolist() == reference.take_piece(20 - KEPT_S, SPEECH_RATE).samples.tolist()
    reference.append_played(20.0, np.tile(SECOND, 10))
    assert SECOND.tolist() == reference.take_piece(29.0, SPEECH_RATE).samples.tolist()


def test_pieces_join_however_the_times_wander() -> None:
    """A filter that learns an echo loses it where a single sample is left out."""
    reference = Reference()
    reference.append_played(100.0, np.arange(SPEECH_RATE, dtype=np.float32))
    wandering_s = (0.0, 0.004, -0.006, 0.011, 0.002)
    pieces = [
        reference.take_piece(100.0 + 0.1 * at + off, SPEECH_RATE // 10).samples for at, off in enumerate(wandering_s)
    ]
    assert list(range(SPEECH_RATE // 2)) == list(np.concatenate(pieces))


def drifting(sound: slice) -> list[Taken]:
    """Three pieces of a second; the second is asked for 30 ms after the end of the first."""
    reference = Reference()
    played = zeros(SPEECH_RATE)
    played[sound] = SECOND[sound]
    reference.append_played(100.0, played)
    return [reference.take_piece(100.0 + at, SPEECH_RATE // 10) for at in (0.0, 0.13, 0.23)]


def test_a_drift_is_set_right_where_nothing_sounds_and_told() -> None:
    pieces = drifting(slice(SPEECH_RATE // 5, SPEECH_RATE))
    assert [0, 480, 0] == [piece.moved for piece in pieces]
    assert 0.23 * SPEECH_RATE + 1 == pytest.approx(pieces[2].samples[0])


def test_and_not_where_something_does() -> None:
    pieces = drifting(slice(0, SPEECH_RATE))
    assert [0, 0, 0] == [piece.moved for piece in pieces]
    assert 0.1 * SPEECH_RATE + 1 == pytest.approx(pieces[1].samples[0])


def test_what_comes_twice_is_told_as_well() -> None:
    reference = Reference()
    reference.append_played(100.0, zeros(SPEECH_RATE))
    assert [0, -400] == [reference.take_piece(100.0 + at_s, SPEECH_RATE // 10).moved for at_s in (0.0, 0.075)]


@pytest.mark.parametrize("parted", [False, True])
def test_what_is_off_by_more_goes_on_by_its_time(parted: bool) -> None:
    reference = Reference()
    reference.append_played(100.0, SECOND)
    reference.take_piece(100.0, SPEECH_RATE // 10)
    if parted:
        reference.forget_taken()
    off_s = 0.11 if parted else 0.2
    taken = reference.take_piece(100.0 + off_s, SPEECH_RATE // 10)
    assert 0 == taken.moved
    assert 1 + off_s * SPEECH_RATE == pytest.approx(taken.samples[0])
