"""A session in the made-up language: told, shown on the screen, and printed."""

import io
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from drillvoice.app import runner
from drillvoice.app.catalogue import Entry, catalogue
from drillvoice.app.library import Library
from drillvoice.app.session_run import SessionRun
from drillvoice.core.phrases import Phrases
from drillvoice.core.plan.choices import make_choices
from drillvoice.core.plan.options import Ask, Options, Practice
from drillvoice.core.plan.request import ListeningWish, Request
from drillvoice.core.session.answers import Answer
from drillvoice.core.session.commands import Command, State
from drillvoice.core.session.facts import News
from drillvoice.core.session.machine import Session
from drillvoice.history.unfinished import Unfinished, day_words
from drillvoice.language import Language
from drillvoice.listening.messages import Echo, LevelReport
from drillvoice.terminal.lines.show import LinesShow
from drillvoice.terminal.screen.page import UNICODE, text_of
from drillvoice.terminal.screen.picker_page import PickerMode
from drillvoice.terminal.screen.picking import begin_picking
from drillvoice.terminal.screen.question_page import QuestionMode, SentenceMode, ShownSentence
from drillvoice.terminal.screen.session_page import session_page
from drillvoice.terminal.wishes import Choice
from tests.builders import length
from tests.fakes import only_engine
from tests.made_up.language import CODE, in_other_letters, is_made_up, plan_in_it
from tests.terminal.cli.program import RushingOutlet
from tests.terminal.screen.scenes import Draw, Watched

SIZES = ((40, 24), (80, 24), (120, 40))
TODAY = date(2026, 3, 9)


@pytest.fixture
def seen(drills: Library, phrases: Phrases) -> Watched:
    session = Session(plan_in_it("c", drills, phrases, bouts=2), length, phrases)
    return Watched(session, phrases, flash=True)


def is_drawn_in_it(draw: Draw) -> bool:
    """Whether a page is, in every size."""
    return all(is_made_up(*map(text_of, draw(*size))) for size in SIZES)


def is_seen_in_it(seen: Watched, phrases: Phrases) -> bool:
    view = seen.view()
    return is_drawn_in_it(lambda columns, rows: session_page(view, columns, rows, UNICODE, phrases.screen))


def test_every_command_is_answered_in_it(seen: Watched, phrases: Phrases) -> None:
    seen.run(60)
    for command in Command:
        if command not in (Command.FINISH, Command.STOP, Command.HELP):
            seen.ask(command)
            assert is_seen_in_it(seen, phrases)
            seen.run(4)
    for news in News:
        seen.shell.effects += seen.shell.session.mishaps.tell_news(news, seen.shell.now)
        seen.run(4)
    for command in (Command.HELP, Command.RESUME, Command.FINISH):
        seen.ask(command)
        seen.run(5)
    seen.run(40)
    assert State.ENDED is seen.view().state
    assert is_seen_in_it(seen, phrases)
    assert is_made_up(*seen.shell.texts)


@pytest.mark.parametrize("command", [None, Command.PAUSE, Command.STOP])
@pytest.mark.parametrize("state", [State.GOING, State.RESTING, State.WAITING])
def test_every_state_is_shown_in_it(seen: Watched, phrases: Phrases, state: State, command: Command | None) -> None:
    seen.run(30)
    seen.run_to(state)
    seen.viewer.show_hearing(LevelReport(-30.0, -48.0), seen.now)
    for echo in (None, Echo(heard=True, erle_db=20.0, delay_s=0.1, drift_ppm=0.0, jumps=0)):
        if echo:
            seen.viewer.show_hearing(echo, seen.now)
        if command:
            seen.ask(command)
        assert is_seen_in_it(seen, phrases)


def test_a_lost_loudspeaker_is_told_in_it(seen: Watched, phrases: Phrases) -> None:
    seen.run(30)
    seen.lose()
    assert is_seen_in_it(seen, phrases)


def test_its_words_have_their_arrows(seen: Watched) -> None:
    seen.run_to_line(in_other_letters("left"))
    view = seen.view()
    assert ("left", "") == (view.symbol, view.short)


def test_the_questions_are_shown_in_it(phrases: Phrases) -> None:
    said: list[str] = []
    page = phrases.question_page
    mode = QuestionMode(page.before, phrases, UNICODE, said.append, lambda asking: None, lambda: None)
    mode.ask_first_question()
    mode.listening = lambda: True
    mode.press_key("4")
    assert is_drawn_in_it(mode.render_rows)
    mode.hear_answer(Answer.SEVEN)
    assert is_drawn_in_it(mode.render_rows)
    mode.hear_answer(Answer.BACK)
    mode.press_key("s")
    assert is_made_up(*said)


