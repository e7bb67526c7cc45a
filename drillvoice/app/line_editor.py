"""A line that is typed key by key, and the keys that mean something to whoever types one."""

from collections.abc import Callable

ENTER = "c-m"
ERASE = "backspace"
INTERRUPT = "c-c"
QUIT = "quit"
"""Whichever key it is with which somebody leaves a dialogue."""
LONGEST_LINE = 80


class LineEditor:
    """What has been typed so far.

    Args:
        show_typed: prints what a key does to the line: a terminal that gives single keys does not.

    """

    def __init__(self, show_typed: Callable[[str], None]) -> None:
        self._show_typed = show_typed
        self.text = ""

    def press_key(self, key: str) -> None:
        """Add a letter or take the last one away; any other key is none of this line's business."""
        if key == ERASE and self.text:
            self._show_typed("\b \b")
            self.text = self.text[:-1]
        elif len(key) == 1 and key.isprintable() and len(self.text) < LONGEST_LINE:
            self._show_typed(key)
            self.text += key

    def end_line(self) -> str:
        """What was typed; the next key begins another line."""
        self._show_typed("\n")
        text, self.text = self.text, ""
        return text
