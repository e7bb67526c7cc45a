"""The weeks beside the plans that held in them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillvoice.history.plan_log import PlanSince
from drillvoice.history.plan_weeks import PlanWeek, completing_drills, plan_weeks, week_text

MONDAY = date(2026, 11, 2)
TODAY = date(2026, 11, 28)
"""A Saturday, in the fourth week."""
THREE = PlanSince(MONDAY, 3, ("marching", "start-small"))


def on(*days: int, name: str = "marching") -> dict[date, set[str]]:
    """Something of the plan was done so many days after that Monday."""
    return {MONDAY + timedelta(days=day): {"other", name} for day in days}


def since(day: int, days: int, *weekdays: int, name: str = "walking") -> PlanSince:
    """Another plan that holds from so many days after that Monday on."""
    return PlanSince(MONDAY + timedelta(days=day), days, (name,), weekdays)


def counts(plans: list[PlanSince], done: dict[date, set[str]], last: int = 6) -> list[tuple[int, int]]:
    """Of each week how many days were done, and planned, until so many days after that Monday."""
    return [(week.done, week.planned) for week in plan_weeks(plans, done, MONDAY + timedelta(days=last))]


class TestWeeks:
    def test_each_week_is_there_with_what_was_done(self) -> None:
        weeks = plan_weeks([THREE], on(0, 2, 4, 8, 21, 25), TODAY)
        assert [(3, 3), (1, 3), (0, 3), (2, 3)] == [(week.done, week.planned) for week in weeks]

    def test_a_programme_of_the_plan_counts_and_other_drills_do_not(self) -> None:
        assert [1] == [week.done for week in plan_weeks([THREE], on(1, name="start-small"), MONDAY)]
        assert [0] == [week.done for week in plan_weeks([THREE], on(1, name="walking"), MONDAY)]

    def test_each_week_is_counted_against_the_plan_that_held_in_it(self) -> None:
        two = PlanSince(date(2026, 11, 19), 2, ("walking",))
        weeks = plan_weeks([THREE, two], on(0, 8) | on(17, 18, 19, name="walking"), TODAY)
        assert [(1, 3), (1, 3), (2, 2), (0, 2)] == [(week.done, week.planned) for week in weeks]

    def test_without_a_plan_there_is_none(self) -> None:
        assert [] == plan_weeks([], on(1), TODAY)

    def test_a_kept_week_stays_kept_when_another_plan_is_installed_on_its_last_day(self) -> None:
        done = on(0, 2, 4)
        assert [(3, 3)] == counts([THREE], done)
        assert [(3, 3)] == counts([THREE, since(6, 5)], done)
        assert [(2, 2)] == counts([THREE, since(6, 2)], done)
        assert [(3, 3), (0, 5)] == counts([THREE, since(6, 5)], done, 13)

    def test_each_day_is_counted_against_the_plan_that_held_on_it(self) -> None:
        plans = [THREE, since(3, 3)]
        assert [(3, 3)] == counts(plans, on(0) | on(4, 5, name="walking"))
        assert [(0, 3)] == counts(plans, on(0, name="walking") | on(4, 5))

    def test_on_the_day_of_a_change_both_count(self) -> None:
        plans = [THREE, since(3, 3), since(3, 3, name="naming")]
        for name in ("marching", "walking", "naming"):
            assert [(1, 3)] == counts(plans, on(3, name=name))

    def test_a_plan_that_asks_for_less_does_so_at_once(self) -> None:
        assert [(1, 2)] == counts([since(0, 7), since(1, 2)], on(0, name="walking"))

    def test_a_first_plan_asks_for_no_more_days_than_are_left(self) -> None:
        assert [(0, 2), (0, 7)] == counts([since(5, 7)], {}, 13)
        assert [(0, 3)] == counts([since(4, 3)], {})
        assert [(0, 1)] == counts([since(3, 3, 0, 2, 4)], {})

    def test_where_none_of_its_days_is_left_its_first_week_is_the_next(self) -> None:
        assert [] == counts([since(5, 3, 0, 2, 4)], on(5, name="walking"))
        assert [(0, 3)] == counts([since(5, 3, 0, 2, 4)], on(5, name="walking"), 13)

    def test_what_was_done_before_the_first_plan_is_no_day_of_it(self) -> None:
        assert [(1, 2)] == counts([since(5, 7)], on(0, 2, 5, name="walking"))

    def test_weeks_without_a_plan_are_none(self) -> None:
        plans = [since(0, 1), PlanSince.none_since(MONDAY + timedelta(days=6)), since(21, 1)]
        weeks = plan_weeks(plans, on(1, 8, 22, name="walking"), TODAY)
        assert [(MONDAY, True), (MONDAY + timedelta(weeks=3), True)] == [(week.monday, week.is_kept) for week in weeks]

    def test_a_week_whose_plan_was_taken_away_counts_only_where_it_was_kept(self) -> None:
        plans = [since(0, 2), PlanSince.none_since(MONDAY + timedelta(days=2))]
        assert [] == counts(plans, on(0, 3, name="walking"), 13)
        assert [(2, 2)] == counts(plans, on(0, 2, name="walking"), 13)

    def test_a_pause_within_a_week_leaves_what_there_was_room_for(self) -> None:
        plans = [since(0, 7), PlanSince.none_since(MONDAY + timedelta(days=1)), since(4, 7)]
        assert [(2, 4)] == counts(plans, on(0, 3, 4, name="walking"))

    @given(
        st.lists(st.tuples(st.integers(1, 6), st.integers(1, 7)), max_size=3).map(sorted),
        st.integers(1, 7),
        st.sets(st.integers(0, 6)),
    )
    def test_no_change_of_plans_turns_a_kept_week_into_a_missed_one(
        self, later: list[tuple[int, int]], planned: int, days: set[int]
    ) -> None:
        plan, done = since(0, planned), on(*days, name="walking")
        (before,) = plan_weeks([plan], done, MONDAY)
        (after,) = plan_weeks([plan, *(since(day, count, name=f"n{day}") for day, count in later)], done, MONDAY)
        changed = min((day for day, _ in later), default=7)
        if before.is_kept and max(days) < changed:
            assert after.is_kept

    @given(st.sets(st.integers(0, 26)), st.integers(1, 7))
    def test_more_than_was_planned_is_never_counted(self, days: set[int], planned: int) -> None:
        weeks = plan_weeks([PlanSince(MONDAY, planned, ("marching",))], on(*days), TODAY)
        assert 4 == len(weeks)
        for number, week in enumerate(weeks):
            done = sum(day // 7 == number for day in days)
            assert (min(done, planned), done >= planned) == (week.done, week.is_kept)

    def test_a_week_is_told_plainly(self) -> None:
        assert "Week of 23 November: 2 of 3 days" == week_text(
            PlanWeek(date(2026, 11, 23), frozenset(on(21, 23)), 3), TODAY
        )
        assert "Week of 29 December 2025: 0 of 1 day" == week_text(PlanWeek(date(2025, 12, 29), frozenset(), 1), TODAY)


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

    def test_it_may_be_kept_by_what_held_this_morning(self) -> None:
        plans = [since(21, 3), since(26, 3, name="naming")]
        assert ("naming", "walking") == completing_drills(plans, on(21, 22, name="walking"), TODAY)
