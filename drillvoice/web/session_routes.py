"""Commands from pages: into the session's inbox, unless they come too late, too often, or mean nothing now.

Stop, pause, finish and help always act, whenever they come and whatever the page had shown.
"""

import time
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from drillvoice.core.page_server_phrases import PageServerPhrases
from drillvoice.core.session.commands import Command
from drillvoice.core.session.messages import MOST_WAITED_S, Asked, CueAsked, NoteAsked, TakeBackAsked
from drillvoice.web.board import FROM_PAGE, Board
from drillvoice.web.browsers import Browser
from drillvoice.web.heartbeat import Heartbeat
from drillvoice.web.page_front import PageFront
from drillvoice.web.page_questions import PageAnswer
from drillvoice.web.presses import COMMANDS_A_SECOND, Allowance, ButtonPresses
from drillvoice.web.replies import RefusedError, done
from drillvoice.web.watched import Watched
from drillvoice.web.wishes import AnswerWish, CommandWish, CueWish, SayWish, SeenWish, TouchWish, read_wish

ALWAYS = frozenset({Command.STOP, Command.PAUSE, Command.FINISH, Command.HELP})
"""What is never too late, never too often, and never for another state."""
MAIN_BUTTON = frozenset({Command.PAUSE, Command.RESUME, Command.READY})
"""The button that changes is one button to the finger that trembles on it."""
ONCE = {"status": "once"}


@dataclass(frozen=True)
class Counter:
    """Looks at when and how often something was pressed."""

    words: PageServerPhrases
    heartbeat: Heartbeat
    presses: ButtonPresses
    allowance: Allowance

    @classmethod
    def open_counter(cls, words: PageServerPhrases, heartbeat: Heartbeat) -> "Counter":
        """One that has seen nothing yet."""
        return cls(words, heartbeat, ButtonPresses(), Allowance(COMMANDS_A_SECOND))

    def stop_flood(self, browser: Browser) -> None:
        """Refuse what no fingers can press.

        Raises:
            RefusedError: a browser sends too much.

        """
        if not self.allowance.take_one(browser.mark):
            raise RefusedError(429, self.words.too_fast)

    def moment_of(self, wish: TouchWish, browser: Browser) -> float:
        """When the finger came.

        Raises:
            RefusedError: too long ago, nobody knows, or too often.

        """
        self.stop_flood(browser)
        moment = self.heartbeat.moment_of_touch(wish.touch) if wish.touch else None
        if moment is None or time.monotonic() - moment > MOST_WAITED_S:
            raise RefusedError(409, self.words.late)
        return moment


