"""A session waits for a loudspeaker, or for somebody who wants to begin without."""

import threading
import time

import pytest

from drillvoice.app.no_sound import NoSound


def test_it_waits_until_there_is_a_loudspeaker() -> None:
    found = iter((False, False, True))
    wait = NoSound("There is none.", lambda: next(found))
    assert [False, False, True] == [wait.is_settled() for _ in range(3)]


def test_somebody_may_begin_without() -> None:
    wait = NoSound("There is none.", bool)
    assert not wait.is_settled()
    wait.begin_without()
    assert wait.is_settled()


@pytest.mark.parametrize("is_back", [False, True])
def test_who_tries_again_is_told_what_came_of_it(is_back: bool) -> None:
    wait, told = NoSound("There is none.", lambda: is_back), list[bool]()
    asking = threading.Thread(target=lambda: told.append(wait.wait_for_look()))
    asking.start()
    while asking.is_alive():
        wait.is_settled()
        time.sleep(0.01)
    assert [is_back] == told
