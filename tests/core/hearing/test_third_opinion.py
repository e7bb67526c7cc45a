"""How what was taught joins what others have heard."""

import pytest

from drillvoice.core.hearing.hypotheses import NEVER
from drillvoice.core.hearing.templates import FAR, Likeness, Vectors, spread_of
from drillvoice.core.hearing.third_opinion import (
    AGAINST,
    AGREES,
    LENIENT_SHARE,
    LIKELY,
    MOST,
    MOST_LENIENT,
    MOST_WHERE_IT_MOVES,
    USUAL_SPREAD,
    doubt_of,
    join_opinions,
    leniency_for,
    most_doubt,
)
from drillvoice.core.session.commands import Command
from tests.core.hearing.vectors import made_sound, varied

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


def test_whoever_never_says_it_twice_alike_is_believed_further_off() -> None:
    def taught(much: float) -> dict[Command, list[Vectors]]:
        return {
            command: [varied(made_sound(number), much, seed) for seed in range(3)]
            for number, command in enumerate((Command.PAUSE, Command.STOP))
        }

    spreads = [spread_of(takes) for takes in taught(0.7).values()]
    usual = sum(spreads) / len(spreads)
    assert USUAL_SPREAD < usual < USUAL_SPREAD + MOST_LENIENT / LENIENT_SHARE
    assert leniency_for(taught(0.7)) == pytest.approx(LENIENT_SHARE * (usual - USUAL_SPREAD))
    assert 0.0 == leniency_for(taught(0.2)) == leniency_for({}) == leniency_for({Command.PAUSE: [made_sound(1)]})
    assert MOST_LENIENT == leniency_for(taught(1.2)) < MOST_WHERE_IT_MOVES


def test_what_is_near_is_likely_in_all_its_forms_and_the_others_are_less_so() -> None:
    joined = join_opinions(SECOND, FORMS, Command.PAUSE)
    assert {"pause": LIKELY, "hold on": LIKELY, "next": -2.0 + AGAINST} == joined


def test_own_words_that_the_second_opinion_does_not_know_become_likely() -> None:
    assert LIKELY == join_opinions(SECOND, FORMS, Command.STOP)["enough"]
