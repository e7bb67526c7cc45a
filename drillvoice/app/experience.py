"""How well somebody knows a drill, by the record. It is asked before the first sound, so it is quick."""

import contextlib
import sqlite3
from collections.abc import Mapping

from drillvoice.history import queries
from drillvoice.history.database import connect_to_read
from drillvoice.places import history_file


def times_done() -> Mapping[tuple[str, int], int]:
    """In how many sessions at least one bout of a drill was finished, by drill and level; level 0 has a drill without.

    Nothing where there is no record, or none that can be read: whoever writes the session down says what is wrong.
    """
    path = history_file()
    try:
        if not path.is_file():
            return {}
        with contextlib.closing(connect_to_read(path)) as connection:
            return queries.times_done(connection)
    except (OSError, sqlite3.Error):
        return {}
