"""What is a person's while our own voice sounds, and what is left of that."""

import pytest

from drillvoice.core.hearing.voice_activity import (
    FRAME_S,
    MEAN_FRAMES,
    MOST_OWN,
    NEAR_DB,
    NEAR_FRAMES,
    OWN_DB,
    ROOM_MEANS,
    enough,
)
from drillvoice.core.session.commands import Command
from tests.core.session.scene import Scene, heard_as

OURS_DB = NEAR_DB - 0.1
MOMENT_S = (NEAR_FRAMES - 1) * FRAME_S


class TestThePhrase:
    def test_it_is_heard_where_it_is_louder_than_what_is_left_of_our_voice(self) -> None:
        assert Command.NEXT is heard_as(Scene().beside(NEAR_DB).say("next").result())

    def test_it_is_not_where_it_is_no_louder(self) -> None:
        assert Scene().beside(OURS_DB).say("next").result() is None

    @pytest.mark.parametrize("ours", ["before", "after"])
    def test_words_of_our_own_on_either_side_do_not_matter(self, ours: str) -> None:
        scene = Scene().beside(OURS_DB)
        if ours == "before":
            scene.say("back").quiet(0.5)
        scene.beside(NEAR_DB).say("next").beside(OURS_DB)
        if ours == "after":
            scene.say("back")
        assert Command.NEXT is heard_as(scene.result())

    def test_a_soft_word_within_it_is_the_persons(self) -> None:
        scene = Scene().beside(NEAR_DB).say("take").beside(OURS_DB).say("a", 0.1).beside(NEAR_DB).say("break")
        assert Command.PAUSE is heard_as(scene.result())

    @pytest.mark.parametrize(("near", "command"), [("carry", Command.RESUME), ("", None)])
    def test_half_of_the_words_are_enough_of_what_is_a_phrase(self, near: str, command: Command | None) -> None:
        scene = Scene()
        for word in ("carry", "on"):
            scene.beside(NEAR_DB if word == near else OURS_DB).say(word)
        assert command is heard_as(scene.result())

    def test_a_moment_of_it_is_not_enough(self) -> None:
        """A cue that begins suddenly is louder than expected for so long."""
        moment = Scene().beside(NEAR_DB).sound(MOMENT_S).beside(OURS_DB).say("back", 0.03)
        start_s = moment.words[0].start_s - MOMENT_S
        assert not moment.voice.is_near(start_s, moment.now_s)


def test_so_many_frames_are_enough_and_fewer_are_if_there_are_no_more() -> None:
    assert enough([NEAR_DB] * NEAR_FRAMES + [OURS_DB])
    assert not enough([NEAR_DB] * (NEAR_FRAMES - 1) + [OURS_DB])
    assert enough([NEAR_DB] * (NEAR_FRAMES - 1))


def test_a_phrase_that_is_mostly_our_own_voice_is_not_enough_however_near_the_rest_is() -> None:
    own = round(MOST_OWN * 50)
    assert enough([NEAR_DB] * (50 - own) + [OWN_DB] * own)
    assert not enough([NEAR_DB] * (49 - own) + [OWN_DB] * (own + 1))


def test_the_room_is_known_after_a_moment() -> None:
    scene = Scene(quiet_s=FRAME_S * MEAN_FRAMES * (ROOM_MEANS - 1))
    assert not scene.voice.knows_room
    assert scene.quiet(FRAME_S * MEAN_FRAMES).voice.knows_room
