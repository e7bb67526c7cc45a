"""Which plan held since when, and the weeks beside it."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillvoice.history.plan_log import (
    PlanSince,
    PlanWeek,
    completing_drills,
    log_plan,
    plan_weeks,
    present_plans,
    read_plan_log,
    week_text,
)
from drillvoice.places import week_log_file, week_plan_file

MONDAY = date(2026, 11, 2)
TODAY = date(2026, 11, 28)
"""A Saturday, in the fourth week."""
THREE = PlanSince(MONDAY, 3, ("marching", "start-small"))


def on(*days: int, name: str = "marching") -> dict[date, set[str]]:
    """Something of the plan was done so many days after that Monday."""
    return {MONDAY + timedelta(days=day): {"other", name} for day in days}


class TestLog:
    def test_it_is_empty_at_first(self) -> None:
        assert [] == read_plan_log()

    def test_plans_come_back_in_their_order(self) -> None:
        other = PlanSince(date(2026, 11, 20), 2, ("calf-stretch",))
        log_plan(THREE)
        log_plan(other)
        assert [THREE, other] == read_plan_log()

    def test_what_counts_the_same_goes_on_as_it_was(self) -> None:
        log_plan(THREE)
        log_plan(PlanSince(date(2026, 11, 20), 3, THREE.drills))
        assert [THREE] == read_plan_log()

    def test_on_one_day_the_last_counts(self) -> None:
        log_plan(THREE)
        for plan in (PlanSince(TODAY, 2, ("x",)), PlanSince(TODAY, 5, ("y",))):
            log_plan(plan)
        assert [THREE, PlanSince(TODAY, 5, ("y",))] == read_plan_log()
        log_plan(PlanSince(TODAY, 3, THREE.drills))
        assert [THREE] == read_plan_log()

    def test_without_an_installed_plan_none_holds(self) -> None:
        log_plan(THREE)
        assert [] == present_plans()
        week_plan_file().parent.mkdir(parents=True)
        week_plan_file().write_text("")
        assert [THREE] == present_plans()

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "{",
            "3",
            '[{"since": "x", "days": 3, "drills": []}]',
            '[{"since": "2026-01-01", "days": 9, "drills": []}]',
            '[{"since": "2026-01-01", "days": 3, "drills": "x"}]',
            '[{"since": "2026-01-01", "days": 3}]',
            "[" * 100_000,
            "\x00",
        ],
    )
    def test_a_damaged_one_is_empty_and_begun_anew(self, text: str) -> None:
        week_log_file().parent.mkdir(parents=True)
        week_log_file().write_text(text)
        assert [] == read_plan_log()
        log_plan(THREE)
        assert 1 == len(json.loads(week_log_file().read_text()))


class TestWeeks:
    def test_each_week_is_there_with_what_was_done(self) -> None:
        weeks = plan_weeks([THREE], on(0, 2, 4, 8, 21, 25), TODAY)
        assert [(3, 3), (1, 3), (0, 3), (2, 3)] == [(week.done, week.planned) for week in weeks]

    def test_a_programme_of_the_plan_counts_and_other_drills_do_not(self) -> None:
        assert [1] == [week.done for week in plan_weeks([THREE], on(1, name="start-small"), MONDAY)]
        assert [0] == [week.done for week in plan_weeks([THREE], on(1, name="walking"), MONDAY)]

    def test_each_week_is_counted_against_the_plan_that_held_in_it(self) -> None:
        two = PlanSince(date(2026, 11, 19), 2, ("walking",))
        weeks = plan_weeks([THREE, two], on(0, 8) | on(14, 15, 16, name="walking"), TODAY)
        assert [(1, 3), (1, 3), (2, 2), (0, 2)] == [(week.done, week.planned) for week in weeks]

    def test_without_a_plan_there_is_none(self) -> None:
        assert [] == plan_weeks([], on(1), TODAY)

    @given(st.sets(st.integers(0, 26)), st.integers(1, 7))
    def test_more_than_was_planned_is_never_counted(self, days: set[int], planned: int) -> None:
        weeks = plan_weeks([PlanSince(MONDAY, planned, ("marching",))], on(*days), TODAY)
        assert 4 == len(weeks)
        for number, week in enumerate(weeks):
            done = sum(day // 7 == number for day in days)
            assert (min(done, planned), done >= planned) == (week.done, week.is_kept)

    def test_a_week_is_told_plainly(self) -> None:
        assert "Week of 23 November: 2 of 3 days" == week_text(PlanWeek(date(2026, 11, 23), 2, 3), TODAY)
        assert "Week of 29 December 2025: 0 of 1 day" == week_text(PlanWeek(date(2025, 12, 29), 0, 1), TODAY)


class TestFirstWeekKept:
    @pytest.mark.parametrize(
        ("days", "completes"),
        [
            ((21, 23), True),
            ((21, 26), False),
            ((21,), False),
            ((21, 22, 23), False),
            ((0, 2, 4, 21, 23), False),
            ((0, 2, 7, 9, 21, 23), True),
        ],
        ids=["the last one", "done today", "one too few", "kept already", "not the first", "nearly before"],
    )
    def test_it_is_the_first_time_that_enough_days_are_reached(self, days: tuple[int, ...], completes: bool) -> None:
        found = completing_drills([THREE], on(*days), TODAY)
        assert (THREE.drills if completes else ()) == found

    def test_without_a_plan_there_is_none(self) -> None:
        assert () == completing_drills([], {}, TODAY)
