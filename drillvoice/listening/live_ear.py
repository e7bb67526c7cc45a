"""The ear of the listening process, whose time is the clock's."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from drillvoice.core.clips import Samples
from drillvoice.core.hearing.command_spotter import Spotted
from drillvoice.core.plan.options import OverCues
from drillvoice.core.session.answers import Answer, Subject
from drillvoice.echo.canceller import Canceller
from drillvoice.echo.reference import Taken
from drillvoice.listening import messages
from drillvoice.listening.ear import Ear
from drillvoice.listening.open_ears import Hearing, canceller_for, open_subjects


class LiveEar:
    """An ear for a live microphone, whose time is that of `time.monotonic()`.

    Args:
        ears: makes the ear for each subject.
        canceller: theirs; it knows what sounds just now, whatever is listened for.

    """

    def __init__(self, ears: Callable[[Subject, Canceller], Ear], canceller: Canceller) -> None:
        self._ears = ears
        self._canceller = canceller
        self._ear = ears(Subject.COMMANDS, canceller)

    def listen_for(self, subject: Subject) -> None:
        """Listen for something else from now on."""
        self._ear = self._ears(subject, self._canceller)

    def feed_timed_frames(
        self, microphone: Samples, played: Taken, start_s: float
    ) -> list[messages.HeardReport | messages.Answered]:
        """Take the next samples of both, whole frames; `start_s` is the time of the first."""
        self._canceller.shift_reference(played.moved)
        began_s = start_s - self._ear.now_s
        return [_heard_report(heard, began_s) for heard in self._ear.feed_frames(microphone, played.samples)]

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
    hearing = Hearing(Path(config["model"]), over_cues=OverCues(config["over_cues"]), **given)
    return LiveEar(open_subjects(hearing), canceller_for(hearing))
