"""What a media key means, in every state."""

import pytest

from drillvoice.core.session.commands import Command, State
from drillvoice.core.session.facts import Fact, LoudspeakerFound, LoudspeakerLost, PlanChanged, Stopped
from drillvoice.core.session.media_keys import RECONNECT_S, SETTLE_S, MediaKey, MediaKeyReader
from tests.builders import plan_of, turns

LATER_S = 100.0


def reader_in(state: State, *before: Fact) -> MediaKeyReader:
    """One that has followed a session into a state at second 0."""
    reader = MediaKeyReader()
    for fact in (*before, Stopped(0, state)):
        reader.follow_fact(fact, 0.0)
    return reader


def command(reader: MediaKeyReader, key: MediaKey, now_s: float = LATER_S) -> Command | None:
    meaning = reader.meaning_of(key, reader.state_number, now_s)
    return meaning.command if meaning else None


@pytest.mark.parametrize(
    ("state", "play", "both", "is_playing"),
    [
        (State.GOING, None, Command.TOGGLE, True),
        (State.RESTING, None, Command.TOGGLE, True),
        (State.WAITING, Command.READY, Command.READY, False),
        (State.PAUSED, Command.RESUME, Command.TOGGLE, False),
        (State.STOPPED, Command.RESUME, Command.TOGGLE, False),
        (State.ENDED, None, None, False),
    ],
)
def test_play_goes_on_where_that_is_waited_for(
    state: State, play: Command | None, both: Command | None, is_playing: bool
) -> None:
    reader = reader_in(state)
    assert play is command(reader, MediaKey.PLAY)
    assert both is command(reader, MediaKey.PLAY_PAUSE)
    assert is_playing is reader.is_playing


@pytest.mark.parametrize("state", [state for state in State if state is not State.ENDED])
def test_pause_stop_next_and_previous_mean_the_same_everywhere(state: State) -> None:
    reader = reader_in(state)
    keys = (MediaKey.PAUSE, MediaKey.STOP, MediaKey.NEXT, MediaKey.PREVIOUS)
    assert [Command.PAUSE, Command.STOP, Command.NEXT, Command.BACK] == [command(reader, key) for key in keys]


@pytest.mark.parametrize("key", [MediaKey.PLAY, MediaKey.PLAY_PAUSE])
def test_a_key_just_as_a_wait_begins_was_meant_to_pause(key: MediaKey) -> None:
    reader = reader_in(State.WAITING)
    assert Command.PAUSE is command(reader, key, SETTLE_S - 0.1)
    assert Command.READY is command(reader, key, SETTLE_S)


def test_a_headset_that_comes_back_starts_nothing() -> None:
    reader = reader_in(State.PAUSED)
    reader.follow_fact(LoudspeakerLost(1, State.PAUSED), 10.0)
    assert command(reader, MediaKey.PLAY) is command(reader, MediaKey.NEXT) is None
    assert Command.STOP is command(reader, MediaKey.STOP)
    reader.follow_fact(LoudspeakerFound(2, State.PAUSED), 20.0)
    assert command(reader, MediaKey.PLAY_PAUSE, 20.0 + RECONNECT_S - 0.1) is None
    assert Command.TOGGLE is command(reader, MediaKey.PLAY_PAUSE, 20.0 + RECONNECT_S)


def test_a_key_carries_the_state_that_was_shown() -> None:
    reader = reader_in(State.RESTING)
    assert 1 == reader.state_number
    meaning = reader.meaning_of(MediaKey.NEXT, 0, LATER_S)
    assert meaning
    assert 0 == meaning.meant_for
    reader.follow_fact(PlanChanged(0, State.GOING, plan_of(turns())), 5.0)
    assert 0 == reader.state_number, "the session that takes its place counts anew"
