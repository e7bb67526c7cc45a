"""Questions before and after a session: how dizzy, unsteady and tired somebody feels, from 0 to 10.

A number that was said is read back, and counts as given only a while after that: until then another number takes its
place, and "back" takes it away. A number from the keys is given by Enter.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from drillvoice.core.phrases import Phrases, capital_first
from drillvoice.core.session.answers import HIGHEST, Answer, number_word

PLAIN_RISE = 2
"""From so much more dizziness on it is said."""
SETTLES_S = 6.0
"""From the read-back of a number until it counts. Nothing is heard in the first 1.2 s of it, in which we speak and the
room dies away; the rest is for somebody who is slow to say that it was another."""
FROM_KEYS, FROM_VOICE = "keys", "voice"
"""Where an answer came from, as the event log has it."""


class Symptom(StrEnum):
    """What is asked, in this order; the names of the record."""

    DIZZINESS = "dizziness"
    UNSTEADINESS = "unsteadiness"
    FATIGUE = "fatigue"


SymptomRatings = Mapping[str, int | None]
"""The answers by what was asked; None where that was skipped."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Where somebody is in the questions of one moment."""

    values: SymptomRatings
    number: int | None = None
    """What is chosen and not given yet."""
    said: bool = False
    """Whether that was said; it becomes the answer where nothing else comes for `SETTLES_S`."""
    sources: Mapping[str, str] = field(default_factory=dict)
    """Where each answer came from."""

    @property
    def asked_symptom(self) -> Symptom | None:
        """What is asked now; None once all has been."""
        return next((rated for rated in Symptom if rated not in self.values), None)

    def add_digit(self, digit: int) -> "Asking":
        """A number key: 1 and then 0 make 10."""
        return self._chosen(HIGHEST if self.number == 1 and digit == 0 else digit)

    def step_number(self, by: int) -> "Asking":
        """One more or less."""
        number = 0 if self.number is None else self.number + by
        return self._chosen(min(HIGHEST, max(0, number)))

    def give(self, source: str = FROM_KEYS) -> "Asking":
        """The chosen number is the answer; nothing happens where none is chosen."""
        return self if self.number is None else self._answered(self.number, FROM_VOICE if self.said else source)

    def skip(self, source: str = FROM_KEYS) -> "Asking":
        """No answer to this."""
        return self._answered(None, source)

    def skip_all(self) -> "Asking":
        """No answer to this nor to any other."""
        asking = self
        while asking.asked_symptom is not None:
            asking = asking.skip()
        return asking

    def back(self) -> "Asking":
        """Away with the number that was said or chosen; where there is none, back to the question before."""
        if self.number is not None or not self.values:
            return self._chosen(None)
        last = [rated for rated in Symptom if rated in self.values][-1]
        return replace(self, values={rated: value for rated, value in self.values.items() if rated != last})

    def hear_answer(self, answer: Answer) -> "Asking":
        """What was said."""
        if answer is Answer.SKIP:
            return self.skip(FROM_VOICE)
        if answer is Answer.BACK:
            return self.back()
        return replace(self, number=answer.number, said=True)

    def _chosen(self, number: int | None) -> "Asking":
        return replace(self, number=number, said=False)

    def _answered(self, value: int | None, source: str) -> "Asking":
        if self.asked_symptom is None:
            return self
        return Asking({**self.values, self.asked_symptom: value}, sources={**self.sources, self.asked_symptom: source})


def symptom_question(rated: Symptom, phrases: Phrases, *, by_voice: bool = False) -> str:
    """How it is asked; how it may be answered is added where somebody listens."""
    text = str(getattr(phrases.questions, rated.value))
    return f"{text} {phrases.questions.by_voice}" if by_voice else text


def change_text(before: Asking, after: Asking, phrases: Phrases, *, by_voice: bool) -> str:
    """What is said where one has become the other; "" for nothing."""
    if after.said and after.number is not None:
        return read_back(after.number, phrases)
    taken_back = before.said and after.number is None
    if after.asked_symptom is None or (after.asked_symptom is before.asked_symptom and not taken_back):
        return ""
    return symptom_question(after.asked_symptom, phrases, by_voice=by_voice)


def read_back(number: int, phrases: Phrases) -> str:
    """What was understood."""
    return f"{capital_first(number_word(number, phrases))}."


def dizziness_verdict(before: SymptomRatings, after: SymptomRatings, phrases: Phrases) -> str:
    """What is said of dizziness that rose; "" where it did not, or nobody knows."""
    first, last = before.get(Symptom.DIZZINESS), after.get(Symptom.DIZZINESS)
    if first is None or last is None or last - first < PLAIN_RISE:
        return ""
    return phrases.questions.rose.format(n=phrases.spoken_number(last - first))


def question_texts(phrases: Phrases, *, by_voice: bool = False) -> Iterator[str]:
    """All that may be said, so that it can be spoken ahead."""
    yield from (symptom_question(rated, phrases) for rated in Symptom)
    yield from (phrases.questions.rose.format(n=phrases.spoken_number(n)) for n in range(PLAIN_RISE, HIGHEST + 1))
    if by_voice:
        yield from (symptom_question(rated, phrases, by_voice=True) for rated in Symptom)
        yield from (read_back(number, phrases) for number in range(HIGHEST + 1))
