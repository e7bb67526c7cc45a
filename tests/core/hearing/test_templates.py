"""How near sounds are to what was taught."""

import numpy as np
import pytest

from drillvoice.core.hearing.templates import (
    FAR,
    UNLIKE,
    Vectors,
    compare_sound,
    consistent_takes,
    distance_between,
    distance_to_nearest,
)
from drillvoice.core.session.commands import Command
from tests.core.hearing.vectors import made_sound, slower, varied

PAUSE, STOP, HUM = made_sound(1), made_sound(2), made_sound(3)
COUGH = made_sound(4, count=3)


def test_a_sound_is_nearer_to_itself_than_to_another() -> None:
    assert 0.0 == pytest.approx(distance_between(PAUSE, PAUSE), abs=1e-6)
    assert distance_between(PAUSE, varied(PAUSE, 0.3)) < 0.1 < 0.7 < distance_between(PAUSE, STOP)
    assert distance_between(PAUSE, STOP) == pytest.approx(distance_between(STOP, PAUSE))


def test_the_pace_does_not_matter_nor_does_how_loud_it_is() -> None:
    halting = np.concatenate([slower(PAUSE[:4]), PAUSE[4:]])
    for same in (slower(PAUSE), halting, np.float32(5) * PAUSE):
        assert 0.0 == pytest.approx(distance_between(PAUSE, same), abs=1e-5)


def test_nobody_is_that_slow() -> None:
    assert UNLIKE == distance_between(PAUSE, slower(PAUSE, 4))
    assert UNLIKE == distance_to_nearest(PAUSE, [])


def test_the_order_of_its_parts_matters() -> None:
    backwards: Vectors = PAUSE[::-1]
    assert distance_between(PAUSE, backwards) > 0.5


def test_a_single_vector_is_a_sound_too() -> None:
    assert 0.0 == pytest.approx(distance_between(PAUSE[:1], PAUSE[:1]), abs=1e-6)


def test_a_sound_is_compared_with_each_command() -> None:
    takes = {Command.PAUSE: [made_sound(5), PAUSE], Command.STOP: [STOP]}
    likeness = compare_sound(varied(PAUSE, 0.2), takes)
    assert likeness is not None
    assert Command.PAUSE is likeness.nearest
    assert likeness.distances[Command.PAUSE] == likeness.distance < 0.1
    assert FAR == likeness.rival_distance
    near = compare_sound(PAUSE, takes | {Command.STOP: [varied(PAUSE, 0.5)]})
    assert near is not None
    assert near.rival_distance == near.distances[Command.STOP] < FAR


def test_where_nothing_was_taught_there_is_nothing_to_say() -> None:
    assert compare_sound(PAUSE, {}) is None


def test_where_one_command_was_taught_the_next_is_far() -> None:
    likeness = compare_sound(PAUSE, {Command.PAUSE: [PAUSE]})
    assert likeness is not None
    assert FAR == likeness.rival_distance


class TestTakes:
    def test_a_cough_in_between_is_left_out(self) -> None:
        takes = [varied(PAUSE, 0.3, seed) for seed in range(3)]
        found = consistent_takes([[COUGH, takes[0]], [takes[1]], [takes[2], made_sound(6)], []], 0.45)
        assert [[id(take)] for take in takes] == [[id(take) for take in attempt] for attempt in found]

    def test_a_click_of_the_room_beside_each_word_is_left_out(self) -> None:
        takes = [varied(PAUSE, 0.3, seed) for seed in range(3)]
        found = consistent_takes([[varied(COUGH, 0.1, seed), take] for seed, take in enumerate(takes)], 0.45)
        assert [[id(take)] for take in takes] == [[id(take) for take in attempt] for attempt in found]

    def test_one_attempt_may_be_placed_in_two_ways(self) -> None:
        takes = [[varied(PAUSE, 0.3, seed), varied(PAUSE, 0.3, seed + 50)] for seed in range(2)]
        assert [2, 2] == [len(attempt) for attempt in consistent_takes(takes, 0.45)]
        assert [] == consistent_takes(takes[:1], 0.45)

    def test_what_is_unlike_all_others_is_no_take(self) -> None:
        takes = [PAUSE, varied(PAUSE, 0.3), STOP]
        found = consistent_takes([[take] for take in takes], 0.45)
        assert [id(take) for take in takes[:2]] == [id(take) for (take,) in found]

    @pytest.mark.parametrize("attempts", [[], [[]], [[PAUSE]], [[PAUSE], []], [[PAUSE], [STOP], [HUM]]])
    def test_there_are_none_where_no_two_are_alike(self, attempts: list[list[Vectors]]) -> None:
        assert [] == consistent_takes(attempts, 0.45)
