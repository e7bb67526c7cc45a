"""The questions before and after a session, asked on the page and by the voice, and answered on either."""

import queue
import time
from collections.abc import Callable
from dataclasses import dataclass

from drillvoice.app.stage import Stage
from drillvoice.core.session.answers import Answer
from drillvoice.core.session.questions import SETTLES_S, Asking, Symptom, change_text, symptom_question
from drillvoice.history.ratings import Moment
from drillvoice.web.page_news import PageNews, Question, QuestionsOver

FROM_PAGE = "page"
LOOK_EVERY_S = 0.5
"""A signal is noticed within this time, on every system."""


@dataclass(frozen=True, slots=True)
class PageAnswer:
    """A number that was tapped; None to leave a question out."""

    symptom: Symptom
    value: int | None


class PageQuestions:
    """Asks; the thread that runs the session waits for the answers.

    Args:
        tell: tells pages what is asked.

    """

    def __init__(self, tell: Callable[[PageNews], None]) -> None:
        self._tell = tell
        self._incoming: queue.SimpleQueue[PageAnswer | Answer | None] = queue.SimpleQueue()

    def give_answer(self, answer: PageAnswer) -> None:
        """Somebody has tapped a number; any thread may tell."""
        self._incoming.put(answer)

    def leave(self) -> None:
        """Ask no more; any thread may tell."""
        self._incoming.put(None)

    def ask_all(self, stage: Stage, when: Moment) -> Asking:
        """Ask one after the other; what nobody wants to answer is left out."""
        self._incoming = queue.SimpleQueue()
        asking = Asking({})
        stage.voice.answers_to(self._incoming.put)
        try:
            self._announce(stage, None, asking, when)
            while asking.asked_symptom is not None:
                before, asking = asking, self._next_asking(asking)
                self._announce(stage, before, asking, when)
        finally:
            stage.voice.answers_to(None)
            self._tell(QuestionsOver())
        return asking

    def _next_asking(self, asking: Asking) -> Asking:
        got = self._wait_for_answer(SETTLES_S if asking.said else None)
        match got:
            case "settled":
                return asking.give()
            case Answer():
                return asking.hear_answer(got)
            case PageAnswer() if got.symptom is not asking.asked_symptom:
                return asking
            case PageAnswer(value=int(number)):
                return Asking(asking.values, number, sources=asking.sources).give(FROM_PAGE)
            case PageAnswer():
                return asking.skip(FROM_PAGE)
        return asking.skip_all()

    def _wait_for_answer(self, limit_s: float | None) -> "PageAnswer | Answer | str | None":
        """The next answer; "settled" where none came in time."""
        end = None if limit_s is None else time.monotonic() + limit_s
        while end is None or time.monotonic() < end:
            try:
                return self._incoming.get(timeout=LOOK_EVERY_S)
            except queue.Empty:
                continue
        return "settled"

    def _announce(self, stage: Stage, before: Asking | None, after: Asking, when: Moment) -> None:
        """Say and show what comes next."""
        listening, symptom = stage.voice.listening, after.asked_symptom
        if symptom is not None:
            self._tell(Question(symptom, symptom_question(symptom, stage.phrases), when, after.number))
        if before is None:
            assert symptom is not None, "there is a first question"
            text = symptom_question(symptom, stage.phrases, by_voice=listening)
        else:
            text = change_text(before, after, stage.phrases, by_voice=listening)
        if text:
            stage.say(text)
