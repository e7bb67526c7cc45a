"""What the page in a browser shows, as tables of the file of phrases; the page gets all of it as JSON."""

from drillvoice.core.tables import Name, Table, Text


class PairingWords(Table):
    """Before a phone or browser belongs to the page; who reads this may be anybody."""

    title: Text
    intro: Text
    code: Text
    hint: Text
    join: Text
    asking: Text
    joining: Text


class StartWords(Table):
    """Three tiles, and ways to the rest."""

    title: Text
    same: Text
    nothing_yet: Text
    """In place of the same as last time, before there is any."""
    warm_up: Text
    choose: Text
    choose_hint: Text
    progress: Text
    phones: Text
    person: Text
    persons: Text
    elsewhere: Text
    """Where the terminal leads, so that nothing can be started here."""


class ChoosingWords(Table):
    """The list of drills, and the page of one of them."""

    title: Text
    minutes: Text
    trains: Text
    last_done: Text
    never: Text
    programme: Text
    start: Text
    why: Text
    things: Text
    cautions: Text
    options: Text
    usual: Text
    less: Text
    """The name of the button that leads to the value before, for somebody who does not see it."""
    more: Text
    level_value: Text
    most_value: Text
    gap_value: Text
    ask_yes: Text
    ask_no: Text
    take: Text
    take_hint: Text
    take_page: Text
    take_album: Text


class LedWords(Table):
    """While a drill is made ready, and while it runs."""

    preparing: Text
    preparing_hint: Text
    next: Text
    pause: Text
    resume: Text
    ready: Text
    stop: Text
    finish: Text
    more: Text
    less: Text
    """Leads from the further buttons back to the drill."""
    notes: Text
    undo: Text
    noted: Text
    cues: Text
    speak: Text
    cues_none: Text
    say: Text
    say_label: Text
    keys: Text
    unheard: Text
    """Where a command did not reach the computer, or nothing came back."""
    unheard_stop: Text
    states: dict[Name, Text]
    big: dict[Name, Text]
    """What is to be read from afar in a state, where that is not what was said."""
    hints: dict[Name, Text]
    """What to do in a state."""


class AskedWords(Table):
    """How somebody feels, before and after, and what is asked about phones."""

    scale: Text
    skip: Text
    elsewhere: Text


class AfterwardsWords(Table):
    """When a drill is over."""

    title: Text
    note: Text
    note_hint: Text
    save: Text
    saved: Text
    done: Text


class LookingBackWords(Table):
    """What was done, week by week."""

    title: Text
    report: Text
    report_hint: Text
    nothing: Text


class PhonesWords(Table):
    """How a helper's phone joins, and who has."""

    title: Text
    how: Text
    qr: Text
    type_in: Text
    code: Text
    awake: Text
    risk: Text
    connected: Text
    nobody: Text
    since: Text
    forget: Text
    forget_sure: Text
    forgotten: Text
    closed: Text
    """Where the program listens to its own computer only."""


class StaleWords(Table):
    """Shown where the computer does not answer."""

    title: Text
    drill: Text
    idle: Text
    again: Text


class PagePhrases(Table):
    """All of them, by the screen that they stand on."""

    back: Text
    pairing: PairingWords
    start: StartWords
    choosing: ChoosingWords
    options: dict[Name, Text]
    drill: LedWords
    commands: dict[Name, Text]
    """What stands on the further buttons, by the command."""
    notes: dict[Name, Text]
    asked: AskedWords
    after: AfterwardsWords
    progress: LookingBackWords
    phones: PhonesWords
    stale: StaleWords
