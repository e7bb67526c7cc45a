"""What is wrong with the text of a file, in words for somebody who edits one now and then."""

import pytest

from drillvoice.core.toml_reading import read_toml
from drillvoice.errors import DrillError


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('name = "x\nkind = "y"\n', "a quotation mark is missing at the end of the line (at line 1, column 10)"),
        ('name = """x\n', "a quotation mark is missing (at line 2, column 1, the end of the file)"),
        ("Dear reader,\n", "a line is either a [heading], or `name = value` (at line 1, column 6)"),
        ("name = Marching\n", "a text stands in quotation marks, a number does not (at line 1, column 8)"),
        ('name = "a" "b"\n', "there is more on the line than one value (at line 1, column 12)"),
        ("{\\rtf1\\ansi Hello}", "is a word processor's document and not plain text"),
    ],
)
def test_a_slip_is_told_in_plain_words_with_its_place(text: str, problem: str) -> None:
    with pytest.raises(DrillError) as found:
        read_toml(text, "mine.toml")
    assert problem in str(found.value)
