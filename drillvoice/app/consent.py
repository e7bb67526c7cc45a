"""Hearing "yes" or "no" at the computer, where no session goes on that listens for commands."""

import time
from collections.abc import Callable

from drillvoice.app.inbox import SessionInbox
from drillvoice.app.voice_control import VoiceControl, listening_config
from drillvoice.core.plan.request import Request
from drillvoice.core.session.answers import CONSENT, Answer, Subject
from drillvoice.errors import ModelError, tell_nobody
from drillvoice.language import load_language
from drillvoice.speech_models.find import find_model

LISTENS_S = 20.0
"""So long after the question, and no longer: what somebody on television says later answers nothing."""
LOOK_EVERY_S = 0.2


def hear_consent(request: Request, is_asking: Callable[[], bool], take: Callable[[bool], None]) -> None:
    """Listen until there is an answer, nobody asks any more, or time is up; at once where nobody may listen.

    Args:
        request: how to listen.
        is_asking: whether an answer is still wanted.
        take: gets the answer, in another thread.

    """
    if request.listening.off:
        return
    try:
        model = find_model(request.listening.model)
    except ModelError:
        return  # a session says why nobody is heard; keys and the page answer as well
    control = VoiceControl(SessionInbox(), load_language(request.language).phrases.printed, tell_nobody)

    def take_answer(answer: Answer) -> None:
        if answer in CONSENT:
            take(answer is Answer.YES)

    config = listening_config(request.listening, model.path) | {"language": request.language}
    with control.switched_on(config):
        control.answers_to(take_answer, Subject.CONSENT)
        limit = time.monotonic() + LISTENS_S
        while is_asking() and time.monotonic() < limit:
            time.sleep(LOOK_EVERY_S)
