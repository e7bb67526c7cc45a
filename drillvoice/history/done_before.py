"""How often drills were done. Light to import: it is asked before the first sound."""

import sqlite3
from datetime import date

TIMES_DONE = """SELECT drill, level, COUNT(DISTINCT session) FROM exercise WHERE bouts > 0 GROUP BY drill, level"""
"""1.3 ms with 2,000 sessions [M]; an index of its own would save 0.4 ms of them."""
BOUTS_OF_DAY = """SELECT exercise.drill, SUM(bouts) FROM exercise JOIN session ON session.id = session
    WHERE started >= :day AND started < :after AND bouts > 0 GROUP BY exercise.drill"""


def times_done(connection: sqlite3.Connection) -> dict[tuple[str, int], int]:
    """In how many sessions at least one bout of a drill at a level was finished; level 0 is that of a drill without.

    Raises:
        sqlite3.Error: the record cannot be read.

    """
    return {(drill, level): times for drill, level, times in connection.execute(TIMES_DONE)}


def bouts_of_day(connection: sqlite3.Connection, day: date) -> dict[str, int]:
    """How many bouts of each drill were finished in the sessions of a day.

    Raises:
        sqlite3.Error: the record cannot be read.

    """
    given = {"day": day.isoformat(), "after": day.isoformat() + "U"}
    return dict(connection.execute(BOUTS_OF_DAY, given))
