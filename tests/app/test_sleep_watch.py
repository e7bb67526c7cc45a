"""Whether a sleep is noticed, with clocks that are moved by hand."""

import time
from dataclasses import dataclass

import pytest

from drillvoice.app.sleep_watch import SleepWatch, clock_with_sleep


@dataclass
class Clocks:
    awake_s: float = 100.0
    always_s: float = 5000.0

    def pass_time(self, seconds: float, asleep_s: float = 0.0) -> None:
        self.awake_s += seconds
        self.always_s += seconds + asleep_s

    def watch(self) -> SleepWatch:
        return SleepWatch(lambda: self.awake_s, lambda: self.always_s)


@pytest.mark.parametrize(
    ("passed_s", "asleep_s", "noticed"),
    [(0.1, 0, False), (3.0, 0, False), (0.1, 0.5, False), (0.1, 2.0, True), (0.0, 40.0, True), (6.0, 0, True)],
)
def test_a_sleep_is_noticed_once(passed_s: float, asleep_s: float, noticed: bool) -> None:
    clocks = Clocks()
    watch = clocks.watch()
    assert not watch.has_slept()
    clocks.pass_time(passed_s, asleep_s)
    assert [noticed, False] == [watch.has_slept(), watch.has_slept()]


def test_many_short_looks_add_up_to_none() -> None:
    clocks = Clocks()
    watch = clocks.watch()
    for _ in range(1000):
        clocks.pass_time(0.1, 0.001)
        assert not watch.has_slept()


def test_the_systems_clock_goes_on() -> None:
    before = clock_with_sleep()
    time.sleep(0.01)
    assert clock_with_sleep() > before
    assert not SleepWatch().has_slept()
