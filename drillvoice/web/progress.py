"""What was done in the last weeks, as a page shows it, and the report to print."""

import contextlib
from datetime import UTC, date, datetime, timedelta
from typing import Any

from drillvoice.core.page_server_phrases import PageServerPhrases
from drillvoice.errors import Tell
from drillvoice.history.database import history_errors, is_record_there, open_store, open_to_read
from drillvoice.history.noted import counted_noun, noted_lines
from drillvoice.history.ratings import add_note, last_session
from drillvoice.history.report import html_report
from drillvoice.history.sessions import SessionRow, read_sessions
from drillvoice.history.weeks import USUAL_WEEKS, minutes_text, monday_of
from drillvoice.places import history_file


def _today() -> date:
    return datetime.now(UTC).astimezone().date()


def _practised(first: date, tell: Tell) -> list[SessionRow]:
    """The sessions from a day on in which a round was finished.

    Raises:
        HistoryError: the record cannot be read.

    """
    path = history_file()
    connection = open_to_read(path, tell)
    if connection is None:
        return []
    with contextlib.closing(connection), history_errors(path):
        return [row for row in read_sessions(connection, first, until=_today()) if row.counts]


def _first_day() -> date:
    return monday_of(_today()) - timedelta(weeks=USUAL_WEEKS - 1)


def weeks_json(words: PageServerPhrases, tell: Tell) -> list[dict[str, Any]]:
    """The last weeks, the present one first, back to the first in which anything was done.

    Raises:
        HistoryError: the record cannot be read.

    """
    rows, monday = _practised(_first_day(), tell), monday_of(_today())
    oldest = monday_of(min((row.started.date() for row in rows), default=monday))
    count = (monday - oldest).days // 7 + 1
    return [_week_json(monday - timedelta(weeks=back), back, rows, words) for back in range(count)]


def _week_json(monday: date, back: int, rows: list[SessionRow], words: PageServerPhrases) -> dict[str, Any]:
    own = [row for row in rows if monday_of(row.started.date()) == monday]
    days = {row.started.date() for row in own}
    summary = words.summary.format(
        sessions=counted_noun(len(own), "session"),
        days=counted_noun(len(days), "day"),
        minutes=minutes_text(sum(row.seconds for row in own) / 60),
    )
    named = (words.this_week, words.last_week)
    return {
        "title": named[back] if back < len(named) else words.week_of.format(day=f"{monday.day} {monday:%B}"),
        "days": [
            {"day": name, "done": _done_on(monday + timedelta(days=number), own, words)}
            for number, name in enumerate(words.days)
        ],
        "summary": summary if own else words.nothing_done,
    }


def _done_on(day: date, rows: list[SessionRow], words: PageServerPhrases) -> list[str]:
    return [
        "; ".join((words.done.format(title=row.name, minutes=minutes_text(row.seconds / 60)), *noted_lines(row)))
        for row in rows
        if row.started.date() == day
    ]


def report_html(tell: Tell) -> str:
    """The report of the last weeks; "" where there is nothing to report.

    Raises:
        HistoryError: the record cannot be read.

    """
    rows = _practised(_first_day(), tell)
    if not rows:
        return ""
    return html_report(rows, min(row.started.date() for row in rows), _today())


def keep_note(text: str, tell: Tell) -> bool:
    """Add a note to the last session; whether there is one.

    Raises:
        HistoryError: the record cannot be written.

    """
    path = history_file()
    if not is_record_there(path):
        return False
    with contextlib.closing(open_store(path, tell)) as connection, history_errors(path):
        last = last_session(connection)
        if last is None:
            return False
        connection.execute("BEGIN IMMEDIATE")
        with connection:
            add_note(connection, last[0], text, datetime.now(UTC).astimezone())
    return True
