"""`drillvoice history`, `progress`, `export` and `forget`: what the record keeps, for people."""

import contextlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from drillvoice.core.plain_text import shown_line
from drillvoice.errors import Tell
from drillvoice.history.database import history_errors, open_to_read
from drillvoice.history.export import Decimal, export_sessions
from drillvoice.history.noted import counted_noun, noted_lines, noted_sentences
from drillvoice.history.plan_log import present_plans
from drillvoice.history.plan_weeks import plan_weeks, week_text
from drillvoice.history.queries import practised_drills
from drillvoice.history.sessions import NO_END, RATED, SessionRow, read_sessions
from drillvoice.history.weeks import (
    MOST_WEEKS,
    USUAL_WEEKS,
    Period,
    average_ratings,
    level_text,
    levels_by_exercise,
    minutes_text,
    monday_of,
    weeks_or_months,
)
from drillvoice.places import history_file
from drillvoice.terminal.printing import print_line, print_text

FUTURE = " (the clock was wrong)"
EMPTY = "Nothing is recorded yet: the first session that you run will be here."
PLAN = "\nYour plan for the week:"
NOT_BEGUN = "Not begun, or left within the first round; these count nowhere else:"
NONE_COUNTS = "No round has been finished in that time; `drillvoice history` shows all there is."
NONE_THEN = "Nothing is recorded for that time or drill; `drillvoice history` shows all there is."
WEEKDAYS = "Mo Tu We Th Fr Sa Su"
BAR = 20
ENDED = "ended"
"""In a way that this version does not know."""
ENDING_WORDS = {"complete": "to the end", "finished": "finished early", "unfinished": "unfinished"}


def _today() -> date:
    return datetime.now(UTC).astimezone().date()


def _read_sessions(tell: Tell, since: date | None = None, drill: str = "", until: date = NO_END) -> list[SessionRow]:
    """The sessions that were asked for; where there are none, a sentence says so."""
    path = history_file()
    connection = open_to_read(path, tell)
    found: list[SessionRow] = []
    if connection is not None:
        with contextlib.closing(connection), history_errors(path):
            found = read_sessions(connection, since, drill, until)
    if not found:
        print_text(NONE_THEN if connection is not None and (since or drill) else EMPTY)
    return found


def print_history(drill: str, since: date | None, tell: Tell) -> None:
    """Print the sessions as a table, the last one at the bottom.

    Raises:
        HistoryError: the record cannot be read.

    """
    today = _today()
    rows = _read_sessions(tell, since, drill, today if since else NO_END)
    if not rows:
        return
    practised, others = [row for row in rows if row.counts], [row for row in rows if not row.counts]
    if practised:
        print_text(f"{'day':<16} {'minutes':>7} {'rounds':>6} {'ended':<14}  drill")
        print_text("\n".join(shown_line(line) for row in practised for line in _session_lines(row, today)))
    if others:
        print_text(f"\n{NOT_BEGUN}" if practised else NOT_BEGUN)
        print_text("\n".join(shown_line(line) for row in others for line in _other_lines(row)))
    planned = [] if drill else _plan_lines(tell, since)
    if planned:
        print_text("\n".join(planned))


def _plan_lines(tell: Tell, since: date | None) -> list[str]:
    """The last weeks beside the plan that held in each; none where no plan is installed."""
    plans, path, today = present_plans(), history_file(), _today()
    connection = open_to_read(path, tell) if plans else None
    if connection is None:
        return []
    with contextlib.closing(connection), history_errors(path):
        done = practised_drills(connection, monday_of(plans[0].since), today)
    weeks = [week for week in plan_weeks(plans, done, today) if since is None or week.monday >= monday_of(since)]
    return [PLAN, *(week_text(week, today) for week in weeks[-USUAL_WEEKS:])] if weeks else []


