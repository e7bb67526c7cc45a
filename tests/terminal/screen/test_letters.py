"""Big letters."""

import string

import pytest

from drillvoice.terminal.screen.letters import HUGE, LARGE, SIZES, draw_text, draw_wrapped_text, load_drawings, rows_of
from drillvoice.terminal.screen.page import ASCII, UNICODE
from drillvoice.terminal.screen.poster import make_poster
from tests.builders import PHRASES, SHIPPED


@pytest.mark.parametrize(("name", "height"), [("tall", 7), ("small", 5), ("symbols", 7)])
def test_every_drawing_is_a_rectangle_of_the_height_of_its_file(name: str, height: int) -> None:
    for drawing in load_drawings(name).values():
        assert (height, 1) == (len(drawing), len({len(row) for row in drawing}))


@pytest.mark.parametrize("font", ["tall", "small"])
def test_no_two_letters_look_alike(font: str) -> None:
    letters = [load_drawings(font)[letter] for letter in string.ascii_uppercase]
    assert len(letters) == len(set(letters))


@pytest.mark.parametrize("font", ["tall", "small"])
def test_everything_that_is_said_can_be_drawn(font: str) -> None:
    texts = [
        *PHRASES.bout.encouragement,
        *(drill.title for drill in SHIPPED.values()),
        "1:25 \u00c9a \u2013 it\u2019s?",
    ]
    assert all(draw_text(text, font) for text in texts)
    assert draw_text("\u043b", font) is None


def test_two_pixels_share_a_row_of_half_blocks() -> None:
    assert ["█▀", "▀ "] == list(rows_of(("##", "# ", "# "), LARGE))
    assert ["##  ", "  ##"] == list(rows_of(("# ", " #"), HUGE, "#"))


def test_words_are_never_torn_apart() -> None:
    assert draw_wrapped_text("Extraordinarily", LARGE, 40) is None
    lines = draw_wrapped_text("Look left", LARGE, 30)
    assert lines is not None
    assert 2 == len(lines)


@pytest.mark.parametrize(("columns", "rows"), [(78, 15), (38, 13), (118, 30), (20, 8)])
@pytest.mark.parametrize("marks", [UNICODE, ASCII])
def test_a_poster_keeps_to_its_room(columns: int, rows: int, marks: object) -> None:
    assert marks in (UNICODE, ASCII)
    found = make_poster("Look left", "left", columns, rows, UNICODE if marks is UNICODE else ASCII)
    if found:
        assert len(found.rows) <= rows
        assert max(map(len, found.rows)) <= columns


def test_more_room_gives_larger_letters() -> None:
    sizes = [make_poster("Look left", "left", *room, UNICODE) for room in ((118, 31), (78, 15), (38, 14), (30, 8))]
    assert [0, 1, 2, 3] == [found.smallness for found in sizes if found]
    assert len(SIZES) == len(sizes)


def test_where_there_is_no_room_for_the_symbol_the_words_come_alone() -> None:
    found = make_poster("Look left", "left", 18, 7, UNICODE)
    assert found is not None
    assert make_poster("Look left", "", 18, 7, UNICODE) == found


def test_without_half_blocks_nothing_but_ascii_is_drawn() -> None:
    found = make_poster("Look left", "left", 78, 15, ASCII)
    assert found is not None
    assert "".join(found.rows).isascii()
