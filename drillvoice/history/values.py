"""What the values of the record may be: SQLite keeps whatever is in a column, and one byte that is another makes a text
of a number, or a number that is none.
"""

import sqlite3
from typing import Final, NamedTuple

MOST = 10**12
"""More than anything that is counted or timed, in the year 9999 too."""
LONGEST_TEXT = 4_000_000
"""More letters than a command line has room for."""
MOST_BYTES = 16_000_000
"""Of one value: as many as these letters can have."""
LOST: Final = object()
"""Nothing stands for such a value, so that its row is lost."""


class ColumnRule(NamedTuple):
    """What holds for a column, as SQL, and what stands in where it does not."""

    sql: str
    stand_in: object = LOST


def _text(name: str, stand_in: object = LOST) -> ColumnRule:
    return ColumnRule(f"typeof({name}) = 'text' AND length({name}) <= {LONGEST_TEXT}", stand_in)


def _whole(name: str, stand_in: object = LOST) -> ColumnRule:
    return ColumnRule(f"typeof({name}) = 'integer' AND {name} BETWEEN -{MOST} AND {MOST}", stand_in)


def _number(name: str, stand_in: object = LOST) -> ColumnRule:
    return ColumnRule(f"typeof({name}) IN ('integer', 'real') AND {name} BETWEEN -{MOST} AND {MOST}", stand_in)


def _or_none(name: str, rule: ColumnRule) -> ColumnRule:
    return ColumnRule(f"{name} IS NULL OR {rule.sql}", None)


RULES: dict[str, dict[str, ColumnRule]] = {
    "session": {name: _text(name) for name in ("started", "drill", "title")}
    | {name: _whole(name, 0) for name in ("seed", "rests", "pauses", "skips")}
    | {name: _number(name, 0) for name in ("seen", "seconds")}
    | {"unit": _whole("unit", -1), "ended": _or_none("ended", _text("ended"))},
    "exercise": {name: _text(name) for name in ("drill", "title")}
    | {name: _whole(name, 0) for name in ("level", "bouts")},
    "bout": {"exercise": _whole("exercise"), "at_s": _number("at_s", 0)},
    "tally": {"name": _text("name"), "times": _whole("times")},
    "command": {"source": _text("source"), "name": _text("name"), "times": _whole("times")},
    "rating": {name: _or_none(name, _whole(name)) for name in ("dizziness", "unsteadiness", "fatigue")},
    "note": {"written": _text("written", ""), "text": _text("text")},
    "noted": {"name": _text("name"), "at_s": _or_none("at_s", _number("at_s")), "text": _text("text", "")},
}


def limit_values(connection: sqlite3.Connection) -> None:
    """Have SQLite refuse a value that would fill the memory, as damage."""
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MOST_BYTES)


def breaks_rules(connection: sqlite3.Connection, table: str) -> bool:
    """Whether a value of a table is none that was written.

    Raises:
        sqlite3.Error: it cannot be read.

    """
    broken = " OR ".join(f"NOT ({rule.sql})" for rule in RULES[table].values())
    (found,) = connection.execute(f"SELECT EXISTS (SELECT 1 FROM {table} NOT INDEXED WHERE {broken})").fetchone()
    return bool(found)


def mend_values(connection: sqlite3.Connection) -> None:
    """Put what stands in for them in place of values that none has written; rows without their sense go.

    Raises:
        sqlite3.Error: the record cannot be written.

    """
    for table, rules in RULES.items():
        for name, rule in rules.items():
            if rule.stand_in is LOST:
                connection.execute(f"DELETE FROM {table} WHERE NOT ({rule.sql})")
            else:
                connection.execute(f"UPDATE {table} SET {name} = ? WHERE NOT ({rule.sql})", (rule.stand_in,))


def without_gaps(table: str, row: dict[str, object]) -> dict[str, object]:
    """A row in which what stands in has the place of what is missing: most columns take no NULL."""
    rules = RULES.get(table, {})
    missing = {name: rules[name].stand_in for name in rules if name in row and row[name] is None}
    return row | {name: value for name, value in missing.items() if value is not LOST}
