"""What a request asks for: several things become one programme, each with its dose."""

from drillvoice.app.requested import requested_drill
from drillvoice.core.drill.schema import Programme
from drillvoice.core.plan.choices import make_choices
from drillvoice.core.plan.lines import BlockKind
from drillvoice.core.plan.options import Options
from drillvoice.core.plan.request import Dose, Request
from tests.builders import PHRASES, SHIPPED


def combined(*names: str, doses: tuple[Dose, ...] = ()) -> Programme:
    """The programme that several things become."""
    _, drill = requested_drill(Request(drills=names, doses=doses), SHIPPED, PHRASES)
    assert isinstance(drill, Programme)
    return drill


def first_sides(programme: Programme) -> dict[str, str]:
    """The side with which each exercise begins, where it has any."""
    found: dict[str, str] = {}
    choices = make_choices("x", programme, SHIPPED, Options(), PHRASES)
    for block in choices.blocks:
        info = choices.exercises[block.exercise]
        for unit in block.units if block.kind is BlockKind.BOUT else ():
            if unit.tally in info.sides:
                found.setdefault(info.name, unit.tally)
    return found


def test_the_drills_of_a_programme_begin_with_its_side_and_the_others_with_theirs() -> None:
    doses = (Dose(first_side="right"), Dose(first_side="left"), Dose())
    found = combined("stretching", "marching", "staggered-stance", doses=doses)
    assert {
        "hamstring-stretch": "right",
        "hip-flexor-stretch": "right",
        "calf-stretch": "right",
        "marching": "left",
        "staggered-stance": "left",
    } == {name: side.split()[0] for name, side in first_sides(found).items()}


def test_where_none_is_named_a_programme_keeps_the_sides_of_its_drills() -> None:
    programme = SHIPPED["stretching"]
    assert isinstance(programme, Programme)
    assert programme.items == combined("stretching", "marching").items[:3]
