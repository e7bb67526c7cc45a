"""A whole session on the screen, its loop in a thread of its own, its keys pressed by a pilot."""

import contextlib
import os
import queue
import signal
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
from textual.pilot import Pilot

from drillvoice.app import runner
from drillvoice.app.event_log import Record, record_of
from drillvoice.app.runner import Runner
from drillvoice.app.stage import NoAnswers, Stage
from drillvoice.core.plan.options import Ask
from drillvoice.core.session.answers import Answer
from drillvoice.core.session.facts import Fact
from drillvoice.core.session.machine import Session
from drillvoice.core.session.messages import Inbox, Message
from drillvoice.core.session.questions import SymptomRatings
from drillvoice.terminal.lines import show as lines_show
from drillvoice.terminal.screen import question_page, session_mode, show
from drillvoice.terminal.screen.app import ScreenApp
from drillvoice.terminal.screen.page import UNICODE, Row, text_of
from drillvoice.terminal.screen.session_mode import Look, SessionMode
from drillvoice.terminal.screen.show import ScreenShow
from tests.builders import PHRASES, length, plan_of, turns
from tests.fakes import FakeAnswers, FakeOutlet
from tests.terminal.cli.program import STEP, RushingOutlet

pytestmark = pytest.mark.slow

Press = Callable[[Pilot[None]], Awaitable[None]]


class Hurrying(RushingOutlet):
    """Eight ticks at each look: less than the loop looks ahead."""

    @property
    def position(self) -> int:
        self._position += 7 * STEP
        return super().position


class Evening:
    """One session, what became of it, and who presses keys."""

    def __init__(
        self, press: Press, *, ask: Ask = Ask.NO, rushing: bool = True, voice: FakeAnswers | None = None
    ) -> None:
        self.echoed: list[str] = []
        self.warned: list[str] = []
        self.rated: list[tuple[str, SymptomRatings]] = []
        self.said: list[str] = []
        self.records: list[Record] = []
        self.logged: list[Record] = []
        self._voice = voice or NoAnswers()
        self.inbox: queue.Queue[Message] = queue.Queue()
        self.outlet = Hurrying() if rushing else FakeOutlet()
        self.show = ScreenShow(self.echoed.append, self.warned.append, PHRASES, Look(UNICODE))
        self.show.make_app = self._app(press)
        self.plan = plan_of(turns(max_cues=2), bouts=1, brief=True)
        self.stage = Stage(
            self.plan,
            PHRASES,
            self.inbox,
            self._runner,
            self._say,
            lambda moment, values: self.rated.append((moment, values)),
            ask,
            voice=self._voice,
            log=self.logged.append,
        )

    def _say(self, text: str) -> None:
        self.said.append(text)
        if isinstance(self._voice, FakeAnswers):
            self._voice.asked(text)

    def _app(self, press: Press) -> type[ScreenApp]:
        class Headless(ScreenApp):
            def run(self, **_: Any) -> None:
                super().run(headless=True, size=(80, 24), auto_pilot=press)  # type: ignore[arg-type]

        return Headless

    def _runner(self) -> Runner:
        def watch(fact: Fact) -> None:
            self.records.append(record_of(fact))
            self.show.show_fact(fact)

        return Runner(Session(self.plan, length, PHRASES), lambda sound: None, self.outlet, self.inbox, watch)

    def run(self) -> "Evening":
        self.show.run_stage(self.stage)
        return self


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "WAIT_S", 0.001)


def wait_for_sound(press: Press, is_back: Callable[[], bool]) -> list[str]:
    """Let a screen miss the loudspeaker; what it shows at first."""
    shown: list[str] = []

    async def look_and_press(pilot: Pilot[None]) -> None:
        app = pilot.app
        assert isinstance(app, ScreenApp)
        while not app._is_up:
            await pilot.pause(0.01)
        shown.extend(text_of(row) for row in app._now_for.render_rows(80, 24))
        await press(pilot)

    evening = Evening(look_and_press)
    evening.show.miss_sound("There is no loudspeaker: connect one.", is_back)
    return shown


