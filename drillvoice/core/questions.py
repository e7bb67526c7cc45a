"""Questions before and after a session: how dizzy, unsteady and tired somebody feels, from 0 to 10."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from drillvoice.core.phrases import Phrases

HIGHEST = 10
PLAIN_RISE = 2
"""From so much more dizziness on it is said."""


class Ask(StrEnum):
    """Whether the questions are asked."""

    NO = "no"
    YES = "yes"
    EACH = "each"
    """It is asked each time whether they shall be."""


class Rated(StrEnum):
    """What is asked, in this order; the names of the record."""

    DIZZINESS = "dizziness"
    UNSTEADINESS = "unsteadiness"
    FATIGUE = "fatigue"


Values = Mapping[str, int | None]
"""The answers by what was asked; None where that was skipped."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Where somebody is in the questions of one moment."""

    values: Values
    number: int | None = None
    """What is chosen and not given yet."""

    @property
    def asked(self) -> Rated | None:
        """What is asked now; None once all has been."""
        return next((rated for rated in Rated if rated not in self.values), None)

    def digit(self, digit: int) -> "Asking":
        """A number key: 1 and then 0 make 10."""
        return replace(self, number=HIGHEST if self.number == 1 and digit == 0 else digit)

    def step(self, by: int) -> "Asking":
        """One more or less."""
        number = 0 if self.number is None else self.number + by
        return replace(self, number=min(HIGHEST, max(0, number)))

    def give(self) -> "Asking":
        """The chosen number is the answer; nothing happens where none is chosen."""
        return self if self.number is None else self._answered(self.number)

    def skip(self) -> "Asking":
        """No answer to this."""
        return self._answered(None)

    def skip_all(self) -> "Asking":
        """No answer to this nor to any other."""
        return Asking(dict.fromkeys(Rated) | dict(self.values))

    def _answered(self, value: int | None) -> "Asking":
        return self if self.asked is None else Asking({**self.values, self.asked: value})


def question(rated: Rated, phrases: Phrases) -> str:
    """How it is asked."""
    return str(getattr(phrases.questions, rated.value))


def verdict(before: Values, after: Values, phrases: Phrases) -> str:
    """What is said of dizziness that rose; "" where it did not, or nobody knows."""
    first, last = before.get(Rated.DIZZINESS), after.get(Rated.DIZZINESS)
    if first is None or last is None or last - first < PLAIN_RISE:
        return ""
    return phrases.questions.rose.format(n=phrases.number(last - first))


def question_texts(phrases: Phrases) -> Iterator[str]:
    """All that may be said, so that it can be spoken ahead."""
    yield from (question(rated, phrases) for rated in Rated)
    yield from (phrases.questions.rose.format(n=phrases.number(n)) for n in range(PLAIN_RISE, HIGHEST + 1))
