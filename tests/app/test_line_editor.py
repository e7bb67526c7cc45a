"""A line that is typed key by key."""

import pytest

from drillvoice.app.line_editor import ENTER, ERASE, LONGEST_LINE, LineEditor


@pytest.mark.parametrize(
    ("keys", "text", "shown"),
    [
        ([*"ab"], "ab", "ab"),
        ([*"ab", ERASE, "c"], "ac", "ab\b \bc"),
        ([ERASE, "a"], "a", "a"),
        (["up", "", "\x00", ENTER, "é"], "é", "é"),
        (["x"] * 99, "x" * LONGEST_LINE, "x" * LONGEST_LINE),
    ],
)
def test_letters_are_added_and_taken_away(keys: list[str], text: str, shown: str) -> None:
    typed: list[str] = []
    editor = LineEditor(typed.append)
    for key in keys:
        editor.press_key(key)
    assert (text, shown) == (editor.text, "".join(typed))
    assert (text, "") == (editor.end_line(), editor.text)
    assert f"{shown}\n" == "".join(typed)