async def enter(pilot: Pilot[None]) -> None:
    await pilot.press("x", "enter")


def test_no_sound_is_said_first_and_large_and_waits_for_a_key() -> None:
    shown = wait_for_sound(enter, lambda: False)
    assert sum(UNICODE.full in row for row in shown) >= 5
    assert "There is no loudspeaker: connect one." in " ".join(shown)
    assert "begin without sound" in shown[-1]


def test_no_sound_ends_by_itself_once_there_is_a_loudspeaker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(show, "SOUND_EVERY_S", 0.01)
    looks = iter([False, False, True])
    wait_for_sound(nothing, lambda: next(looks))
    assert next(looks, None) is None


@pytest.mark.parametrize("key", ["q", "ctrl+c", "escape"])
def test_who_wants_no_session_without_sound_leaves(key: str) -> None:
    async def leave(pilot: Pilot[None]) -> None:
        await pilot.press(key)

    with pytest.raises(KeyboardInterrupt):
        wait_for_sound(leave, lambda: False)


async def nothing(pilot: Pilot[None]) -> None:
    """Nobody is there."""


async def asked(pilot: Pilot[None]) -> None:
    """Until the first question is there."""
    app = pilot.app
    assert isinstance(app, ScreenApp)
    while isinstance(app._now_for, SessionMode):
        await pilot.pause(0.01)


def pressing(*keys: str) -> Press:
    async def press(pilot: Pilot[None]) -> None:
        await asked(pilot)
        await pilot.press(*keys)

    return press


def test_the_closing_is_left_on_the_terminal() -> None:
    evening = Evening(nothing).run()
    assert "complete" == evening.records[-1]["how"]
    assert ["Well done, that is the end.", "Turns: two turns, two directions."] == evening.echoed[:2]
    assert ([], []) == (evening.warned, evening.rated)


def test_the_questions_are_said_kept_and_judged() -> None:
    answers = ("1", "enter", "s", "2", "enter")
    evening = Evening(nothing, ask=Ask.YES)

    async def press(pilot: Pilot[None]) -> None:
        await asked(pilot)
        await pilot.press(*answers)
        while not any(record["kind"] == "ended" for record in evening.records):
            await pilot.pause(0.01)
        await pilot.pause(0.05)
        await pilot.press("4", "enter", "escape", "enter")

    evening.show.make_app = evening._app(press)
    evening.run()
    first, last = evening.rated
    assert ("before", {"dizziness": 1, "unsteadiness": None, "fatigue": 2}) == first
    assert ("after", {"dizziness": 4, "unsteadiness": None, "fatigue": None}) == last
    assert evening.said[-1].startswith("Your dizziness is three above")
    assert evening.said[-1] == evening.echoed[-1]


def test_the_questions_are_answered_by_voice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(question_page, "SETTLES_S", 0.01)
    voice = FakeAnswers(Answer.FOUR, Answer.SKIP, Answer.TEN, Answer.THREE, Answer.SKIP, Answer.SKIP)
    evening = Evening(nothing, ask=Ask.YES, voice=voice).run()
    assert [("before", [4, None, 10]), ("after", [3, None, None])] == [
        (moment, list(values.values())) for moment, values in evening.rated
    ]
    assert [True, False, True, False] == voice.attended
    assert ["Four.", "Ten.", "Three."] == [text for text in evening.said if "?" not in text]
    assert {"kind": "rating", "moment": "before", "rated": "dizziness", "value": 4, "source": "voice"} in evening.logged


def test_whoever_does_not_want_to_be_asked_this_time_begins_at_once() -> None:
    evening = Evening(pressing("n"), ask=Ask.EACH).run()
    assert ([], []) == (evening.rated, evening.said)
    assert "complete" == evening.records[-1]["how"]


@pytest.mark.parametrize("ask", [Ask.YES, Ask.EACH])
def test_ctrl_c_at_the_questions_leaves_without_a_session(ask: Ask) -> None:
    evening = Evening(pressing("ctrl+c"), ask=ask)
    with pytest.raises(KeyboardInterrupt):
        evening.run()
    assert ([], []) == (evening.records, evening.rated)


