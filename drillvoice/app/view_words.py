"""What a view of a session says in words, for whichever front shows it."""

from drillvoice.core.plan.lines import BlockKind
from drillvoice.core.session.follower import SessionView
from drillvoice.core.shown_phrases import ScreenPhrases


def left_words(seconds: float, screen: ScreenPhrases) -> str:
    """How much of a session is left."""
    minutes = round(seconds / 60)
    return screen.left.format(n=minutes) if minutes else screen.almost_done


def part_words(seen: SessionView, screen: ScreenPhrases) -> str:
    """Which part of the session it is in."""
    if seen.block is BlockKind.BOUT:
        return screen.bout.format(n=seen.bout, total=seen.bouts)
    return {BlockKind.REST: screen.rest, BlockKind.CLOSING: screen.end}.get(seen.block, screen.getting_ready)


def next_words(seen: SessionView, screen: ScreenPhrases) -> str:
    """What comes next, as far as anybody may know."""
    part = seen.next_part
    if part is None:
        return seen.next_text
    if part.kind is BlockKind.CLOSING:
        return screen.next_end
    return screen.next_bout.format(title=part.exercise.title, n=part.bout, total=part.bouts)
