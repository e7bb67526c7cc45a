"""What a session needs to be shown, on a screen or as lines."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from drillvoice.core.effects import Record
from drillvoice.core.phrases import Phrases
from drillvoice.core.plan import Plan
from drillvoice.core.questions import Ask, Values
from drillvoice.history.words import Moment
from drillvoice.reports import Level
from drillvoice.runner import Inbox, Runner


@dataclass(frozen=True, slots=True)
class Stage:
    """One session that is ready to begin."""

    plan: Plan
    phrases: Phrases
    inbox: Inbox
    make_runner: Callable[[], Runner]
    """Its time begins when it is made."""
    say: Callable[[str], None]
    """Lets a text sound that does not belong to the session."""
    rate: Callable[[Moment, Values], None]
    """Keeps the answers to the questions of a moment."""
    ask: Ask = Ask.NO
    on_demand: bool = False
    sound: str = "on"
    """How the loudspeaker is called."""

    def keep(self, moment: Moment, values: Values) -> None:
        """Keep answers, where there are any."""
        if any(value is not None for value in values.values()):
            self.rate(moment, values)


class Show(Protocol):
    """How a session is shown."""

    def tell(self, sentence: str) -> None:
        """Something that a person should know; any thread may tell."""
        ...

    def level(self, level: Level) -> None:
        """How loud it is at the microphone."""
        ...

    def record(self, record: Record) -> None:
        """A record that has sounded."""
        ...

    def run(self, stage: Stage) -> None:
        """Run the session to its end, with its questions.

        Raises:
            KeyboardInterrupt: it was left at once.

        """
        ...
