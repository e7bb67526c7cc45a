"""Where sounds of any kind begin and end."""

import pytest

from drillvoice.core.hearing.sound_ends import END_S, EndedSound, SoundEnds
from drillvoice.core.hearing.voice_activity import FRAME_S

ROOM_DB = -60.0


class Room:
    """Half a second of quiet, and then what it is told to hold."""

    def __init__(self) -> None:
        self.ends = SoundEnds()
        self.found: list[EndedSound] = []
        self.now_s = 0.0
        self.hear(0.5, ROOM_DB)

    def hear(self, seconds: float, level_db: float) -> "Room":
        for _ in range(round(seconds / FRAME_S)):
            sound = self.ends.hear_level(level_db, ROOM_DB)
            self.found += [sound] if sound else []
            self.now_s += FRAME_S
        return self

    def quiet(self, seconds: float = 1.0) -> "Room":
        return self.hear(seconds, ROOM_DB)


def test_a_sound_ends_once_it_has_been_quiet() -> None:
    room = Room().hear(0.4, -30.0).quiet(END_S - 0.05)
    assert [] == room.found
    ((start_s, end_s),) = room.quiet().found
    assert [0.5, 0.9] == pytest.approx([start_s, end_s], abs=0.06)


def test_two_clicks_of_the_tongue_are_one_sound() -> None:
    ((start_s, end_s),) = Room().hear(0.05, -30.0).quiet(0.25).hear(0.05, -30.0).quiet().found
    assert [0.5, 0.85] == pytest.approx([start_s, end_s], abs=0.06)


def test_two_words_are_two() -> None:
    assert 2 == len(Room().hear(0.3, -30.0).quiet().hear(0.3, -40.0).quiet().found)


def test_a_soft_voice_in_a_room_is_a_sound_and_the_room_is_none() -> None:
    assert 1 == len(Room().hear(0.4, ROOM_DB + 8).quiet().found)
    assert [] == Room().hear(0.4, ROOM_DB + 3).quiet().found


def test_a_room_that_rings_on_is_no_part_of_it() -> None:
    room = Room().hear(0.4, -20.0)
    for step in range(40):
        room.hear(0.02, -20.0 - step)
    ((_, end_s),) = room.quiet().found
    assert end_s < 1.4


def test_a_bang_of_a_frame_or_two_is_none() -> None:
    assert [] == Room().hear(0.01, -40.0).quiet().found


def test_what_goes_on_into_what_is_not_heard_has_no_end() -> None:
    room = Room().hear(0.4, -30.0)
    room.ends.pass_unheard()
    assert [] == room.quiet().found


def test_a_stream_may_begin_with_a_sound() -> None:
    ends = SoundEnds()
    found = [ends.hear_level(-30.0 if frame < 20 else ROOM_DB, ROOM_DB) for frame in range(100)]
    ((start_s, _),) = [sound for sound in found if sound]
    assert 0.0 == start_s
