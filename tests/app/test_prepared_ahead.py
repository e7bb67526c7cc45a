"""What somebody points at is spoken before they have chosen it."""

import threading
import time
from collections.abc import Iterator
from functools import partial

import pytest

from drillvoice.app import prepared_ahead
from drillvoice.app.prepare import prepare_session
from drillvoice.app.prepared_ahead import PreparedAhead
from drillvoice.core.plan.request import Request, VoiceWish
from drillvoice.voice import engine as engine_module
from drillvoice.voice.engine import NATURAL, OF_SYSTEM
from tests.fakes import FakeEngine

pytestmark = pytest.mark.usefixtures("own_folders")

Opened = list[FakeEngine]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Opened:
    """The engines that were opened; what is pointed at is settled at once."""
    found: Opened = []

    def open_fake(id: str, voice: str, rate: int) -> FakeEngine:
        found.append(FakeEngine(voice, rate, id=id))
        return found[-1]

    monkeypatch.setattr(prepared_ahead, "SETTLE_S", 0.01)
    monkeypatch.setattr(engine_module, "ENGINES", {id: partial(open_fake, id) for id in (NATURAL, OF_SYSTEM)})
    return found


@pytest.fixture
def ahead() -> Iterator[PreparedAhead]:
    found = PreparedAhead()
    yield found
    found.end()


def wait_until_closed(opened: Opened) -> None:
    limit = time.monotonic() + 20
    while not (opened and opened[0].closed):
        assert time.monotonic() < limit
        time.sleep(0.005)


def slow(name: str = "warm-up", rate: int = 130) -> Request:
    return Request(drills=(name,), seed=3, voice=VoiceWish(rate=rate))


def test_a_session_that_was_expected_has_nothing_left_to_speak(opened: Opened, ahead: PreparedAhead) -> None:
    ahead.expect_request(slow())
    wait_until_closed(opened)
    ahead.end()
    prepare_session(slow(), print, attended=True)
    assert len(opened[0].spoken) > 20
    assert [] == opened[1].spoken


def test_what_came_with_the_program_is_not_spoken_again(opened: Opened, ahead: PreparedAhead) -> None:
    ahead.expect_request(Request(drills=("warm-up",)))
    wait_until_closed(opened)
    assert [] == opened[0].spoken


def test_who_points_on_leaves_the_first_where_it_stands(
    opened: Opened, ahead: PreparedAhead, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepared_ahead, "SETTLE_S", 60.0)
    ahead.expect_request(slow())
    monkeypatch.setattr(prepared_ahead, "SETTLE_S", 0.01)
    ahead.expect_request(slow(rate=140))
    wait_until_closed(opened)
    assert [140] == [engine.rate for engine in opened]


def test_pointing_at_the_same_once_more_changes_nothing(opened: Opened, ahead: PreparedAhead) -> None:
    for _ in range(3):
        ahead.expect_request(slow())
    wait_until_closed(opened)
    ahead.end()
    assert 1 == len(opened)


def test_what_cannot_be_had_is_said_once_it_is_chosen(
    opened: Opened, ahead: PreparedAhead, capsys: pytest.CaptureFixture[str]
) -> None:
    before = set(threading.enumerate())
    ahead.expect_request(slow("no-such-drill"))
    for thread in set(threading.enumerate()) - before:
        thread.join()  # an error in it would fail the test
    assert ([], ("", "")) == (opened, capsys.readouterr())
