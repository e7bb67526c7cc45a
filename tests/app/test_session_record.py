"""What a session that broke off asked for, from today's record and from older ones."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from drillvoice.app.session_record import request_to_resume, requested_then
from drillvoice.core.plan.options import Practice
from drillvoice.core.plan.request import Request, SoundWish, VoiceWish
from drillvoice.core.plan.request_json import request_to_json
from drillvoice.errors import HistoryError
from drillvoice.history.unfinished import Unfinished
from tests.builders import choices_of, turns

OLDER: dict[str, Any] = {
    "voice": "gmw/en-US",
    "level": 2,
    "seed": 1234,
    "minutes": None,
    "gap_s": [4.0, 6.0],
    "bouts": None,
    "bout_s": None,
    "rest_s": None,
    "rest_until_ready": False,
    "without": [],
    "cadence": None,
    "walking_frame": False,
    "on_demand": True,
    "attended": True,
    "brief": True,
    "safety": False,
    "cue_sound": "voice",
    "metronome": 90,
}
"""As 0.1.0 kept it before there were requests."""


def left(settings: dict[str, Any]) -> Unfinished:
    header = {"drill": "mine", "rate": 150}
    return Unfinished(1, datetime(2026, 3, 1, tzinfo=UTC), header, settings, choices_of(turns()), 1)


def test_an_older_record_tells_what_is_needed_to_go_on() -> None:
    found = requested_then(left(OLDER))
    assert Practice(brief=True, on_demand=True, metronome=90) == found.practice
    assert VoiceWish(name="gmw/en-US", rate=150) == found.voice


def test_todays_record_tells_all() -> None:
    request = Request(drills=("mine",), practice=Practice(level=2, brief=True))
    assert request == requested_then(left({"request": request_to_json(request)}))


def test_the_sound_is_that_which_is_wanted_now() -> None:
    then = Request(practice=Practice(brief=True), sound=SoundWish(volume=20))
    now = Request(drills=(), sound=SoundWish(volume=80))
    resumed = request_to_resume(left({"request": request_to_json(then)}), now)
    assert replace(now, practice=then.practice) == resumed


@pytest.mark.parametrize("settings", [{}, {"request": {"level": 3}}, {"request": 3}, OLDER | {"metronome": "fast"}])
def test_a_record_that_does_not_tell_is_a_sentence(settings: dict[str, Any]) -> None:
    with pytest.raises(HistoryError, match="does not tell how the session was to be practised"):
        requested_then(left(settings))
