"""An exercise done once, in as many bouts as it needs; tests/core/plan/test_rules_of_the_frame.py sweeps over all."""

from collections import Counter

import pytest

from drillvoice.core.drill.rules import MOST_ON_FEET_S
from drillvoice.core.plan.estimates import estimated_units_s
from drillvoice.core.plan.lines import BlockKind, Choices
from tests.builders import PHRASES, bouts, choices_of, texts, units


def work(choices: Choices) -> Counter[str]:
    return Counter(unit.tally for unit in units(choices, BlockKind.BOUT) if unit.tally)


@pytest.mark.parametrize("name", ["weight-shift", "step-parts", "marching", "staggered-stance"])
@pytest.mark.parametrize("bout_s", [20.0, 45.0, 75.0])
def test_shorter_bouts_mean_less_of_it_and_never_more_bouts(name: str, bout_s: float) -> None:
    whole, short = choices_of(name), choices_of(name, bout_s=bout_s)
    assert len(bouts(short)) <= len(bouts(whole))
    assert work(short).total() <= work(whole).total()
    assert work(short).keys() == work(whole).keys(), "both sides are always there"


def test_what_is_longer_than_a_bout_is_shared_out_over_several() -> None:
    found = bouts(choices_of("step-parts"))
    assert len(found) > 1
    assert max(estimated_units_s(bout.units) for bout in found) <= MOST_ON_FEET_S


def test_with_the_weaker_side_first_there_is_as_much_of_both() -> None:
    left, right = (
        [unit.tally for unit in units(choices_of("staggered-stance", first_side=side), BlockKind.BOUT) if unit.tally]
        for side in ("left", "right")
    )
    assert left == right[::-1] == ["left", "right"]


def test_beyond_what_a_day_has_it_is_said_once() -> None:
    few, many = (texts(choices_of("head-turns", level=2, bouts=rounds)) for rounds in (3, 12))
    sentence = PHRASES.opening.enough.format(minutes="ten minutes")
    assert (0, 1) == (few.count(sentence), many.count(sentence))
    assert sentence in texts(choices_of("head-turns", level=2, bouts_today={"head-turns": 3}))


@pytest.mark.parametrize(("name", "told"), [("turning-round", True), ("heel-raises", True), ("calf-stretch", False)])
def test_where_repetitions_are_counted_the_opening_says_so(name: str, told: bool) -> None:
    assert told == (PHRASES.opening.counting in texts(choices_of(name, safety=True)))
