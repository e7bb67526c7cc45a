"""Every test in this folder takes place in the virtual room."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from .program import RATE, Home, Stage
from .room import Room, available

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark the tests of this folder only: that is where pytest calls this hook."""
    item.add_marker("room")


def pytest_runtest_setup() -> None:
    """Skip unless the room was asked for; then what it lacks is a failure."""
    missing = available()
    if os.environ.get("DRILLVOICE_ROOM") != "1":
        pytest.skip(missing or "set DRILLVOICE_ROOM=1 to play into the virtual room")
    if missing:
        pytest.fail(missing, pytrace=False)


@pytest.fixture
def room() -> Iterator[Room]:
    """Give a room of one's own: a loudspeaker to record and a microphone to speak into."""
    with Room() as room:
        yield room


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Give the folders of one user, whose cache of phrases is warm after the first test."""
    return Home(tmp_path_factory.mktemp("home"))


@pytest.fixture
def stage(home: Home, tmp_path: Path) -> Iterator[Stage]:
    """Give a room with the real program in it, at the rate at which PortAudio plays there."""
    with Room(rate=RATE) as room:
        yield Stage(room, home, tmp_path)
