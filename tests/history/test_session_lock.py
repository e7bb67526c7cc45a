"""Whether a session is still going on, said by a lock that dies with its process."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from drillvoice.history.session_lock import Living, any_session_running, is_session_running
from drillvoice.places import session_lock_file

OTHER = """
import sys
from pathlib import Path
from drillvoice.history.session_lock import Living
living = Living(Path(sys.argv[1]))
living.begin_session(7)
print("begun", flush=True)
sys.stdin.read()
living.end()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.db"


@pytest.fixture
def other(path: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """Another process that records session 7."""
    command = [sys.executable, "-c", OTHER, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert b"begun\n" == process.stdout.readline()
        yield process
        process.kill()


def test_a_session_lives_while_its_process_does(path: Path, other: "subprocess.Popen[bytes]") -> None:
    assert is_session_running(path, 7)
    assert any_session_running(path)
    assert not any_session_running(path.with_name("another.db"))
    assert not is_session_running(path, 8)
    other.communicate()
    assert not any_session_running(path)
    assert not is_session_running(path, 7)
    assert [] == list(path.parent.iterdir())


def test_a_process_that_is_held_up_is_not_taken_for_dead_and_one_that_was_killed_is_at_once(
    path: Path, other: "subprocess.Popen[bytes]"
) -> None:
    os.kill(other.pid, signal.SIGSTOP)
    assert is_session_running(path, 7)
    other.kill()
    other.wait()
    assert session_lock_file(path, 7).exists()
    assert not is_session_running(path, 7)
    assert not session_lock_file(path, 7).exists()


def test_where_nothing_can_be_locked_it_looks_as_if_it_had_ended(path: Path) -> None:
    nowhere = path / "no" / "folder.db"
    living = Living(nowhere)
    living.begin_session(7)
    living.end_session()
    assert not is_session_running(nowhere, 7)


def test_beginning_twice_is_beginning_once(path: Path) -> None:
    living = Living(path)
    living.begin_session(7)
    living.begin_session(7)
    assert is_session_running(path, 7)
    living.end_session()
    assert not is_session_running(path, 7)
