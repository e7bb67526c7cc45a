"""Which plan held since when."""

import json
from datetime import date

import pytest

from drillvoice.history.plan_log import PlanSince, log_plan, present_plans, read_plan_log
from drillvoice.places import week_log_file, week_plan_file

MONDAY = date(2026, 11, 2)
TODAY = date(2026, 11, 28)
"""A Saturday, in the fourth week."""
THREE = PlanSince(MONDAY, 3, ("marching", "start-small"))


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

    def test_plans_of_one_day_are_all_kept_since_something_may_have_been_done_of_each(self) -> None:
        one, other = PlanSince(TODAY, 2, ("x",)), PlanSince(TODAY, 5, ("y",), (0, 1, 2, 3, 4))
        for plan in (THREE, one, other):
            log_plan(plan)
        assert [THREE, one, other] == read_plan_log()
        log_plan(one)
        assert [THREE, other, one] == read_plan_log()

    def test_the_plan_before_that_comes_back_on_the_same_day_was_never_away(self) -> None:
        for plan in (THREE, PlanSince(TODAY, 2, ("x",)), PlanSince(TODAY, 3, THREE.drills)):
            log_plan(plan)
        assert [THREE] == read_plan_log()

    def test_an_older_one_names_no_weekdays(self) -> None:
        week_log_file().parent.mkdir(parents=True)
        week_log_file().write_text('[{"since": "2026-11-02", "days": 3, "drills": ["marching", "start-small"]}]')
        assert [THREE] == read_plan_log()

    def test_none_holds_from_the_day_on_which_it_is_taken_away(self) -> None:
        gone, again = PlanSince.none_since(date(2026, 11, 10)), PlanSince(TODAY, 3, THREE.drills)
        for plan in (THREE, gone, again):
            log_plan(plan)
        assert [THREE, gone, again] == read_plan_log()

    def test_what_is_taken_away_by_mistake_and_put_back_goes_on_as_it_was(self) -> None:
        for plan in (THREE, PlanSince.none_since(TODAY), PlanSince(TODAY, 3, THREE.drills)):
            log_plan(plan)
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
            '[{"since": "2026-01-01", "days": 3, "drills": [], "weekdays": ["x"]}]',
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
