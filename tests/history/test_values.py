"""Values that nobody has written: bytes that are others leave every page in order, and still none of it is believed."""

import contextlib
import os
import sqlite3
import sys
from pathlib import Path

import pytest

from benchmarks.years import fill
from drillvoice.errors import HistoryError
from drillvoice.history.database import MOST_BYTES, open_store, open_to_read
from drillvoice.history.sessions import SessionRow, read_sessions
from drillvoice.history.values import LONGEST_TEXT

SESSIONS = 12
BROKEN = (
    "UPDATE session SET seconds = 9e999 WHERE id = 5",
    "UPDATE session SET seconds = 'many' WHERE id = 5",
    "UPDATE session SET pauses = x'00' WHERE id = 5",
    "UPDATE session SET rests = 9223372036854775807 WHERE id = 5",
    "UPDATE session SET ended = x'00' WHERE id = 5",
    "UPDATE exercise SET bouts = -9223372036854775808 WHERE session = 5",
    "UPDATE exercise SET level = 'x'",
    "UPDATE tally SET times = x'00' WHERE session = 5",
    "UPDATE rating SET fatigue = 3.5 WHERE session = (SELECT MAX(session) FROM rating)",
    f"INSERT INTO note VALUES (1, 5, 'x', hex(zeroblob({LONGEST_TEXT})))",
    "INSERT INTO noted VALUES (1, 5, 'wobble', 9e999, 'a')",
    "PRAGMA user_version = -5",
    "PRAGMA user_version = 0",
    "PRAGMA user_version = 1",
    "PRAGMA user_version = 2",
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "drillvoice" / "history.db"


def change(path: Path, statement: str) -> None:
    fill(path, SESSIONS)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute(statement)


def rows_to_read(path: Path, told: list[str]) -> list[SessionRow]:
    connection = open_to_read(path, told.append)
    assert connection
    with contextlib.closing(connection):
        return read_sessions(connection)


@pytest.mark.slow
@pytest.mark.parametrize("statement", BROKEN)
def test_what_nobody_has_written_is_damage_and_costs_no_session(path: Path, statement: str) -> None:
    change(path, statement)
    before = path.read_bytes()
    told: list[str] = []
    read = rows_to_read(path, told)
    assert (SESSIONS, 1, before) == (len(read), len(told), path.read_bytes())
    assert f"Of it {SESSIONS} sessions can be read" in told[0]
    with contextlib.closing(open_store(path, told.append)) as connection:
        assert read == read_sessions(connection)
    assert f"what could be read of it, {SESSIONS} sessions, is saved" in told[1]
    assert read == rows_to_read(path, told)
    assert 2 == len(told)


def test_a_session_that_nobody_can_name_is_lost_alone(path: Path) -> None:
    change(path, "UPDATE session SET title = x'00' WHERE id = 5")
    told: list[str] = []
    with contextlib.closing(open_store(path, told.append)) as connection:
        assert SESSIONS - 1 == len(read_sessions(connection))


def test_a_value_that_would_fill_the_memory_is_never_read(path: Path) -> None:
    change(path, "UPDATE session SET title = hex(zeroblob(20000000)) WHERE id = 5")
    told: list[str] = []
    assert SESSIONS - 1 == len(rows_to_read(path, told))
    assert "is damaged" in told[0]


def test_what_a_later_version_calls_an_end_is_no_damage(path: Path) -> None:
    change(path, "UPDATE session SET ended = 'slept' WHERE id = 5")
    told: list[str] = []
    assert "slept" in {row.ended for row in rows_to_read(path, told)}
    assert [] == told


@pytest.mark.parametrize("suffix", ["", "-wal", "-journal"])
def test_a_record_that_is_far_too_large_is_not_looked_through(path: Path, suffix: str) -> None:
    change(path, "SELECT 1")
    large = path.with_name(path.name + suffix)
    large.touch()
    os.truncate(large, MOST_BYTES + 1)
    for opening in (open_to_read, open_store):
        with pytest.raises(HistoryError, match=r"has more than 200 MB, far too much; move it away"):
            opening(path, print)


@pytest.mark.skipif(sys.platform == "win32", reason="no such files there")
@pytest.mark.parametrize("kind", ["a circle of links", "a folder of its log", "a pipe of its journal"])
def test_what_is_no_file_is_named(path: Path, kind: str) -> None:
    fill(path, 2)
    match kind:
        case "a circle of links":
            path.unlink()
            path.symlink_to(path)
            expected = "cannot be opened or written"
        case "a folder of its log":
            path.with_name("history.db-wal").unlink(missing_ok=True)
            path.with_name("history.db-wal").mkdir()
            expected = r"history\.db-wal, which belongs to the record beside it, is no file but a folder; move it away"
        case _:
            os.mkfifo(path.with_name("history.db-journal"))
            expected = (
                r"history\.db-journal, which belongs to the record beside it, is no file but a pipe; move it away"
            )
    for opening in (open_to_read, open_store):
        with pytest.raises(HistoryError, match=expected):
            opening(path, print)
