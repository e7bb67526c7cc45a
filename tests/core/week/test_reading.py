"""Plans for the week: every problem of a stage at once, with its place and a suggestion."""

import re
from pathlib import Path

import pytest

from drillvoice.core.drill.schema import Programme
from drillvoice.core.week.reading import parse_week
from drillvoice.core.week.schema import WeekPlan
from drillvoice.errors import DrillError
from drillvoice.language import load_language
from tests.builders import SHIPPED

DOCUMENT = Path(__file__).parents[3] / "docs" / "week-plans.md"
WEEK = """\
title = "Mine"
days = 3
[[items]]
drill = "marching"
[[items]]
drill = "stretching"
"""


def parse(text: str) -> WeekPlan:
    return parse_week(text, "mine.toml", SHIPPED)


def problems(text: str) -> tuple[str, ...]:
    """What is wrong with a plan."""
    with pytest.raises(DrillError) as caught:
        parse(text)
    return caught.value.problems


def changed(old: str, new: str) -> str:
    assert old in WEEK
    return WEEK.replace(old, new, 1)


def test_a_plan_of_a_few_lines_will_do() -> None:
    plan = parse(WEEK)
    assert (3, (), ("marching", "stretching")) == (plan.day_count, plan.weekdays, plan.drills)


@pytest.mark.parametrize("path", sorted(load_language().weeks.glob("*.toml")), ids=lambda path: path.stem)
def test_the_plans_that_come_along_are_right_and_name_their_sources(path: Path) -> None:
    plan = parse_week(path.read_text(encoding="utf-8"), path.name, SHIPPED)
    assert plan.sources
    assert plan.go_up_when
    assert 3 == plan.day_count


def test_on_seated_days_everything_is_done_sitting() -> None:
    plan = parse((load_language().weeks / "seated-days.toml").read_text(encoding="utf-8"))
    for item in plan.items:
        drill = SHIPPED[item.drill]
        parts = (
            [(one.drill, one.level) for one in drill.items] if drill.kind == "programme" else [(item.drill, item.level)]
        )
        for name, level in parts:
            found = SHIPPED[name]
            assert found.kind != "programme"
            assert "seated" == found.at_level(level or 1).position


def test_the_library_takes_no_plan_for_a_drill() -> None:
    assert not {"three-days", "seated-days"} & set(SHIPPED)


