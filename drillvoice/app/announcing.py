"""A sentence at the loudspeaker while no session goes on: the page is open, a phone wants to join."""

import threading
import time
from contextlib import closing

from drillvoice.app.loudspeaker import open_speaker
from drillvoice.app.session_voice import open_talking_voice
from drillvoice.core.clips import Clip
from drillvoice.core.plan.lines import Sound
from drillvoice.core.plan.request import Request
from drillvoice.errors import DrillvoiceError, Tell
from drillvoice.language import load_language

LEAD_S = 0.1
POLL_S = 0.02
SPARE_S = 1.0
"""A loudspeaker that does not move for so much longer than the sentence is none."""
WAIT_LIMIT_S = 8.0


class Announcer:
    """Speaks sentences one after the other, in a thread that nobody has to wait for.

    Args:
        request: the voice and the loudspeaker that are wanted.
        tell: is told what hinders it; the sentence is shown all the same.

    """

    def __init__(self, request: Request, tell: Tell) -> None:
        self._request = request
        self._tell = tell
        self._speaking = threading.Lock()

    def say_soon(self, text: str) -> None:
        """Say it once what is being said is over; any thread may ask."""
        threading.Thread(target=self.say, args=(text,), daemon=True, name="announcer").start()

    def wait_until_silent(self) -> None:
        """Wait for what is being said: two voices would call over each other."""
        if self._speaking.acquire(timeout=WAIT_LIMIT_S):
            self._speaking.release()

    def say(self, text: str) -> None:
        """Say it, and wait for its end."""
        with self._speaking:
            try:
                language = load_language(self._request.language)
                with closing(open_talking_voice(self._request.voice, language, self._tell, [text])) as voice:
                    clip = voice.clip(Sound(text))
                self._play(clip)
            except DrillvoiceError as error:
                self._tell(str(error))

    def _play(self, clip: Clip) -> None:
        with closing(open_speaker(self._request.sound, lambda start_s, samples, rate: None)) as outlet:
            start = outlet.position + int(LEAD_S * outlet.rate)
            seconds = len(clip.samples) / clip.rate + outlet.latency_s
            outlet.play(clip, start)
            limit = time.monotonic() + LEAD_S + seconds + SPARE_S
            while outlet.position < start + int(seconds * outlet.rate) and time.monotonic() < limit:
                time.sleep(POLL_S)
