"""From a request to a session: several drills with a dose each, and what cannot be had."""

import pytest

from drillvoice.app.requested import find_problem, has_less, requested_drill
from drillvoice.core.drill.schema import Item, Programme
from drillvoice.core.plan.choices import make_choices
from drillvoice.core.plan.options import Practice
from drillvoice.core.plan.request import Dose, Request
from drillvoice.errors import UsageError
from tests.builders import PHRASES, PROGRAMMES, SHIPPED


def items_of(request: Request) -> tuple[Item, ...]:
    name, found = requested_drill(request, SHIPPED, PHRASES)
    assert "+".join(request.drills) == name
    assert isinstance(found, Programme)
    return found.items


def test_each_drill_has_its_dose_and_a_programme_its_own() -> None:
    doses = (Dose(level=2, bouts=3, bout_s=60.0), Dose(), Dose(bouts=2))
    found = items_of(Request(drills=("marching", "start-small", "calf-stretch"), doses=doses))
    small = PROGRAMMES["start-small"].items
    marching = Item(drill="marching", level=2, bouts=3, bout_s=60.0)
    assert (marching, *small, Item(drill="calf-stretch", level=1, bouts=2)) == found


def test_without_doses_each_is_as_it_says_itself() -> None:
    found = items_of(Request(drills=("marching", "calf-stretch")))
    assert (Item(drill="marching"), Item(drill="calf-stretch")) == found


def test_as_many_doses_as_drills_are_needed() -> None:
    request = Request(drills=("marching", "calf-stretch"), doses=(Dose(),))
    with pytest.raises(UsageError, match=r"There are 2 drills with 1 doses; give each of them one\."):
        requested_drill(request, SHIPPED, PHRASES)
    assert find_problem(request, SHIPPED, PHRASES).startswith("There are 2 drills")


@pytest.mark.parametrize(
    ("names", "practice", "doses", "expected"),
    [
        ("marching", Practice(), (), False),
        ("marching", Practice(level=2), (), True),
        ("marching", Practice(bouts=2), (), True),
        ("marching", Practice(level=2, less=True), (), False),
        ("obstacle-course", Practice(), (), False),
        ("stretching", Practice(), (), False),
        ("walking", Practice(), (), True),
        ("whole", Practice(), (), True),
        ("whole", Practice(minutes=5), (), False),
        ("walking", Practice(minutes=5), (), True),
        ("marching calf-stretch", Practice(), (Dose(), Dose(bouts=2)), True),
        ("marching calf-stretch", Practice(), (Dose(), Dose()), False),
        ("marching obstacle-course", Practice(), (), True),
    ],
)
def test_less_is_fewer_rounds_or_another_level_and_nothing_else(
    names: str, practice: Practice, doses: tuple[Dose, ...], *, expected: bool
) -> None:
    request = Request(drills=tuple(names.split()), practice=practice, doses=doses)
    name, drill = requested_drill(request, SHIPPED, PHRASES)
    options = request.options(3, attended=True)
    asked = make_choices(name, drill, SHIPPED, options, PHRASES)
    assert expected is has_less(asked, name, drill, SHIPPED, options)