def test_the_plan_of_the_documentation_is_right_and_has_every_field() -> None:
    (text,) = re.findall(r"```toml\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), flags=re.DOTALL)
    plan = parse(text)
    assert ((0, 2, 5), 30.0) == (plan.weekdays, plan.minutes_at_most)
    assert set(WeekPlan.model_fields) == plan.model_fields_set
    fields = {field for item in plan.items for field in item.model_fields_set}
    assert set(type(plan.items[0]).model_fields) == fields


def test_the_documentation_tells_of_every_field() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    told = set(re.findall(r"`(\w+)`", "".join(line for line in text.splitlines() if line.startswith("| `"))))
    assert {*WeekPlan.model_fields, "drill", "level", "rounds", "first_side", "days", "minutes", "note"} <= told


class TestSyntax:
    def test_a_mistake_is_named_by_line_and_column(self) -> None:
        assert "at line 1, column 9" in problems("title = = 5")[0]

    def test_every_message_begins_with_the_file(self) -> None:
        with pytest.raises(DrillError, match=r"^mine\.toml: is not valid TOML: "):
            parse("=")

    def test_what_is_nested_without_end_is_one_sentence(self) -> None:
        assert ("is nested too deeply; three levels are enough",) == problems("a = " + "[" * 5000 + "]" * 5000)


class TestFields:
    @pytest.mark.parametrize(
        ("old", "new", "problem"),
        [
            ("days = 3", "day = 3", "`day`: unknown key `day`, did you mean `days`?"),
            ('"marching"', '"marching"\nlevl = 1', "`items[0].levl`: unknown key `levl`, did you mean `level`?"),
            (
                '"stretching"',
                '"stretching"\ngo_up_when = "soon"',
                "`items[1].go_up_when`: `go_up_when` belongs to the plan itself; put it above the first line in [",
            ),
            ("days = 3", "days = 0", "`days`: is a number from 1 to 7, or days by their names"),
            ("days = 3", "days = true", "`days`: is a number from 1 to 7, or days by their names"),
            ("days = 3", 'days = "three"', "`days`: is a number from 1 to 7, or days by their names"),
            ("days = 3", 'days = ["mondy"]', "`days`: no day is called 'mondy', did you mean `monday`?"),
            ("days = 3", 'days = ["x"]', "`days`: no day is called 'x'; write it in full"),
            ("days = 3", 'days = ["monday", "Monday "]', "`days`: names each day once, and at least one"),
            ("days = 3", "days = []", "`days`: names each day once, and at least one"),
            ("days = 3", "days = 3\nat_most = 0", "`at_most`: is a number of minutes from 1 to 120, or your own"),
            ("days = 3", "days = 3\nat_most = nan", "`at_most`: is a number of minutes from 1 to 120, or your own"),
            ("days = 3", 'days = 3\nat_most = ""', "`at_most`"),
            ('"Mine"', '"a\\u0007b"', "`title`: holds the control character U+0007; take it out"),
            ('"Mine"', '"a\\u2028b"', "`title`: holds the control character U+2028; take it out"),
            ('"Mine"', '"a\\u202Eb"', "`title`: holds the control character U+202E; take it out"),
            ('"Mine"', '"""a\nb"""', "`title`: holds the control character U+000A; take it out"),
            ('"marching"', '"Marching"', "`items[0].drill`: 'Marching' is not a name; use small letters"),
            ('"marching"', '"marching"\nrounds = 0', "`items[0].rounds`: input should be greater than or equal to 1"),
            (
                '"marching"',
                '"marching"\nfirst_side = "top"',
                "`items[0].first_side`: input should be 'left' or 'right'",
            ),
            ('title = "Mine"\n', "", "`title` is missing"),
        ],
    )
    def test_each_is_named_with_its_place(self, old: str, new: str, problem: str) -> None:
        assert problem in "\n".join(problems(changed(old, new)))

    def test_all_of_them_are_told_at_once(self) -> None:
        found = problems('days = 9\n[[items]]\ndrill = "marching"\nlevel = 0\nside = "left"\n')
        assert 4 == len(found)

    def test_days_may_be_written_with_capitals_and_in_any_order(self) -> None:
        assert (0, 4) == parse(changed("days = 3", 'days = ["Friday", " MONDAY"]')).weekdays

    def test_limits_are_minutes_or_own_words(self) -> None:
        for minutes in ("20", '"20"', '"20 min"', '"20,0 minutes"'):
            assert 20.0 == parse(changed("days = 3", f"days = 3\nat_most = {minutes}")).minutes_at_most
        plan = parse(changed("days = 3", 'days = 3\nat_most = "two rounds"'))
        assert ("two rounds", None) == (plan.at_most, plan.minutes_at_most)

    @pytest.mark.parametrize("title", ["Übung 💪", "تمرين التوازن", "x" * 300, "👩‍👩‍👧 ausgeruht"])
    def test_any_letters_may_stand_in_a_title(self, title: str) -> None:
        assert title == parse(changed("Mine", title)).title


class TestRules:
    @pytest.mark.parametrize(
        ("old", "new", "problem"),
        [
            (
                '"marching"',
                '"marchin"',
                "`items[0].drill`: there is no drill called 'marchin', did you mean `marching`? see",
            ),
            ('"marching"', '"zzz"', "`items[0].drill`: there is no drill called 'zzz'; see `drillvoice list`"),
            ('"marching"', '"old-stretch"', "there is no drill called 'old-stretch'; see `drillvoice list`"),
            (
                '"marching"',
                '"marching"\nlevel = 9',
                "`items[0].level`: marching has levels 1 to 4, so 9 is none of them",
            ),
            ('"stretching"', '"stretching"\nlevel = 2', "`items[1].level`: stretching is a programme, whose drills"),
            ('"stretching"', '"stretching"\nrounds = 2', "`items[1].rounds`: stretching is a programme, whose drills"),
            ('"marching"', '"marching"\ndays = 4', "`items[0].days`: 4 is more than the 3 of the plan"),
            (
                '"marching"',
                '"head-turns"\nfirst_side = "left"',
                "`items[0].first_side`: head-turns has no first side to choose at level 1; leave `first_side` out",
            ),
            (
                '"marching"',
                '"heel-to-toe"\nfirst_side = "left"',
                "`items[0].first_side`: heel-to-toe has no first side to choose at level 1; leave `first_side` out",
            ),
            (
                '"marching"',
                '"sit-to-stand"\nlevel = 2\nfirst_side = "right"',
                "`items[0].first_side`: sit-to-stand has no first side to choose at level 2; leave `first_side` out",
            ),
            (
                '"marching"',
                '"marching"\nminutes = 1\nrounds = 4',
                "`items[0].minutes`: too short for 4 rounds; name fewer rounds, or more minutes",
            ),
        ],
    )
    def test_each_is_named_with_its_place(self, old: str, new: str, problem: str) -> None:
        assert problem in "\n".join(problems(changed(old, new)))

    def test_a_drill_without_levels_has_one(self) -> None:
        text = changed('"marching"', '"plain"\nlevel = 2')
        plain = SHIPPED["marching"].model_copy(update={"levels": ()})
        with pytest.raises(DrillError, match="plain has one level only, so 2 is none of them"):
            parse_week(text, "mine.toml", {**SHIPPED, "plain": plain})

    def test_of_a_drill_without_levels_none_is_named(self) -> None:
        plain = SHIPPED["head-turns"].model_copy(update={"levels": ()})
        with pytest.raises(DrillError, match="plain has no first side to choose; leave `first_side` out"):
            parse_week(changed('"marching"', '"plain"\nfirst_side = "left"'), "mine.toml", {**SHIPPED, "plain": plain})

    @pytest.mark.parametrize(
        "item", ['"heel-to-toe"\nlevel = 2', '"calf-stretch"', '"stretching"', '"step-parts"', '"turning-round"']
    )
    def test_where_there_are_sides_one_may_come_first(self, item: str) -> None:
        plan = parse(changed('"marching"', f'{item}\nfirst_side = "right"'))
        assert "right" == plan.items[0].first_side

    def test_a_programme_has_a_first_side_where_one_of_its_drills_has(self) -> None:
        seated = SHIPPED["stretching"]
        assert isinstance(seated, Programme)
        item = seated.items[0]
        beyond = item.model_copy(update={"level": 9})
        turning = [beyond, *(item.model_copy(update={"drill": name}) for name in ("head-turns", "gone"))]
        library = {**SHIPPED, "turning": seated.model_copy(update={"items": tuple(turning)})}
        with pytest.raises(DrillError, match="no drill of turning has a first side to choose; leave `first_side` out"):
            parse_week(changed('"marching"', '"turning"\nfirst_side = "left"'), "mine.toml", library)

    def test_all_of_them_are_told_at_once(self) -> None:
        assert 2 == len(problems(changed('"marching"', '"marchin"').replace('"stretching"', '"stretching"\nlevel = 3')))

    def test_no_day_may_be_without_anything(self) -> None:
        text = WEEK.replace('"marching"', '"marching"\ndays = 1').replace('"stretching"', '"stretching"\ndays = 1')
        assert [
            "`items`: day 2 of 3 would have nothing to do; give one of them more `days`, or leave its `days` out",
            "`items`: day 3 of 3 would have nothing to do; give one of them more `days`, or leave its `days` out",
        ] == list(problems(text))
