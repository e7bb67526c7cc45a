"""The keys of the terminal from which the page was opened: they allow a phone, and lead a session as they always do."""

from typing import Protocol

from drillvoice.app.line_editor import ENTER, INTERRUPT
from drillvoice.core.spoken_phrases import AnswerWords
from drillvoice.terminal.keys import RawKeys, message_of_key
from drillvoice.terminal.steady_keys import SteadyKeys
from drillvoice.web.desk import Desk

END_KEYS = ("q", INTERRUPT)


class Door(Protocol):
    """Whoever lets phones in."""

    @property
    def is_asking(self) -> bool:
        """Whether a phone waits for an answer."""
        ...

    def answer_phone(self, *, allow: bool) -> None:
        """Let it in, or not; any thread may say."""
        ...


class PageKeys(RawKeys):
    """Reads keys while the page is open.

    Args:
        door: where phones wait.
        desk: where sessions go on.
        words: what "yes" and "no" are.

    """

    def __init__(self, door: Door, desk: Desk, words: AnswerWords) -> None:
        super().__init__(self.take_key)
        self._door = door
        self._desk = desk
        self._words = words
        self._steady = SteadyKeys()

    def take_key(self, key: str) -> None:
        """One key."""
        run = self._desk.present_run
        if not self._steady.is_press(key):
            return
        if self._door.is_asking and self._answers_door(key):
            return
        if run is not None:
            message = message_of_key(key, on_demand=False)
            if message is not None:
                run.inbox.put(message)
        elif key.lower() in END_KEYS:
            self._desk.leave()

    def _answers_door(self, key: str) -> bool:
        """Whether it was the answer to a phone that waits. Enter is none while a session goes on: it means "ready"."""
        yes = key.lower() in self._words.yes or (key == ENTER and self._desk.present_run is None)
        if not yes and key.lower() not in self._words.no:
            return False
        self._door.answer_phone(allow=yes)
        return True
