"""The loop between microphone and ear: what the listening process does all the time.

It looks for a microphone and for another where that is lost, hands the ear what was heard beside what was played at
the same time, and tells of all that a person should know.
"""

import contextlib
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import replace

from drillvoice.audio.api import READ_S, Microphone, SoundBlock
from drillvoice.audio.microphone_condition import Finding, MicrophoneCondition
from drillvoice.core.clips import Samples
from drillvoice.core.rates import SPEECH_RATE
from drillvoice.core.session.answers import Subject
from drillvoice.echo.reference import Reference
from drillvoice.errors import AudioError, DrillvoiceError
from drillvoice.listening.ears import TimedEar
from drillvoice.listening.messages import (
    Alive,
    Clipped,
    Echo,
    Failed,
    Found,
    LevelReport,
    ListeningReport,
    Lost,
    Report,
    Silent,
    Sounding,
)
from drillvoice.listening.microphone_feed import MicrophoneFeed

SEARCH_EVERY_S = 2.0
CHECK_EVERY_S = 2.0
"""When its only microphone is unplugged, PulseAudio gives us what the loudspeaker plays, without a word."""
LEVEL_EVERY_S = 0.25
BEAT_EVERY_S = 0.25
NEXT_BEAT_S = 2.4
"""A step takes a tenth of a second, and two or three where the computer is busy; a person is told within three."""
SEARCHING_S = 12.0
"""Opening a microphone may take so long, on Bluetooth above all. Nothing is heard meanwhile, which is told soon."""
OPENS_SLOWLY_S = 2.0
"""After so long it is told; whoever speaks is to know within three seconds that nobody hears."""
ECHO_STEP_DB = 3.0
LATE_S = 0.1
"""What was played is waited for no longer than this; usually it is there before it is heard."""
AHEAD_S = 0.03
"""The times of microphone and loudspeaker are off by up to 20 ms, and an echo that seems to come before its sound
cannot be taken out: what is played is handed on so much early."""
FRESH_S = 0.3
"""A loudspeaker that has told of nothing for so long has stopped, and nothing is waited for."""

MICROPHONE_GONE = "The microphone {name} is gone; connect it again. Until then use the keys."
SLOW = "The microphone has not opened yet; until it does use the keys."
MUTED = "The microphone {name} gives no sound at all: it is muted or switched off. {mend}"
MENDS = {
    "darwin": "Allow your terminal to use it in System Settings, Privacy & Security, Microphone, then start again.",
    "win32": "Check its switch, and Settings, Privacy, Microphone.",
    "other": "Check its switch and the system's sound settings.",
}
TOO_LOUD = (
    "The microphone {name} is set too loud, which tears words apart; "
    "turn it down in the system's sound settings, or move it away."
)


OpenMicrophone = Callable[[bool], Microphone]
"""Its argument says whether to look for devices afresh."""
TellReport = Callable[[Report], None]


