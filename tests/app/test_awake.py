"""The computer is kept awake while a session goes on, by a process that can be watched."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from drillvoice.app import awake
from drillvoice.app.awake import KeptAwake
from drillvoice.core.session.commands import State
from drillvoice.core.session.facts import Stopped

LIMIT_S = 20.0
HOLD = """
import sys, time
log = open(sys.argv[1], "a", buffering=1)
log.write("held\\n")
sys.stdin.read()
log.write("freed\\n")
"""


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What a stand-in for the desktop tells."""
    path = tmp_path / "log"
    path.touch()
    monkeypatch.setattr(awake, "awake_command", lambda: [sys.executable, "-c", HOLD, str(path)])
    monkeypatch.setattr(awake, "END_LIMIT_S", LIMIT_S)
    monkeypatch.setattr(awake, "LOOK_EVERY_S", 0.02)
    return path


def until(holds: Callable[[], bool]) -> None:
    limit = time.monotonic() + LIMIT_S
    while not holds():
        assert time.monotonic() < limit
        time.sleep(0.01)


def told(log: Path) -> list[str]:
    return log.read_text().split()


def test_it_is_held_while_a_session_goes_on_and_freed_in_the_end(log: Path) -> None:
    with KeptAwake() as kept:
        kept.watch_fact(Stopped(0, State.GOING))
        until(lambda: told(log) == ["held"])
        kept.watch_fact(Stopped(1, State.RESTING))
        kept.watch_fact(Stopped(2, State.PAUSED))
        time.sleep(0.1)
        assert ["held"] == told(log), "a short pause frees nothing"
    assert ["held", "freed"] == told(log)


@pytest.mark.parametrize("quiet", [State.PAUSED, State.STOPPED, State.ENDED])
def test_ten_minutes_of_pause_free_it_until_it_goes_on(log: Path, quiet: State) -> None:
    now = [1000.0]
    with KeptAwake(clock=lambda: now[0]) as kept:
        kept.watch_fact(Stopped(0, State.GOING))
        until(lambda: told(log) == ["held"])
        now[0] += 3600
        kept.watch_fact(Stopped(1, quiet))
        now[0] += 599
        assert kept.is_needed
        time.sleep(0.1)
        assert ["held"] == told(log), "an hour of practice and a pause that is not over count for nothing"
        now[0] += 1
        assert not kept.is_needed
        until(lambda: told(log) == ["held", "freed"])
        kept.watch_fact(Stopped(2, State.GOING))
        until(lambda: told(log) == ["held", "freed", "held"])


def test_nothing_is_held_where_that_is_not_wanted_or_nothing_has_begun(log: Path) -> None:
    with KeptAwake(wanted=False) as kept:
        kept.watch_fact(Stopped(0, State.GOING))
    with KeptAwake():
        time.sleep(0.05)
    assert [] == told(log)


def test_what_cannot_be_had_or_does_not_end_costs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(awake, "END_LIMIT_S", 0.2)
    hangs = [sys.executable, "-c", "import time; time.sleep(60)"]
    for command in (["/nowhere/at-all"], hangs):
        monkeypatch.setattr(awake, "awake_command", lambda command=command: command)
        begun = time.monotonic()
        with KeptAwake() as kept:
            kept.watch_fact(Stopped(0, State.GOING))
            time.sleep(0.05)
        assert time.monotonic() - begun < 10


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="asks logind")
def test_without_a_desktop_logind_is_asked_and_without_that_nothing_is_said(tmp_path: Path) -> None:
    fake = tmp_path / "systemd-inhibit"
    fake.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/asked\nexec cat\n')
    fake.chmod(0o755)
    nowhere = {"PATH": "/usr/bin:/bin", "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere", "PYTHONPATH": sys.path[0]}
    command = [sys.executable, "-m", "drillvoice.app.awake_process"]
    with_logind = nowhere | {"PATH": f"{tmp_path}:{nowhere['PATH']}"}
    process = subprocess.Popen(command, env=with_logind, cwd=Path(awake.__file__).parents[2], stdin=subprocess.PIPE)
    until(lambda: (tmp_path / "asked").exists() and "--what=idle" in (tmp_path / "asked").read_text())
    assert process.stdin is not None
    process.stdin.close()
    assert 0 == process.wait(LIMIT_S)
    bare = nowhere | {"PATH": str(tmp_path / "empty")}
    done = subprocess.run(
        command,
        env=bare,
        cwd=Path(awake.__file__).parents[2],
        capture_output=True,
        stdin=subprocess.DEVNULL,
        check=True,
    )
    assert (b"", b"") == (done.stdout, done.stderr)
