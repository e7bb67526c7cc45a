"""What was said, for somebody who only glances: a symbol, the cue in a word or two, the time that is left."""

from drillvoice.core.phrases import capital_first, plain_phrase
from drillvoice.core.plan.lines import Kind, Line
from drillvoice.core.shown_phrases import ScreenPhrases

MOVED = (Kind.CUE, Kind.RETURN, Kind.PRACTICE)
"""Lines that ask for a movement, and may have an arrow."""


def symbol_name(said: Line | None, screen: ScreenPhrases) -> str:
    """The name of its symbol; "" where it asks for no movement, or for one without a symbol."""
    if said is None or said.kind not in MOVED:
        return ""
    heard = f" {plain_phrase(said.sound.text)} "
    found = (
        name for name, forms in screen.symbols.items() if any(f" {plain_phrase(form)} " in heard for form in forms)
    )
    return next(found, "")


def short_cue(said: Line | None) -> str:
    """The cue by its name, where that says no more than what was said."""
    if said is None:
        return ""
    words = said.cue.split("-")
    heard = plain_phrase(said.sound.text).split()
    return capital_first(" ".join(words)) if words[0] and set(words) <= set(heard) else ""
