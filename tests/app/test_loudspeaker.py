"""A loudspeaker that is not there at first."""

import time
from collections.abc import Callable

from drillvoice.app.loudspeaker import OpeningOutlet
from drillvoice.audio.api import Outlet
from drillvoice.audio.silent_outlet import SilentOutlet
from drillvoice.errors import AudioError
from tests.fakes import FakeOutlet


class Socket:
    """Where a loudspeaker is plugged in after some attempts."""

    def __init__(self, attempts: int) -> None:
        self.asked: list[bool] = []
        self._attempts = attempts
        self.outlet = FakeOutlet()

    def open(self, *, afresh: bool) -> Outlet:
        self.asked.append(afresh)
        if len(self.asked) <= self._attempts:
            raise AudioError("There is no loudspeaker.")
        return self.outlet


def wait(why: str, is_back: Callable[[], bool]) -> None:
    limit = time.monotonic() + 10
    while not is_back() and time.monotonic() < limit:
        time.sleep(0.01)


def test_the_session_begins_with_the_loudspeaker_that_came_back() -> None:
    socket = Socket(attempts=2)
    with OpeningOutlet(socket.open, wait) as opening:
        assert opening.wait_for_outlet() is socket.outlet
    assert socket.asked == [False, True, True]


def test_who_does_not_wait_goes_on_without_sound() -> None:
    told: list[str] = []
    with OpeningOutlet(Socket(attempts=1).open, lambda why, is_back: told.append(why)) as opening:
        assert isinstance(opening.wait_for_outlet(), SilentOutlet)
    assert told == ["There is no loudspeaker."]
