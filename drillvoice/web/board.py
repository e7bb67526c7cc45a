"""What all pages show: one state with a number that grows. Used by the server's loop alone."""

import time
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from drillvoice.app.no_sound import NoSound
from drillvoice.app.session_run import SessionRun
from drillvoice.core.phrases import Phrases
from drillvoice.core.session.commands import Action
from drillvoice.core.session.facts import AsideAsked, Commanded, Fact
from drillvoice.web.browsers import Browser
from drillvoice.web.page_asks import PageAsks, ask_about_phone, ask_about_sound
from drillvoice.web.page_news import (
    Notice,
    PageNews,
    PageScreen,
    Question,
    QuestionsOver,
    RunBegun,
    RunOver,
    Told,
    Turned,
)
from drillvoice.web.watched import Watched

FROM_PAGE = "page"
NOTICE_S = 30.0
"""A notice is shown for so long."""
State = dict[str, Any]


class Board:
    """The state.

    Args:
        phrases: the words.
        asking: the ticket of the phone that the computer is asked about; "" where none waits.
        clock: seconds, of the clock on which news are dated.

    """

    def __init__(
        self, phrases: Phrases, asking: Callable[[], str], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._phrases = phrases
        self.words = phrases.page_server
        """What the server says."""
        self._asking = asking
        self._clock = clock
        self.screen = PageScreen.START
        self.is_led_here = True
        """Sessions are begun from the page, not from a terminal."""
        self.person: dict[str, str] | None = None
        """Whose things these are, where there are several."""
        self.helpers = 0
        """How many phones are connected."""
        self.watched: Watched | None = None
        self._run: SessionRun | None = None
        """The session that goes on, or is being prepared."""
        self.question: Question | None = None
        self._after: dict[str, str] | None = None
        self._notice: tuple[int, str, float] | None = None
        self._notices = 0
        self._number = 0
        self._state: State = {}
        self.refresh()

    def take_news(self, found: list[tuple[float, PageNews]]) -> None:
        """What has happened, with its times."""
        for at, news in found:
            self._take_one(news, at)

    def _take_one(self, news: PageNews, at: float) -> None:
        match news:
            case Notice():
                self.show_notice(news.text)
            case Told():
                self._follow_fact(news, at)
            case Question():
                self.question = news
                self.screen = PageScreen.AFTER if news.when == "after" else self.screen
            case QuestionsOver():
                self.question = None
            case RunBegun():
                self._run = news.run
                self.watched, self._after, self.screen = None, None, PageScreen.PREPARING
            case RunOver():
                self._end_run(news)
            case Turned():
                self.screen, self._after = news.screen, None

    def _follow_fact(self, told: Told, at: float) -> None:
        if self.watched is None or self.watched.run is not told.run:
            self.watched, self.screen = Watched(told.run, self._phrases), PageScreen.DRILL
        self.watched.follow_fact(told.fact, at)
        if _is_refused(told.fact):
            too_late = isinstance(told.fact, Commanded) and told.fact.action is Action.TOO_LATE
            self.show_notice(self.words.late if too_late else self.words.not_now)

    def _end_run(self, over: RunOver) -> None:
        watched, self.watched, self.question, self._run = self.watched, None, None, None
        self.screen = over.next_screen
        if watched is None:
            self.screen = PageScreen.START
        elif self.screen is PageScreen.AFTER:
            summary = " ".join(watched.closing) or self.words.not_begun
            self._after = {"title": watched.title, "summary": summary, "noted": over.verdict}

    def show_notice(self, text: str) -> None:
        """Something that a person should know."""
        self._notices += 1
        self._notice = (self._notices, text, self._clock())

    def refresh(self) -> bool:
        """Make the state anew; whether it has changed, and so has a new number."""
        now = self._clock()
        state = self._present_state(now)
        if state == self._state:
            return False
        self._state = state
        self._number += 1
        return True

    def _present_state(self, now: float) -> State:
        watched = self.watched
        return {
            "screen": self.screen.value,
            "leading": "page" if self.is_led_here else "terminal",
            "can_start": self.is_led_here and self.is_free,
            "person": self.person,
            "asks": [asdict(asked) if asked else None for asked in self._present_questions()],
            "notice": self._present_notice(now),
            "helpers": self.helpers,
            "session": watched.state_json(now) if watched else None,
            "question": _question_json(self.question),
            "after": self._after,
        }

    def _present_questions(self) -> tuple[PageAsks | None, PageAsks | None]:
        """What is asked about a phone, at this computer alone, and about the sound."""
        no_sound = self.no_sound
        asks_about_sound = ask_about_sound(self.words, no_sound.why) if no_sound else None
        cue = self.watched.shown_cue(self._clock()) if self.watched else ""
        return ask_about_phone(self.words, self._asking(), cue), asks_about_sound

    @property
    def no_sound(self) -> NoSound | None:
        """The wait for a loudspeaker of a session that has not begun, while there is one."""
        return self._run.no_sound if self._run else None

    def _present_notice(self, now: float) -> dict[str, Any] | None:
        if self._notice is None or now - self._notice[2] >= NOTICE_S:
            return None
        return {"number": self._notice[0], "text": self._notice[1]}

    @property
    def is_free(self) -> bool:
        """Whether no session goes on or is being prepared."""
        return self.watched is None and self.screen in (PageScreen.START, PageScreen.AFTER) and not self.question

    def state_for(self, browser: Browser) -> State:
        """The state as a browser is to see it: only the computer itself is asked whether a phone may join."""
        about_phone, about_sound = self._state["asks"]
        asks = (about_phone if browser.here else None) or about_sound
        return {"number": self._number, "here": browser.here, **self._state, "asks": asks}


def _is_refused(fact: Fact) -> bool:
    """Whether somebody on a page has asked for something, and the session has answered by the soft tone."""
    match fact:
        case Commanded():
            return fact.source == FROM_PAGE and fact.action in (Action.TOO_LATE, Action.NOT_NOW)
        case AsideAsked():
            return fact.source == FROM_PAGE and not fact.accepted
    return False


def _question_json(question: Question | None) -> dict[str, Any] | None:
    if question is None:
        return None
    return {
        "symptom": question.symptom.value,
        "text": question.text,
        "when": question.when,
        "value": question.number,
    }
