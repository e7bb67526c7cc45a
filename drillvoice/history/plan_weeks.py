"""The weeks beside the plans that held in them: each day is counted against its own. Light, for quick commands."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from drillvoice.history.plan_log import DAYS_OF_WEEK, PlanSince
from drillvoice.history.weeks import monday_of

Done = Mapping[date, Collection[str]]
"""The drills that were done, by day."""


@dataclass(frozen=True, slots=True)
class PlanWeek:
    """A week beside the plans that held in it."""

    monday: date
    days: frozenset[date]
    """On which days something of the plan was done that held on them."""
    planned: int
    """On how many days something was asked for; 0 where the week is counted against no plan."""

    @property
    def done(self) -> int:
        """On how many of the planned days something of the plan was done; more is not counted."""
        return min(len(self.days), self.planned)

    @property
    def is_kept(self) -> bool:
        """Whether as many days were reached as were planned."""
        return 0 < self.planned <= len(self.days)


def plan_weeks(plans: Sequence[PlanSince], done: Done, last: date) -> list[PlanWeek]:
    """Every week from the first plan's to that of a day; none that is counted against no plan.

    Args:
        plans: those that held, the first one first.
        done: the drills that were done, by day.
        last: a day of the last week.

    """
    weeks = (plan_week(plans, done, monday) for monday in _mondays(plans[0].since, last)) if plans else ()
    return [week for week in weeks if week.planned]


def _mondays(first: date, last: date) -> Iterator[date]:
    monday = monday_of(first)
    for number in range((monday_of(last) - monday).days // DAYS_OF_WEEK + 1):
        yield monday + timedelta(weeks=number)


def plan_week(plans: Sequence[PlanSince], done: Done, day: date) -> PlanWeek:
    """The week of a day."""
    monday = monday_of(day)
    days = [monday + timedelta(days=number) for number in range(DAYS_OF_WEEK)]
    reached = frozenset(each for each in days if not drills_of_day(plans, each).isdisjoint(done.get(each, ())))
    return PlanWeek(monday, reached, _planned_days([_plan_since(plans, each) for each in days], len(reached)))


def drills_of_day(plans: Sequence[PlanSince], day: date) -> set[str]:
    """What counts on a day: on one on which plans changed, what any of them asked for."""
    first = bisect_left(plans, day, key=lambda plan: plan.since) - 1
    end = bisect_right(plans, day, key=lambda plan: plan.since)
    return {name for plan in plans[max(0, first) : end] for name in plan.drills}


def _plan_since(plans: Sequence[PlanSince], day: date) -> PlanSince | None:
    """The plan that held when a day ended; None where there was none."""
    place = bisect_right(plans, day, key=lambda plan: plan.since) - 1
    return plans[place] if place >= 0 and plans[place].days else None


def _planned_days(held: Sequence[PlanSince | None], reached: int) -> int:
    """On how many days of a week something was asked for.

    Of several plans the smallest number counts: a week that was kept stays kept, and one that became too much asks for
    no more than the new plan. Where the first plan began within the week, no more than there were days left for it.
    A week whose plan was taken away and not replaced counts only where it was kept by then.

    Args:
        held: the plan that held on each of its days.
        reached: on how many of them something of it was done.

    """
    fewest = min((plan.days for plan in held if plan), default=0)
    if held[-1] is None:
        return fewest if fewest <= reached else 0
    room = sum(plan is not None and plan.asks_on(weekday) for weekday, plan in enumerate(held))
    return min(fewest, room)


def completing_drills(plans: Sequence[PlanSince], done: Done, today: date) -> tuple[str, ...]:
    """The drills of which any would make this the first week in which a plan was kept; none where it would not be."""
    week = plan_week(plans, done, today)
    is_last_day = today not in week.days and len(week.days) + 1 == week.planned
    if not is_last_day or any(before.is_kept for before in plan_weeks(plans, done, today)):
        return ()
    return tuple(sorted(drills_of_day(plans, today)))


def week_text(week: PlanWeek, today: date) -> str:
    """A week in words: "Week of 23 November: 2 of 3 days"."""
    year = "" if week.monday.year == today.year else f" {week.monday.year}"
    days = "day" if week.planned == 1 else "days"
    return f"Week of {week.monday.day} {week.monday:%B}{year}: {week.done} of {week.planned} {days}"
