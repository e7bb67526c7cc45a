"""Opening the record, and everything that can be wrong with it."""

import os
import sqlite3
from datetime import date
from pathlib import Path

import pytest

from drillvoice.errors import HistoryError
from drillvoice.history.database import damaged_files, open_store, open_to_read, set_aside
from drillvoice.history.queries import Wobble, read_sessions
from drillvoice.history.ratings import add_wobble, write_wall
from drillvoice.history.schema import SCHEMA_STEPS, SESSION_TABLES, upgrade_schema

ROW = """INSERT INTO session (started, drill, title, seed, header, settings, plan, seen)
    VALUES ('2026-01-01T10:00:00+01:00', ?, '', 1, '', '', ?, 1)"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "drillvoice" / "history.db"


def version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def with_sessions(path: Path, count: int) -> bytes:
    connection = open_store(path, pytest.fail)
    connection.execute("BEGIN")
    connection.executemany(ROW, [("a", os.urandom(2000))] * count)
    connection.execute("COMMIT")
    connection.close()
    return path.read_bytes()


def test_a_new_record_has_every_step_and_is_in_wal() -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    upgrade_schema(connection)
    assert len(SCHEMA_STEPS) == version(connection)
    connection.close()


def test_it_is_written_in_wal(path: Path) -> None:
    connection = open_store(path, pytest.fail)
    assert ("wal",) == connection.execute("PRAGMA journal_mode").fetchone()
    connection.close()


def test_an_older_record_gets_the_steps_that_it_lacks_and_keeps_its_rows(path: Path) -> None:
    path.parent.mkdir()
    connection = sqlite3.connect(path, isolation_level=None)
    upgrade_schema(connection, (SESSION_TABLES,))
    connection.execute(ROW, ("a", b""))
    connection.close()
    connection = open_store(path, pytest.fail)
    assert len(SCHEMA_STEPS) == version(connection)
    assert [("a",)] == connection.execute("SELECT drill FROM session").fetchall()
    connection.close()


@pytest.mark.parametrize("steps", range(1, len(SCHEMA_STEPS)))
def test_a_record_of_each_older_version_is_continued(path: Path, steps: int) -> None:
    """As one that was written before near-falls were noted: all of it is there, and more can be added."""
    path.parent.mkdir()
    connection = sqlite3.connect(path, isolation_level=None)
    upgrade_schema(connection, SCHEMA_STEPS[:steps])
    connection.execute(ROW, ("turns", b"plan"))
    connection.execute("INSERT INTO exercise VALUES (1, 0, 'turns', 'Turns', 2, 3)")
    connection.execute("INSERT INTO tally VALUES (1, 0, 'left', 4)")
    connection.close()
    connection = open_store(path, pytest.fail)
    add_wobble(connection, 1, "at the turn")
    write_wall(connection, 1, "some")
    (found,) = read_sessions(connection)
    assert ("turns", (("Turns", 2),), 3, 4) == (found.drill, found.levels, found.bouts, found.cues)
    assert ((Wobble(None, "at the turn"),), "some") == (found.wobbles, found.wall)
    connection.close()


def test_a_step_that_fails_leaves_nothing_behind() -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    with pytest.raises(sqlite3.Error):
        upgrade_schema(connection, ("CREATE TABLE a (b);", "CREATE TABLE c (d); CREATE TABLE a (b);"))
    connection.execute("ROLLBACK")
    assert 1 == version(connection)
    assert [("a",)] == connection.execute("SELECT name FROM sqlite_master").fetchall()
    connection.close()


def test_a_record_of_a_newer_version_is_left_alone(path: Path) -> None:
    with_sessions(path, 3)
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {len(SCHEMA_STEPS) + 1}")
    connection.close()
    before = path.read_bytes()
    for opening in (open_store, open_to_read):
        with pytest.raises(HistoryError, match=r"was written by a newer version of drillvoice; update this one"):
            opening(path, pytest.fail)
    assert before == path.read_bytes()


@pytest.mark.parametrize("damage", ["no database", "a page", "cut off"])
def test_a_damaged_record_is_set_aside_and_nothing_of_it_is_lost(path: Path, damage: str) -> None:
    whole = with_sessions(path, 40)
    damaged = {
        "no database": b"This is no database, but somebody's letter. " * 100,
        "a page": whole[:4096] + bytes(4096) + whole[8192:],
        "cut off": whole[: len(whole) // 2],
    }[damage]
    path.write_bytes(damaged)
    told: list[str] = []
    connection = open_store(path, told.append)
    assert [(0,)] == connection.execute("SELECT COUNT(*) FROM session").fetchall()
    connection.close()
    (aside,) = [file for file in damaged_files(path) if file.suffix == ".db"]
    assert damaged == aside.read_bytes()
    (sentence,) = told
    assert sentence.startswith(f"The record {path} is damaged (")
    assert sentence.endswith(f"It was set aside as {aside.name}, and a new one is begun.")


def test_what_was_set_aside_before_is_not_overwritten(path: Path) -> None:
    names = []
    for text in ("one", "two"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        path.with_name("history.db-wal").write_text(f"log of {text}")
        names.append(set_aside(path, date(2026, 11, 22)).name)
    assert ["history-damaged-2026-11-22.db", "history-damaged-2026-11-22-2.db"] == names
    assert "one" == (path.parent / names[0]).read_text()
    assert "log of two" == (path.parent / f"{names[1]}-wal").read_text()


def test_where_there_is_no_record_none_is_made_to_be_read(path: Path) -> None:
    assert open_to_read(path, pytest.fail) is None
    assert not path.parent.exists()


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    path = tmp_path / "file" / "drillvoice" / "history.db"
    with pytest.raises(HistoryError, match=r"cannot be opened or written \(Not a directory\); check the folder's"):
        open_store(path, pytest.fail)


def test_a_record_that_is_a_folder_is_one_sentence(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(HistoryError, match=r"cannot be opened or written \(unable to open database file\)"):
        open_store(path, pytest.fail)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_can_be_read_and_not_written(path: Path) -> None:
    with_sessions(path, 3)
    path.chmod(0o400)
    path.parent.chmod(0o500)
    try:
        connection = open_to_read(path, pytest.fail)
        assert connection is not None
        assert [(3,)] == connection.execute("SELECT COUNT(*) FROM session").fetchall()
        connection.close()
        with pytest.raises(HistoryError, match=r"cannot be opened or written"):
            open_store(path, pytest.fail)
    finally:
        path.parent.chmod(0o700)
