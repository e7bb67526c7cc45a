"""The ear of the listening process, whose time is the clock's."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from drillvoice.core.clips import Samples
from drillvoice.core.hearing.command_spotter import Spotted
from drillvoice.core.hearing.taught_voice import TaughtVoice, pack_vectors
from drillvoice.core.plan.options import OverCues
from drillvoice.core.session.answers import Answer, Subject
from drillvoice.core.session.commands import Command
from drillvoice.echo.canceller import Canceller
from drillvoice.echo.reference import Taken
from drillvoice.listening import messages
from drillvoice.listening.ear import Ear
from drillvoice.listening.open_ears import Hearing, canceller_for, open_subjects

TimedReport = messages.HeardReport | messages.TakeReport | messages.Answered
FADED_S = 0.5
"""A sound has ended so long after its command was known."""


class LiveEar:
    """An ear for a live microphone, whose time is that of `time.monotonic()`.

    Args:
        ears: makes the ear for each subject.
        canceller: theirs; it knows what sounds just now, whatever is listened for.
        learns: whether it tells how commands sounded.

    """

    def __init__(
        self, ears: Callable[[Subject, Canceller], Ear], canceller: Canceller, *, learns: bool = False
    ) -> None:
        self._ears = ears
        self._canceller = canceller
        self._learns = learns
        self._heard: list[Spotted] = []
        """Commands of which it is not known yet how they sounded."""
        self._ear = ears(Subject.COMMANDS, canceller)

    def listen_for(self, subject: Subject) -> None:
        """Listen for something else from now on."""
        self._ear = self._ears(subject, self._canceller)
        self._heard.clear()

    def feed_timed_frames(self, microphone: Samples, played: Taken, start_s: float) -> list[TimedReport]:
        """Take the next samples of both, whole frames; `start_s` is the time of the first."""
        self._canceller.shift_reference(played.moved)
        began_s = start_s - self._ear.now_s
        found = self._ear.feed_frames(microphone, played.samples)
        takes = list(self._takes(found)) if self._learns else []
        return [*(_heard_report(heard, began_s) for heard in found), *takes]

    def _takes(self, found: Sequence[Spotted]) -> Iterator[messages.TakeReport]:
        """How commands sounded, once the sound has ended: some are decided on before."""
        self._heard += [heard for heard in found if isinstance(heard.command, Command)]
        ended = [heard for heard in self._heard if self._ear.now_s - heard.decided_s > FADED_S]
        self._heard = [heard for heard in self._heard if heard not in ended]
        for heard in ended:
            vectors = self._ear.sound_around(heard.word_end_s)
            if vectors is not None:
                yield messages.TakeReport(heard.command.value, heard.phrase, pack_vectors(vectors))

    def levels_db(self) -> tuple[float, float]:
        """How loud it is, and the noise of the room, in dBFS."""
        return self._ear.level_db, self._ear.floor_db

    def echo_report(self) -> messages.Echo:
        """How well it hears while the program speaks."""
        now = self._ear.quality
        delay_s, drift_ppm = round(now.delay_s, 4), round(now.drift_ppm, 1)
        return messages.Echo(now.trusted, round(now.erle_db, 1), delay_s, drift_ppm, now.jumps)


def _heard_report(heard: Spotted, began_s: float) -> messages.HeardReport | messages.Answered:
    if isinstance(heard.command, Answer):
        return messages.Answered(heard.command.value)
    return messages.HeardReport(
        heard.command.value, heard.phrase, began_s + heard.word_end_s, began_s + heard.decided_s
    )


def make_ear(config: Mapping[str, Any]) -> LiveEar:
    """The ear of the listening process; its configuration is a `Hearing` as JSON has it."""
    given = {key: config[key] for key in ("headphones", "wake", "own", "cues", "language")}
    taught, over_cues = TaughtVoice.model_validate(config["taught"]), OverCues(config["over_cues"])
    hearing = Hearing(Path(config["model"]), over_cues=over_cues, taught=taught, keeps_sounds=config["learn"], **given)
    return LiveEar(open_subjects(hearing), canceller_for(hearing), learns=config["learn"])
