"""Helpers' phones at a terminal: the keys that let one in, and the page that shows how one joins."""

import queue
from dataclasses import dataclass, field

import pytest

from drillvoice.app.line_editor import ENTER
from drillvoice.core.session.commands import Command
from drillvoice.core.session.messages import Asked, Message
from drillvoice.core.session.plan_route import Route
from drillvoice.terminal.keys import KeyReader
from drillvoice.terminal.phone_door import CLOSED, DoorKeys, Invitation
from drillvoice.terminal.screen.page import ASCII, UNICODE, Row, row_width, text_of
from drillvoice.terminal.screen.phone_page import PhonePage, square_rows
from drillvoice.terminal.screen.session_mode import Look, SessionMode
from drillvoice.terminal.screen.viewer import Viewer
from tests.builders import PHRASES, plan_of

URL = "http://192.168.100.200:8437/#Zm9vYmFyZm9vYmFyZm9vYg"
QUESTION = PHRASES.page_server.phone_keys


@dataclass
class FakeDoor:
    """A door that is open."""

    question: str = ""
    invitation: Invitation | None = field(
        default_factory=lambda: Invitation("http://192.168.100.200:8437", "1234 5678", URL)
    )
    answers: list[bool] = field(default_factory=list)

    def answer_phone(self, *, allow: bool) -> None:
        self.answers.append(allow)
        self.question = ""


@pytest.mark.parametrize(
    ("key", "answers"), [("y", [True]), ("Y", [True]), ("yes", [True]), ("n", [False]), ("x", []), (ENTER, [])]
)
def test_only_yes_and_no_answer_a_phone_during_a_session(key: str, answers: list[bool]) -> None:
    door = FakeDoor(QUESTION)
    assert bool(answers) is DoorKeys(door, PHRASES.answers).take_key(key)
    assert answers == door.answers


def test_without_a_phone_keys_mean_what_they_always_do() -> None:
    assert not DoorKeys(FakeDoor(), PHRASES.answers).take_key("y")
    assert not DoorKeys(CLOSED, PHRASES.answers).take_key("y")


@pytest.mark.parametrize(("one_switch", "answers", "command"), [(False, [True], None), (True, [], Command.SWITCH)])
def test_in_lines_the_key_is_the_answer_and_no_command(
    one_switch: bool, answers: list[bool], command: Command | None
) -> None:
    door, inbox = FakeDoor(QUESTION), queue.Queue[Message]()
    KeyReader(inbox, DoorKeys(door, PHRASES.answers), one_switch=one_switch)._send_message("y")
    assert answers == door.answers
    asked = [each.command for each in list(inbox.queue) if isinstance(each, Asked)]
    assert ([command] if command else []) == asked


def mode_with(door: FakeDoor) -> tuple[SessionMode, "queue.Queue[Message]"]:
    inbox: queue.Queue[Message] = queue.Queue()
    viewer = Viewer(Route(plan_of("head-turns")), PHRASES)
    mode = SessionMode(viewer, queue.SimpleQueue(), inbox, lambda: None, Look(UNICODE))
    mode.phones = PhonePage(door, PHRASES)
    return mode, inbox


def drawn(mode: SessionMode, columns: int = 80, rows: int = 24) -> str:
    page = mode.render_rows(columns, rows)
    assert rows == len(page)
    assert all(row_width(row) <= columns for row in page)
    return "\n".join(text_of(row) for row in page)


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (40, 24)], ids=str)
def test_the_screen_shows_square_address_and_code(size: tuple[int, int]) -> None:
    shown = drawn(mode_with(FakeDoor())[0], *size)
    assert "192.168.100.200:8437" in shown
    assert "1234 5678" in shown
    assert "▀" in shown


def test_where_the_square_does_not_fit_the_code_does() -> None:
    shown = drawn(mode_with(FakeDoor())[0], 80, 14)
    assert "▀" not in shown
    assert "1234 5678" in shown


def test_a_terminal_of_few_letters_has_the_code() -> None:
    page = PhonePage(FakeDoor(), PHRASES)
    viewer = Viewer(Route(plan_of("head-turns")), PHRASES)
    rows = page.render_rows(viewer.view(0.0), 80, 24, ASCII, light=False)
    assert "\n".join(text_of(row) for row in rows).isascii()


def test_any_key_leads_back_to_the_drill_and_does_what_it_always_does() -> None:
    mode, inbox = mode_with(FakeDoor())
    mode.press_key(" ")
    asked = inbox.get_nowait()
    assert isinstance(asked, Asked)
    assert Command.TOGGLE is asked.command
    assert "1234 5678" not in drawn(mode)
    assert PHRASES.screen.join_key[1] in drawn(mode, 120, 40)


def test_its_own_key_shows_it_and_hides_it_and_is_no_command() -> None:
    mode, inbox = mode_with(FakeDoor())
    phones = mode.phones
    assert phones
    seen = [phones.is_shown]
    for _ in range(2):
        phones.take_key("j")
        seen.append(phones.is_shown)
    mode.press_key("J")
    assert [True, False, True, False] == [*seen[:3], phones.is_shown]
    assert inbox.empty()


def test_the_question_is_shown_and_one_key_allows() -> None:
    door = FakeDoor()
    mode, inbox = mode_with(door)
    door.question = QUESTION
    assert QUESTION in drawn(mode)
    mode.press_key("y")
    assert [True] == door.answers
    assert inbox.empty()
    assert "1234 5678" not in drawn(mode), "the drill is back"


def test_once_it_was_answered_elsewhere_the_drill_is_back() -> None:
    door = FakeDoor()
    mode, _ = mode_with(door)
    door.question = QUESTION
    drawn(mode)
    door.question = ""
    assert "1234 5678" not in drawn(mode)


def test_without_an_open_door_nothing_is_different() -> None:
    door = FakeDoor(invitation=None)
    mode, inbox = mode_with(door)
    assert PHRASES.screen.join_key[1] not in drawn(mode, 120, 40)
    mode.press_key("j")
    asked = inbox.get_nowait()
    assert isinstance(asked, Asked)
    assert Command.PAUSE is asked.command


@pytest.mark.parametrize("light", [False, True])
def test_a_camera_reads_the_square(light: bool) -> None:
    """Modules are what segno says: dark ones are left out on a dark screen, and drawn on a light one."""
    import segno

    rows = list(square_rows(URL, 80, light=light))
    expected = [list(map(bool, line)) for line in segno.make(URL, error="l", boost_error=False).matrix_iter(border=2)]
    read = [line for row in rows for line in modules_of(row, len(expected[0]), light=light)]
    assert expected == read[: len(expected)]


def modules_of(row: Row, width: int, *, light: bool) -> list[list[bool]]:
    text = row[-1].text
    assert width == len(text)
    upper, lower = [each in "▀█" for each in text], [each in "▄█" for each in text]
    return [[drawn is light for drawn in line] for line in (upper, lower)]


def test_a_square_that_is_too_wide_is_left_out() -> None:
    assert [] == list(square_rows(URL, 20, light=False))
