"""What may be said to a question: a number from zero to ten, to skip it, or to take back what was misheard; to another,
yes or no.
"""

from collections.abc import Iterable, Iterator
from enum import IntEnum, StrEnum

from drillvoice.core.phrases import Phrases, plain_phrase

HIGHEST = 10


class Subject(IntEnum):
    """What is listened for."""

    COMMANDS = 0
    ANSWERS = 1
    CONSENT = 2
    """Yes or no."""
    COMMANDS_AND_CONSENT = 3
    """Commands, and yes or no: a question stands while a session goes on."""


class Answer(StrEnum):
    """One answer; a number's value is its digits."""

    ZERO = "0"
    ONE = "1"
    TWO = "2"
    THREE = "3"
    FOUR = "4"
    FIVE = "5"
    SIX = "6"
    SEVEN = "7"
    EIGHT = "8"
    NINE = "9"
    TEN = "10"
    SKIP = "skip"
    BACK = "back"
    YES = "yes"
    NO = "no"

    @property
    def number(self) -> int | None:
        """The number that it is, if it is one."""
        return int(self.value) if self.value.isdecimal() else None


def number_word(number: int, phrases: Phrases) -> str:
    """A number by itself; counted things are spoken of otherwise: "no turns"."""
    return phrases.spoken_number(number) if number else phrases.questions.zero


CONSENT = (Answer.YES, Answer.NO)


def answers_by_phrase(phrases: Phrases, subject: Subject = Subject.ANSWERS) -> dict[str, Answer]:
    """Every answer to one kind of question, as it is heard."""
    wanted = CONSENT if subject is Subject.CONSENT else [answer for answer in Answer if answer not in CONSENT]
    return dict(_answer_forms(wanted, phrases))


def _answer_forms(answers: Iterable[Answer], phrases: Phrases) -> Iterator[tuple[str, Answer]]:
    for answer in answers:
        for form in _forms_of(answer, phrases):
            yield plain_phrase(form), answer


def _forms_of(answer: Answer, phrases: Phrases) -> tuple[str, ...]:
    if answer.number is not None:
        return (number_word(answer.number, phrases),)
    words = phrases.answers
    forms = {Answer.SKIP: words.skip, Answer.BACK: words.back, Answer.YES: words.yes, Answer.NO: words.no}[answer]
    return tuple(form for form in forms if len(form) > 1)  # a letter is only typed
