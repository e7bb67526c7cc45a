"""The page before a session that nobody would hear: it waits for a loudspeaker, or for a key."""

from collections.abc import Callable
from dataclasses import dataclass

from drillvoice.app.line_editor import ENTER, INTERRUPT
from drillvoice.core.shown_phrases import ScreenPhrases
from drillvoice.terminal.screen.page import (
    Marks,
    Row,
    Style,
    centred_row,
    centred_rows,
    keys_rows,
    padded_rows,
    text_row,
)
from drillvoice.terminal.screen.poster import make_poster


@dataclass
class NoSoundMode:
    """Says that there is no sound.

    Args:
        why: one sentence, which names the mend.
        words: what the page says besides.
        marks: what the terminal can show.
        go_on: is called for the key that begins without sound.
        leave: is called for the keys that do not begin.

    """

    why: str
    words: ScreenPhrases
    marks: Marks
    go_on: Callable[[], None]
    leave: Callable[[], None]

    @property
    def takes_keys_anywhere(self) -> bool:
        """They end what is drawn."""
        return False

    def press_key(self, key: str) -> None:
        """Take a key; one without a meaning does nothing."""
        if key == ENTER:
            self.go_on()
        elif key in ("q", INTERRUPT, "escape"):
            self.leave()

    def render_rows(self, columns: int, rows: int) -> list[Row]:
        """The page."""
        keys = keys_rows(self.words.no_sound_keys, columns)
        text = [
            row
            for sentence in (self.why, self.words.no_sound_wait)
            for row in centred_rows(sentence, columns, Style.STRONG, columns - 4)
        ]
        room = max(1, rows - len(text) - len(keys) - 3)
        drawn = make_poster(self.words.no_sound, "", columns - 2, room, self.marks)
        big = [text_row(f" {row}", Style.BIG) for row in drawn.rows] if drawn else []
        shown = big or [centred_row(self.words.no_sound, columns, Style.NOTICE)]
        above = max(0, (room - len(shown)) // 2)
        body = [*((),) * (above + 1), *shown, (), *text]
        return list(padded_rows([*padded_rows(body, rows - len(keys)), *keys], rows))
