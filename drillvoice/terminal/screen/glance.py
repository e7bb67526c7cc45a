"""What was said, for somebody who only glances: a symbol, the cue in a word or two, the time that is left."""

from drillvoice.core.phrases import capital, plain
from drillvoice.core.plan.lines import Kind, Line
from drillvoice.core.shown_phrases import ScreenPhrases

MOVED = (Kind.CUE, Kind.RETURN, Kind.PRACTICE)
"""Lines that ask for a movement, and may have an arrow."""


def left_text(seconds: float, screen: ScreenPhrases) -> str:
    """How much of a session is left."""
    minutes = round(seconds / 60)
    return screen.left.format(n=minutes) if minutes else screen.almost_done


def symbol(said: Line | None, screen: ScreenPhrases) -> str:
    """The name of its symbol; "" where it asks for no movement, or for one without a symbol."""
    if said is None or said.kind not in MOVED:
        return ""
    heard = f" {plain(said.sound.text)} "
    found = (name for name, forms in screen.symbols.items() if any(f" {plain(form)} " in heard for form in forms))
    return next(found, "")


def short(said: Line | None) -> str:
    """The cue by its name, where that says no more than what was said."""
    if said is None:
        return ""
    words = said.cue.split("-")
    heard = plain(said.sound.text).split()
    return capital(" ".join(words)) if words[0] and set(words) <= set(heard) else ""
