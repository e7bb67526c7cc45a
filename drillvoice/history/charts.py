"""The charts of the report, each as its height and what is drawn in it."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from textwrap import wrap

from drillvoice.history.sessions import RATED, SessionRow
from drillvoice.history.svg import (
    INK,
    LINE,
    PALE,
    SOFT,
    WIDTH,
    Point,
    draw_box,
    draw_dot,
    draw_path,
    draw_text,
    draw_title,
)
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

Chart = tuple[float, str]
LEFT = 120.0
"""Where every chart begins; what it is about stands before."""
SPAN = WIDTH - LEFT - 10
MOST_DRILLS = 8
LABELLED_BARS = 27
MOST_MARKS = 60
"""More weeks than that are drawn as lines."""
CELL, BAR_HEIGHT, LEVEL_ROW, RATING_HEIGHT = 15.0, 100.0, 26.0, 110.0
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def charts_of(rows: Sequence[SessionRow], first: date, last: date) -> list[Chart]:
    """All that the sessions give rise to."""
    found = weeks_or_months(rows, first, last)
    charts = [_calendar_chart(rows, first, last), _minutes_chart(found)]
    levels = sorted(levels_by_exercise(rows).items(), key=lambda item: -len(item[1]))[:MOST_DRILLS]
    if levels:
        charts.append(_levels_chart({title: highest_in(values, found) for title, values in levels}, first, last))
    if average_ratings(rows):
        charts.append(_ratings_chart(rows, found))
    return charts


def text_block(lines: Sequence[str], size: float = 11, letters: int = 112) -> Chart:
    """Paragraphs, broken into lines."""
    broken = [part for line in lines for part in wrap(line, letters)]
    step = 1.4 * size
    texts = (draw_text((0, step * number), part, size=size) for number, part in enumerate(broken, start=1))
    return step * len(broken) + 14, "".join(texts)


def _calendar_chart(rows: Sequence[SessionRow], first: date, last: date) -> Chart:
    begin = max(monday_of(first), monday_of(last) - timedelta(weeks=MOST_WEEKS - 1))
    found = week_periods(rows, begin, last)
    cell = min(CELL, SPAN / len(found))
    cut = ", the last year" if begin > first else ""
    parts = [draw_title(f"Days of practice{cut} (dark: a session; a number: so many)")]
    parts += [draw_text((LEFT - 8, 36 + place * cell), day, size=10, anchor="end") for place, day in enumerate(DAYS)]
    for column, span in enumerate(found):
        if column == 0 or span.first.day <= 7:
            parts.append(draw_text((LEFT + column * cell, 42 + 7 * cell), f"{span.first:%b}", size=10))
        for place, count in enumerate(span.sessions):
            if first <= span.first + timedelta(days=place) <= last:
                parts += _day_marks((LEFT + column * cell, 26 + place * cell), cell, count)
    return 64 + 7 * cell, "".join(parts)


def _day_marks(corner: Point, cell: float, count: int) -> Iterator[str]:
    x, y = corner
    if not count:
        yield draw_box((x + cell / 2 - 1.5, y + cell / 2 - 1.5), 3, 3, LINE)
        return
    yield draw_box((x + 1, y + 1), cell - 2, cell - 2)
    if count > 1:
        middle = (x + cell / 2, y + cell / 2 + 3)
        yield draw_text(middle, str(count), size=min(9, cell - 4), anchor="middle", colour="#ffffff")


def _minutes_chart(found: Sequence[Period]) -> Chart:
    monthly = len(found[0].sessions) != 7
    title = "Minutes each month" if monthly else "Minutes each week (named by its Monday)"
    step, most = SPAN / max(len(found), 8), max(5.0, *(span.minutes for span in found))
    parts, ground = [draw_title(title)], 36 + BAR_HEIGHT
    for place, span in enumerate(found):
        height, middle = BAR_HEIGHT * span.minutes / most, LEFT + (place + 0.5) * step
        parts.append(draw_box((middle - 0.35 * step, ground - height), 0.7 * step, height))
        if span.minutes and len(found) <= LABELLED_BARS:
            parts.append(draw_text((middle, ground - height - 3), minutes_text(span.minutes), size=9, anchor="middle"))
    parts.append(draw_path([(LEFT, ground), (LEFT + SPAN, ground)], SOFT))
    parts += _period_names(found, [LEFT + (place + 0.5) * step for place in range(len(found))], ground + 14, 13)
    return ground + 36, "".join(parts)


def _period_names(found: Sequence[Period], places: Sequence[float], y: float, most: int) -> Iterator[str]:
    """Weeks or months below an axis, so many of them named at most."""
    monthly = len(found[0].sessions) != 7
    for place in range(0, len(found), -(-len(found) // most)):
        yield draw_text((places[place], y), _short_day(found[place].first, monthly=monthly), size=9, anchor="middle")


def _short_day(day: date, *, monthly: bool) -> str:
    return f"{day:%b %y}" if monthly else f"{day.day} {day:%b}"


def _levels_chart(shown: dict[str, list[tuple[date, int]]], first: date, last: date) -> Chart:
    parts = [draw_title("Levels (the highest of each week or month, where it changed)")]
    length = max((last - first).days, 1)
    for number, (title, values) in enumerate(shown.items()):
        middle = 40 + number * LEVEL_ROW
        parts.append(draw_text((LEFT - 8, middle + 4), _cut(title), size=10, anchor="end"))
        places = [(LEFT + 8 + (SPAN - 16) * max(0, (day - first).days) / length, level) for day, level in values]
        parts.append(draw_path([(x, middle) for x, _ in places], LINE))
        parts += _level_marks(places, middle)
    below = 40 + len(shown) * LEVEL_ROW
    for place in range(0, length + 1, max(1, -(-length // 8))):
        name = _short_day(first + timedelta(days=place), monthly=length > 7 * MOST_WEEKS)
        parts.append(draw_text((LEFT + 8 + (SPAN - 16) * place / length, below), name, size=9, anchor="middle"))
    return below + 22, "".join(parts)


def _cut(title: str) -> str:
    return title if len(title) <= 22 else f"{title[:20]}..."


def _level_marks(places: Sequence[tuple[float, int]], middle: float) -> Iterator[str]:
    """A number where the level changed, and at the end; none over another."""
    free_from, before = 0.0, 0
    for place, (x, level) in enumerate(places):
        is_last = place == len(places) - 1
        if (level != before or is_last) and (x >= free_from or is_last):
            if x >= free_from:
                yield draw_box((x - 7, middle - 8), 14, 16, "#ffffff")
                yield draw_text((x, middle + 4), str(level), size=11, anchor="middle", colour=INK)
            free_from = x + 16
        before = level


def _ratings_chart(rows: Sequence[SessionRow], found: Sequence[Period]) -> Chart:
    """Averages of each week or month, before and after, one strip for each thing that was rated."""
    each = "month" if len(found[0].sessions) != 7 else "week"
    marks = "dashed: before; full line: after" if len(found) > MOST_MARKS else "ring: before; dot: after"
    parts = [draw_title(f"Ratings from 0 (none) to 10, average of each {each} ({marks})")]
    width = (WIDTH - 30) / len(RATED)
    for number, name in enumerate(RATED):
        left = 24 + number * width
        parts += _strip(left, width - 24, rated_in(rows, found, name))
        places = [left + (place + 0.5) * (width - 24) / len(found) for place in range(len(found))]
        parts += _period_names(found, places, RATING_HEIGHT + 46, 3)
        parts.append(draw_text((left + width / 2 - 12, RATING_HEIGHT + 62), name.capitalize(), anchor="middle"))
    return RATING_HEIGHT + 78, "".join(parts)


def _strip(left: float, width: float, rated: Sequence[AverageRating | None]) -> Iterator[str]:
    def place_of(place: int, value: float) -> Point:
        return left + (place + 0.5) * width / len(rated), 30 + RATING_HEIGHT * (1 - value / 10)

    for value in (0, 5, 10):
        y = place_of(0, value)[1]
        yield draw_path([(left, y), (left + width, y)], PALE)
        yield draw_text((left - 4, y + 3), str(value), size=9, anchor="end")
    known = [(place, each) for place, each in enumerate(rated) if each]
    before = [place_of(place, each.before) for place, each in known if each.before is not None]
    after = [place_of(place, each.after) for place, each in known if each.after is not None]
    if len(rated) > MOST_MARKS:
        yield draw_path(before, dashed=True)
        yield draw_path(after)
        return
    for place, each in known:
        if each.before is not None and each.after is not None:
            yield draw_path([place_of(place, each.before), place_of(place, each.after)], LINE)
    yield from (draw_dot(point, 3.5, filled=False) for point in before)
    yield from (draw_dot(point, 2.5) for point in after)
