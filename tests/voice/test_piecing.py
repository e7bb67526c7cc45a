"""How a text is put together from pieces."""

import pytest

from drillvoice.voice.piecing import as_piece, pause_after_s, pieces_of

PIECES = {
    "look left.",
    "one beep:",
    "head turns:",
    "24 cues,",
    "all four directions.",
    "rest now.",
    "sit down if you can.",
    "24",
    "34",
    "100 and",
    "200",
    "cues.",
    "about",
    "minutes left.",
    "have ready: a worktop,",
    "have ready:",
    "a worktop,",
    "and a chair.",
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Look left", ("look left.",)),
        ("Look left.", ("look left.",)),
        ("One beep: look left.", ("one beep:", "look left.")),
        ("Head turns: 24 cues, all four directions.", ("head turns:", "24 cues,", "all four directions.")),
        ("Rest now. Sit down if you can.", ("rest now.", "sit down if you can.")),
        ("Have ready: a worktop, and a chair.", ("have ready: a worktop,", "and a chair.")),
        ("24 cues", ("24", "cues.")),
        ("134 cues", ("100 and", "34", "cues.")),
        ("200 cues", ("200", "cues.")),
        ("About 124 minutes left.", ("about", "100 and", "24", "minutes left.")),
    ],
)
def test_a_text_is_put_together_from_the_longest_pieces(text: str, expected: tuple[str, ...]) -> None:
    assert expected == pieces_of(text, PIECES.__contains__)


@pytest.mark.parametrize(
    "text", ["Look up", "Look left. Look up.", "35 cues", "24 turns", "", "Look left!", "1134 cues"]
)
def test_a_text_with_something_else_in_it_cannot_be_put_together(text: str) -> None:
    assert pieces_of(text, PIECES.__contains__) is None


@pytest.mark.parametrize(("text", "name"), [("Look left", "look left."), ("Ready?", "ready?"), ("A,", "a,")])
def test_a_piece_has_an_end_and_no_capital_letter(text: str, name: str) -> None:
    assert name == as_piece(text)


def test_a_sentence_is_followed_by_a_longer_pause_than_a_comma_and_a_number_by_hardly_any() -> None:
    pauses = [pause_after_s(piece) for piece in ("rest now.", "one beep:", "a worktop,", "24")]
    assert sorted(pauses, reverse=True) == pauses
    assert 4 == len(set(pauses))
