"""What is printed and shown, as tables of the file of phrases."""

from pydantic import Field

from drillvoice.core.tables import Forms, Lengthy, Lines, Name, Pair, Table, Text

Keys = tuple[tuple[Text, Text], ...]
"""Keys as they are called, each with what it does; the most needed first."""


class PrintedPhrases(Table):
    """Printed of what happens in a session."""

    key_help: Lengthy
    no_command: Text
    system_voice: Text
    refused: Text
    refused_more: Text
    say_something: Text
    another_session: Text
    stopped: Text
    lost: Text
    found: Text
    slept: Text
    keys_gone: Text
    commands_ended: Text
    undo_step: Text
    """Printed after next and finish by a key."""
    undo_back: Text
    lines_missing: Text
    output_gone: Text
    not_now: Text
    toned: Text
    too_late: Text
    noted: Text
    asked: Text
    answer_how: Text
    answer_otherwise: Text
    """Where a number was said, which may have been misheard."""
    answer_counts: Text
    """What a fraction was taken for."""
    ask_first: Text
    preparing: Text
    left_out: Text
    part: Text
    go_on: Text
    unfinished: Text
    no_sound: Text
    voice_on: Text
    voice_again: Text
    voice_off: Text


class Dates(Table):
    """How days are named."""

    today: Text
    yesterday: Text
    weekdays: tuple[Text, ...] = Field(min_length=7, max_length=7)
    """From Monday on."""
    months: tuple[Text, ...] = Field(min_length=12, max_length=12)
    date: Text
    date_of_year: Text


class WeekPhrases(Table):
    """Said and shown of a plan for the week."""

    day: Forms
    nth: tuple[Text, ...] = Field(min_length=7, max_length=7)
    """The first, the second and so on of its days."""
    today: Text
    nth_day: Text
    only_day: Text
    over_limit: Text
    done_today: Text
    week_done: Text
    other_day: Text
    left: Text
    none_left: Text
    entry: Text
    entry_nothing: Text
    all_the_same: Text
    less: Text
    """Said before the lesser session that takes another one's place."""
    no_less: Text


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
    no_sound: Text
    """To be read from afar, before a session that nobody would hear."""
    no_sound_wait: Text
    no_sound_keys: Keys
    microphone_off: Text
    over_cues: Text
    """Commands are heard while the program speaks; in so many words where there is little room."""
    over_cues_db: Text
    keys: Keys
    less_key: Pair
    """The key that has a meaning before the first bout only, and what it does."""
    advice_key: Pair
    """The same while the safety advice goes on."""
    join_key: Pair
    """The same where a helper's phone may join."""
    phone_title: Text
    """How one joins, on a page of its own."""
    phone_open: Text
    phone_type: Text
    phone_keys: Keys
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


class OptionPhrases(Table):
    """One option of the picker."""

    title: Text
    number: Text = "{n}"
    values: dict[str, Text] = Field(default_factory=dict)
    """What is no number, by its name: usual, yes, no."""


class PickerPhrases(Table):
    """Shown while somebody chooses."""

    title: Text
    minutes: Text
    about: Text
    trains: Text
    last_done: Text
    never: Text
    last_time: Text
    more_above: Text
    more_below: Text
    keys: Keys
    positions: dict[Name, Text]
    options: dict[str, OptionPhrases]


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
