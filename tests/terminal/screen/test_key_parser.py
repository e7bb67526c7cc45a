"""What a terminal may send for a key, and what it sends by itself."""

import pytest
from textual.events import Key
from textual.message import Message

from drillvoice.terminal.screen.key_parser import STRANGE, SturdyParser


def sent(*pieces: str) -> list[Message]:
    """What is made of pieces that are read one after the other."""
    parser = SturdyParser()
    return [event for piece in pieces for event in parser.feed(piece)]


def keys(*pieces: str) -> list[str]:
    return [event.key for event in sent(*pieces) if isinstance(event, Key)]


@pytest.mark.parametrize(
    ("sequence", "key"),
    [
        ("\x1b[115u", "s"),
        ("\x1b[115;1:1u", "s"),
        ("\x1b[115:83u", "s"),
        ("\x1b[115:83;1:2;115u", "s"),
        ("\x1b[99::99;5:1u", "ctrl+c"),
        ("\x1b[1;1:1A", "up"),
        ("\x1b[5;1:1~", "pageup"),
    ],
)
def test_a_key_of_kittys_protocol_is_that_key_however_much_is_told_of_it(sequence: str, key: str) -> None:
    assert [key] == keys(sequence)
    assert [key, "q"] == keys(*sequence, "q"), "read letter by letter"


@pytest.mark.parametrize("sequence", ["\x1b[115;1:3u", "\x1b[1;1:3A", "\x1b[57441;1:3u"])
def test_a_key_that_is_let_go_is_no_press(sequence: str) -> None:
    assert ["q"] == keys(sequence + "q")


@pytest.mark.parametrize("code", [57441, 57447, 57442, 57443, 57444, 57453, 57358, 57360])
@pytest.mark.parametrize("held", ["", ";2", ";5:1"])
def test_a_key_that_only_changes_others_is_no_press(code: int, held: str) -> None:
    assert ["q"] == keys(f"\x1b[{code}{held}uq")


@pytest.mark.parametrize(
    "sequence",
    ["\x1b[1114112u", "\x1b[99999999999999999999u", "\x1b[97;;1114112u", "\x1b[97;;99999999999999999999u"],
)
def test_a_number_that_is_no_letter_is_any_other_key(sequence: str) -> None:
    assert [STRANGE, "s"] == keys(sequence + "s")


@pytest.mark.parametrize("size", ["0;0;0;0", "24;80;0;0", "0;0;480;640"])
@pytest.mark.parametrize("mouse", ["\x1b[<0;3;3M", "\x1b[<64;1;1M", "\x1b[M !!", "\x1b[<35;99999;99999m"])
def test_a_mouse_after_a_window_of_any_size_is_nothing(size: str, mouse: str) -> None:
    assert ["s"] == keys(f"\x1b[48;{size}t{mouse}s")
