"""Opening the record, and everything that can be wrong with it."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from benchmarks.years import fill
from drillvoice.errors import HistoryError
from drillvoice.history.database import damaged_files, open_store, open_to_read
from drillvoice.history.journal import begin_journal
from drillvoice.history.mending import set_aside
from drillvoice.history.ratings import add_wobble, write_wall
from drillvoice.history.schema import SCHEMA_STEPS, SESSION_TABLES, upgrade_schema
from drillvoice.history.sessions import Wobble, read_sessions

ROW = """INSERT INTO session (started, drill, title, seed, header, settings, plan, seen)
    VALUES ('2026-01-01T10:00:00+01:00', ?, '', 1, '', '', ?, 1)"""
NO_SHARED_MEMORY = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
void *mmap(void *at, size_t length, int access, int flags, int file, off_t from) {
    char link[64], name[512];
    if (file >= 0 && (flags & MAP_SHARED)) {
        snprintf(link, sizeof link, "/proc/self/fd/%d", file);
        ssize_t count = readlink(link, name, sizeof name - 1);
        if (count > 0 && (name[count] = 0, strstr(name, "-shm"))) { errno = EINVAL; return MAP_FAILED; }
    }
    void *(*real)(void *, size_t, int, int, int, off_t) = dlsym(RTLD_NEXT, "mmap");
    return real(at, length, access, flags, file, from);
}
void *mmap64(void *at, size_t length, int access, int flags, int file, off_t from) {
    return mmap(at, length, access, flags, file, from);
}
"""


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
    assert not connection.in_transaction
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


def damaged(whole: bytes, damage: str) -> bytes:
    middle = len(whole) // 2
    return {
        "no database": b"This is no database, but somebody's letter. " * 100,
        "the first page": os.urandom(4096) + whole[4096:],
        "the middle": whole[:middle] + b"\xde\xad" * 2048 + whole[middle + 4096 :],
        "cut off": whole[:middle],
    }[damage]


@pytest.mark.parametrize(
    ("damage", "fewest"), [("no database", 0), ("the first page", 0), ("the middle", 30), ("cut off", 10)]
)
def test_of_a_damaged_record_all_that_can_be_read_is_saved(path: Path, damage: str, fewest: int) -> None:
    broken = damaged(with_sessions(path, 40), damage)
    path.write_bytes(broken)
    told: list[str] = []
    connection = open_store(path, told.append)
    ((count,),) = connection.execute("SELECT COUNT(*) FROM session").fetchall()
    connection.close()
    (aside,) = [file for file in damaged_files(path) if file.suffix == ".db"]
    assert broken == aside.read_bytes()
    assert fewest <= count < 40
    (sentence,) = told
    assert sentence.startswith(f"The record {path} is damaged (")
    saved = f"what could be read of it, {count} sessions, is saved in a new record."
    assert sentence.endswith(saved if count else "none of its sessions could be read, and a new record is begun.")
    open_store(path, pytest.fail).close()


@pytest.mark.slow
def test_what_belongs_to_a_session_is_saved_with_it(path: Path) -> None:
    fill(path, 60)
    with contextlib.closing(open_store(path, pytest.fail)) as connection:
        before = read_sessions(connection)
    whole = path.read_bytes()
    path.write_bytes(damaged(whole, "the middle"))
    with contextlib.closing(open_store(path, lambda _sentence: None)) as connection:
        after = {row.session: row for row in read_sessions(connection)}
    kept = [row for row in before if after.get(row.session) == row]
    assert len(before) / 2 < len(kept) <= len(after) <= len(before)


def test_reading_changes_nothing_of_a_damaged_record(path: Path) -> None:
    broken = damaged(with_sessions(path, 40), "the middle")
    path.write_bytes(broken)
    told: list[str] = []
    connection = open_to_read(path, told.append)
    assert connection is not None
    ((count,),) = connection.execute("SELECT COUNT(*) FROM session").fetchall()
    connection.close()
    assert 30 <= count < 40
    assert [path.name] == os.listdir(path.parent)
    assert broken == path.read_bytes()
    assert f"Of it {count} sessions can be read; the next session that you run saves them in a new record." in told[0]


def test_reading_changes_nothing_of_an_older_record(path: Path) -> None:
    path.parent.mkdir()
    connection = sqlite3.connect(path, isolation_level=None)
    upgrade_schema(connection, SCHEMA_STEPS[:1])
    connection.execute(ROW, ("turns", b"plan"))
    connection.close()
    before = path.read_bytes()
    found = open_to_read(path, pytest.fail)
    assert found is not None
    assert ["turns"] == [row.drill for row in read_sessions(found)]
    found.close()
    assert (before, [path.name]) == (path.read_bytes(), os.listdir(path.parent))


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
    with pytest.raises(HistoryError, match=r"history.db is no file but a folder"):
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


