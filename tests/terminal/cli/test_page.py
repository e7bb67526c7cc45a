"""`drillvoice page` from the command line: what it says, what it lacks, and something to double-click."""

import contextlib
import os
import shlex
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from drillvoice.errors import PageError
from drillvoice.language import load_language
from drillvoice.terminal.cli import page as page_module
from drillvoice.terminal.cli import page_program, page_shortcut
from drillvoice.terminal.cli.page_shortcut import linux_text, mac_text, starters_for, windows_text
from drillvoice.terminal.page_keys import PageKeys
from drillvoice.web.desk import Desk
from drillvoice.web.page_front import PageFront
from tests.terminal.cli.program import Program
from tests.web.serving import WORDS, Visitor, free_port, wait_for

ODD = ('/home/Ann\'s "new" $HOME/50 %/py`thon\\3', "-m", "drillvoice", "page")


@pytest.fixture
def drillvoice(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Program:
    return Program(monkeypatch, capsys)


def test_without_its_libraries_one_sentence_says_how_to_have_them(
    drillvoice: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_module, "LIBRARIES", ("uvicorn", "no_such_library"))
    for command in (["page"], ["run", "--page"]):
        answer = drillvoice(*command)
        assert PageError.exit_code == answer.code
        assert "needs no_such_library" in answer.err
        assert "drillvoice[page]" in answer.err
        assert 1 == len(answer.err.strip().splitlines())


@pytest.mark.parametrize("address", ["8.8.8.8", "127.0.0.1", "0.0.0.0", "somewhere", "fe80::1", "169.254.3.4"])
def test_only_a_private_address_is_bound(drillvoice: Program, address: str) -> None:
    answer = drillvoice("page", "--no-browser", f"--lan={address}")
    assert (PageError.exit_code, True) == (answer.code, "is no private address" in answer.err)


def test_a_port_that_is_taken_is_told(drillvoice: Program) -> None:
    import socket

    with contextlib.closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        answer = drillvoice("page", "--no-browser", "--port", str(port))
    assert PageError.exit_code == answer.code
    assert f"port {port}" in answer.err
    assert "--port" in answer.err


def test_the_page_is_served_until_a_signal_ends_it(tmp_path: Path) -> None:
    port = free_port()
    command = [sys.executable, "-m", "drillvoice", "page", "--no-browser", "--port", str(port)]
    homes = {f"XDG_{kind}_HOME": str(tmp_path / kind) for kind in ("CONFIG", "DATA", "STATE", "CACHE")}
    with subprocess.Popen(
        command,
        env=os.environ | homes,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdout is not None
        address = program.stdout.readline()
        visitor = Visitor(port)
        assert wait_for(lambda: _status(visitor) == 200)
        assert visitor.join_with(secret=address.partition("#")[2].split()[0]).data == {"status": "paired"}
        program.send_signal(signal.SIGTERM)
        _, err = program.communicate(timeout=20)
    assert 0 == program.returncode
    assert err.endswith(f"{WORDS.ended}\n")
    assert "Traceback" not in err


@pytest.mark.parametrize("has_page", [True, False])
def test_the_terminal_may_leave_where_a_page_is_there(tmp_path: Path, has_page: bool) -> None:
    import pty

    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "drillvoice", "run", "--page", "--plain", "--no-voice-control", "warm-up"]
    homes = {f"XDG_{kind}_HOME": str(tmp_path / kind) for kind in ("CONFIG", "DATA", "STATE", "CACHE")}
    environment = os.environ | homes | {"DISPLAY": "", "WAYLAND_DISPLAY": ""}
    with subprocess.Popen(command, env=environment, stdin=theirs, stdout=theirs, stderr=subprocess.PIPE) as program:
        assert program.stderr is not None
        address, _, secret = program.stderr.readline().decode().split()[-1].partition("/#")
        visitor = Visitor(int(address.rpartition(":")[2]))
        visitor.join_with(secret=secret)
        if has_page:
            visitor.listen()
            wait_for(lambda: visitor.state["session"] and visitor.session["said"], 20)
            time.sleep(1)  # keys are read from then on
        os.close(theirs)
        os.close(ours)
        program.send_signal(signal.SIGHUP)
        if has_page:
            visitor.wait_for_state("paused")
            assert 200 == visitor.command("resume").status
            visitor.wait_for_state("going", "waiting")
            visitor.leave()
        assert (0 if has_page else -signal.SIGHUP) == program.wait(60)


def _status(visitor: Visitor) -> int:
    with contextlib.suppress(OSError):
        return visitor.ask("GET", "/").status
    return 0


class Opened:
    """A browser that is only told."""

    def __init__(self) -> None:
        self.urls: list[str] = []
        self.told = threading.Event()

    def open(self, url: str) -> bool:
        self.urls.append(url)
        self.told.set()
        return True


@pytest.mark.parametrize(("display", "opened"), [(":0", True), ("", False)])
def test_no_browser_takes_a_terminal_without_a_desktop(
    monkeypatch: pytest.MonkeyPatch, display: str, opened: bool
) -> None:
    browser = Opened()
    monkeypatch.setattr("webbrowser.open", browser.open)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("DISPLAY", display)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    page_program.open_browser("http://127.0.0.1:1/#x")
    assert opened is browser.told.wait(1 if opened else 0.05)


class FakeDoor:
    """Where a phone waits."""

    def __init__(self) -> None:
        self.question = "Allow?"
        self.invitation = None
        self.answers: list[bool] = []

    def answer_phone(self, *, allow: bool) -> None:
        self.answers.append(allow)
        self.question = ""


@pytest.mark.parametrize(
    ("keys", "answers", "closing"), [("y", [True], False), ("n", [False], False), ("xq", [], True)]
)
def test_one_key_allows_a_phone_or_refuses_it(keys: str, answers: list[bool], closing: bool) -> None:
    door, desk = FakeDoor(), Desk(PageFront(WORDS), pytest.fail, lambda: None)
    pressed = PageKeys(door, desk, load_language().phrases.answers)
    for key in keys:
        pressed.take_key(key)
    assert answers == door.answers
    assert closing is desk.is_closing


def test_enter_allows_a_phone_and_q_ends_the_page_once_nobody_waits() -> None:
    door, desk = FakeDoor(), Desk(PageFront(WORDS), pytest.fail, lambda: None)
    pressed = PageKeys(door, desk, load_language().phrases.answers)
    pressed.take_key("c-m")
    pressed.take_key("q")
    assert ([True], True) == (door.answers, desk.is_closing)


class TestShortcuts:
    def test_each_system_gets_its_own(self, tmp_path: Path) -> None:
        desktop, applications = tmp_path / "Desktop", tmp_path / "applications"
        names = {
            system: [each.path.name for each in starters_for(system, ODD, desktop, applications)]
            for system in ("linux", "darwin", "win32")
        }
        assert ["drillvoice.desktop"] * 2 == names["linux"]
        assert ["drillvoice.command"] == names["darwin"]
        assert ["drillvoice.cmd"] == names["win32"]

    def test_a_shell_reads_the_path_as_it_is(self) -> None:
        *_, last = mac_text(ODD).splitlines()
        assert ["exec", *ODD] == shlex.split(last)

    def test_a_desktop_entry_quotes_what_its_specification_asks_for(self) -> None:
        line = next(line for line in linux_text(ODD).splitlines() if line.startswith("Exec="))
        value = line.removeprefix("Exec=").replace("\\\\", "\\")
        read = subprocess.run(["sh", "-c", f"printf '%s\n' {value}"], capture_output=True, text=True, check=True).stdout
        assert [each.replace("%", "%%") for each in ODD] == read.splitlines()

    def test_the_command_interpreter_keeps_a_percent_sign(self) -> None:
        text = windows_text((r"C:\Users\Zoë 50%\python.exe", "-m", "drillvoice", "page"))
        assert r'"C:\Users\Zoë 50%%\python.exe" -m drillvoice page' in text.split("\r\n")

    def test_they_are_made_and_removed_again(
        self, drillvoice: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folders = tmp_path / "Desktop", tmp_path / "applications"
        folders[0].mkdir()
        monkeypatch.setattr(page_shortcut, "starter_folders", lambda: folders)
        monkeypatch.setattr(sys, "platform", "linux")
        for _ in range(2):
            answer = drillvoice("page", "--install-shortcut")
            assert 0 == answer.code
            assert 2 == len(answer.out.splitlines())
        made = [folder / "drillvoice.desktop" for folder in folders]
        assert all(os.access(each, os.X_OK) for each in made)
        assert 2 == len(drillvoice("page", "--remove-shortcut").out.splitlines())
        assert not any(each.exists() for each in made)
        assert page_shortcut.NONE_THERE in drillvoice("page", "--remove-shortcut").err

    def test_what_somebody_else_has_made_stays(
        self, drillvoice: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        theirs = tmp_path / "drillvoice.desktop"
        theirs.write_text("[Desktop Entry]\nExec=other\n", encoding="utf-8")
        monkeypatch.setattr(page_shortcut, "starter_folders", lambda: (tmp_path, tmp_path))
        monkeypatch.setattr(sys, "platform", "linux")
        for option in ("--install-shortcut", "--remove-shortcut"):
            answer = drillvoice("page", option)
            assert (PageError.exit_code, True) == (answer.code, "was not made by drillvoice" in answer.err)
        assert "Exec=other" in theirs.read_text(encoding="utf-8")
