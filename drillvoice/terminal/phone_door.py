"""Helpers' phones as a terminal has to do with them: how one joins, which one waits, and the key that lets it in."""

from dataclasses import dataclass
from typing import Protocol

from drillvoice.app.line_editor import ENTER
from drillvoice.core.spoken_phrases import AnswerWords


@dataclass(frozen=True, slots=True)
class Invitation:
    """How a phone joins."""

    address: str
    """What may be typed there; and then the code."""
    code: str
    """As it is written; "" where too many were tried, and for now none is taken."""
    url: str
    """What its camera may read instead; good for one phone."""


class Door(Protocol):
    """Whoever lets phones in. Any thread may look, and answer."""

    @property
    def invitation(self) -> Invitation | None:
        """How a phone joins now; None where none can."""
        ...

    @property
    def question(self) -> str:
        """What is asked about the phone that waits; "" where none does."""
        ...

    def answer_phone(self, *, allow: bool) -> None:
        """Let it in, or not."""
        ...


class ClosedDoor:
    """No phone can join."""

    invitation = None
    question = ""

    def answer_phone(self, *, allow: bool) -> None:
        """There is none."""


CLOSED = ClosedDoor()


class DoorKeys:
    """Takes the keys, and the typed words, that answer a phone; none as long as no phone waits.

    Args:
        door: where phones wait.
        words: what "yes" and "no" are.

    """

    def __init__(self, door: Door, words: AnswerWords) -> None:
        self.door = door
        self._words = words

    def take_key(self, key: str, *, enter_is_yes: bool = False) -> bool:
        """Whether it was the answer. Enter is none while a session goes on: it means "ready" there."""
        if not self.door.question:
            return False
        word = key.strip().lower()
        yes = word in self._words.yes or (enter_is_yes and key == ENTER)
        if not yes and word not in self._words.no:
            return False
        self.door.answer_phone(allow=yes)
        return True
