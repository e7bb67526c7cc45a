"""What is printed and shown, as tables of the file of phrases."""

from drillvoice.core.tables import Lines, Name, Table, Text

Keys = tuple[tuple[Text, Text], ...]
"""Keys as they are called, each with what it does; the most needed first."""


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
    with_level: Text
    with_item: Text
    next: Text
    devices: Text
    devices_narrow: Text
    heard_line: Text
    microphone_off: Text
    over_cues: Text
    """Commands are heard while the program speaks; in so many words where there is little room."""
    over_cues_db: Text
    keys: Keys
    sources: dict[Name, Text]
    sounds: dict[Name, Text]
    """How the loudspeaker is: on, none or gone."""
    states: dict[Name, Text]
    big: dict[Name, Text]
    """What is to be read from afar in a state, where that is not what was said."""
    hints: dict[Name, Text]
    """What to do in a state."""
    symbols: dict[Name, Lines]
    """What stands for a symbol, the first that fits. Taken from what is said, not from the cue's name: where a word
    stands for a direction, an arrow would give the answer away."""


class QuestionPagePhrases(Table):
    """Shown while somebody is asked how they feel."""

    before: Text
    after: Text
    place: Text
    scale: Text
    say: Text
    said: Text
    ask_first: Text
    keys: Keys
    yes_no: Keys
    go_on: Keys
