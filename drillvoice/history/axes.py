"""What the charts of the report share: colours, titles, marks, and the names below an axis."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from matplotlib.axes import Axes

from drillvoice.history.weeks import MOST_WEEKS, Period

INK, SOFT, LINE = "#1b3a57", "#595959", "#b8b8b8"
"""Contrast with white: 11.4, 7.0, and for lines that only frame."""


def put_title(axes: Axes, text: str) -> None:
    """At the left edge of the page, whatever stands to the left of the chart."""
    place = axes.get_position()
    axes.set_title(text, x=-place.x0 / place.width + 0.02)


def plot_marks(axes: Axes, places: Sequence[tuple[float, float]], **look: Any) -> None:
    """Many marks as one path: a thousand paths would take seconds."""
    axes.plot([x for x, _ in places], [y for _, y in places], linestyle="none", **look)


def periods_axis(axes: Axes, found: Sequence[Period], most: int) -> None:
    """Weeks or months from left to right, so many of them named at most."""
    places = range(0, len(found), -(-len(found) // most))
    monthly = len(found[0].sessions) != 7
    axes.set_xticks(places, [short_day(found[place].first, monthly=monthly) for place in places])


def short_day(day: date, *, monthly: bool) -> str:
    """A day below an axis."""
    return f"{day:%b %y}" if monthly else f"{day.day} {day:%b}"


def days_axis(axes: Axes, first: date, last: date) -> None:
    """Days from left to right."""
    length = max((last - first).days, 1)
    step = max(1, -(-length // 8))
    places = range(0, length + 1, step)
    monthly = length > 7 * MOST_WEEKS
    axes.set_xticks(places, [short_day(first + timedelta(days=place), monthly=monthly) for place in places])
    axes.set_xlim(-length * 0.02, length * 1.02)