def _session_lines(row: SessionRow, today: date) -> Iterator[str]:
    levels = sorted({level for _, level in row.levels if level})
    level = f", level {levels[0]}" if len(levels) == 1 and len(row.levels) == 1 else ""
    future = FUTURE if row.started.date() > today else ""
    minutes = minutes_text(row.seconds / 60)
    started = row.started.isoformat(" ")[:16]  # strftime would take a tenth of a second for ten years
    yield f"{started} {minutes:>7} {row.bouts:>6} {ENDING_WORDS.get(row.ended, ENDED):<14}  {row.name}{level}{future}"
    yield from _added_lines(row)


def _other_lines(row: SessionRow) -> Iterator[str]:
    """A session that was not begun, or left within its first round."""
    yield f"{row.started.isoformat(' ')[:16]}  {row.name}"
    yield from _added_lines(row)


def _added_lines(row: SessionRow) -> Iterator[str]:
    """What people have said of a session."""
    rated = ", ".join(filter(None, (_rating_text(row, name) for name in RATED))) if row.ratings else ""
    yield from (f"{'':16} {text}" for text in (rated, *noted_lines(row), *row.notes) if text)


def _rating_text(row: SessionRow, name: str) -> str:
    before, after = (row.ratings.get(moment, {}).get(name) for moment in ("before", "after"))
    if before is None and after is None:
        return ""
    return f"{name} {'-' if before is None else before} before, {'-' if after is None else after} after"


def show_progress(drill: str, since: date | None, output: Path | None, tell: Tell, *, name: str = "") -> None:
    """Print the weeks, or write them as a report of one page.

    Raises:
        DrillvoiceError: the record cannot be read, or the report cannot be written.

    """
    today = _today()
    first = since or monday_of(today) - timedelta(weeks=USUAL_WEEKS - 1)
    found = _read_sessions(tell, first, drill, today)
    rows = [row for row in found if row.counts]
    if not rows:
        if found:
            print_text(NONE_COUNTS)
        return
    first = max(first, min(row.started.date() for row in rows))
    planned = [] if drill else _plan_lines(tell, first)
    if output is None:
        print_text("\n".join([*_progress_lines(rows, first, today), *planned]))
        return
    from drillvoice.history.report import ReportWish, write_report

    write_report(rows, first, today, output, ReportWish(planned[1:], " ".join(name.split())))
    print_line(f"{output}: {counted_noun(len(rows), 'session')} from {first} to {today}, one page to print.")


def _progress_lines(rows: list[SessionRow], first: date, today: date) -> Iterator[str]:
    found = weeks_or_months(rows, first, today)
    most = max(span.minutes for span in found) or 1
    if (today - first).days > 7 * MOST_WEEKS:
        yield f"{'month':<10}  sessions  minutes"
        yield from (f"{span.first:%Y-%m}     {span.session_count:>8}  {_minutes_bar(span, most)}" for span in found)
    else:
        yield f"{'week of':<10}  {WEEKDAYS}  minutes"
        yield from (f"{span.first}  {_day_counts(span)}  {_minutes_bar(span, most)}" for span in found)
        yield "\nA number is how many sessions there were on that day."
    for title, values in levels_by_exercise(rows).items():
        yield f"{title}: level {level_text(values)}."
    for rated in average_ratings(rows):
        before, after = ("-" if value is None else f"{value:.1f}" for value in (rated.before, rated.after))
        number = counted_noun(rated.sessions, "session")
        yield f"{rated.name.capitalize()}, 0 to 10: {before} before, {after} after (average of {number})."
    yield from noted_sentences(rows)


def _day_counts(span: Period) -> str:
    return " ".join(f"{count or '.':>2}" for count in span.sessions)


def _minutes_bar(span: Period, most: float) -> str:
    bar = "#" * round(BAR * span.minutes / most)
    return f"{minutes_text(span.minutes):>7}  {bar}".rstrip()


def export_file(output: Path, decimal: Decimal, tell: Tell) -> None:
    """Write all sessions to a file.

    Raises:
        DrillvoiceError: the record cannot be read, or the file cannot be written.

    """
    rows = _read_sessions(tell)
    if rows:
        export_sessions(rows, output, decimal)
        print_line(f"{output}: {counted_noun(len(rows), 'session')}.")
