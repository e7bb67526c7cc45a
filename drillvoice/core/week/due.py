"""What of a plan is due on a day, from the days on which something of it was done. A missed day is no debt."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from drillvoice.core.week.schema import WEEKDAYS, WeekItem, WeekPlan


class Due(StrEnum):
    """Whether something is due, and why nothing is."""

    TODAY = "today"
    DONE_TODAY = "done-today"
    """Something of the plan was done on this day already."""
    WEEK_DONE = "week-done"
    """There were as many days in this week as the plan asks for."""
    OTHER_DAY = "other-day"
    """The plan names its days, and this is none of them."""


@dataclass(frozen=True, slots=True)
class WeekSoFar:
    """A week of a plan, as it stands on one of its days."""

    plan: WeekPlan
    done: frozenset[int]
    """On which days something of the plan was done; on the day itself too, where that is so."""
    today: int
    asked: int | None = None
    """On how many days this week asks for something, where a plan began in it; None where as the plan says."""

    @property
    def due(self) -> Due:
        """Whether something is due."""
        if self.today in self.done:
            return Due.DONE_TODAY
        if self.day_count and not self.left:
            return Due.WEEK_DONE
        if self.plan.weekdays and self.today not in self.plan.weekdays:
            return Due.OTHER_DAY
        return Due.TODAY

    @property
    def day_count(self) -> int:
        """On how many days there is something to do in this week; 0 where its days were over as the plan began."""
        return self.plan.day_count if self.asked is None else self.asked

    @property
    def left(self) -> int:
        """How many of them are left."""
        return max(0, self.day_count - len(self.done))

    @property
    def number(self) -> int:
        """Which of the week's days comes next, from 1; more than there are once the week is done."""
        return len(self.done) + 1

    @property
    def items(self) -> tuple[WeekItem, ...]:
        """What belongs to that day."""
        return self.plan.items_of_day(self.number)

    @property
    def next_weekday(self) -> int | None:
        """The next day that the plan names, in this week or the next; None where it names none."""
        return min(self.plan.weekdays, key=self._days_until, default=None)

    def _days_until(self, weekday: int) -> int:
        return (weekday - self.today - 1) % len(WEEKDAYS)


def usual_weekdays(plan: WeekPlan) -> tuple[int, ...]:
    """The days that a plan names, or as many that are spread over the week: Monday, Wednesday, Friday."""
    return plan.weekdays or tuple(_spread_days(plan.day_count))


def _spread_days(count: int) -> Iterator[int]:
    yield from (number * len(WEEKDAYS) // count for number in range(count))
