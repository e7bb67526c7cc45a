"""What was said, for somebody who only glances: a symbol, the cue in a word or two, the time that is left."""

import re

from drillvoice.core.phrases import capital
from drillvoice.core.plan.lines import Kind, Line
from drillvoice.core.shown_phrases import ScreenPhrases

MOVED = (Kind.CUE, Kind.RETURN, Kind.PRACTICE)
"""Lines that ask for a movement, and may have an arrow."""
SYMBOLS = (
    (r"step over", "over"),
    (r"left", "left"),
    (r"right", "right"),
    (r"back to the (front|middle)", "middle"),
    (r"up", "up"),
    (r"down", "down"),
)
"""The symbol of what is said, the first that fits. Taken from the words, not from the cue's name: where a word stands
for a direction, an arrow would give the answer away."""


def left_text(seconds: float, screen: ScreenPhrases) -> str:
    """How much of a session is left."""
    minutes = round(seconds / 60)
    return screen.left.format(n=minutes) if minutes else screen.almost_done


def symbol(said: Line | None) -> str:
    """The name of its symbol; "" where it asks for no movement, or for one without a symbol."""
    if said is None or said.kind not in MOVED:
        return ""
    text = said.sound.text.lower()
    return next((name for words, name in SYMBOLS if re.search(rf"\b{words}\b", text)), "")


def short(said: Line | None) -> str:
    """The cue by its name, where that says no more than what was said."""
    if said is None:
        return ""
    words = said.cue.split("-")
    heard = re.findall(r"[a-z']+", said.sound.text.lower())
    return capital(" ".join(words)) if words[0] and set(words) <= set(heard) else ""
