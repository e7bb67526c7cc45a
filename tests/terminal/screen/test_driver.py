"""The screen on a real terminal that sends anything, takes nothing, or goes away."""

import contextlib
import os
import pty
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

PROGRAM = """
import sys, threading, time
from drillvoice.terminal.screen.app import ScreenApp
from drillvoice.terminal.screen.page import text_row

out = open(sys.argv[1], "a", buffering=1, encoding="utf-8")

class Mode:
    takes_keys_anywhere = True

    def render_rows(self, columns, rows):
        return [text_row(str(time.monotonic()) * 20) for _ in range(rows)]

    def press_key(self, key):
        out.write(repr(key) + "\\n")
        if key == "q":
            app.leave()

def draw():
    while True:
        app.request_draw()
        time.sleep(0.005)

app = ScreenApp(Mode(), ready=lambda: out.write("ready\\n"))
threading.Thread(target=draw, daemon=True).start()
app.run(mouse=False)
out.write("ended\\n" if app.failure is None else "failed\\n")
"""
LIMIT_S = 20.0
MILLION, SENT_AT_ONCE = 1_000_000, 20_000


class Terminal:
    """A terminal in which the program runs."""

    def __init__(self, folder: Path) -> None:
        self._log = folder / "log"
        self._log.touch()
        self.ours, theirs = pty.openpty()
        self.settings_before = self.settings
        command = [sys.executable, "-c", PROGRAM, str(self._log)]
        environment = os.environ | {"TERM": "xterm-256color"}
        self.process = subprocess.Popen(
            command, stdin=theirs, stdout=theirs, stderr=subprocess.DEVNULL, env=environment
        )
        os.close(theirs)
        self._is_reading = True

    @property
    def settings(self) -> object:
        """Of the terminal, as a program finds them."""
        return termios.tcgetattr(self.ours)

    def stop_reading(self) -> None:
        """From now on the terminal takes nothing, once what it holds is full."""
        self._is_reading = False

    def type_bytes(self, content: bytes) -> None:
        os.set_blocking(self.ours, True)
        os.write(self.ours, content)

    def await_line(self, line: str) -> None:
        """Wait until the program has told this."""
        limit = time.monotonic() + LIMIT_S
        while line not in self.lines:
            assert time.monotonic() < limit, self.lines
            self._take_output()
            time.sleep(0.01)

    def let_pass(self, seconds: float) -> None:
        self.output_of(seconds)

    def output_of(self, seconds: float) -> bytes:
        """What is drawn for so long."""
        found, limit = bytearray(), time.monotonic() + seconds
        while time.monotonic() < limit:
            found += self._take_output()
            time.sleep(0.01)
        return bytes(found)

    def _take_output(self) -> bytes:
        found = bytearray()
        os.set_blocking(self.ours, False)
        with contextlib.suppress(OSError):
            while self._is_reading:
                found += os.read(self.ours, 1 << 16)
        return bytes(found)

    @property
    def lines(self) -> list[str]:
        return self._log.read_text(encoding="utf-8").splitlines()


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    found = Terminal(tmp_path)
    found.await_line("ready")
    yield found
    found.process.kill()
    found.process.wait()
    os.close(found.ours)


@pytest.mark.slow
def test_bytes_that_are_no_text_are_keys_and_those_beside_them_count(terminal: Terminal) -> None:
    for content in (b"\xe9s", b"\xff\xfe", b"\xc3", b"n\x80"):
        terminal.type_bytes(content)
        terminal.let_pass(0.2)
    terminal.type_bytes(b"q")
    terminal.await_line("ended")
    assert {repr("s"), repr("n"), repr("\ufffd")} <= set(terminal.lines)


@pytest.mark.slow
@pytest.mark.parametrize(
    "reported",
    [
        b"\x1b[?2048;1$y\x1b[48;24;80;0;0t\x1b[<0;3;3M",
        b"\x1b[48;99999;99999;1;1t",
        b"\x1b[48;0;0;0;0t",
        b"\x1b[97;1:3u\x1b[115:83;1:2u\x1b[1114112u",
    ],
    ids=["mouse", "huge", "nothing", "kitty"],
)
def test_nothing_that_a_terminal_reports_ends_the_screen(terminal: Terminal, reported: bytes) -> None:
    terminal.type_bytes(reported)
    terminal.let_pass(1.0)
    terminal.type_bytes(b"q")
    terminal.await_line(repr("q"))
    terminal.await_line("ended")


@pytest.mark.slow
def test_a_terminal_that_takes_nothing_keeps_no_key_and_no_end_waiting(terminal: Terminal) -> None:
    terminal.stop_reading()
    terminal.let_pass(1.0)
    terminal.type_bytes(b"s")
    terminal.await_line(repr("s"))
    terminal.type_bytes(b"q")
    terminal.await_line("ended")
    terminal.process.wait(LIMIT_S)


@pytest.mark.slow
def test_a_terminal_that_goes_on_is_drawn_on_again(terminal: Terminal) -> None:
    terminal.stop_reading()
    terminal.let_pass(0.5)
    terminal._is_reading = True
    terminal.let_pass(1.0)
    os.set_blocking(terminal.ours, True)
    assert os.read(terminal.ours, 100)


@pytest.mark.slow
def test_a_program_that_was_suspended_draws_again_and_takes_keys(terminal: Terminal) -> None:
    for _ in range(2):
        terminal.let_pass(0.5)
        terminal.process.send_signal(signal.SIGTSTP)
        os.waitpid(terminal.process.pid, os.WUNTRACED)
        terminal.let_pass(0.5)
        terminal.process.send_signal(signal.SIGCONT)
        assert b"\x1b[?1049h" in terminal.output_of(1.0)
        assert terminal.output_of(1.0), "what changes is drawn"
    terminal.type_bytes(b"q")
    terminal.await_line("ended")
    terminal.process.wait(LIMIT_S)


@pytest.mark.slow
def test_a_program_that_was_held_leaves_the_terminal_as_it_was(terminal: Terminal) -> None:
    terminal.process.send_signal(signal.SIGSTOP)
    os.waitpid(terminal.process.pid, os.WUNTRACED)
    terminal.type_bytes(b"s")
    terminal.process.send_signal(signal.SIGCONT)
    terminal.await_line(repr("s"))
    assert terminal.output_of(1.0)
    terminal.type_bytes(b"q")
    terminal.await_line("ended")
    terminal.process.wait(LIMIT_S)
    assert terminal.settings == terminal.settings_before


@pytest.mark.slow
def test_a_flood_of_keys_ends_and_the_last_one_counts(terminal: Terminal) -> None:
    for _ in range(MILLION // SENT_AT_ONCE):
        terminal.type_bytes(b"n" * SENT_AT_ONCE)
        terminal.let_pass(0.0)
    terminal.type_bytes(b"s")
    terminal.await_line(repr("s"))
    assert len(terminal.lines) < MILLION / 20, "each letter that is taken for a key costs time"
