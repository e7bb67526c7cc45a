"""What is counted of one side."""

import pytest

from drillvoice.core.sides import has_both_sides, tally_of_side


@pytest.mark.parametrize(
    ("tallied", "both"),
    [
        ([], False),
        (["left", "right"], False),
        ([tally_of_side("Stance", "left")], False),
        ([tally_of_side("Stance", "left"), tally_of_side("Stance", "right")], True),
        ([tally_of_side("Stance", "left"), tally_of_side("Lift", "right"), "Shift"], False),
        ([tally_of_side("Stance", "left"), "Stance"], False),
    ],
)
def test_both_sides_are_those_of_one_thing(tallied: list[str], both: bool) -> None:
    assert both is has_both_sides(tallied)
