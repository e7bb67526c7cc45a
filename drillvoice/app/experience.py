"""How well somebody knows the drills, by the record. It is asked before the first sound, so it is quick."""

import contextlib
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from drillvoice.history.database import connect_to_read
from drillvoice.history.done_before import bouts_of_day, times_done
from drillvoice.places import history_file


@dataclass(frozen=True, slots=True)
class Experience:
    """What was done before a session."""

    times: Mapping[tuple[str, int], int] = field(default_factory=dict)
    """In how many sessions at least one bout of a drill was finished, by drill and level; 0 where it has none."""
    bouts_today: Mapping[str, int] = field(default_factory=dict)
    """How many bouts of each drill were finished today."""


def read_experience() -> Experience:
    """What the record knows; nothing where there is none that can be read: whoever writes the session down says so."""
    path = history_file()
    try:
        if not path.is_file():
            return Experience()
        today = datetime.now(UTC).astimezone().date()
        with contextlib.closing(connect_to_read(path)) as connection:
            return Experience(times_done(connection, today), bouts_of_day(connection, today))
    except (OSError, sqlite3.Error):
        return Experience()
