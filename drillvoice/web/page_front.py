"""The front of all pages: it follows a session for them, and leads one that was begun from a page."""

import contextlib
import queue
import time
from collections.abc import Callable

from drillvoice.app.no_sound import SOUND_EVERY_S
from drillvoice.app.session_run import SessionRun
from drillvoice.app.stage import Stage
from drillvoice.core.page_server_phrases import PageServerPhrases
from drillvoice.core.plan.options import Ask
from drillvoice.core.session.facts import Fact
from drillvoice.core.session.messages import Inbox
from drillvoice.core.session.questions import Asking, dizziness_verdict
from drillvoice.listening.messages import Echo, LevelReport
from drillvoice.web.page_news import Notice, PageNews, PageScreen, RunBegun, RunOver, Told, Turned
from drillvoice.web.page_questions import PageQuestions

Guarding = Callable[[Inbox], contextlib.AbstractContextManager[None]]
"""What a process does with its signals while a session runs."""


class PageFront:
    """Tells the server's loop what happens; nothing that it does waits.

    Args:
        words: what it says of itself.
        guarding: what the process does with its signals meanwhile.

    """

    def __init__(self, words: PageServerPhrases, guarding: Guarding = lambda inbox: contextlib.nullcontext()) -> None:
        self.words = words
        """What it says of itself."""
        self._guarding = guarding
        self._news: queue.SimpleQueue[tuple[float, PageNews]] = queue.SimpleQueue()
        self.wake: Callable[[], None] = lambda: None
        """Wakes the server's loop."""
        self.questions = PageQuestions(self._put)
        self._run: SessionRun | None = None
        self._left_early = False
        self._verdict = ""

    def take_news(self) -> list[tuple[float, PageNews]]:
        """What has happened since, with its times; for the server's loop alone."""
        found = []
        with contextlib.suppress(queue.Empty):
            while True:
                found.append(self._news.get_nowait())
        return found

    def _put(self, news: PageNews) -> None:
        self._news.put((time.monotonic(), news))
        self.wake()

    def begin_run(self, run: SessionRun) -> None:
        """A session is being prepared: this front is to follow it."""
        self._run = run
        self._left_early, self._verdict = False, ""
        self._put(RunBegun(run))

    def end_run(self, *, failed: bool = False) -> None:
        """It is over, or has never begun."""
        self._run = None
        self._put(RunOver(PageScreen.START if failed else PageScreen.AFTER, self._verdict))

    def turn_to_start(self) -> None:
        """Let somebody choose."""
        self._put(Turned(PageScreen.START))

    def leave_early(self) -> None:
        """Whoever leads wants no session any more that has not begun; any thread may ask."""
        self._left_early = True
        self.questions.leave()

    def show_notice(self, sentence: str) -> None:
        """Something that a person should know; any thread may tell."""
        self._put(Notice(sentence))

    def show_hearing(self, report: LevelReport | Echo) -> None:
        """Pages show no meter: it would be sent ten times a second."""

    def show_fact(self, fact: Fact) -> None:
        """Something that has sounded or happened."""
        if self._run is not None:
            self._put(Told(self._run, fact))

    def miss_sound(self, why: str, is_back: Callable[[], bool]) -> None:
        """Wait: pages show that there is none, and somebody taps, connects a loudspeaker, or leaves."""
        while not (self._left_early or is_back()):
            time.sleep(SOUND_EVERY_S)

    def run_stage(self, stage: Stage) -> None:
        """Until the session and its questions are over.

        Raises:
            KeyboardInterrupt: it was left at once.

        """
        asks = stage.ask is not Ask.NO
        before = self._ask_questions(stage) if asks and not self._left_early else None
        if self._left_early:
            return
        with self._guarding(stage.inbox):
            stage.make_runner().run()
        if before is not None:
            self._ask_after(stage, before)

    def _ask_questions(self, stage: Stage) -> Asking:
        asking = self.questions.ask_all(stage, "before")
        if not self._left_early:
            stage.keep_answers("before", asking)
        return asking

    def _ask_after(self, stage: Stage, before: Asking) -> None:
        after = self.questions.ask_all(stage, "after")
        stage.keep_answers("after", after)
        self._verdict = dizziness_verdict(before.values, after.values, stage.phrases)
        if self._verdict:
            stage.say(self._verdict)
