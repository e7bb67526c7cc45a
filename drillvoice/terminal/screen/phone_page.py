"""How a helper's phone joins, on the screen of a session that goes on: a square for its camera, an address, a code."""

from collections.abc import Iterator
from dataclasses import replace

from drillvoice.core.phrases import Phrases
from drillvoice.terminal.phone_door import Door, DoorKeys, Invitation
from drillvoice.terminal.screen.page import (
    Marks,
    Row,
    Style,
    centred_row,
    centred_rows,
    keys_rows,
    notice_rows,
    padded_rows,
    spread_row,
)
from drillvoice.terminal.screen.view import View

JOIN_KEY = "j"
QUIET_ZONE = 2
"""Modules of white around the square: a terminal has few rows, and cameras do with half of what the norm asks for."""
HALVES = {(0, 0): " ", (1, 0): "▀", (0, 1): "▄", (1, 1): "█"}


class PhonePage:
    """Is there from the beginning until a key is pressed or a phone has come in, and again for its own key.

    Args:
        door: where phones wait.
        phrases: the words.

    """

    def __init__(self, door: Door, phrases: Phrases) -> None:
        self._door = door
        self._keys = DoorKeys(door, phrases.answers)
        self._words = phrases.screen
        self._was_asked = False
        self.is_shown = door.invitation is not None

    def take_key(self, key: str) -> bool:
        """Whether a key was for a phone, and not for the session. Any other leads back to that, and is for it."""
        answered = self._keys.take_key(key)
        turns = not answered and key.lower() == JOIN_KEY and self._door.invitation is not None
        self.is_shown = turns and not self.is_shown
        return answered or turns

    def with_question(self, view: View) -> View:
        """What is shown of the session, and what is asked about a phone. Once that is answered the drill is back."""
        question = self._door.question
        self.is_shown &= not (self._was_asked and not question)
        self._was_asked = bool(question)
        return replace(view, notice=question or view.notice, may_join=self._door.invitation is not None)

    def render_rows(self, view: View, columns: int, rows: int, marks: Marks, *, light: bool) -> list[Row]:
        """The page, of exactly so many rows; the square is left out where it does not fit."""
        words, invitation = self._words, self._door.invitation
        head = [spread_row(f" {words.phone_title}", f"{words.states[view.state.value]} ", columns, Style.BAR)]
        said = centred_rows(view.said, columns, Style.STRONG)[:2]
        foot = [*notice_rows(view.notice, columns)[:3], *keys_rows(words.phone_keys, columns)]
        how = self._how_rows(invitation, columns) if invitation else []
        room = rows - len(head) - len(said) - len(foot) - len(how)
        square = list(square_rows(invitation.url, columns, light=light)) if invitation and marks.halves else []
        body = [*said, *(square if len(square) <= room else ((),)), *how]
        return list(padded_rows([*head, *padded_rows(body, rows - len(head) - len(foot)), *foot], rows))

    def _how_rows(self, invitation: Invitation, columns: int) -> list[Row]:
        texts = [self._words.phone_open.format(address=invitation.address)]
        if invitation.code:
            texts.append(self._words.phone_type.format(code=invitation.code))
        return [row for text in texts for row in centred_rows(text, columns, Style.BIG)]


def square_rows(url: str, columns: int, *, light: bool) -> Iterator[Row]:
    """An address for a camera, two modules to a letter; nothing where it is too wide.

    Args:
        url: the address.
        columns: how wide the screen is.
        light: letters are dark on it.

    """
    import segno

    square = segno.make(url, error="l", boost_error=False, micro=False)
    drawn = [[int(bool(dark) is light) for dark in line] for line in square.matrix_iter(border=QUIET_ZONE)]
    drawn += [[int(not light)] * len(drawn[0])] * (len(drawn) % 2)
    if len(drawn[0]) > columns:
        return
    for upper, lower in zip(drawn[::2], drawn[1::2], strict=True):
        yield centred_row("".join(HALVES[both] for both in zip(upper, lower, strict=True)), columns)
