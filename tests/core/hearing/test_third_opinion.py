"""How what was taught joins what others have heard."""

import pytest

from drillvoice.core.hearing.hypotheses import NEVER
from drillvoice.core.hearing.templates import FAR, Likeness
from drillvoice.core.hearing.third_opinion import (
    AGAINST,
    AGREES,
    LIKELY,
    MOST,
    MOST_WHERE_IT_MOVES,
    doubt_of,
    join_opinions,
    most_doubt,
)
from drillvoice.core.session.commands import Command

FORMS = {"pause": Command.PAUSE, "hold on": Command.PAUSE, "next": Command.NEXT, "enough": Command.STOP}
SECOND = {"pause": -1.0, "hold on": -9.0, "next": -2.0}


def like(distance: float, command: Command = Command.PAUSE, rival: float = FAR) -> Likeness:
    other = Command.HELP
    return Likeness({command: distance, other: rival})


def doubt(likeness: Likeness, form: str = "pause") -> float:
    return doubt_of(likeness, SECOND, form)


def test_the_nearer_a_sound_is_the_less_speaks_against_it() -> None:
    assert 0.2 == pytest.approx(doubt(like(0.3)) - doubt(like(0.1)))


def test_another_command_that_is_as_near_speaks_against_it() -> None:
    assert doubt(like(0.1, rival=0.12)) > doubt(like(0.1))


def test_so_does_a_second_opinion_that_hears_nothing_like_it() -> None:
    doubts = [doubt_of(like(0.1), {"pause": likely}, "pause") for likely in (0.0, -6.0, NEVER, 2 * NEVER)]
    assert doubts == sorted(doubts)
    assert doubts[-1] == doubts[-2]


@pytest.mark.parametrize("form", ["enough", ""])
def test_of_own_words_and_own_sounds_the_second_opinion_knows_nothing(form: str) -> None:
    sure = doubt_of(like(0.1), {"pause": 0.0}, "pause")
    assert sure == pytest.approx(doubt(like(0.1), form))


def test_a_mistake_that_moves_the_drill_needs_a_nearer_sound() -> None:
    assert (MOST, MOST, MOST, MOST_WHERE_IT_MOVES) == tuple(
        map(most_doubt, (Command.PAUSE, Command.STOP, Command.HELP, Command.NEXT))
    )
    assert MOST_WHERE_IT_MOVES < MOST < AGREES


def test_what_is_near_is_likely_in_all_its_forms_and_the_others_are_less_so() -> None:
    joined = join_opinions(SECOND, FORMS, Command.PAUSE)
    assert {"pause": LIKELY, "hold on": LIKELY, "next": -2.0 + AGAINST} == joined


def test_own_words_that_the_second_opinion_does_not_know_become_likely() -> None:
    assert LIKELY == join_opinions(SECOND, FORMS, Command.STOP)["enough"]
