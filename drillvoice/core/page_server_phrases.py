"""What the server of the page says: why it refuses something, and what the computer asks and tells meanwhile."""

from drillvoice.core.tables import Table, Text


class PageServerPhrases(Table):
    """Shown on a page, or said at the computer."""

    open: Text
    """Said once the page is there."""
    lan_open: Text
    """The same of its address for a helper's phone."""
    lan_spoken: Text
    dot: Text
    """How the dot of an address is spoken."""
    lan_code: Text
    open_at: Text
    open_beside: Text
    ended: Text
    phone_wants: Text
    phone_keys: Text
    phone_refused: Text
    computer: Text
    phone: Text
    not_paired: Text
    link_used: Text
    wrong_code: Text
    code_used_up: Text
    wait_first: Text
    asked_too_often: Text
    too_fast: Text
    late: Text
    moved_on: Text
    not_now: Text
    no_session: Text
    session_goes_on: Text
    terminal_leads: Text
    nothing_to_undo: Text
    misunderstood: Text
    a_question: Text
    """Above what is asked at this computer; what may be answered to it follows."""
    allow: Text
    refuse: Text
    no_sound: Text
    """To be read from afar, before a session that nobody would hear; what may be done then follows."""
    no_sound_wait: Text
    try_again: Text
    start_without: Text
    still_no_sound: Text
    alone: Text
    alone_paused: Text
    too_many_pages: Text
    unknown_page: Text
    failed: Text
    rendering: Text
    nothing_recorded: Text
    this_week: Text
    last_week: Text
    week_of: Text
    days: tuple[Text, ...]
    """From Monday on, in so many letters as there is room for."""
    done: Text
    nothing_done: Text
    summary: Text
    not_begun: Text
