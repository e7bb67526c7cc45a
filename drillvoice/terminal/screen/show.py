"""One session on the screen: the application in the main thread, where signals go; the loop in one of its own."""

import queue
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

from drillvoice.app.no_sound import SOUND_EVERY_S
from drillvoice.app.stage import Running, Stage
from drillvoice.core.phrases import Phrases
from drillvoice.core.plan.options import Ask
from drillvoice.core.session.facts import Fact
from drillvoice.core.session.messages import Message
from drillvoice.core.session.questions import Asking, dizziness_verdict
from drillvoice.errors import describe_failure
from drillvoice.listening.messages import Echo, LevelReport
from drillvoice.terminal.lines.show import LinesShow
from drillvoice.terminal.phone_door import CLOSED, Door
from drillvoice.terminal.process import interrupts
from drillvoice.terminal.screen.question_page import QuestionMode, SentenceMode, ShownSentence
from drillvoice.terminal.screen.session_mode import Look, ScreenNews, SessionMode, mode_of_stage
from drillvoice.terminal.screen.sound_page import NoSoundMode

if TYPE_CHECKING:
    from drillvoice.terminal.screen.app import ScreenApp

SCREEN_FAILED = (
    "The screen has failed ({what}); the drill goes on in plain lines, with the same keys. Please report it."
)
ENDED_ITSELF = "it ended by itself"


