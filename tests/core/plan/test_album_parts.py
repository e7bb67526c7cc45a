"""The parts of a session that is taken along."""

from itertools import pairwise

import pytest

from drillvoice.core.plan.album_parts import AlbumPart, PartKind, album_parts, part_title
from drillvoice.core.plan.choices import safety_choices
from drillvoice.core.plan.lines import Kind
from drillvoice.core.plan.timing import Plan, lay_out
from tests.builders import PHRASES, SHIPPED, length, options, plan_of, swept, turns

EVERY = sorted(SHIPPED)


def titles(plan: Plan) -> list[str]:
    return [part_title(part, plan, PHRASES.take_along) for part in album_parts(plan)]


def test_a_drill_with_rests_is_told_apart_at_each() -> None:
    assert [
        "Safety",
        "Getting ready",
        "Round 1 of 2",
        "Rest",
        "Get up slowly",
        "Round 2 of 2",
        "The end",
    ] == titles(plan_of("head-turns", level=3, bouts=2, safety=True))


def test_without_the_safety_advice_it_begins_with_getting_ready() -> None:
    assert ["Getting ready", "The exercise", "The end"] == titles(plan_of("head-turns", bouts=1, safety=False))


def test_a_programme_names_its_exercises() -> None:
    found = titles(plan_of("walking", safety=True))
    assert "Safety" == found[0]
    assert {"Head turns: Getting ready", "Obstacle course: Getting ready", "Obstacle course: Round 1 of 2"} <= {*found}
    assert {"Rest", "Get up slowly"} <= {*found}


def test_a_round_after_a_rest_on_ones_feet_begins_with_what_is_said_before_it() -> None:
    plan = plan_of(turns(position="standing"), bouts=2, bout_s=30.0, rest_s=20.0, safety=False)
    assert ["Getting ready", "Round 1 of 2", "Rest", "Round 2 of 2", "The end"] == titles(plan)


def test_only_the_safety_advice_is_one_part() -> None:
    choices = safety_choices("head-turns", SHIPPED["head-turns"], SHIPPED, options(turns()), PHRASES)
    (part,) = album_parts(lay_out(choices, length))
    assert PartKind.SAFETY is part.kind


@pytest.mark.parametrize("name", swept(EVERY))
def test_parts_follow_one_another_from_beginning_to_end(name: str) -> None:
    plan = plan_of(name)
    parts = album_parts(plan)
    assert (0, plan.total) == (parts[0].start, parts[-1].end)
    assert all(before.end == after.start for before, after in pairwise(parts))
    assert all(part.start < part.end for part in parts)


@pytest.mark.parametrize("name", swept(EVERY))
def test_who_sat_is_told_to_get_up_at_the_end_of_a_part(name: str) -> None:
    plan = plan_of(name)
    told = [
        plan.starts[at] for at, unit in enumerate(plan.units) if any(line.kind is Kind.READY for line in unit.lines)
    ]
    ups = [part for part in album_parts(plan) if part.kind is PartKind.GET_UP]
    assert len(told) == len(ups)
    assert all(_is_last(plan, at, part) for at, part in zip(told, ups, strict=True))


def _is_last(plan: Plan, at: int, part: AlbumPart) -> bool:
    return part.start <= at < part.end and not any(at < start < part.end for start in plan.starts)
