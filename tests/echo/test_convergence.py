"""How far what a filter leaves is above our own voice."""

import numpy as np

from drillvoice.core.clips import Samples
from drillvoice.core.hearing.voice_activity import NEAR_DB, OWN_DB
from drillvoice.echo.canceller import FRAME
from drillvoice.echo.convergence import EXPLAINED_DB, HELD_DB, Judge

ROOM_DB, ECHO_DB, REST_DB = -70.0, -20.0, -45.0
TAKEN_OUT_DB = ECHO_DB - REST_DB


def noise(level_db: float) -> Samples:
    return (np.random.default_rng(1).standard_normal(FRAME) * 10 ** (level_db / 20)).astype(np.float32)


def taught() -> Judge:
    """It has heard the room, and our voice through a filter that takes most of it out."""
    judge = Judge()
    for _ in range(200):
        judge.judge_frame(noise(ROOM_DB), noise(ROOM_DB), noise(-120))
    for _ in range(500):
        judge.judge_frame(noise(ECHO_DB), noise(REST_DB), noise(ECHO_DB))
    assert judge.trusted
    return judge


def near_db(judge: Judge, heard_db: float, left_db: float, *, played: bool, frames: int = 20) -> float:
    """After so many frames of it."""
    loud = noise(ECHO_DB if played else -120)
    for _ in range(frames):
        above = judge.judge_frame(noise(heard_db), noise(left_db), loud)
    return above


def test_what_the_filter_leaves_of_our_voice_is_not_near() -> None:
    assert near_db(taught(), ECHO_DB, REST_DB, played=True) <= OWN_DB


def test_a_voice_as_loud_as_ours_is_near() -> None:
    assert near_db(taught(), ECHO_DB + 3, ECHO_DB, played=True) >= NEAR_DB


def test_the_end_of_an_echo_that_the_filter_knows_nothing_of_is_not_near() -> None:
    assert near_db(taught(), REST_DB + 3, REST_DB, played=False, frames=12) < NEAR_DB


def test_in_the_end_it_is_quiet_and_the_same_sound_is_near() -> None:
    frames = round((REST_DB - ROOM_DB) / HELD_DB) + 20
    judge = taught()
    near_db(judge, ROOM_DB, ROOM_DB, played=False, frames=frames)
    assert near_db(judge, REST_DB, REST_DB, played=False) >= NEAR_DB


def test_where_nearly_all_is_taken_out_what_is_left_is_ours() -> None:
    loud_db = REST_DB + 20
    judge = taught()
    person = near_db(judge, loud_db + EXPLAINED_DB - 1, loud_db, played=True)
    ours = near_db(judge, loud_db + EXPLAINED_DB + 6, loud_db, played=True)
    assert person - ours > 5