@pytest.mark.parametrize("kind", [signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGINT])
def test_a_signal_leaves_at_once_an_interrupt_when_it_comes_twice(kind: signal.Signals) -> None:
    before = signal.getsignal(kind)

    async def kill(pilot: Pilot[None]) -> None:
        os.kill(os.getpid(), kind)
        os.kill(os.getpid(), kind)

    evening = Evening(kill, rushing=False)
    with pytest.raises(KeyboardInterrupt):
        evening.run()
    assert "ended" not in {record["kind"] for record in evening.records}
    assert before == signal.getsignal(kind)


def test_what_goes_wrong_in_the_loop_is_an_error_once_the_screen_is_gone() -> None:
    evening = Evening(nothing)

    def fail(_fact: Fact) -> None:
        raise OSError("it is a test")

    evening.show.show_fact = fail  # type: ignore[assignment, method-assign]
    with pytest.raises(OSError, match="it is a test"):
        evening.run()


class Broken(SessionMode):
    """A page that cannot be drawn once something has been told."""

    def render_rows(self, columns: int, rows: int) -> list[Row]:
        if self.viewer.view(0.0).lines:
            raise ZeroDivisionError("it is a test")
        return super().render_rows(columns, rows)


def test_a_page_that_fails_leaves_the_session_running_in_lines(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(session_mode, "SessionMode", Broken)
    monkeypatch.setattr(lines_show, "KeyReader", no_keys)
    evening = Evening(nothing).run()
    assert "complete" == evening.records[-1]["how"]
    (sentence, keys) = evening.warned
    assert sentence.startswith("The screen has failed (ZeroDivisionError: it is a test); the drill goes on in plain")
    assert keys.startswith("Keys: ")
    assert "Well done, that is the end." in "\n".join(evening.echoed)
    assert "Traceback" not in "".join(capfd.readouterr())


def test_a_page_that_fails_before_the_session_costs_no_session(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail(self: SessionMode, columns: int, rows: int) -> list[Row]:
        raise ZeroDivisionError

    monkeypatch.setattr(SessionMode, "render_rows", fail)
    monkeypatch.setattr(lines_show, "KeyReader", no_keys)
    evening = Evening(nothing).run()
    assert "complete" == evening.records[-1]["how"]
    assert evening.warned[0].startswith("The screen has failed (ZeroDivisionError); ")
    assert "Traceback" not in "".join(capfd.readouterr())


def test_a_screen_that_ends_unasked_leaves_the_session_running_in_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """Textual ends itself where its own threads fail, and calls that no failure."""

    async def press(pilot: Pilot[None]) -> None:
        pilot.app.exit()

    monkeypatch.setattr(lines_show, "KeyReader", no_keys)
    evening = Evening(press).run()
    assert "complete" == evening.records[-1]["how"]
    assert evening.warned[0].startswith("The screen has failed (it ended by itself); the drill goes on in plain lines")
    assert "Well done, that is the end." in "\n".join(evening.echoed)


@contextlib.contextmanager
def no_keys(inbox: Inbox, door: object, *, on_demand: bool, one_switch: bool) -> Iterator[None]:
    """There is no terminal to read keys from."""
    yield


def test_sentences_are_printed_before_and_shown_meanwhile() -> None:
    evening = Evening(nothing)
    evening.show.show_notice("Voice control is off.")
    assert ["Voice control is off."] == evening.warned


def test_what_was_printed_before_the_screen_is_shown_on_it_too() -> None:
    """The screen hides what stood on the terminal before it."""
    seen: list[str] = []

    async def look(pilot: Pilot[None]) -> None:
        assert isinstance(pilot.app, ScreenApp)
        rows = pilot.app._now_for.render_rows(80, 24)
        seen.append(" ".join(part.text for row in rows for part in row))

    evening = Evening(look)
    evening.show.show_notice("The loudspeaker is muted.")
    evening.run()
    assert "The loudspeaker is muted." in seen[0]
