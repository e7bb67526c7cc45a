"""Ten years of daily sessions for the benchmarks and tests of the record: generated, not recorded."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from drillvoice.core.plan.timing import lay_out
from drillvoice.history.database import open_store
from drillvoice.history.ratings import write_ratings
from drillvoice.history.session_row import Kept, insert_session
from tests.builders import choices_of, length

DRILLS = ("head-turns", "head-turns", "heel-raises", "walking", "start-small", "weight-shift")


def fill(path: Path, days: int, seed: int = 1, until: datetime | None = None) -> int:
    """Write a session for most days up to now, as the recorder would; answers how many."""
    random = Random(seed)
    connection = open_store(path, print)
    now = until or datetime.now(UTC).astimezone()
    connection.execute("BEGIN")
    with connection:
        for ago in reversed(range(days)):
            _session(connection, now - timedelta(days=ago, minutes=random.randrange(240)), random, 1 - ago / days)
    connection.close()
    return days


def _session(connection: sqlite3.Connection, started: datetime, random: Random, progress: float) -> None:
    name = random.choice(DRILLS)
    top = {"head-turns": 5, "heel-raises": 2, "weight-shift": 2}.get(name)
    level = max(1, min(top, 1 + int(progress * top + random.random() * 0.3))) if top else None
    plan = lay_out(choices_of(name, level=level, cadence=100, attended=True, seed=random.randrange(9999)), length)
    kept = Kept({"drill": name, "seed": 1, "rate": 165}, {"brief": False, "voice": ""})
    session = insert_session(connection, plan, kept, started)
    connection.execute("UPDATE exercise SET bouts = 3 WHERE session = ?", (session,))
    connection.executemany("INSERT INTO bout VALUES (?, ?, 0, 1.0)", [(session, block) for block in (2, 5, 8)])
    cues = [(session, 0, cue, random.randrange(3, 9)) for cue in ("left", "right", "up", "down")]
    connection.executemany("INSERT INTO tally VALUES (?, ?, ?, ?)", cues)
    connection.execute("INSERT INTO command VALUES (?, 'key', 'pause', 1)", (session,))
    connection.execute(
        "UPDATE session SET seconds = ?, rests = 2, pauses = ?, ended = ? WHERE id = ?",
        (random.uniform(300, 1100), random.randrange(3), random.choice(["complete"] * 6 + ["finished"]), session),
    )
    if random.random() < 0.6:
        before = random.randrange(2, 7)
        for moment, change in (("before", 0), ("after", random.choice([-1, 0, 0, 1]))):
            felt = {
                "dizziness": max(0, before + change - 1),
                "unsteadiness": max(0, before - change),
                "fatigue": before,
            }
            write_ratings(connection, session, moment, felt)  # type: ignore[arg-type]
