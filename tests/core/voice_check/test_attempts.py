"""One attempt to be understood, a moment at a time."""

from collections.abc import Iterable

import pytest

from drillvoice.core.hearing.command_spotter import Spotted
from drillvoice.core.session.commands import Command
from drillvoice.core.voice_check.attempts import AFTER_VOICE_S, CLIPPED_S, LIMIT_S, Attempt, Sounded, Trial

NOISE = -60.0
START_S = 2.0
NEXT = Spotted(Command.NEXT, "skip", 3.0, 3.1)


def quiet(now_s: float) -> Sounded:
    return Sounded(now_s, NOISE, NOISE)


def voice(now_s: float, db: float = -30.0, full_s: float = 0.0) -> Sounded:
    return Sounded(now_s, db, NOISE, full_s)


def outcome(moments: Iterable[Sounded]) -> tuple[int, Attempt]:
    """After how many moments it was over, and how it went."""
    trial = Trial(START_S)
    for count, moment in enumerate(moments, 1):
        if attempt := trial.hear_moment(moment):
            return count, attempt
    raise AssertionError("it is not over")


def test_a_command_ends_it_at_once() -> None:
    heard = Sounded(3.1, NOISE, NOISE, commands=[NEXT])
    assert (3, Attempt(Command.NEXT, "skip", -30.0, NOISE)) == outcome([quiet(2.5), voice(3.0), heard])


def test_nothing_ends_it_when_its_time_is_over() -> None:
    count, attempt = outcome([quiet(START_S + LIMIT_S - 0.1), quiet(START_S + LIMIT_S)])
    assert (2, Attempt(None, "", NOISE, NOISE), False) == (count, attempt, attempt.has_voice)


def test_a_voice_that_was_not_understood_ends_it_after_a_silence() -> None:
    moments = [voice(3.0), quiet(5.0), voice(5.5), quiet(5.5 + AFTER_VOICE_S - 0.1), quiet(5.5 + AFTER_VOICE_S)]
    count, attempt = outcome(moments)
    assert (5, None, True, 30.0) == (count, attempt.command, attempt.has_voice, attempt.margin_db)


def test_what_was_before_its_start_does_not_count() -> None:
    _, attempt = outcome([voice(1.9, full_s=1.0), quiet(2.1), quiet(START_S + LIMIT_S)])
    assert (NOISE, False, False) == (attempt.voice_db, attempt.clipped, attempt.has_voice)


@pytest.mark.parametrize(("full_s", "clipped"), [(0.0, False), (CLIPPED_S / 4, False), (CLIPPED_S / 2, True)])
def test_full_scale_for_long_enough_is_too_loud(full_s: float, clipped: bool) -> None:
    _, attempt = outcome([voice(3.0, full_s=full_s), voice(3.1, full_s=full_s), quiet(9.0)])
    assert clipped == attempt.clipped


@pytest.mark.parametrize(("db", "voiced"), [(-55.0, False), (-54.0, True)])
def test_what_is_hardly_above_the_room_is_no_voice(db: float, voiced: bool) -> None:
    _, attempt = outcome([voice(3.0, db), quiet(START_S + LIMIT_S)])
    assert voiced == attempt.has_voice


def test_what_was_understood_was_a_voice_however_soft() -> None:
    assert Attempt(Command.NEXT, "next", NOISE, NOISE).has_voice
