"""From a day of the plan to its session, and what is said of it."""

from typing import Any

from drillvoice.core.plan.options import Practice
from drillvoice.core.plan.request import Dose, Request
from drillvoice.core.week.due import WeekSoFar
from drillvoice.core.week.session import day_sentences, left_sentence, request_of_day, rest_sentences
from tests.builders import PHRASES, SHIPPED
from tests.core.week.plans import plan_of


def week_of(*items: dict[str, Any], done: frozenset[int] = frozenset(), today: int = 0, **changes: Any) -> WeekSoFar:
    return WeekSoFar(plan_of(*items, **changes), done, today)


def request(week: WeekSoFar, **practice: Any) -> Request:
    return request_of_day(week, Request(practice=Practice(**practice)), SHIPPED, PHRASES)


def test_one_exercise_is_a_session_of_that_drill() -> None:
    found = request(week_of({"drill": "marching", "level": 2, "rounds": 2, "first_side": "left", "minutes": 4}))
    assert (("marching",), ()) == (found.drills, found.doses)
    assert Practice(level=2, bouts=2, bout_s=120.0, first_side="left") == found.practice


def test_several_have_a_dose_each_and_one_round_where_none_is_named() -> None:
    found = request(
        week_of({"drill": "marching"}, {"drill": "head-turns", "level": 2, "minutes": 10}, {"drill": "stretching"})
    )
    assert ("marching", "head-turns", "stretching") == found.drills
    assert (Dose(level=1, bouts=1), Dose(level=2, bouts=1, bout_s=300.0), Dose()) == found.doses
    assert Practice() == found.practice


def test_a_programme_alone_keeps_its_own_levels() -> None:
    assert Practice() == request(week_of({"drill": "stretching"})).practice


def test_what_is_wanted_now_counts_more_than_the_plan() -> None:
    week = week_of({"drill": "marching", "rounds": 3, "first_side": "left"}, at_most=20)
    found = request(week, bouts=1, minutes=30.0, bout_s=40.0, first_side="right", brief=True).practice
    assert Practice(level=1, bouts=1, minutes=30.0, bout_s=40.0, first_side="right", brief=True) == found
    assert 10.0 == request(week, minutes=10.0).practice.minutes
    assert 20.0 == request(week).practice.minutes


def test_more_minutes_than_the_plan_has_for_a_day_are_had_and_said() -> None:
    week = week_of(at_most=30)
    expected = "You asked for up to 45 minutes, which is more than the 30 minutes a day of your plan."
    assert request(week, minutes=45.0).announcement.endswith(f" {expected}")
    unsaid = (request(week), request(week, minutes=30.0), request(week_of(), minutes=45.0))
    assert all("You asked for" not in each.announcement for each in unsaid)
    assert "You asked for" not in request(week_of(at_most="two rounds"), minutes=45.0).announcement


def test_less_of_it_is_not_as_many_rounds() -> None:
    assert request(week_of({"drill": "marching", "rounds": 3}), less=True).practice.bouts is None


def test_each_exercise_has_the_side_that_it_names_and_no_other() -> None:
    left, any_side = {"drill": "marching", "first_side": "left"}, {"drill": "calf-stretch"}
    right = {"drill": "stretching", "first_side": "right"}
    found = request(week_of(left, any_side, right))
    assert "" == found.practice.first_side
    assert ["left", "", "right"] == [dose.first_side for dose in found.doses]
    assert "right" == request(week_of(right)).practice.first_side


def test_it_is_announced_which_day_it_is() -> None:
    week = week_of({"drill": "marching"}, {"drill": "stretching"}, done=frozenset({0}), today=2)
    expected = "For today: Marching, and Stretching. This is the second of three days this week."
    assert expected == request(week).announcement


def test_a_plan_of_one_day_has_no_second() -> None:
    assert "This is the one day of your plan this week." == list(day_sentences(week_of(days=1), SHIPPED, PHRASES))[1]


def test_in_the_week_in_which_it_begins_its_days_are_those_that_are_left() -> None:
    week = WeekSoFar(plan_of(days=7), frozenset(), 5, 2)
    assert "For today: Marching. This is the first of two days this week." == request(week).announcement
    assert "Left this week: two days." == left_sentence(week, PHRASES)


def test_a_day_beyond_the_plan_is_none_of_its_days() -> None:
    week = week_of(done=frozenset({0, 1, 2}), today=4)
    assert ["For today: Marching."] == list(day_sentences(week, SHIPPED, PHRASES))


def test_a_list_that_nobody_could_remember_is_not_read_out() -> None:
    long = SHIPPED["marching"].model_copy(update={"title": "x" * 390})
    said = list(day_sentences(week_of({"drill": "long"}), {"long": long}, PHRASES))
    assert ["This is the first of three days this week."] == said


def rests(week: WeekSoFar) -> str:
    return " ".join(rest_sentences(week, PHRASES))


def test_nothing_due_is_said_kindly_with_what_is_left() -> None:
    assert "Today's practice is done. Left this week: one day." == rests(week_of(done=frozenset({0, 1}), today=1))
    assert "What your plan asks for this week is done." == rests(week_of(done=frozenset({0, 1, 2}), today=2))
    assert "What your plan asks for this week is done." == rests(week_of(done=frozenset({0, 1, 2}), today=5))
    expected = "Nothing is due today. The next day of your plan is Friday. Left this week: two days."
    assert expected == rests(week_of(days=["monday", "friday"], today=2))


def test_a_day_whose_session_broke_off_is_not_called_done() -> None:
    def told(week: WeekSoFar) -> list[str]:
        return list(rest_sentences(week, PHRASES, broke_off=True))

    assert ["Left this week: one day."] == told(week_of(done=frozenset({0, 1}), today=1))
    assert [] == told(week_of(days=1, done=frozenset({1}), today=1))
    assert ["What your plan asks for this week is done."] == told(week_of(days=1, done=frozenset({0}), today=1))


def test_where_nothing_is_left_that_is_said() -> None:
    assert "Nothing is left this week." == left_sentence(week_of(days=1, done=frozenset({0})), PHRASES)
