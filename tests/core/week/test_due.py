"""What is due on a day, whatever was done before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillvoice.core.week.due import Due, WeekSoFar, usual_weekdays
from drillvoice.core.week.schema import WEEKDAYS, WeekPlan
from tests.core.week.plans import plan_of

DAY = st.integers(0, 6)
DAYS = st.sets(DAY)
COUNTED = st.integers(1, 7)
NAMED = st.sets(st.sampled_from(WEEKDAYS), min_size=1).map(sorted)
PLANS = st.one_of(COUNTED, NAMED).map(lambda days: plan_of(days=days))


@st.composite
def weeks(draw: st.DrawFn) -> WeekSoFar:
    """A week on one of its days: nothing is done on days to come."""
    today = draw(DAY)
    done = frozenset(day for day in draw(DAYS) if day <= today)
    return WeekSoFar(draw(PLANS), done, today)


@given(weeks())
def test_something_is_due_only_where_something_is_left_and_once_a_day(week: WeekSoFar) -> None:
    if week.due is Due.TODAY:
        assert week.left > 0
        assert week.today not in week.done
        assert 1 <= week.number <= week.plan.day_count


@given(PLANS, st.lists(st.booleans(), min_size=7, max_size=7))
def test_whoever_does_what_is_due_never_does_more_than_the_plan_asks_for(plan: WeekPlan, does: list[bool]) -> None:
    done: frozenset[int] = frozenset()
    for today, wants in enumerate(does):
        if wants and WeekSoFar(plan, done, today).due is Due.TODAY:
            done |= {today}
    assert len(done) <= plan.day_count
    if all(does):
        assert len(done) == plan.day_count


@given(COUNTED, DAYS, DAY)
def test_a_missed_day_takes_nothing_away(count: int, done: set[int], today: int) -> None:
    """Where the plan only counts, whatever is left may be done on any day."""
    week = WeekSoFar(plan_of(days=count), frozenset(done - {today}), today)
    assert (week.due is Due.TODAY) is (week.left > 0)


@given(NAMED, DAYS, DAY)
def test_a_plan_with_named_days_asks_for_nothing_on_others(names: list[str], done: set[int], today: int) -> None:
    week = WeekSoFar(plan_of(days=names), frozenset(done), today)
    if WEEKDAYS[today] not in names:
        assert week.due is not Due.TODAY
    assert week.next_weekday is not None
    assert WEEKDAYS[week.next_weekday] in names


@given(COUNTED, COUNTED)
def test_what_is_meant_for_some_days_is_spread_over_them_from_the_first(count: int, some: int) -> None:
    some = min(some, count)
    plan = plan_of({"drill": "marching"}, {"drill": "stretching", "days": some}, days=count)
    with_it = [number for number in range(1, count + 1) if len(plan.items_of_day(number)) == 2]
    assert (some, 1) == (len(with_it), with_it[0])
    gaps = [after - before for before, after in zip(with_it, [*with_it[1:], with_it[0] + count], strict=True)]
    assert max(gaps) - min(gaps) <= 1


@given(COUNTED)
def test_days_that_are_only_counted_are_spread_over_the_week(count: int) -> None:
    days = usual_weekdays(plan_of(days=count))
    assert (count, 0) == (len(set(days)), days[0])
    assert set(days) <= set(range(7))


def test_three_days_are_monday_wednesday_and_friday() -> None:
    assert (0, 2, 4) == usual_weekdays(plan_of())
    assert (1, 5) == usual_weekdays(plan_of(days=["saturday", "tuesday"]))


@pytest.mark.parametrize(
    ("days", "done", "today", "due"),
    [
        (3, set(), 0, Due.TODAY),
        (3, {0}, 0, Due.DONE_TODAY),
        (3, {0, 1, 2}, 4, Due.WEEK_DONE),
        (3, {0, 1}, 6, Due.TODAY),
        (["monday"], set(), 3, Due.OTHER_DAY),
        (["monday", "friday"], {2}, 4, Due.TODAY),
        (["monday", "friday"], {0, 2}, 4, Due.WEEK_DONE),
    ],
)
def test_why_nothing_is_due(days: object, done: set[int], today: int, due: Due) -> None:
    assert due is WeekSoFar(plan_of(days=days), frozenset(done), today).due


def test_the_next_day_that_is_named_may_be_one_of_the_next_week() -> None:
    assert 0 == WeekSoFar(plan_of(days=["monday", "wednesday"]), frozenset(), 4).next_weekday
    assert 2 == WeekSoFar(plan_of(days=["monday", "wednesday"]), frozenset(), 0).next_weekday
    assert WeekSoFar(plan_of(), frozenset(), 0).next_weekday is None


@given(PLANS, DAYS, DAY, st.integers(0, 7))
def test_a_week_may_ask_for_fewer_days_than_the_plan(plan: WeekPlan, done: set[int], today: int, asked: int) -> None:
    week = WeekSoFar(plan, frozenset(done), today, min(asked, plan.day_count))
    assert week.left <= asked
    if week.due is Due.WEEK_DONE:
        assert week.day_count > 0


def test_where_its_days_were_over_as_the_plan_began_it_waits_for_the_next() -> None:
    week = WeekSoFar(plan_of(days=["monday", "wednesday"]), frozenset(), 5, 0)
    assert (Due.OTHER_DAY, 0) == (week.due, week.next_weekday)