class SessionRoutes:
    """What may be asked of a session that goes on.

    Args:
        board: what pages show.
        front: follows the session.
        counter: when and how often.

    """

    def __init__(self, board: Board, front: PageFront, counter: Counter) -> None:
        self._board = board
        self._front = front
        self._counter = counter
        self._words = counter.words
        self.routes = [
            Route("/command", self.give_command, methods=["POST"]),
            Route("/cue", self.call_cue, methods=["POST"]),
            Route("/say", self.say_text, methods=["POST"]),
            Route("/note", self.note_event, methods=["POST"]),
            Route("/note/undo", self.undo_note, methods=["POST"]),
            Route("/answer", self.answer_question, methods=["POST"]),
        ]

    async def give_command(self, request: Request) -> Response:
        """A command."""
        wish, browser = await read_wish(request, CommandWish), request.scope["browser"]
        watched, command = self._board.watched, wish.command
        if watched is None:
            return self._leave_early(command)
        if command is Command.TOGGLE:
            command = watched.toggled_command(time.monotonic())
        if command in ALWAYS:
            asked = Asked(command, FROM_PAGE)
        else:
            moment = self._moment_for_state(wish, browser)
            asked = Asked(command, FROM_PAGE, given_at=moment, meant_for=wish.state)
        if self._is_second_press(command, browser):
            return done(**ONCE)
        if command not in ALWAYS and not watched.is_meaningful(command, time.monotonic()):
            raise RefusedError(409, self._words.not_now)
        watched.run.inbox.put(asked)
        return done()

    def _leave_early(self, command: Command) -> Response:
        """There is no session yet: one that is being prepared is left, questions are passed over."""
        if command in (Command.STOP, Command.FINISH) and not self._board.is_free and self._board.is_led_here:
            self._front.leave_early()
            return done()
        raise RefusedError(409, self._words.no_session)

    def _is_second_press(self, command: Command, browser: Browser) -> bool:
        """Whether a tremor has sent it. Stop is never held back; and a pause only where this very finger has just made
        the session go on: whoever leans on "Go on" does not mean both.
        """
        if command is Command.STOP:
            return False
        button = f"main {browser.mark}" if command in MAIN_BUTTON else command.value
        return not self._counter.presses.is_first(button)

    def _present_session(self) -> Watched:
        if self._board.watched is None:
            raise RefusedError(409, self._words.no_session)
        return self._board.watched

    def _moment_for_state(self, wish: TouchWish, browser: Browser) -> float:
        """When its finger came; refused where the session is in another state by now."""
        moment = self._counter.moment_of(wish, browser)
        if wish.state != self._present_session().state_number(time.monotonic()):
            raise RefusedError(409, self._words.moved_on)
        return moment

    async def call_cue(self, request: Request) -> Response:
        """A cue by hand, in its turn."""
        wish = await read_wish(request, CueWish)
        watched = self._present_session()
        moment = self._moment_for_state(wish, request.scope["browser"])
        if not watched.may_be_called(wish.cue, time.monotonic()):
            raise RefusedError(409, self._words.not_now)
        if not self._counter.presses.is_first(f"cue {wish.cue}"):
            return done(**ONCE)
        watched.run.inbox.put(CueAsked(wish.cue, FROM_PAGE, given_at=moment, meant_for=wish.state))
        return done()

    async def say_text(self, request: Request) -> Response:
        """A text, spoken in its turn. Making its sound takes a while, so another thread does."""
        wish = await read_wish(request, SayWish)
        watched = self._present_session()
        self._moment_for_state(wish, request.scope["browser"])
        if not self._counter.presses.is_first("say"):
            return done(**ONCE)
        await run_in_threadpool(watched.run.speak_text, wish.text, FROM_PAGE)
        return done()

    async def note_event(self, request: Request) -> Response:
        """Something that a helper has seen. It changes nothing in the drill, so no state is over for it."""
        wish = await read_wish(request, SeenWish)
        watched = self._present_session()
        self._counter.moment_of(wish, request.scope["browser"])
        if not self._counter.presses.is_first(f"note {wish.note}"):
            return done(**ONCE)
        watched.run.inbox.put(NoteAsked(wish.note, FROM_PAGE))
        return done()

    async def undo_note(self, request: Request) -> Response:
        """Take the last note back."""
        wish = await read_wish(request, TouchWish)
        watched = self._present_session()
        self._counter.moment_of(wish, request.scope["browser"])
        if not self._counter.presses.is_first("undo"):
            return done(**ONCE)
        last = watched.note_to_undo(time.monotonic())
        if last is None:
            raise RefusedError(409, self._words.nothing_to_undo)
        watched.run.inbox.put(TakeBackAsked(last.note, last.noted_at, FROM_PAGE))
        return done()

    async def answer_question(self, request: Request) -> Response:
        """How somebody feels."""
        wish = await read_wish(request, AnswerWish)
        self._counter.moment_of(wish, request.scope["browser"])
        question = self._board.question
        if question is None or question.symptom is not wish.symptom:
            raise RefusedError(409, self._words.moved_on)
        if not self._counter.presses.is_first(f"answer {wish.symptom.value}"):
            return done(**ONCE)
        self._front.questions.give_answer(PageAnswer(wish.symptom, wish.value))
        return done()
