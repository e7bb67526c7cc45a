"""What is asked of an ear: of one that counts time by what it was given, and of one whose time is the clock's.

The recogniser is slow to load; whoever only hands sound to an ear imports this.
"""

from collections.abc import Sequence
from typing import Protocol

from drillvoice.core.clips import Samples
from drillvoice.core.hearing.command_spotter import Spotted
from drillvoice.core.hearing.templates import Vectors
from drillvoice.core.session.answers import Subject
from drillvoice.echo.reference import Taken
from drillvoice.listening.messages import Answered, Echo, HeardReport, TakeReport


class CommandEar(Protocol):
    """Understands commands."""

    @property
    def level_db(self) -> float:
        """How loud it is, in dBFS."""
        ...

    @property
    def floor_db(self) -> float:
        """The noise of the room, in dBFS."""
        ...

    @property
    def now_s(self) -> float:
        """Time heard so far."""
        ...

    def sounds_since(self, start_s: float) -> Sequence[Vectors]:
        """Everything that has sounded since a time, as vectors, where somebody teaches."""
        ...

    def feed_frames(self, microphone: Samples, reference: Samples) -> list[Spotted]:
        """The commands decided on by the end of these samples: 16 kHz, whole frames of 10 ms, as many of both."""
        ...


class TimedEar(Protocol):
    """Understands commands, and says when they were spoken."""

    def feed_timed_frames(
        self, microphone: Samples, played: Taken, start_s: float
    ) -> Sequence[HeardReport | TakeReport | Answered]:
        """Commands and answers heard by the end of these samples: 16 kHz, whole frames of 10 ms, as many of both.

        Args:
            microphone: what was heard; it joins the last unless its time says otherwise.
            played: what the loudspeaker plays AHEAD_S after that.
            start_s: the time of the first sample on `time.monotonic()`.

        """
        ...

    def levels_db(self) -> tuple[float, float]:
        """How loud speech is, and the noise floor, in dBFS."""
        ...

    def echo_report(self) -> Echo:
        """How well it hears while the program speaks, AHEAD_S included in the delay."""
        ...

    def listen_for(self, subject: Subject) -> None:
        """Listen for something else from now on; at first it is commands."""
        ...
