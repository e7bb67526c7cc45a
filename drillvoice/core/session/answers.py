"""What may be said to a question: a number from zero to ten, "skip", or "back" where a number was misheard."""

from collections.abc import Iterator
from enum import IntEnum, StrEnum

from drillvoice.core.phrases import Phrases

HIGHEST = 10


class Subject(IntEnum):
    """What is listened for."""

    COMMANDS = 0
    ANSWERS = 1


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

    @property
    def number(self) -> int | None:
        """The number that it is, if it is one."""
        return int(self.value) if self.value.isdecimal() else None


def number_word(number: int, phrases: Phrases) -> str:
    """A number by itself; counted things are spoken of otherwise: "no turns"."""
    return phrases.number(number) if number else phrases.questions.zero


def answers_by_phrase(phrases: Phrases) -> dict[str, Answer]:
    """Every answer, as it is heard."""
    return dict(_forms(phrases))


def _forms(phrases: Phrases) -> Iterator[tuple[str, Answer]]:
    for answer in Answer:
        yield (answer.value if answer.number is None else number_word(answer.number, phrases)), answer
