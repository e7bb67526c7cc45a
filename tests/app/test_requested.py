"""What a request asks for: several things become one programme, each with its dose."""

import pytest

from drillvoice.app.library import Library
from drillvoice.app.prepare import open_library
from drillvoice.app.requested import only_walks, requested_drill
from drillvoice.core.drill.schema import Programme
from drillvoice.core.plan.lines import BlockKind
from drillvoice.core.plan.request import Dose, Request
from drillvoice.language import load_language
from drillvoice.places import shipped_drills, user_drills
from tests.builders import PHRASES, SHIPPED, choices_of

OWN = 'kind = "programme"\ntitle = "Own"\ntrains = "balance"\nwhy = "It helps."\n{rules}[[items]]\ndrill = "{drill}"\n'


@pytest.fixture
def library() -> Library:
    """The shipped drills, and some of a person's own."""
    user_drills().mkdir(parents=True)
    texts = {
        "brisk": OWN.format(rules="rest_s = 60.0\nmax_minutes = 20.0\n", drill="weight-shift"),
        "slow": OWN.format(rules="rest_s = 180.0\nmax_minutes = 110.0\n", drill="weight-shift"),
        "open": OWN.format(rules="rest_s = 60.0\n", drill="weight-shift"),
        "broken": OWN.format(rules="", drill="nowhere"),
        "calm": f"{(shipped_drills() / 'weight-shift.toml').read_text('utf-8')}\n[framing]\nrest_s = 240.0\n",
    }
    for name, text in texts.items():
        (user_drills() / f"{name}.toml").write_text(text, encoding="utf-8")
    return open_library(None, load_language())


def combined(*names: str, doses: tuple[Dose, ...] = (), library: Library = SHIPPED) -> Programme:
    """The programme that several things become."""
    _, drill = requested_drill(Request(drills=names, doses=doses), library, PHRASES)
    assert isinstance(drill, Programme)
    return drill


def first_sides(programme: Programme) -> dict[str, str]:
    """The side with which each exercise begins, where it has any."""
    found: dict[str, str] = {}
    choices = choices_of(programme)
    for block in choices.blocks:
        info = choices.exercises[block.exercise]
        for unit in block.units if block.kind is BlockKind.BOUT else ():
            if unit.tally in info.sides:
                found.setdefault(info.name, unit.tally)
    return found


def test_the_drills_of_a_programme_begin_with_its_side_and_the_others_with_theirs() -> None:
    doses = (Dose(first_side="right"), Dose(first_side="left"), Dose())
    found = first_sides(combined("stretching", "marching", "staggered-stance", doses=doses))
    assert {
        "hamstring-stretch": "right",
        "hip-flexor-stretch": "right",
        "calf-stretch": "right",
        "marching": "left",
        "staggered-stance": "left",
    } == found


def test_where_none_is_named_a_programme_keeps_the_sides_of_its_drills() -> None:
    programme = SHIPPED["stretching"]
    assert isinstance(programme, Programme)
    assert programme.items == combined("stretching", "marching").items[:3]


@pytest.mark.parametrize(
    ("names", "minutes"),
    [
        (("whole", "whole-2"), 60.0),
        (("brisk", "slow"), 130.0),
        (("brisk", "open"), None),
        (("brisk", "weight-shift"), None),
    ],
)
def test_together_they_have_the_minutes_of_all_where_each_has_a_limit(
    library: Library, names: tuple[str, ...], minutes: float | None
) -> None:
    assert minutes == combined(*names, library=library).max_minutes


@pytest.mark.parametrize(
    ("names", "rest_s"),
    [
        (("brisk", "open"), 60.0),
        (("brisk", "slow"), 180.0),
        (("brisk", "weight-shift"), 120.0),
        (("weight-shift", "marching"), 120.0),
        (("slow", "calm"), 240.0),
    ],
)
def test_together_they_have_the_longest_rest_of_all(library: Library, names: tuple[str, ...], rest_s: float) -> None:
    assert rest_s == combined(*names, library=library).rest_s


@pytest.mark.parametrize(
    ("names", "walks"),
    [
        (("obstacle-course",), True),
        (("head-turns",), False),
        (("obstacle-course", "marching"), False),
        (("walking",), False),
        (("broken",), False),
    ],
)
def test_what_walks_at_every_level_only_walks(library: Library, names: tuple[str, ...], walks: bool) -> None:
    assert walks is only_walks(Request(drills=names), library, PHRASES)
