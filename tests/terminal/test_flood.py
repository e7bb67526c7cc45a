"""More than hands can press: what is left of it, and what was never pressed."""

import os
import pty
import sys
import time

import pytest

from drillvoice.terminal.flood import PASTE_BEGIN, PASTE_END, FloodGate
from drillvoice.terminal.keys import RawKeys

LIMIT_S = 20.0
READ = 4096


class Gate:
    """A gate, with a clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 100.0
        self._gate = FloodGate(lambda: self.now)

    def read(self, *parts: str) -> str:
        """What is left of what is read in these parts, in one moment."""
        return "".join(map(self._gate.let_through, parts))


@pytest.mark.parametrize("pressed", ["s", "\x1b", "\x1b[A", "n" * 60, "Good morning", "\x1b[2~", "é漢\ufffd"])
def test_what_hands_press_is_let_through_as_it_is(pressed: str) -> None:
    assert pressed == Gate().read(pressed)


@pytest.mark.parametrize("letter", ["x", "\x1b", "\0", "\r", "é", "\x1b[A", "0;"])
def test_of_a_flood_little_is_left(letter: str) -> None:
    gate, flood = Gate(), letter * 100_000
    left = [gate.read(flood[at : at + READ]) for at in range(0, len(flood), READ)]
    assert max(map(len, left)) <= READ / 20
    assert "s" == gate.read("s")


@pytest.mark.parametrize("key", ["s", "S", "h", "H", " ", "\x03"])
def test_whatever_brings_silence_outlives_a_flood(key: str) -> None:
    flood = "n" * 2000 + key + "n" * 2000
    assert 1 == Gate().read(flood).count(key)


def test_what_brings_silence_stays_in_its_order_and_comes_once() -> None:
    left = Gate().read("h s h" + "n" * 500 + "s" + "n" * 500 + "b")
    assert " hs" == left.rstrip("nb")
    assert left.endswith("nb")


def test_the_keys_that_were_pressed_last_are_whole() -> None:
    assert "\x1b[1;5A" * 16 == Gate().read("x" * 500 + "\x1b[1;5A" * 20)


@pytest.mark.parametrize("key", ["\x1b[H", "\x1bOH", "\x1bOS"])
def test_a_letter_within_another_key_is_no_command(key: str) -> None:
    assert {key[-1]} == set(Gate().read(key * 500).replace(key[:-1], ""))  # the last ones, whole
    assert "\x1b" not in Gate().read(key * 500 + "x" * 500)
    assert key[-1] not in Gate().read(key * 500 + "x" * 500)


PASTED = f"n{PASTE_BEGIN}one stop two\n{PASTE_END}b"


@pytest.mark.parametrize("at", range(1, len(PASTED)))
def test_what_is_pasted_was_not_pressed(at: int) -> None:
    left = Gate().read(PASTED[:at], PASTED[at:])
    assert "nb" == left.replace("\x1b", "").replace("[", ""), "but the beginning of a mark may have been Escape"


def test_a_long_paste_is_nothing_at_all() -> None:
    gate = Gate()
    assert "" == gate.read(PASTE_BEGIN, *["stop and help " * 300] * 250, PASTE_END)
    assert "s" == gate.read("s")


@pytest.mark.parametrize("parts", [[PASTE_BEGIN], ["\x1b[20", "0~ pasted"], [PASTE_BEGIN, PASTE_END[:4]]])
def test_a_paste_that_never_ends_is_over_before_the_next_key(parts: list[str]) -> None:
    gate = Gate()
    assert "" == gate.read(*parts)
    gate.now += 1.0
    assert "s" == gate.read("s")


def test_a_paste_that_comes_slowly_stays_one() -> None:
    gate, left = Gate(), ""
    for part in (PASTE_BEGIN, "one ", "stop ", "two", PASTE_END, "n"):
        gate.now += 0.2
        left += gate.read(part)
    assert "n" == left


def test_what_might_begin_a_paste_is_let_through_with_what_follows() -> None:
    gate = Gate()
    assert ("", "\x1b[2~") == (gate.read("\x1b[2"), gate.read("~"))
    assert ("\x1b[", "3~") == (gate.read("\x1b["), gate.read("3~"))


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of its kind")
def test_of_a_million_letters_in_a_terminal_few_are_taken_for_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = pty.openpty()
    pressed: list[str] = []
    with open(theirs, encoding="utf-8") as terminal:
        monkeypatch.setattr(sys, "stdin", terminal)
        _flood_keys(ours, pressed)
    os.close(ours)
    assert len(pressed) < 50_000


def _flood_keys(ours: int, pressed: list[str]) -> None:
    with RawKeys(pressed.append) as keys:
        keys.wait_until_read()
        for _ in range(250):
            os.write(ours, b"x" * 4000)
        os.write(ours, b"s")
        limit = time.monotonic() + LIMIT_S
        while "s" not in pressed:
            assert time.monotonic() < limit, pressed[-3:]
            time.sleep(0.01)
