"""Keys that come as sequences, and sequences that are no keys."""

import pytest

from drillvoice.terminal.flood import FloodGate
from drillvoice.terminal.sequences import as_keys


@pytest.mark.parametrize(
    ("sequence", "letter"),
    [
        ("\x1b[115u", "s"),
        ("\x1b[115;1:1u", "s"),
        ("\x1b[115:83;2;83u", "S"),
        ("\x1b[115;65;115u", "s"),
        ("\x1b[61;2;43u", "+"),
        ("\x1b[99;5u", "\x03"),
        ("\x1b[99;69:1u", "\x03"),
        ("\x1b[27;5;99~", "\x03"),
        ("\x1b[27;2;83~", "S"),
        ("\x1b[32u", " "),
        ("\x1b[13u", "\r"),
        ("\x1b[233;;233u", "é"),
    ],
)
def test_a_key_that_comes_as_a_sequence_is_its_letter(sequence: str, letter: str) -> None:
    assert f"n{letter}b" == as_keys(f"n{sequence}b")


@pytest.mark.parametrize(
    "sequence",
    [
        "\x1b[A",
        "\x1b[1;5D",
        "\x1b[5~",
        "\x1bOP",
        "\x1b[27u",
        "\x1b[115;3u",
        "\x1b[57428u",
        "\x1b[55296u",
        "\x1b[1114112u",
        f"\x1b[{'9' * 30}u",
        "\x1b",
        "\x1b[",
        "\x1b]0;half",
        "\x1b[?2026;2$y",
    ],
)
def test_any_other_key_stays_what_it_is(sequence: str) -> None:
    assert sequence == as_keys(sequence)


@pytest.mark.parametrize(
    "report",
    [
        "\x1b]11;rgb:0000/0000/0000\x1b\\",
        "\x1b]0;sqs\x07",
        "\x1bP1$r0m\x1b\\",
        "\x1bP>|foot(1.16.2)\x1b\\",
        "\x1b_Gi=31;OK\x1b\\",
        "\x1b[?62;22;c",
        "\x1b[>1;10;0c",
        "\x1b[?2048;2$y",
        "\x1b[?1u",
        "\x1b[8;24;80t",
        "\x1b[0n",
        "\x1b[I",
        "\x1b[O",
        "\x1b[115;1:3u",
        "\x1b[1;1:3A",
        "\x1b[57441;2u",
        "\x1b[57358u",
    ],
)
def test_what_a_terminal_says_by_itself_is_no_key(report: str) -> None:
    assert "ns" == as_keys(f"n{report}s")


def test_a_stop_that_comes_as_a_sequence_outlives_a_held_key() -> None:
    held = "\x1b[110;1:2u" * 100
    assert 1 == FloodGate(lambda: 1.0).let_through(held + "\x1b[115u" + held).count("s")
