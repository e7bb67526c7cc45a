"""When a finger came, and how often."""

import pytest

from drillvoice.web.heartbeat import KEPT, MOST_SINCE_S, Heartbeat, Touch
from drillvoice.web.presses import Allowance, ButtonPresses


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 50.0

    def __call__(self) -> float:
        return self.now


def test_a_touch_is_dated_from_the_beat_that_its_page_saw() -> None:
    clock = Clock()
    heart = Heartbeat(clock)
    first = heart.beat()
    clock.now += 1.5
    assert 50.4 == heart.moment_of_touch(Touch(first, 0.4))
    assert 51.5 == heart.moment_of_touch(Touch(first, 2.9)), "nobody has touched anything in the future"
    assert 49.5 == heart.moment_of_touch(Touch(first, -0.5)), "a page that was held reads its beats late"


def test_whoever_counts_from_too_old_a_beat_is_out_of_reach() -> None:
    clock = Clock()
    heart = Heartbeat(clock)
    beats = [heart.beat() for _ in range(KEPT + 1)]
    assert heart.moment_of_touch(Touch(beats[0], 0.1)) is None
    assert heart.moment_of_touch(Touch(beats[1], 0.1)) is not None
    assert heart.moment_of_touch(Touch(beats[-1] + 1, 0.1)) is None


@pytest.mark.parametrize("since", [MOST_SINCE_S + 0.1, -MOST_SINCE_S - 0.1, float("inf"), float("nan")])
def test_a_page_without_beats_shows_that_it_is_stale_and_may_ask_for_nothing(since: float) -> None:
    heart = Heartbeat(Clock())
    assert heart.moment_of_touch(Touch(heart.beat(), since)) is None


def test_presses_that_follow_each_other_closely_are_one_however_many() -> None:
    clock = Clock()
    presses = ButtonPresses(clock)
    found = []
    for _ in range(4):
        found.append(presses.is_first("next"))
        clock.now += 0.6
    assert [True, False, False, False] == found
    assert presses.is_first("back"), "another button"
    clock.now += 0.7
    assert presses.is_first("next")


def test_little_is_remembered_of_many_buttons() -> None:
    clock = Clock()
    presses, allowance = ButtonPresses(clock), Allowance(1, clock)
    for number in range(500):
        assert presses.is_first(str(number))
        assert allowance.take_one(str(number))


def test_no_more_than_so_many_a_second_are_taken_and_none_are_saved_up() -> None:
    clock = Clock()
    allowance = Allowance(10, clock)
    assert [True] * 10 + [False] * 5 == [allowance.take_one("phone") for _ in range(15)]
    assert allowance.take_one("another phone")
    clock.now += 0.1
    assert [True, False] == [allowance.take_one("phone") for _ in range(2)]
    clock.now += 100
    assert 10 == sum(allowance.take_one("phone") for _ in range(15))
