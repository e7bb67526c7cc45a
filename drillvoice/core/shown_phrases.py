"""What is printed and shown, as tables of the file of phrases."""

from drillvoice.core.tables import Name, Table, Text


class PrintedPhrases(Table):
    """Printed of what happens in a session."""

    stopped: Text
    lost: Text
    found: Text
    not_now: Text
    too_late: Text
    asked: Text
    answer_how: Text
    answer_otherwise: Text
    """Where a number was said, which may have been misheard."""


class ScreenPhrases(Table):
    """Shown while a session runs."""

    bout: Text
    rest: Text
    end: Text
    getting_ready: Text
    item: Text
    next_bout: Text
    next_end: Text
    left: Text
    almost_done: Text
    heard: Text
    heard_not_now: Text
    heard_too_late: Text
    heard_nothing: Text
    sources: dict[Name, Text]
