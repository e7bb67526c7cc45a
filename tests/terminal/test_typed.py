"""Keys and typed lines for a dialogue."""

import io
import os
import pty
import termios
import time

import pytest

from drillvoice.app.line_editor import ENTER, ERASE, QUIT
from drillvoice.terminal.keys import named_key
from drillvoice.terminal.typed import MOST_AHEAD, LineReader, Presses


def until_over(presses: Presses) -> list[str]:
    found = []
    limit = time.monotonic() + 5
    while not presses.over and time.monotonic() < limit:
        if key := presses.next_key():
            found.append(key)
    return found


def test_lines_come_as_a_whole_and_an_empty_one_is_enter() -> None:
    with Presses(io.StringIO("yes\n\n  two words \nq")) as presses:
        assert ["yes", ENTER, "two words", "q"] == until_over(presses)
        assert "" == presses.next_key()


@pytest.mark.parametrize("line", ["", "n", "x" * 199])
def test_a_flood_of_one_line_is_dropped_and_a_stop_behind_it_comes(line: str) -> None:
    reader = LineReader(io.StringIO(f"{line}\n" * 100_000 + "stop\n"))
    limit = time.monotonic() + 20
    while reader.incoming.qsize() < MOST_AHEAD + 2:  # with the end of all lines
        assert time.monotonic() < limit, "it waits for somebody to take the flood"
        time.sleep(0.01)
    assert [line] * MOST_AHEAD + ["stop"] == list(reader.lines())


def test_lines_that_differ_are_all_there_however_many_they_are() -> None:
    wanted = [str(number) for number in range(5 * MOST_AHEAD)]
    assert wanted == list(LineReader(io.StringIO("\n".join(wanted))).lines())


def test_keys_come_one_by_one_and_what_a_terminal_says_by_itself_is_no_key() -> None:
    presses = Presses(io.StringIO())
    for key in ("c-m", "c-j", "c-h", "c-c", "escape", "a", "Q", "<ignore>"):
        presses._press(named_key(key))
    assert [ENTER, ENTER, ERASE, QUIT, QUIT, "a", "Q", ""] == [presses.next_key() for _ in range(8)]
    assert not presses.over


def test_a_terminal_is_left_as_it_was() -> None:
    ours, theirs = pty.openpty()
    before = termios.tcgetattr(theirs)
    with os.fdopen(ours, "wb"), os.fdopen(theirs, "r") as terminal:
        with Presses(terminal) as presses:
            assert [False, ""] == [presses.over, presses.next_key()]
        assert before == termios.tcgetattr(terminal)
