"""Spoken commands in a session: from the listening process's reports to the runner's inbox, and to a person."""

import contextlib
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from drillvoice.core.clips import Samples
from drillvoice.core.plan.request import ListeningWish
from drillvoice.core.session.answers import CONSENT, Answer, Subject
from drillvoice.core.session.commands import Command
from drillvoice.core.session.facts import News
from drillvoice.core.session.messages import Asked, Inbox
from drillvoice.core.shown_phrases import PrintedPhrases
from drillvoice.listening.client import Listener, listening_command
from drillvoice.listening.messages import (
    Answered,
    Clipped,
    Echo,
    Failed,
    Found,
    HeardReport,
    LevelReport,
    ListeningReport,
    Lost,
    Report,
    Silent,
    Sounding,
    TakeReport,
)
from drillvoice.listening.wire import packed_config


def listening_config(wish: ListeningWish, model: Path) -> dict[str, Any]:
    """What the listening process is told of how to listen."""
    return {
        "device": wish.microphone,
        "model": str(model),
        "headphones": wish.headphones,
        "over_cues": wish.over_cues,
        "wake": wish.wake,
        "learn": wish.learn,
    }


class VoiceControl:
    """Listens beside one session.

    Args:
        inbox: gets commands, and news for the person who practises.
        words: how it tells of itself.
        tell: gets sentences for whoever reads.
        show: gets how loud it is and how well it hears, for a screen.

    """

    def __init__(
        self,
        inbox: Inbox,
        words: PrintedPhrases,
        tell: Callable[[str], None],
        show: Callable[[LevelReport | Echo], None] = lambda report: None,
    ) -> None:
        self._inbox = inbox
        self._words = words
        self._tell = tell
        self._show = show
        self.log: Callable[[dict[str, Any]], None] = lambda record: None
        """Gets what only the event log keeps."""
        self.learn: Callable[[TakeReport], None] = lambda take: None
        """Gets how commands sounded, where they are to be learnt."""
        self._listener: Listener | None = None
        self._begun = False
        self._deaf = False
        self._settled = threading.Event()
        self._answer_to: Callable[[Answer], None] | None = None
        self._answers_about = Subject.ANSWERS
        self._consent_to: Callable[[bool], None] | None = None

    @property
    def listening(self) -> bool:
        """Whether a voice is heard at present."""
        return self._begun and not self._deaf

    def answers_to(self, take: Callable[[Answer], None] | None, subject: Subject = Subject.ANSWERS) -> None:
        """Have answers listened for instead of commands, and told in a thread of the listener's; None: commands."""
        self._answer_to, self._answers_about = take, subject
        self._turn_to_subject()

    def consents_to(self, take: Callable[[bool], None] | None) -> None:
        """Have yes and no listened for beside commands, and told in a listener's thread; None: commands alone."""
        self._consent_to = take
        self._turn_to_subject()

    def _turn_to_subject(self) -> None:
        if self._listener is not None:
            beside_commands = Subject.COMMANDS_AND_CONSENT if self._consent_to else Subject.COMMANDS
            self._listener.listen_for(self._answers_about if self._answer_to else beside_commands)

    def note_played(self, start_s: float, samples: Samples, rate: int) -> None:
        """What the loudspeaker plays; its callback may tell."""
        if self._listener is not None:
            self._listener.note_played(start_s, samples, rate)

    @contextlib.contextmanager
    def switched_on(self, config: Mapping[str, Any], settle_s: float = 0.0) -> Iterator[None]:
        """Listen while the block lasts, which begins once it is known whether a voice is heard, or after `settle_s`."""
        with Listener(listening_command(), self.take_report, packed_config(config)) as self._listener:
            self._turn_to_subject()
            self._settled.wait(settle_s)
            yield
        self._listener = None

    def take_report(self, report: Report) -> None:
        """One report of the listening process, in a thread of the listener's."""
        match report:
            case HeardReport():
                given_at = time.monotonic()
                self._inbox.put(Asked(Command(report.command), "voice", report.phrase, report.word_end_s, given_at))
            case TakeReport() | Answered():
                self._hand_on(report)
            case LevelReport() | Echo():
                self._show_measurement(report)
            case ListeningReport():
                self._begin_listening(report)
            case Lost() | Silent() | Failed():
                self._complain(report.why, deaf=True)
            case Clipped():
                self._complain(report.why, deaf=False)
            case Found() | Sounding():
                self._go_on()

    def _show_measurement(self, report: LevelReport | Echo) -> None:
        self._show(report)
        if isinstance(report, Echo):
            self.log({"kind": "echo", **asdict(report)})

    def _hand_on(self, report: TakeReport | Answered) -> None:
        """To whoever wants it at the moment."""
        if isinstance(report, TakeReport):
            self.learn(report)
            return
        answer, take, consent = Answer(report.answer), self._answer_to, self._consent_to
        if take is not None:
            take(answer)
        elif consent is not None and answer in CONSENT:
            consent(answer is Answer.YES)

    def _begin_listening(self, report: ListeningReport) -> None:
        if not self._begun:
            self._begun = True
            self._tell(self._words.voice_on.format(microphone=report.microphone))
            self._inbox.put(News.LISTENING)
        self._settled.set()

    def _complain(self, why: str, *, deaf: bool) -> None:
        """What never worked is only told to whoever reads: the person who practises did not count on it."""
        self._tell(self._words.voice_off.format(why=why) if deaf and not self._begun else why)
        if deaf and self._begun and not self._deaf:
            self._inbox.put(News.DEAF)
        self._deaf |= deaf
        if deaf:
            self._settled.set()

    def _go_on(self) -> None:
        if self._deaf and self._begun:
            self._tell(self._words.voice_again)
            self._inbox.put(News.LISTENING_AGAIN)
        self._deaf = False
