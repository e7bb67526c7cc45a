"""The charts of the report. Imported only where a report is drawn: matplotlib takes half a second to load."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from textwrap import wrap
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from drillvoice.history.axes import INK, LINE, SOFT, days_axis, periods_axis, plot_marks, put_title
from drillvoice.history.queries import RATED, SessionRow
from drillvoice.history.weeks import (
    MOST_WEEKS,
    AverageRating,
    Period,
    average_ratings,
    highest_in,
    levels_by_exercise,
    minutes_text,
    monday_of,
    rated_in,
    week_periods,
    weeks_or_months,
)

WIDTH_IN = 7.3
"""A4 less its margins."""
LEFT, RIGHT = 0.17, 0.975
"""Where every chart begins and ends, as shares of the width."""
MOST_DRILLS = 8
ROOM = 0.03
"""Numbers come no closer than this share of the width."""
LABELLED_BARS = 27
MOST_MARKS = 60
"""More weeks than that are drawn as lines."""
STYLE: Any = {
    "font.size": 8.5,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": SOFT,
    "axes.titlesize": 10,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "xtick.color": "#333333",
    "ytick.color": "#333333",
    "text.parse_math": False,
    "text.usetex": False,
}
DrawChart = Callable[[Axes], None]


def draw_page(
    rows: Sequence[SessionRow], first: date, last: date, heading: Sequence[str] = (), foot: str = ""
) -> Figure:
    """All charts that the sessions give rise to, one below the other."""
    with mpl.rc_context(rc=STYLE):
        panels = _chart_panels(rows, first, last)
        head_in = 0.35 + 0.19 * sum(len(wrap(line, 105)) for line in heading) if heading else 0.0
        foot_in = 0.5 if foot else 0.0
        heights = [height for height, _ in panels]
        total = sum(heights) + head_in + foot_in
        figure = Figure(figsize=(WIDTH_IN, total))
        top = total - head_in
        for height, draw in panels:
            bottom = (top - height + 0.42) / total
            draw(figure.add_axes((LEFT, bottom, RIGHT - LEFT, (height - 0.82) / total)))
            top -= height
        _write_texts(figure, heading, foot, total)
    return figure


def _write_texts(figure: Figure, heading: Sequence[str], foot: str, total: float) -> None:
    top = total - 0.25
    for index, line in enumerate(heading):
        for part in wrap(line, 105):
            figure.text(0.02, top / total, part, size=9 if index else 15, weight="normal" if index else "bold")
            top -= 0.19 if index else 0.27
    figure.text(0.02, 0.08 / total, "\n".join(wrap(foot, 120)), size=7.5, color=SOFT)


def _chart_panels(rows: Sequence[SessionRow], first: date, last: date) -> list[tuple[float, DrawChart]]:
    """Each chart with its height in inches."""
    found = [(1.95, _calendar_chart(rows, first, last)), (2.1, _minutes_chart(weeks_or_months(rows, first, last)))]
    by_drill = levels_by_exercise(rows)
    if by_drill:
        found_spans = weeks_or_months(rows, first, last)
        shown = {
            title: highest_in(values, found_spans)
            for title, values in sorted(by_drill.items(), key=lambda item: -len(item[1]))[:MOST_DRILLS]
        }
        found.append((1.0 + 0.34 * len(shown), _levels_chart(shown, first, last)))
    if average_ratings(rows):
        found.append((2.35, _ratings_chart(rows, first, last)))
    return found


def _calendar_chart(rows: Sequence[SessionRow], first: date, last: date) -> DrawChart:
    begin = max(monday_of(first), monday_of(last) - timedelta(weeks=MOST_WEEKS - 1))
    found = week_periods(rows, begin, last)
    cut = ", the last year" if begin > first else ""

    days = [
        (column, row, count)
        for column, span in enumerate(found)
        for row, count in enumerate(span.sessions)
        if first <= span.first + timedelta(days=row) <= last
    ]

    def draw_calendar(axes: Axes) -> None:
        for wanted, size, colour in ((False, 2, LINE), (True, 8 if len(found) < 40 else 5.5, INK)):
            places = [(column, row) for column, row, count in days if bool(count) is wanted]
            plot_marks(axes, places, marker="s", markersize=size, color=colour)
        for column, row, count in days:
            if count > 1:
                middle: Any = {"ha": "center", "va": "center_baseline"}
                axes.text(column, row, str(count), color="white", size=6, weight="bold", **middle)
        axes.set_xlim(-0.7, max(len(found), 26) - 0.3)
        axes.set_ylim(6.6, -0.6)
        axes.set_yticks(range(7), ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"])
        begins = [(column, span.first) for column, span in enumerate(found) if span.first.day <= 7]
        if not begins or begins[0][0] > 2:
            begins.insert(0, (0, found[0].first))
        axes.set_xticks([column for column, _ in begins], [f"{day:%b}" for _, day in begins])
        axes.set_aspect("equal", anchor="W")
        axes.tick_params(length=0)
        for side in axes.spines.values():
            side.set_visible(False)
        put_title(axes, f"Days of practice{cut} (dark: a session; a number: so many)")

    return draw_calendar


def _minutes_chart(found: Sequence[Period]) -> DrawChart:
    monthly = len(found[0].sessions) != 7

    def draw_minutes(axes: Axes) -> None:
        values = [span.minutes for span in found]
        axes.bar(range(len(found)), values, color=INK, width=0.7)
        periods_axis(axes, found, 13)
        axes.set_xlim(-0.7, max(len(found), 8) - 0.3)
        axes.set_ylim(0, max(*values, 5) * 1.15)
        if len(found) <= LABELLED_BARS:
            for place, value in enumerate(values):
                if value:
                    axes.text(place, value, minutes_text(value), ha="center", va="bottom", size=7.5)
        put_title(axes, "Minutes each month" if monthly else "Minutes each week (named by its Monday)")

    return draw_minutes


def _levels_chart(by_drill: dict[str, list[tuple[date, int]]], first: date, last: date) -> DrawChart:
    length = max((last - first).days, 1)
    monthly = length > 7 * MOST_WEEKS

    def draw_levels(axes: Axes) -> None:
        for place, values in enumerate(by_drill.values()):
            _row_of_levels(axes, place, [((day - first).days, level) for day, level in values], length)
        axes.set_yticks(range(len(by_drill)), [title if len(title) < 18 else f"{title[:16]}…" for title in by_drill])
        axes.set_ylim(len(by_drill) - 0.4, -0.6)
        days_axis(axes, first, last)
        put_title(axes, "Levels: the highest of each month" if monthly else "Levels: the highest of each week")

    return draw_levels


def _row_of_levels(axes: Axes, place: int, values: Sequence[tuple[int, int]], length: int) -> None:
    """A line that steps up and down with the level; numbers where there is room for them, the last one always."""
    low, high = min(level for _, level in values), max(level for _, level in values)
    heights = [place + 0.3 - 0.6 * (level - low) / (high - low) if high > low else place for _, level in values]
    axes.step([day for day, _ in values], heights, where="post", color=INK, linewidth=0.9)
    changes = [index for index, (_, level) in enumerate(values) if index == 0 or values[index - 1][1] != level]
    end = values[-1][0] if len(values) > 1 else -length
    free_from = float(-length)
    for index in [index for index in changes if values[index][0] <= end - length * ROOM or len(values) == 1]:
        day, level = values[index]
        if day >= free_from:
            _mark_level(axes, day, heights[index], level)
            free_from = day + length * ROOM
    if len(values) > 1:
        _mark_level(axes, end, heights[-1], values[-1][1])


def _mark_level(axes: Axes, day: float, height: float, level: int) -> None:
    box = {"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": INK, "linewidth": 0.6}
    axes.text(day, height, str(level), ha="center", va="center", size=7, color=INK, bbox=box)


def _ratings_chart(rows: Sequence[SessionRow], first: date, last: date) -> DrawChart:
    """Averages of each week or month, before and after, one strip a thing that was rated."""
    many = (last - first).days > 7 * MOST_WEEKS
    found = weeks_or_months(rows, first, last)

    def draw_ratings(axes: Axes) -> None:
        box = axes.get_position()
        figure, width = axes.figure, box.width / len(RATED)
        axes.set_axis_off()
        each = "month" if many else "week"
        marks = "dashed: before; full line: after" if len(found) > MOST_MARKS else "ring: before; dot: after"
        put_title(axes, f"Ratings from 0 (none) to 10, average of each {each} ({marks})")
        for place, name in enumerate(RATED):
            strip = figure.add_axes((box.x0 + place * width, box.y0, width * 0.86, box.height * 0.88))
            _draw_strip(strip, rated_in(rows, found, name))
            periods_axis(strip, found, 3)
            strip.set_xlabel(name.capitalize())

    return draw_ratings


def _draw_strip(axes: Axes, rated: Sequence[AverageRating | None]) -> None:
    both = [(place, each) for place, each in enumerate(rated) if each]
    before = [(place, each.before) for place, each in both if each.before is not None]
    after = [(place, each.after) for place, each in both if each.after is not None]
    lines = [(place, each) for place, each in both if each.before is not None and each.after is not None]
    axes.vlines(
        [place for place, _ in lines],
        [each.before or 0 for _, each in lines],
        [each.after or 0 for _, each in lines],
        color=LINE,
        linewidth=1,
        zorder=1,
    )
    if len(rated) > MOST_MARKS:
        axes.plot([x for x, _ in before], [y for _, y in before], color=INK, linewidth=0.9, linestyle=(0, (3, 2)))
        axes.plot([x for x, _ in after], [y for _, y in after], color=INK, linewidth=1.1)
    else:
        plot_marks(axes, before, marker="o", markersize=4.5, mfc="white", mec=INK)
        plot_marks(axes, after, marker="o", markersize=3, color=INK)
    axes.set_ylim(-0.5, 10.5)
    axes.set_yticks([0, 5, 10])
    axes.set_xlim(-0.7, len(rated) - 0.3)
    axes.grid(axis="y", color="#e5e5e5", linewidth=0.6)
    axes.set_axisbelow(True)
