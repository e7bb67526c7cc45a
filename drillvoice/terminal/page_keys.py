"""The keys of the terminal from which the page was opened: they allow a phone, and lead a session as they always do."""

from drillvoice.app.line_editor import INTERRUPT
from drillvoice.core.spoken_phrases import AnswerWords
from drillvoice.terminal.keys import RawKeys, message_of_key
from drillvoice.terminal.phone_door import Door, DoorKeys
from drillvoice.terminal.steady_keys import SteadyKeys
from drillvoice.web.desk import Desk

END_KEYS = ("q", INTERRUPT)


class PageKeys(RawKeys):
    """Reads keys while the page is open.

    Args:
        door: where phones wait.
        desk: where sessions go on.
        words: what "yes" and "no" are.

    """

    def __init__(self, door: Door, desk: Desk, words: AnswerWords) -> None:
        super().__init__(self.take_key)
        self._door = DoorKeys(door, words)
        self._desk = desk
        self._steady = SteadyKeys()

    def take_key(self, key: str) -> None:
        """One key."""
        run = self._desk.present_run
        if not self._steady.is_press(key):
            return
        if self._door.take_key(key, enter_is_yes=run is None):
            return
        if run is not None:
            message = message_of_key(key, on_demand=False)
            if message is not None:
                run.inbox.put(message)
        elif key.lower() in END_KEYS:
            self._desk.leave()
