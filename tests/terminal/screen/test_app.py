"""The application: keys in, rows out."""

import asyncio
import queue

import pytest
from textual import events
from textual.pilot import Pilot

from drillvoice.core.plan.lines import spoken_line
from drillvoice.core.session.commands import Command, State
from drillvoice.core.session.facts import LineId, Spoken
from drillvoice.core.session.messages import Asked, Message
from drillvoice.core.session.plan_route import Route
from drillvoice.terminal import steady_keys
from drillvoice.terminal.screen.app import DARK, LIGHT, ScreenApp
from drillvoice.terminal.screen.page import UNICODE, Row, Style, text_row
from drillvoice.terminal.screen.session_mode import Look, SessionMode
from drillvoice.terminal.screen.viewer import Viewer
from tests.builders import PHRASES, plan_of
from tests.terminal.screen.scenes import picker

pytestmark = pytest.mark.slow


def shown(app: ScreenApp) -> str:
    return "\n".join("".join(each.text for each in row) for row in app.screen._compositor.render_strips())


async def use(app: ScreenApp, columns: int, *keys: str) -> str:
    async with app.run_test(size=(columns, 24)) as pilot:
        while not (app._is_up or app._has_to_go):
            await pilot.pause(0.01)
        await pilot.press(*keys)
        await pilot.pause()
        assert app.failure is None
        return shown(app)


def session_mode(left: list[str]) -> tuple[SessionMode, queue.Queue[Message]]:
    inbox: queue.Queue[Message] = queue.Queue()
    viewer = Viewer(Route(plan_of("head-turns")), PHRASES)
    mode = SessionMode(viewer, queue.SimpleQueue(), inbox, lambda: left.append("left"), Look(UNICODE))
    return mode, inbox


def test_every_key_means_what_it_means_in_lines() -> None:
    left: list[str] = []
    mode, inbox = session_mode(left)
    keys = "space enter minus equals_sign question_mark pagedown tab ctrl+q N n ctrl+c ctrl+c"
    asyncio.run(use(ScreenApp(mode), 80, *keys.split()))
    asked = [each for each in (inbox.get_nowait() for _ in range(inbox.qsize())) if isinstance(each, Asked)]
    expected = "toggle ready slower faster what-can-i-say next pause pause next finish"
    assert [Command(name) for name in expected.split()] == [each.command for each in asked]
    assert {"keys"} == {each.source for each in asked}
    assert [] == left, "held, Ctrl-C is one press"


def test_a_second_ctrl_c_leaves_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steady_keys, "TREMOR_S", 0.0)
    left: list[str] = []
    mode, inbox = session_mode(left)
    asyncio.run(use(ScreenApp(mode), 80, "ctrl+c", "ctrl+c"))
    assert (["left"], 1) == (left, inbox.qsize())


def test_what_is_told_is_drawn_and_what_changed_too() -> None:
    mode, _ = session_mode([])
    app = ScreenApp(mode)

    async def watch() -> tuple[str, str]:
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            before = shown(app)
            mode.news.put((1.0, Spoken(0, State.GOING, spoken_line("Head turns."), 0, "x", 0, LineId(0, 0))))
            app.request_draw()
            app.request_draw()
            await pilot.pause()
            return before, shown(app)

    before, after = asyncio.run(watch())
    assert "Head turns, level 1" in before
    assert " Head turns.  " not in before
    assert " Head turns.  " in after


def test_another_size_is_another_page() -> None:
    app = ScreenApp(picker())

    async def resize(pilot: Pilot[None]) -> None:
        await pilot.resize_terminal(40, 24)
        await pilot.pause()

    async def watch() -> tuple[str, str]:
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.pause()
            before = shown(app)
            await resize(pilot)
            return before, shown(app)

    before, after = asyncio.run(watch())
    assert "Time between cues" in before
    assert "Time between cues" not in after


def test_leaving_before_it_is_up_ends_it_at_once() -> None:
    ready: list[str] = []
    app = ScreenApp(picker(), ready=lambda: ready.append("ready"))
    app.leave()
    asyncio.run(use(app, 80))
    assert [] == ready


@pytest.mark.parametrize("where", ["press", "soon", "later", "ready"])
def test_whatever_fails_ends_it_without_a_traceback(where: str, capfd: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        raise ZeroDivisionError

    mode = picker()
    app = ScreenApp(mode, ready=fail if where == "ready" else lambda: None)

    async def break_it() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            mode.press_key = lambda key: fail()  # type: ignore[method-assign]
            deeds = {
                "press": lambda: app.simulate_key("x"),
                "soon": lambda: app.call_soon(fail),
                "later": lambda: app.call_after(0.01, fail),
            }
            deeds.get(where, lambda: None)()
            await pilot.pause(0.05)

    asyncio.run(break_it())
    assert isinstance(app.failure, ZeroDivisionError)
    assert "" == "".join(capfd.readouterr())


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_every_colour_has_a_contrast_of_ten_to_one() -> None:
    for inks in (DARK, LIGHT):
        assert set(Style) == set(inks)
        for ink in inks.values():
            front, back = (luminance(part) for part in ink.removeprefix("bold ").split(" on "))
            assert (max(front, back) + 0.05) / (min(front, back) + 0.05) >= 10


def test_a_page_that_has_fewer_rows_than_the_terminal_leaves_the_rest_empty() -> None:
    class Short:
        def render_rows(self, columns: int, rows: int) -> list[Row]:
            return [text_row("one row")]

        takes_keys_anywhere = False

        def press_key(self, key: str) -> None: ...

    assert asyncio.run(use(ScreenApp(Short(), light=True), 40)).startswith("one row")


def test_keys_that_were_typed_before_anything_could_be_seen_are_no_commands() -> None:
    mode, inbox = session_mode([])
    app = ScreenApp(mode)

    async def type_early() -> None:
        early = [events.Key(key, key) for key in ("3", "n", "q")]
        assert not any(map(app.take_key_at_once, early))
        for key in early:
            app.on_key(key)
        assert inbox.empty()
        await use(app, 80, "n")

    asyncio.run(type_early())
    assert 1 == inbox.qsize()
