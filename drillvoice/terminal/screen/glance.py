"""What was said, for somebody who only glances: a symbol, the cue in a word or two, the time that is left."""

import re

from drillvoice.core.phrases import capital
from drillvoice.core.plan.lines import Kind
from drillvoice.core.session.effects import Record

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


def left_text(seconds: float) -> str:
    """How much of a session is left."""
    minutes = round(seconds / 60)
    return f"about {minutes} min left" if minutes else "less than a minute left"


def symbol(said: Record) -> str:
    """The name of its symbol; "" where it asks for no movement, or for one without a symbol."""
    if said.get("kind") not in MOVED:
        return ""
    text = said["text"].lower()
    return next((name for words, name in SYMBOLS if re.search(rf"\b{words}\b", text)), "")


def short(said: Record) -> str:
    """The cue by its name, where that says no more than what was said."""
    words = said.get("cue", "").split("-")
    heard = re.findall(r"[a-z']+", said.get("text", "").lower())
    return capital(" ".join(words)) if words[0] and set(words) <= set(heard) else ""
