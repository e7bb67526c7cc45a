"""Sessions by week, or by month where there are many: what `progress` shows, as plain values."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from drillvoice.history.sessions import RATED, SessionRow

MOST_WEEKS = 53
"""What is longer is told by months, in print and on the screen."""
USUAL_WEEKS = 12
"""What is shown where no day is named."""


@dataclass(frozen=True, slots=True)
class Period:
    """A week that begins on Monday, or a month."""

    first: date
    sessions: tuple[int, ...]
    """How many sessions there were on each of its days."""
    minutes: float

    @property
    def session_count(self) -> int:
        """How many sessions there were."""
        return sum(self.sessions)


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def week_periods(rows: Iterable[SessionRow], first: date, last: date) -> list[Period]:
    """Every week from the week of one day to that of another, those without a session too."""
    start = monday_of(first)
    starts = [start + timedelta(weeks=number) for number in range((monday_of(last) - start).days // 7 + 1)]
    return _periods_between(rows, [*starts, starts[-1] + timedelta(weeks=1)])


def month_periods(rows: Iterable[SessionRow], first: date, last: date) -> list[Period]:
    """The same by months."""
    starts = [date(first.year, first.month, 1)]
    while starts[-1] <= last:
        starts.append((starts[-1] + timedelta(days=31)).replace(day=1))
    return _periods_between(rows, starts)


def weeks_or_months(rows: Iterable[SessionRow], first: date, last: date) -> list[Period]:
    """Weeks, or months where there would be more than a year of weeks."""
    return (month_periods if (last - first).days > 7 * MOST_WEEKS else week_periods)(rows, first, last)


def _periods_between(rows: Iterable[SessionRow], edges: Sequence[date]) -> list[Period]:
    counts: dict[date, int] = {}
    seconds: dict[date, float] = {}
    for row in rows:
        day = row.started.date()
        counts[day] = counts.get(day, 0) + 1
        seconds[day] = seconds.get(day, 0.0) + row.seconds
    found = []
    for first, end in pairwise(edges):
        days = [first + timedelta(days=number) for number in range((end - first).days)]
        minutes = sum(seconds.get(day, 0.0) for day in days) / 60
        found.append(Period(first, tuple(counts.get(day, 0) for day in days), minutes))
    return found


def levels_by_exercise(rows: Iterable[SessionRow]) -> dict[str, list[tuple[date, int]]]:
    """The levels of each exercise that has levels, by day."""
    found: dict[str, list[tuple[date, int]]] = {}
    for row in rows:
        for title, level in row.levels:
            if level:
                found.setdefault(title, []).append((row.started.date(), level))
    return found


def highest_in(values: Sequence[tuple[date, int]], found: Sequence[Period]) -> list[tuple[date, int]]:
    """The highest level of each week or month that has one."""
    starts = [span.first for span in found]
    highest: dict[date, int] = {}
    for day, level in values:
        first = starts[bisect_right(starts, day) - 1]
        highest[first] = max(level, highest.get(first, 0))
    return sorted(highest.items())


def level_text(values: Sequence[tuple[date, int]]) -> str:
    """The levels in the order in which they came, each change once: "1, 2, 3, then 2"."""
    order: list[int] = []
    for _, level in values:
        if order[-1:] != [level]:
            order.append(level)
    if len(order) > MOST_CHANGES:
        return f"between {min(order)} and {max(order)}, last {order[-1]}"
    return ", then ".join(map(str, order))


MOST_CHANGES = 6


@dataclass(frozen=True, slots=True)
class AverageRating:
    """How one thing was rated, on average, in the sessions in which it was rated at that moment."""

    name: str
    before: float | None
    after: float | None
    sessions: int
    """How many sessions had a rating of it."""


def average_ratings(rows: Sequence[SessionRow], names: Sequence[str] = RATED) -> list[AverageRating]:
    """The averages of everything that was rated at all."""
    found = []
    for name in names:
        values = {moment: _rated_values(rows, moment, name) for moment in ("before", "after")}
        rated = sum(any(row.ratings.get(moment, {}).get(name) is not None for moment in values) for row in rows)
        if rated:
            found.append(AverageRating(name, _mean(values["before"]), _mean(values["after"]), rated))
    return found


def rated_in(rows: Sequence[SessionRow], found: Sequence[Period], name: str) -> list[AverageRating | None]:
    """The averages of one thing in each week or month; None where it was not rated."""
    starts = [span.first for span in found]
    inside: list[list[SessionRow]] = [[] for _ in found]
    for row in rows:
        inside[bisect_right(starts, row.started.date()) - 1].append(row)
    return [next(iter(average_ratings(own, (name,))), None) for own in inside]


def _rated_values(rows: Iterable[SessionRow], moment: str, name: str) -> list[int]:
    values = (row.ratings.get(moment, {}).get(name) for row in rows)
    return [value for value in values if value is not None]


def _mean(values: Sequence[int]) -> float | None:
    return sum(values) / len(values) if values else None


def minutes_text(minutes: float) -> str:
    """Minutes as they are read: 0, under 1, 12."""
    return "under 1" if 0 < minutes < 0.95 else f"{minutes:.0f}"
