"""While somebody still chooses, what they point at is spoken in the background: so little is left to wait for.

What came with the program is not spoken again, so with the usual voice there is nothing to do.
"""

import threading
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import replace

from drillvoice.app.prepare import draw_session, language_of
from drillvoice.app.session_voice import open_voice, with_own_voice
from drillvoice.core.plan.lines import Sound
from drillvoice.core.plan.request import Request
from drillvoice.core.plan.timing import lay_out, needed_sounds
from drillvoice.core.session.replies import possible_replies
from drillvoice.errors import DrillvoiceError, tell_nobody
from drillvoice.voice.clips import ProgramVoice

SETTLE_S = 0.7
"""Who has pointed at something for so long is reading it, and may choose it."""


class PreparedAhead:
    """Speaks what a request needs, the latest one that is expected."""

    def __init__(self) -> None:
        self._expected: Request | None = None
        self._ending = threading.Event()
        self._thread: threading.Thread | None = None

    def expect_request(self, request: Request) -> None:
        """Somebody points at this; what was expected before is left where it stands."""
        if request == self._expected:
            return
        self._ending.set()
        self._expected, self._ending = request, threading.Event()
        self._thread = threading.Thread(target=_speak_ahead, args=(request, self._ending), daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Speak no more; what is being spoken is waited for, since the session needs the engine itself."""
        self._ending.set()
        if self._thread is not None:
            self._thread.join()


def _speak_ahead(request: Request, ending: threading.Event) -> None:
    """What is wrong is said once the session is asked for."""
    if ending.wait(SETTLE_S):
        return
    with suppress(DrillvoiceError):
        language = language_of(request)
        choices = draw_session(replace(request, safety_read=False), language, attended=True).choices
        voice = open_voice(with_own_voice(request.voice, language, tell_nobody), language)
        with closing(voice):
            if all(_speak_each(voice, needed_sounds(choices), ending)):
                replies = possible_replies(lay_out(choices, voice.length_in_ticks), language.phrases)
                all(_speak_each(voice, map(Sound, replies), ending))


def _speak_each(voice: ProgramVoice, sounds: Iterable[Sound], ending: threading.Event) -> Iterator[bool]:
    """One after the other, as long as it is wanted."""
    for sound in voice.missing_sounds(sounds):
        voice.clip(sound)
        yield not ending.is_set()