def test_a_sentence_is_shown_in_it_and_answered_by_its_letters(phrases: Phrases) -> None:
    page = phrases.question_page
    for shown in (
        ShownSentence(page.before, page.ask_first, page.yes_no),
        ShownSentence(page.after, "Так.", page.go_on),
    ):
        wishes: list[bool] = []

        def done(*, wanted: bool, wishes: list[bool] = wishes) -> None:
            wishes.append(wanted)

        sentence = SentenceMode(shown, phrases.answers, done, lambda: None)
        assert is_drawn_in_it(sentence.render_rows)
        for key in ("д", "Н", "y", "n"):
            sentence.press_key(key)
        assert [True, False] == wishes


def test_the_picker_is_in_it(drills: Library, phrases: Phrases, own_folders: Path) -> None:
    entries = [Entry("", left_in_it(drills, phrases).resume_label(phrases)), *catalogue(drills, phrases, pytest.fail)]
    entries = [
        replace(entry, last=TODAY - timedelta(days=days)) for entry, days in zip(entries, (0, 0, 1, 99), strict=True)
    ]
    last = Choice(Request(drills=("c",), practice=Practice(level=2)))
    mode = PickerMode(
        begin_picking(entries, last, [("д", "Голос")]), phrases, UNICODE, lambda choice: None, today=TODAY
    )
    for _ in entries:
        assert is_drawn_in_it(mode.render_rows)
        mode.press_key("down")
    mode.press_key("a")
    mode.press_key("up")
    mode.press_key("tab")
    for _ in mode.picking.settings:
        for key in ("right", "right", "left"):
            mode.press_key(key)
            assert is_drawn_in_it(mode.render_rows)
        mode.press_key("down")


def left_in_it(drills: Library, phrases: Phrases) -> Unfinished:
    choices = make_choices("c", drills["c"], drills, Options(attended=True), phrases)
    return Unfinished(1, datetime(2026, 3, 1, 9, 30, tzinfo=UTC), {}, {}, choices, 2)


@pytest.mark.parametrize("days", [0, 1, 3, 40, 400])
def test_days_and_what_is_left_are_named_in_it(days: int, drills: Library, phrases: Phrases) -> None:
    assert is_made_up(day_words(TODAY - timedelta(days=days), TODAY, phrases.dates))
    now = datetime(2026, 3, 1, 10, tzinfo=UTC) + timedelta(days=min(days, 6))
    left = left_in_it(drills, phrases)
    assert is_made_up(
        left.resume_sentence(now, phrases),
        replace(left, choices=replace(left.choices, title="Д")).resume_sentence(now, phrases),
    )


class TestLines:
    """Printed lines, with answers and commands that are typed."""

    @pytest.fixture(autouse=True)
    def quiet_computer(self, monkeypatch: pytest.MonkeyPatch, own_folders: Path) -> None:
        only_engine(monkeypatch)
        monkeypatch.setattr(SessionRun, "_open_outlet", lambda _run, afresh: RushingOutlet())
        monkeypatch.setattr(runner, "WAIT_S", 0.0)

    def told(self, made_up: Language, *typed: str, ask: Ask = Ask.NO) -> list[str]:
        """What a session in it prints."""
        told: list[str] = []
        show = LinesShow(told.append, told.append, made_up.phrases, keys=False, commands=True)
        practice = Practice(brief=True, bouts=1, minutes=3.0)
        wish = ListeningWish(off=True)
        request = Request(drills=("b", "h"), language=CODE, practice=practice, ask=ask, listening=wish)
        SessionRun(request, told.append, attended=True).run(show)
        return told

    def test_a_session_from_its_questions_to_its_closing(
        self, made_up: Language, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        back = in_other_letters("back")
        typed = ["да", "3", back, "2", "в", "2", "", "5", "привет", *(in_other_letters("next") for _ in range(9)), "9"]
        monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join(typed)))
        told = self.told(made_up, ask=Ask.EACH)
        assert is_made_up(*told)
        printed = made_up.phrases.printed
        assert {printed.ask_first, printed.no_command.format(line="привет")} <= set(told)

    def test_yes_in_english_is_no_yes(self, made_up: Language, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO("yes\n"))
        told = self.told(made_up, ask=Ask.EACH)
        assert is_made_up(*told)
        assert not [line for line in told if made_up.phrases.questions.dizziness in line]