class ScreenShow:
    """Shows one session on the screen.

    Args:
        echo: prints a line, before and after the screen is there.
        warn: the same for what is wrong.
        phrases: the words for it.
        look: how it looks.

    """

    def __init__(self, echo: Callable[[str], None], warn: Callable[[str], None], phrases: Phrases, look: Look) -> None:
        from drillvoice.terminal.screen import (
            app,  # before a loudspeaker is open, whose callback would have to wait for it
        )

        self.make_app = app.ScreenApp
        self._echo = echo
        self._warn = warn
        self._phrases = phrases
        self._look = look
        self.door: Door = CLOSED
        """Where helpers' phones wait."""
        self._news: queue.SimpleQueue[tuple[float, ScreenNews]] = queue.SimpleQueue()
        self._app: ScreenApp | None = None
        self._begun = False
        self._left = False
        self._has_ended = False
        """Whether the session and its questions are over."""
        self._before: Asking | None = None
        self._work: Future[None] | None = None
        self._runner: Running | None = None
        self._verdict = ""
        self._lines: LinesShow | None = None
        """What shows the session once the screen has failed."""

    def show_notice(self, sentence: str) -> None:
        """Something that a person should know; any thread may tell. The screen hides what was printed before it."""
        if not self._begun:
            self._warn(sentence)
        self._put_news(sentence)

    def show_hearing(self, report: LevelReport | Echo) -> None:
        """How loud it is at the microphone, or how well commands are heard while the program speaks."""
        self._put_news(report)

    def show_fact(self, fact: Fact) -> None:
        """Something that has sounded or happened."""
        if self._lines:
            self._lines.show_fact(fact)
            return
        self._put_news(fact)
        if self._app:
            self._app.request_draw()

    def _put_news(self, news: ScreenNews) -> None:
        self._news.put((time.monotonic(), news))

    def miss_sound(self, why: str, is_back: Callable[[], bool]) -> None:
        """Say so in big letters, until there is a loudspeaker or somebody wants to begin without.

        Raises:
            KeyboardInterrupt: somebody does not want to begin.

        """
        signals: queue.SimpleQueue[Message] = queue.SimpleQueue()

        def look() -> None:
            if is_back() or not signals.empty():
                app.exit()
            else:
                app.call_after(SOUND_EVERY_S, look)

        mode = NoSoundMode(why, self._phrases.screen, self._look.marks, lambda: app.exit(), self.leave)
        app = self._app = self.make_app(mode, light=self._look.light, ready=look)
        with interrupts(signals, self.leave):
            app.run(mouse=False)
        if self._left or not signals.empty():
            raise KeyboardInterrupt
        if app.failure is not None:
            self._warn(self._phrases.printed.no_sound.format(why=why))

    def run_stage(self, stage: Stage) -> None:
        """Until the session and its questions are over.

        Raises:
            KeyboardInterrupt: it was left at once.

        """
        self._begun = True
        mode = mode_of_stage(stage, self._news, self.leave, self._look, self.door)
        with ThreadPoolExecutor(1, "session") as pool, interrupts(stage.inbox, self.leave):
            try:
                self._run_app(stage, mode, pool)
                self._begun = False
                if self._app and not (self._left or self._has_ended):
                    self._go_on_in_lines(stage, self._app.failure)
            finally:
                self._begun = False
                if self._runner:
                    self._runner.leave()
        if self._work:
            self._work.result()
        if self._left:
            raise KeyboardInterrupt
        if not self._lines:
            mode.read_news()
            for text in filter(None, [*mode.viewer.closing, self._verdict]):
                self._echo(text)

    def _go_on_in_lines(self, stage: Stage, failure: Exception | None) -> None:
        """The screen has failed, or ended unasked. The voice has not, and nobody may be left without keys."""
        self._lines = LinesShow(self._echo, self._warn, stage.phrases, keys=True, commands=False)
        self._lines.door = self.door
        self._warn(SCREEN_FAILED.format(what=describe_failure(failure) if failure else ENDED_ITSELF))
        if self._work is None:
            self._lines.run_stage(stage)
        else:
            self._lines.follow_session(stage, self._work.result, self._before)

    def _run_app(self, stage: Stage, mode: SessionMode, pool: ThreadPoolExecutor) -> None:
        """The session begins once the screen is there: its first page is more work than the sound should stand."""

        def ready() -> None:
            if stage.ask is Ask.NO:
                self._start_session(stage, pool)
            else:
                self._ask_before(stage, mode, pool)

        self._app = self.make_app(mode, light=self._look.light, ready=ready)
        if not self._left:
            self._app.run(mouse=False)

    def _start_session(self, stage: Stage, pool: ThreadPoolExecutor) -> None:
        app = self._app
        assert app is not None
        self._runner = stage.make_runner()
        self._work = pool.submit(self._runner.run)
        self._work.add_done_callback(lambda _: app.call_soon(lambda: self._ask_after(stage)))

    def _ask_before(self, stage: Stage, mode: SessionMode, pool: ThreadPoolExecutor) -> None:
        app = self._app
        assert app is not None

        def begin() -> None:
            if not self._left:
                app.turn_to(mode)
                self._start_session(stage, pool)

        def keep_answers(asking: Asking) -> None:
            self._before = asking
            stage.keep_answers("before", asking)
            begin()

        words = stage.phrases.question_page

        def ask_or_begin(*, wanted: bool) -> None:
            if wanted:
                self._ask_questions(words.before, stage, keep_answers, self.leave)
            else:
                begin()

        if stage.ask is Ask.EACH:
            shown = ShownSentence(words.before, words.ask_first, words.yes_no)
            app.turn_to(SentenceMode(shown, stage.phrases.answers, ask_or_begin, self.leave))
        else:
            ask_or_begin(wanted=True)

    def _ask_questions(
        self, when: str, stage: Stage, done: Callable[[Asking], None], leave: Callable[[], None]
    ) -> None:
        app = self._app
        assert app is not None

        def end_questions(asking: Asking) -> None:
            stage.voice.answers_to(None)
            done(asking)

        mode = QuestionMode(when, stage.phrases, self._look.marks, stage.say, end_questions, leave)
        mode.listening = lambda: stage.voice.listening
        mode.later = app.call_after
        stage.voice.answers_to(lambda answer: app.call_soon(lambda: mode.hear_answer(answer)))
        app.turn_to(mode)
        mode.ask_first_question()

    def _ask_after(self, stage: Stage) -> None:
        """The session has ended: ask, where that was wanted before, and leave."""
        app, work, before = self._app, self._work, self._before
        assert app is not None

        def end() -> None:
            self._has_ended = True
            app.exit()

        if before is None or (work and work.exception()):
            end()
            return

        words = stage.phrases.question_page

        def show_verdict(after: Asking) -> None:
            stage.keep_answers("after", after)
            self._verdict = dizziness_verdict(before.values, after.values, stage.phrases)
            if self._verdict:
                stage.say(self._verdict)
                shown = ShownSentence(words.after, self._verdict, words.go_on)
                app.turn_to(SentenceMode(shown, stage.phrases.answers, lambda *, wanted: end(), end))
            else:
                end()

        self._ask_questions(words.after, stage, show_verdict, end)

    def leave(self) -> None:
        """End at once; a signal may ask."""
        self._left = True
        if self._app:
            self._app.leave()