class Attention:
    """The loop between microphone and ear."""

    def __init__(
        self, open_microphone: OpenMicrophone, loading: "Future[TimedEar]", reference: Reference, tell: TellReport
    ) -> None:
        self._open = open_microphone
        self._loading = loading
        self._reference = reference
        self._tell = tell
        self._ear: TimedEar | None = None
        self._microphone: Microphone | None = None
        self._echo: Echo | None = None
        self._tried = False
        self._lost = False
        self._check_at = 0.0
        self._beat_at = 0.0
        self._attends_to = Subject.COMMANDS
        self.subject = Subject.COMMANDS
        """What is to be listened for; any thread may set it."""

    def run_until_ended(self, ended: threading.Event) -> None:
        """Until it is ended."""
        try:
            while not ended.is_set():
                self._step(ended)
        except DrillvoiceError as error:
            self._tell(Failed(str(error)))
        finally:
            self._close_microphone()

    def _step(self, ended: threading.Event) -> None:
        if time.monotonic() >= self._beat_at:
            self._beat(NEXT_BEAT_S)
        if self._ear is None and self._loading.done():
            self._ear = self._loading.result()
            self._say_listening()
        if self._microphone is None:
            self._search_microphone(ended)
            return
        try:
            self._check_microphone(self._microphone)
        except AudioError as error:
            self._say_lost(str(error))
            self._close_microphone()
            return
        block = self._microphone.read_block(READ_S)
        if block is not None:
            self._take_block(block)

    def _beat(self, next_s: float) -> None:
        """Say that the loop goes on; a long wait ends with the next beat."""
        self._beat_at = 0.0 if next_s > NEXT_BEAT_S else time.monotonic() + BEAT_EVERY_S
        self._tell(Alive(next_s))

    def _check_microphone(self, microphone: Microphone) -> None:
        if not microphone.alive:
            raise AudioError(MICROPHONE_GONE.format(name=microphone.name))
        if time.monotonic() >= self._check_at:
            self._check_at = time.monotonic() + CHECK_EVERY_S
            microphone.check()

    def _search_microphone(self, ended: threading.Event) -> None:
        self._beat(SEARCHING_S)
        if self._tried and ended.wait(SEARCH_EVERY_S):
            return
        try:
            with self._told_where_slow():
                self._microphone = self._open(self._tried)
        except AudioError as error:
            self._say_lost(str(error))
            return
        finally:
            self._tried = True
        self._begin_stream(self._microphone)

    @contextlib.contextmanager
    def _told_where_slow(self) -> Iterator[None]:
        """What is done here may hang; after a while it is told that nothing is heard."""
        watch = threading.Timer(OPENS_SLOWLY_S, self._say_lost, (SLOW,))
        watch.daemon = True
        watch.start()
        try:
            yield
        finally:
            watch.cancel()
            watch.join()

    def _begin_stream(self, microphone: Microphone) -> None:
        self._condition = MicrophoneCondition(microphone.rate)
        self._feed = MicrophoneFeed(microphone.rate)
        self._reference.forget_taken()
        self._level_at = 0.0
        self._check_at = time.monotonic() + CHECK_EVERY_S
        if self._lost:
            self._lost = False
            self._tell(Found())
        self._say_listening()

    def _say_listening(self) -> None:
        if self._ear is not None and self._microphone is not None:
            found = self._microphone
            self._tell(ListeningReport(found.name, found.rate, round(found.latency_s, 3)))

    def _say_lost(self, why: str) -> None:
        """Said once, however long it is searched for."""
        if not self._lost:
            self._lost = True
            self._tell(Lost(why))

    def _close_microphone(self) -> None:
        if self._microphone is not None:
            self._microphone.close()
            self._microphone = None

    def _take_block(self, block: SoundBlock) -> None:
        for finding in self._condition.feed(block.samples):
            self._say_finding(finding)
        if self._ear is None:
            return
        if block.lost:
            self._feed.forget_rest()
            self._reference.forget_taken()
        start_s, samples = self._feed.whole_frames(block.samples, block.start_s)
        if len(samples):
            self._hear_samples(self._ear, samples, start_s)

    def _hear_samples(self, ear: TimedEar, samples: Samples, start_s: float) -> None:
        if self._attends_to is not self.subject:
            self._attends_to = self.subject
            ear.listen_for(self._attends_to)
        played_s = start_s + AHEAD_S
        self._await_reference(played_s + len(samples) / SPEECH_RATE)
        for heard in ear.feed_timed_frames(samples, self._reference.take_piece(played_s, len(samples)), start_s):
            self._tell(heard)
        if start_s >= self._level_at:
            self._level_at = start_s + LEVEL_EVERY_S
            db, noise_db = ear.levels_db()
            self._tell(LevelReport(round(db, 1), round(noise_db, 1)))
            self._say_echo(ear.echo_report())

    def _say_echo(self, echo: Echo) -> None:
        """Only what is new."""
        told = self._echo
        if told is None or told.heard is not echo.heard or abs(told.erle_db - echo.erle_db) >= ECHO_STEP_DB:
            self._echo = echo
            late_s = round(echo.delay_s - AHEAD_S, 4) if echo.delay_s else 0.0
            self._tell(replace(echo, delay_s=late_s))

    def _await_reference(self, end_s: float) -> None:
        """A busy computer may be late to say what it played; without it we would hear ourselves."""
        limit = time.monotonic() + LATE_S
        while 0 < end_s - self._reference.end_s < FRESH_S and time.monotonic() < limit:
            time.sleep(0.005)

    def _say_finding(self, finding: Finding) -> None:
        name = self._microphone.name if self._microphone else ""
        match finding:
            case Finding.SILENT:
                mend = MENDS.get(sys.platform, MENDS["other"])
                self._tell(Silent(MUTED.format(name=name, mend=mend)))
            case Finding.SOUND:
                self._tell(Sounding())
            case Finding.CLIPPED:
                self._tell(Clipped(TOO_LOUD.format(name=name)))
