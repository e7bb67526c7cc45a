"""Asking at the computer whether a phone may join: aloud, and answered by "yes" or "no", during a session too.

During a session the question is spoken in its turn, and its own listening takes the answer; otherwise this opens the
microphone for a while.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from drillvoice.app.inbox import SessionInbox
from drillvoice.app.session_run import SessionRun
from drillvoice.app.voice_control import VoiceControl, listening_config
from drillvoice.core.plan.request import Request
from drillvoice.core.session.answers import CONSENT, Answer, Subject
from drillvoice.core.session.commands import State
from drillvoice.core.session.facts import AsideAsked, Fact, Spoken
from drillvoice.errors import ModelError, tell_nobody
from drillvoice.language import load_language
from drillvoice.listening.messages import Echo, LevelReport
from drillvoice.speech_models.find import find_model

LISTENS_S = 20.0
"""So long after the question, and no longer: what somebody on television says later answers nothing."""
LOOK_EVERY_S = 0.1
SOURCE = "computer"
"""Who asks for the question to be spoken."""


@dataclass(frozen=True, slots=True)
class StandingQuestion:
    """Something that somebody at the computer is to allow."""

    key: str
    """Which one it is."""
    text: str
    stands: Callable[[], bool]
    """Whether nobody has answered yet; any thread may look."""
    take: Callable[[bool], None]
    """Gets the answer; any thread may tell."""


class Consent:
    """Asks aloud, one question after the other.

    Args:
        next_question: the one that stands now; None where none does.
        request: how to listen where no session goes on.
        say: speaks a sentence there, and waits for its end.
        present_run: the session that goes on, if one does.

    """

    def __init__(
        self,
        next_question: Callable[[], StandingQuestion | None],
        request: Request,
        say: Callable[[str], None],
        present_run: Callable[[], SessionRun | None],
    ) -> None:
        self._next = next_question
        self._request = request
        self._say = say
        self._present_run = present_run
        self._one_at_a_time = threading.Lock()
        self._asked: set[str] = set()

    def ask_soon(self) -> None:
        """Ask once the questions before are answered; any thread may want that, and none waits."""
        threading.Thread(target=self._ask_next, daemon=True, name="consent").start()

    def _ask_next(self) -> None:
        with self._one_at_a_time:
            while (question := self._next()) is not None and question.key in self._asked:
                time.sleep(LOOK_EVERY_S)
            if question is not None:
                self._asked.add(question.key)
                self.ask(question)

    def ask(self, question: StandingQuestion) -> None:
        """Ask until it is answered, or was listened for long enough. A session that begins or ends meanwhile takes the
        microphone, so that the question is put once more.
        """
        is_heard = False
        while question.stands() and not is_heard:
            run = self._present_run()
            if run is None:
                self._say(question.text)
                is_heard = self._hear_alone(question)
            else:
                is_heard = self._ask_in_session(question, run)

    def _hear_alone(self, question: StandingQuestion) -> bool:
        return hear_consent(self._request, lambda: question.stands() and self._present_run() is None, question.take)

    def _ask_in_session(self, question: StandingQuestion, run: SessionRun) -> bool:
        """Whether it was listened for: the session has not ended before."""

        def is_wanted() -> bool:
            return question.stands() and self._present_run() is run

        spoken = _SpokenInSession(question.text)
        run.fronts.join(spoken)
        try:
            while is_wanted() and not spoken.is_said:
                if spoken.may_be_asked_for():
                    run.speak_text(question.text, SOURCE, in_pause=True)
                time.sleep(LOOK_EVERY_S)
        finally:
            run.fronts.leave(spoken)
        run.hear_consent(question.take)
        try:
            return spoken.is_said and _wait(is_wanted)
        finally:
            run.hear_consent(None)


@dataclass
class _SpokenInSession:
    """A front that sees whether a question has been spoken: only what was heard can be answered.

    During a stop nothing may sound, so it is asked for again after that; towards the end it is left out.
    """

    text: str
    is_said: bool = False
    _is_asked_for: bool = False
    _state: State | None = None
    _refused_in: State | None = field(default=None, init=False)

    def may_be_asked_for(self) -> bool:
        """Whether to have it spoken now; answers so once, until it is refused by a stop that has ended since."""
        is_stop_over = self._refused_in is State.STOPPED and self._state is not State.STOPPED
        if self._state is None or (self._is_asked_for and not is_stop_over):
            return False
        self._is_asked_for, self._refused_in = True, None
        return True

    def show_notice(self, sentence: str) -> None:
        """That is for others."""

    def show_hearing(self, report: LevelReport | Echo) -> None:
        """That too."""

    def show_fact(self, fact: Fact) -> None:
        """Something that has sounded or happened; before it was asked for that was another question of these words."""
        self._state = fact.state
        match fact:
            case Spoken() if self._is_asked_for and fact.place is None:
                self.is_said |= fact.line.sound.text == self.text
            case AsideAsked() if fact.source == SOURCE and not fact.accepted:
                self._refused_in = fact.state


def hear_consent(request: Request, is_asking: Callable[[], bool], take: Callable[[bool], None]) -> bool:
    """Listen until there is an answer, nobody asks any more, or time is up; at once where nobody may listen.

    Args:
        request: how to listen.
        is_asking: whether an answer is still wanted.
        take: gets the answer, in another thread.

    Returns:
        whether time is up, or nobody may listen: nothing more is to be expected.

    """
    if request.listening.off:
        return True
    try:
        model = find_model(request.listening.model)
    except ModelError:
        return True  # a session says why nobody is heard; keys and the page answer as well
    control = VoiceControl(SessionInbox(), load_language(request.language).phrases.printed, tell_nobody)

    def take_answer(answer: Answer) -> None:
        if answer in CONSENT:
            take(answer is Answer.YES)

    config = listening_config(request.listening, model.path) | {"language": request.language}
    with control.switched_on(config):
        control.answers_to(take_answer, Subject.CONSENT)
        return _wait(is_asking)


def _wait(is_asking: Callable[[], bool]) -> bool:
    """Wait for an answer; whether time is up."""
    limit = time.monotonic() + LISTENS_S
    while is_asking():
        if time.monotonic() >= limit:
            return True
        time.sleep(LOOK_EVERY_S)
    return False
