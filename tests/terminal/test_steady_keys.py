"""Held keys and trembling hands, as a terminal sends them."""

import itertools
import queue
import string
from collections.abc import Iterable, Sequence

import pytest

from drillvoice.core.session.messages import Message
from drillvoice.terminal import steady_keys
from drillvoice.terminal.keys import COMMAND_BY_KEY, KeyReader
from drillvoice.terminal.steady_keys import AT_ONCE, REPEATING, SteadyKeys

KEYS = sorted({*COMMAND_BY_KEY, *string.ascii_lowercase, "w", "escape", "é"} - AT_ONCE)


def held(seconds: float, first_s: float = 0.5, each_s: float = 1 / 30) -> list[float]:
    """When a terminal sends a key that is held so long."""
    times = [0.0]
    while times[-1] < seconds:
        times.append(times[-1] + (each_s if len(times) > 1 else first_s))
    return times


def presses(key: str, times: Iterable[float]) -> list[float]:
    """Which of them are presses."""
    now = [0.0]
    steady = SteadyKeys(lambda: now[0])
    found = []
    for at in times:
        now[0] = at + 1000
        if steady.is_press(key):
            found.append(at)
    return found


@pytest.mark.parametrize("key", sorted(set(KEYS) - REPEATING))
def test_a_held_key_is_one_press(key: str) -> None:
    for first_s, each_s in ((0.25, 0.03), (0.66, 0.04), (0.5, 0.1), (0.69, 0.5)):
        assert [0.0] == presses(key, held(5.0, first_s, each_s))


@pytest.mark.parametrize("key", sorted(REPEATING))
def test_slower_and_faster_go_on_slowly_while_they_are_held(key: str) -> None:
    found = presses(key, held(5.0))
    gaps = [later - earlier for earlier, later in itertools.pairwise(found)]
    assert 5 <= len(found) <= 8
    assert min(gaps) > 0.69


@pytest.mark.parametrize(
    ("times", "found"),
    [
        ((0.0, 0.1), [0.0]),
        ((0.0, 0.69), [0.0]),
        ((0.0, 0.71), [0.0, 0.71]),
        ((0.0, 0.5, 1.0, 1.5), [0.0]),
        ((0.0, 0.5, 1.3), [0.0, 1.3]),
    ],
)
def test_two_presses_within_seven_tenths_are_one(times: Sequence[float], found: list[float]) -> None:
    assert found == presses("n", times)


def test_stop_counts_each_time() -> None:
    for key in AT_ONCE:
        assert [0.0, 0.1, 0.2] == presses(key, (0.0, 0.1, 0.2))


def test_another_key_is_another_press_and_a_large_letter_is_not() -> None:
    steady = SteadyKeys(lambda: 5.0)
    assert [True, True, False, False] == [steady.is_press(key) for key in ("n", "b", "N", "B")]


def test_a_held_key_reaches_a_session_once() -> None:
    inbox: queue.Queue[Message] = queue.Queue()
    reader = KeyReader(inbox)
    for key in "nnnnnhhhhwww":
        reader._forward_key(key)
    assert 3 == inbox.qsize()


def test_one_switch_that_types_two_keys_is_pressed_once() -> None:
    """A selfie button types Volume Up and Enter for one press."""
    now = [5.0]
    steady = SteadyKeys(lambda: now[0])
    assert steady.is_press("c-m", any_is_one=True)
    now[0] += 0.05
    assert not steady.is_press(" ", any_is_one=True)
    assert steady.is_press("c-c", any_is_one=True)
    now[0] += steady_keys.TREMOR_S
    assert steady.is_press(" ", any_is_one=True)
