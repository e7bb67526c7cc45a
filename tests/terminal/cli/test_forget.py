"""Forgetting for good: nothing is left in any file, or it is said that something is."""

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.years import fill
from drillvoice.history.database import open_store
from drillvoice.history.ratings import add_note
from drillvoice.history.session_lock import Living
from drillvoice.places import history_file
from tests.history.test_queries import NOW
from tests.terminal.cli.program import Program

SECRET = "Okapisecret"
READER = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN")
connection.execute("SELECT * FROM note").fetchall()
print("reading", flush=True)
time.sleep(60)
"""


@pytest.fixture
def drillvoice(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Program:
    return Program(monkeypatch, capsys)


@pytest.fixture
def path() -> Path:
    found = history_file()
    fill(found, 3, until=NOW)
    with contextlib.closing(open_store(found, pytest.fail)) as connection:
        add_note(connection, 2, SECRET, NOW)
    return found


@contextlib.contextmanager
def reader(path: Path) -> Iterator[None]:
    """Another process reads the record, until it is killed."""
    process = subprocess.Popen([sys.executable, "-c", READER, path], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert "reading\n" == process.stdout.readline()
    try:
        yield
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def traces(path: Path) -> list[str]:
    return [file.name for file in path.parent.rglob("*") if file.is_file() and SECRET.encode() in file.read_bytes()]


def test_nothing_is_left_of_what_was_forgotten(drillvoice: Program, path: Path) -> None:
    assert ["history.db"] == traces(path)
    assert (0, "Deleted 3 sessions.\n", "") == drillvoice("forget", "--all", "--yes")
    assert [] == traces(path)


def test_while_another_program_reads_it_says_so_and_the_same_command_ends_it(drillvoice: Program, path: Path) -> None:
    with reader(path):
        answer = drillvoice("forget", "--all", "--yes")
        assert (8, "") == (answer.code, answer.out)
        assert answer.err.startswith("Deleted 3 sessions. But another program still reads the record ")
    assert traces(path)
    assert (0, "There is nothing to forget.\n", "") == drillvoice("forget", "--all", "--yes")
    assert [] == traces(path)


def test_a_session_that_goes_on_is_finished_first(drillvoice: Program, path: Path) -> None:
    living = Living(path)
    living.begin_session(3)
    answer = drillvoice("forget", "--all", "--yes")
    assert (2, "One of these sessions is still going on; finish it first, then forget it.\n") == (
        answer.code,
        answer.err,
    )
    living.end_session()
    assert 0 == drillvoice("forget", "--all", "--yes").code


@pytest.mark.skipif(os.name != "posix", reason="needs signals")
def test_after_a_kill_nothing_is_left_either(drillvoice: Program, path: Path) -> None:
    """The rows are gone, and the program was killed before the file was written anew."""
    code = (
        "import os, pathlib, signal, sys; from drillvoice.history.database import open_store\n"
        "store = open_store(pathlib.Path(sys.argv[1]), print); store.execute('DELETE FROM session')\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    assert -signal.SIGKILL == subprocess.run([sys.executable, "-c", code, path], check=False).returncode
    assert traces(path)
    assert (0, "There is nothing to forget.\n", "") == drillvoice("forget", "--all", "--yes")
    assert [] == traces(path)


def test_damaged_files_and_what_a_cut_mend_left_go_too(drillvoice: Program, path: Path) -> None:
    for name in ("history-damaged-2026-01-01.db", ".history.db.saved"):
        (path.parent / name).write_text(SECRET)
    answer = drillvoice("forget", "--all", "--yes")
    assert "Deleted 3 sessions and a damaged file that was set aside.\n" == answer.out
    assert [] == traces(path)


def test_before_a_day_the_others_stay(drillvoice: Program, path: Path) -> None:
    assert 0 == drillvoice("forget", "--before", NOW.date().isoformat(), "--yes").code
    assert [] == traces(path)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert [(1,)] == connection.execute("SELECT COUNT(*) FROM session").fetchall()
