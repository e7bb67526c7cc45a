"""How far the week of a plan is, from the record."""

import contextlib
from collections.abc import Mapping
from datetime import date, timedelta

from drillvoice.core.week.due import WeekSoFar
from drillvoice.core.week.schema import WeekPlan
from drillvoice.errors import HistoryError, Tell
from drillvoice.history.database import history_errors, open_to_read
from drillvoice.history.queries import practised_drills
from drillvoice.places import history_file


def week_so_far(plan: WeekPlan, today: date, tell: Tell) -> WeekSoFar:
    """The week of a day as it stands; where the record cannot be read that is told, and nothing counts as done."""
    monday = today - timedelta(days=today.weekday())
    done = _drills_by_day(monday, tell)
    days = {day.weekday() for day, names in done.items() if day <= today and not names.isdisjoint(plan.drills)}
    return WeekSoFar(plan, frozenset(days), today.weekday())


def _drills_by_day(since: date, tell: Tell) -> Mapping[date, set[str]]:
    path = history_file()
    try:
        connection = open_to_read(path, tell)
        if connection is None:
            return {}
        with contextlib.closing(connection), history_errors(path):
            return practised_drills(connection, since)
    except HistoryError as error:
        tell(str(error))
        return {}
