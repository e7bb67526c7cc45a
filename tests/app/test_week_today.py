"""How far a week is, from a real record and the log of plans."""

import contextlib
from datetime import date, timedelta
from pathlib import Path

import pytest

from drillvoice.app.week_today import week_so_far
from drillvoice.core.week.due import Due, WeekSoFar
from drillvoice.core.week.schema import WeekPlan
from drillvoice.history.database import open_store
from drillvoice.history.plan_log import PlanSince, log_plan
from drillvoice.places import history_file
from tests.core.week.plans import plan_of

MONDAY = date(2026, 11, 2)
SATURDAY = date(2026, 11, 7)
SESSION = """INSERT INTO session (started, drill, title, seed, header, settings, plan, seen)
    VALUES (?, ?, ?, 1, '', '', '', 1)"""


def practise(name: str, *days: int) -> None:
    """Something of a drill is done so many days after that Monday."""
    with contextlib.closing(open_store(history_file(), pytest.fail)) as record:
        for day in days:
            started = f"{MONDAY + timedelta(days=day)}T10:00:00+01:00"
            session = record.execute(SESSION, (started, name, name)).lastrowid
            record.execute("INSERT INTO exercise VALUES (?, 0, ?, ?, 0, 1)", (session, name, name))


def hold(plan: WeekPlan, day: date) -> None:
    """The plan is installed on a day."""
    log_plan(PlanSince(day, plan.day_count, plan.drills, plan.weekdays))


def week(plan: WeekPlan, today: date) -> WeekSoFar:
    return week_so_far(plan, today, pytest.fail)


def test_a_new_plan_leaves_the_week_that_was_kept_before_it() -> None:
    before, after = plan_of({"drill": "marching"}), plan_of({"drill": "calf-stretch"}, days=5)
    hold(before, MONDAY)
    hold(after, SATURDAY)
    practise("marching", 0, 2, 4)
    assert (Due.WEEK_DONE, 0) == (week(after, SATURDAY).due, week(after, SATURDAY).left)
    assert (Due.TODAY, 5) == (week(after, date(2026, 11, 9)).due, week(after, date(2026, 11, 9)).left)


def test_a_first_plan_asks_for_no_more_than_what_is_left_of_its_week() -> None:
    plan = plan_of(days=7)
    practise("marching", 0)
    hold(plan, SATURDAY)
    found = week(plan, SATURDAY)
    assert (Due.TODAY, 2, 1) == (found.due, found.left, found.number)


def test_a_plan_whose_days_are_over_is_due_in_the_next_week() -> None:
    plan = plan_of(days=["monday", "wednesday"])
    hold(plan, SATURDAY)
    found = week(plan, SATURDAY)
    assert (Due.OTHER_DAY, 0, 0) == (found.due, found.left, found.next_weekday)


@pytest.mark.parametrize("logged", [plan_of({"drill": "calf-stretch"}), plan_of(days=2), None])
def test_a_plan_that_the_log_does_not_know_counts_as_if_it_had_always_held(logged: WeekPlan | None) -> None:
    if logged:
        hold(logged, SATURDAY)
    practise("marching", 0, 4)
    assert frozenset({0, 4}) == week(plan_of(), SATURDAY).done


def test_what_stands_in_the_record_or_the_log_of_days_to_come_does_not_count() -> None:
    plan = plan_of()
    hold(plan, MONDAY)
    hold(plan_of(days=1), date(2026, 11, 8))
    practise("marching", 1, 6)
    found = week(plan, SATURDAY)
    assert (frozenset({1}), 2) == (found.done, found.left)


def test_a_folder_in_the_place_of_the_record_is_told_and_costs_no_more(tmp_path: Path) -> None:
    history_file().mkdir(parents=True)
    told: list[str] = []
    assert frozenset() == week_so_far(plan_of(), SATURDAY, told.append).done
    assert 1 == len(told)
