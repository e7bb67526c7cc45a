"""What stands on a drill that is taken along: the titles of its parts, and the words of its page."""

from drillvoice.core.tables import Name, Table, Text


class TakeAlongPhrases(Table):
    """Titles of parts, and the words of the page with the sound inside."""

    parts: dict[Name, Text]
    """By the kind of a part."""
    of_exercise: Text
    get_up: Text
    """Spoken instead of a fixed wait, where the page waits."""
    safety: Text
    play: Text
    pause: Text
    go_on: Text
    standing: Text
    """What the main button says where the page waits."""
    anew: Text
    previous: Text
    again: Text
    next: Text
    part: Text
    ready: Text
    """Shown before anything has sounded."""
    paused: Text
    waiting: Text
    ended: Text
    going_on: Text
    """Shown while practice is counted in after a pause."""
    failed: Text
    no_scripts: Text
    no_scripts_how: Text
    album_command: Text
