"""What a leading front needs of a session."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from drillvoice.core.phrases import Phrases
from drillvoice.core.plan.options import Ask
from drillvoice.core.plan.timing import Plan
from drillvoice.core.session.answers import Answer
from drillvoice.core.session.messages import Inbox
from drillvoice.core.session.questions import Asking, SymptomRatings
from drillvoice.history.ratings import Moment


class Running(Protocol):
    """A session that runs."""

    def run(self) -> None:
        """Until it has ended."""
        ...

    def leave(self) -> None:
        """Let `run` return at once; any thread may ask."""
        ...


class Answers(Protocol):
    """Hears spoken answers."""

    @property
    def listening(self) -> bool:
        """Whether a voice is heard at present."""
        ...

    def answers_to(self, take: Callable[[Answer], None] | None) -> None:
        """Have answers listened for instead of commands, and told in any thread; None: commands again."""
        ...


class NoAnswers:
    """Nobody listens."""

    listening = False

    def answers_to(self, take: Callable[[Answer], None] | None) -> None:
        """There is nothing to tell."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One session that is ready to begin."""

    plan: Plan
    phrases: Phrases
    inbox: Inbox
    make_runner: Callable[[], Running]
    """Its time begins when it is made."""
    say: Callable[[str], None]
    """Lets a text sound that does not belong to the session."""
    rate: Callable[[Moment, SymptomRatings], None]
    """Keeps the answers to the questions of a moment."""
    ask: Ask = Ask.NO
    on_demand: bool = False
    one_switch: bool = False
    """Every key does what is to be done next."""
    sound: str = "on"
    """How the loudspeaker is called."""
    voice: Answers = field(default_factory=NoAnswers)
    log: Callable[[dict[str, Any]], None] = lambda record: None
    """The event log alone."""

    def keep_answers(self, moment: Moment, asking: Asking) -> None:
        """Keep answers, where there are any."""
        for rated, value in asking.values.items():
            source = asking.sources[rated]
            self.log({"kind": "rating", "moment": moment, "rated": rated, "value": value, "source": source})
        if any(value is not None for value in asking.values.values()):
            self.rate(moment, asking.values)