def begin_at_once(path: Path, count: int) -> list[BaseException]:
    """Open a record from several connections at one moment; answers what went wrong."""
    wrong: list[BaseException] = []
    start = threading.Barrier(count)

    def open_one() -> None:
        start.wait()
        try:
            open_store(path, wrong_sentence).close()
        except BaseException as error:
            wrong.append(error)

    def wrong_sentence(sentence: str) -> None:
        wrong.append(AssertionError(sentence))

    threads = [threading.Thread(target=open_one) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


@pytest.mark.slow
@pytest.mark.parametrize("steps", range(len(SCHEMA_STEPS)))
def test_several_first_starts_and_upgrades_at_one_moment_all_succeed(tmp_path: Path, steps: int) -> None:
    for number in range(8):
        path = tmp_path / str(number) / "history.db"
        if steps:
            path.parent.mkdir()
            with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
                connection.execute("PRAGMA journal_mode = WAL")
                upgrade_schema(connection, SCHEMA_STEPS[:steps])
        assert [] == begin_at_once(path, 4)
        with contextlib.closing(open_store(path, pytest.fail)) as connection:
            assert len(SCHEMA_STEPS) == version(connection)


def test_a_damaged_record_is_mended_once_however_many_begin(path: Path) -> None:
    path.write_bytes(damaged(with_sessions(path, 40), "the middle"))
    told = [error for error in begin_at_once(path, 4) if not str(error).startswith("The record")]
    assert [] == told
    assert 1 == sum(file.suffix == ".db" for file in damaged_files(path))
    with contextlib.closing(open_store(path, pytest.fail)) as connection:
        assert connection.execute("SELECT COUNT(*) FROM session").fetchone()[0] >= 30


@pytest.mark.parametrize("begin", [open_store, open_to_read])
def test_what_is_no_file_is_refused_at_once(path: Path, begin: Callable[..., object]) -> None:
    path.parent.mkdir()
    os.mkfifo(path)
    with pytest.raises(HistoryError, match=r"history.db is no file but a pipe; move it away"):
        begin(path, pytest.fail)


def test_a_record_whose_log_shares_no_memory_goes_on_with_a_journal(path: Path) -> None:
    with_sessions(path, 3)
    connection = sqlite3.connect(path, isolation_level=None)
    begin_journal(connection, 1.0, shared=False)
    connection.close()
    connection = open_store(path, pytest.fail)
    assert ("delete",) == connection.execute("PRAGMA journal_mode").fetchone()
    reading = open_to_read(path, pytest.fail)
    assert reading is not None
    assert [(3,)] == reading.execute("SELECT COUNT(*) FROM session").fetchall()
    connection.execute(ROW, ("b", b""))
    reading.close()
    connection.close()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="a library is loaded before others")
def test_a_folder_without_shared_memory_is_worked_in(path: Path, tmp_path: Path) -> None:
    """As on SMB and 9p: mapping a part of SQLite's shared memory fails."""
    compiler = shutil.which("cc")
    if compiler is None:
        pytest.skip("needs a C compiler")
    (tmp_path / "noshm.c").write_text(NO_SHARED_MEMORY)
    subprocess.run([compiler, "-shared", "-fPIC", "-o", tmp_path / "no.so", tmp_path / "noshm.c", "-ldl"], check=True)
    script = (
        "import sys, pathlib; from drillvoice.history.database import open_store, open_to_read\n"
        "path = pathlib.Path(sys.argv[1]); store = open_store(path, sys.exit)\n"
        "print(store.execute('PRAGMA journal_mode').fetchone()[0]); store.close()\n"
        "print(open_to_read(path, sys.exit).execute('SELECT COUNT(*) FROM session').fetchone()[0])"
    )
    for sessions in (0, 3):
        if sessions:
            path.unlink()
            with_sessions(path, sessions)
        done = subprocess.run(
            [sys.executable, "-c", script, path],
            env={**os.environ, "LD_PRELOAD": str(tmp_path / "no.so")},
            capture_output=True,
            text=True,
            check=False,
        )
        assert (["delete", str(sessions)], "") == (done.stdout.split(), done.stderr)


def altered(whole: bytes, old: bytes, new: bytes) -> bytes:
    """A record in which a few bytes are others, everywhere."""
    assert old in whole
    assert len(old) == len(new)
    return whole.replace(old, new)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(b"unit INTEGER", b"unix INTEGER", id="a column of another name"),
        pytest.param(b"CREATE TABLE tally", b"CREATE TABLE tal\xffy", id="a table of no name"),
    ],
)
def test_a_letter_in_the_description_of_the_tables_costs_no_session(path: Path, old: bytes, new: bytes) -> None:
    broken = altered(with_sessions(path, 5), old, new)
    path.write_bytes(broken)
    told: list[str] = []
    reading = open_to_read(path, told.append)
    assert reading is not None
    assert 5 == len(read_sessions(reading))
    reading.close()
    assert broken == path.read_bytes()
    with contextlib.closing(open_store(path, told.append)) as saved:
        assert 5 == len(read_sessions(saved))
    assert 2 == len(told)


@pytest.mark.slow
@pytest.mark.parametrize(("column", "value"), [("started", "2026-11-\0\0"), ("title", b"Head\xff")])
def test_a_row_whose_date_or_text_is_none_costs_that_row_alone(path: Path, column: str, value: str | bytes) -> None:
    with_sessions(path, 5)
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"UPDATE session SET {column} = CAST(? AS TEXT) WHERE id = 2", (value,))
    told: list[str] = []
    reading = open_to_read(path, told.append)
    assert reading is not None
    assert [1, 3, 4, 5] == sorted(row.session for row in read_sessions(reading))
    reading.close()
    assert "Of it 4 sessions can be read" in told[0]
    with contextlib.closing(open_store(path, told.append)) as saved:
        assert 4 == len(read_sessions(saved))


def test_a_record_of_which_nothing_can_be_read_is_not_searched_for_long(path: Path) -> None:
    whole = with_sessions(path, 5)
    path.write_bytes(whole[:4096])
    began = time.process_time()
    with contextlib.closing(open_store(path, lambda told: None)) as saved:
        assert [] == read_sessions(saved)
    assert time.process_time() - began < 2.5  # it had been 5, on a quiet computer
