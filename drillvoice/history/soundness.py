"""Whether a record is sound: SQLite's own look at its pages, and ours at what it does not look into.

A few bytes that are others, in a date, in a text or in the description of a table, leave every page in order.
"""

import contextlib
import sqlite3
from datetime import datetime
from functools import cache

from drillvoice.history.faults import UnsoundError
from drillvoice.history.schema import SCHEMA_STEPS, steps_taken, upgrade_schema
from drillvoice.history.values import RULES, breaks_rules, limit_values

DESCRIPTIONS = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"
SMALL_TEXTS = {
    "session": "started, drill, title, ended",
    "exercise": "drill, title",
    "tally": "name",
    "command": "source, name",
    "rating": "moment",
    "note": "written, text",
    "noted": "name, text",
}
"""What is listed. It is read from the tables themselves: their indices may still have what was written. The long texts
of a session are read one by one, where it is gone on with."""
NO_VALUE = "a value in it is none that drillvoice writes"
CHANGED = "its tables are described in another way than this program does"
NO_TEXT = "a text in it is no text"
NO_DATE = "a date in it is none"


def look_through(connection: sqlite3.Connection) -> None:
    """Find damage before anything is built on it.

    Raises:
        UnsoundError: there is some.
        sqlite3.Error: it cannot be read; a UnicodeDecodeError where SQLite could not even say why.

    """
    limit_values(connection)
    (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if found != "ok":
        raise UnsoundError(str(found).splitlines()[-1])
    taken, described = _described_at(connection)
    wanted, later = _descriptions(taken), _descriptions(len(SCHEMA_STEPS))
    names = {name for name, _ in wanted}
    too_early = {name for name, _ in later} - names  # what a later step makes: the number of steps is another
    if taken < 0 or not wanted <= described or any(name in too_early for name, _ in described):
        raise UnsoundError(CHANGED)
    for table in RULES:
        if table in names and breaks_rules(connection, table):
            raise UnsoundError(NO_VALUE)
    for table, columns in SMALL_TEXTS.items():
        if table in names:
            _texts_of(connection, f"SELECT {columns} FROM {table} NOT INDEXED")
    for (started,) in connection.execute("SELECT started FROM session NOT INDEXED") if names else ():
        _refuse_no_date(started)


def _described_at(connection: sqlite3.Connection) -> tuple[int, set[tuple[str, ...]]]:
    """How many steps there are, and the tables of the same moment: another process may be taking the next one."""
    while True:
        taken = steps_taken(connection)
        described = _texts_of(connection, DESCRIPTIONS)
        if taken == steps_taken(connection):
            return taken, described


@cache
def _descriptions(taken: int) -> frozenset[tuple[str, str]]:
    with contextlib.closing(described_tables(taken)) as own:
        return frozenset(own.execute(DESCRIPTIONS))


def described_tables(taken: int) -> sqlite3.Connection:
    """An empty record in memory that has taken so many steps."""
    own = sqlite3.connect(":memory:", isolation_level=None)
    upgrade_schema(own, SCHEMA_STEPS[:taken])
    return own


def _texts_of(connection: sqlite3.Connection, query: str) -> set[tuple[str, ...]]:
    try:
        return set(connection.execute(query))
    except sqlite3.OperationalError as error:
        if "decode" in str(error):
            raise UnsoundError(NO_TEXT) from error
        raise


def _refuse_no_date(text: str) -> None:
    try:
        datetime.fromisoformat(text)
    except (TypeError, ValueError) as error:
        raise UnsoundError(NO_DATE) from error
