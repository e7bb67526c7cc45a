"""How often drills were done. Light to import: it is asked before the first sound."""

import sqlite3
from datetime import date

TIMES_DONE = """SELECT exercise.drill, level, COUNT(DISTINCT session) FROM exercise JOIN session ON session.id = session
    WHERE bouts > 0 AND substr(started, 1, 10) <= :today GROUP BY exercise.drill, level"""
BOUTS_OF_DAY = """SELECT exercise.drill, SUM(bouts) FROM exercise JOIN session ON session.id = session
    WHERE started >= :day AND started < :after AND bouts > 0 GROUP BY exercise.drill"""


def times_done(connection: sqlite3.Connection, today: date) -> dict[tuple[str, int], int]:
    """In how many sessions at least one bout of a drill at a level was finished; level 0 is that of a drill without.

    What a clock that was wrong has put into the future is none of them: advice would be left out that nobody heard.

    Raises:
        sqlite3.Error: the record cannot be read.

    """
    given = {"today": today.isoformat()}
    return {(drill, level): times for drill, level, times in connection.execute(TIMES_DONE, given)}


def bouts_of_day(connection: sqlite3.Connection, day: date) -> dict[str, int]:
    """How many bouts of each drill were finished in the sessions of a day.

    Raises:
        sqlite3.Error: the record cannot be read.

    """
    given = {"day": day.isoformat(), "after": day.isoformat() + "U"}
    return dict(connection.execute(BOUTS_OF_DAY, given))
