"""How phrases are given to the natural voice."""

import pytest

from drillvoice.voice.spoken_as import as_given, spoken_as, table_digest

TABLE = {"right,": "right...", "steady": "[steady](/stˈɛːdi/)", "a cat": "a [cat](/kˈæt/)"}


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("Right, five.", "right... five."),
        ("Steady first.", "[steady](/stˈɛːdi/) first."),
        ("Unsteady, steadying, steady's", "Unsteady, steadying, steady's"),
        ("Bright, five.", "Bright, five."),
        ("Look left.", "Look left."),
        ("A cat, a cat.", "a [cat](/kˈæt/), a [cat](/kˈæt/)."),
    ],
)
def test_whole_words_are_given_as_the_table_has_them(text: str, given: str) -> None:
    assert given == as_given(text, TABLE)


def test_the_shipped_table_is_read_and_its_digest_belongs_to_the_clips() -> None:
    assert "right..." == spoken_as()["right,"]
    assert 8 == len(table_digest())
