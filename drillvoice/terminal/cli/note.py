"""`drillvoice note`: what somebody adds to their last session."""

import contextlib
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime

from drillvoice.core.plain_text import find_control_character
from drillvoice.core.session.notes import Wall
from drillvoice.errors import Tell, UsageError
from drillvoice.history.database import history_errors, is_record_there, open_store
from drillvoice.history.noted import WALL_WORDS
from drillvoice.history.queries import first_without_wall
from drillvoice.history.ratings import add_note, add_wobble, last_session, write_wall
from drillvoice.places import history_file
from drillvoice.terminal.cli.record import EMPTY
from drillvoice.terminal.printing import print_text

NOTHING_GIVEN = (
    'The note is empty; write what you noticed: drillvoice note "the chair helped", or note a stumble: '
    "drillvoice note --wobble."
)
UNREADABLE = "The note holds a character that nobody can read ({}); write it again without."


@dataclass(frozen=True, slots=True)
class NoteWish:
    """What is to be noted."""

    text: str = ""
    """Of the near-fall, where there was one."""
    wobble: bool = False
    """A near-fall: a stumble, or a grab for support."""
    wall: Wall | None = None
    """How far the wall or another support was needed."""


def write_note(wish: NoteWish, tell: Tell) -> None:
    """Add a note to the last session.

    Raises:
        UsageError: there is none, or the note is empty.
        HistoryError: the record cannot be written.

    """
    path = history_file()
    if not (wish.text or wish.wobble or wish.wall):
        raise UsageError(NOTHING_GIVEN)
    wrong = find_control_character(wish.text)
    if wrong:
        raise UsageError(UNREADABLE.format(wrong))
    if not is_record_there(path):
        raise UsageError(EMPTY)
    with contextlib.closing(open_store(path, tell)) as connection, history_errors(path):
        last = last_session(connection)
        if last is None:
            raise UsageError(EMPTY)
        session, title, started = last
        let_go = first_without_wall(connection, session) if wish.wall == "none" else ""
        _keep_note(connection, session, wish)
    what = ", ".join(filter(None, ("a wobble" if wish.wobble else "", WALL_WORDS.get(wish.wall or "", ""))))
    print_text(f'Noted for "{title}" of {started:%Y-%m-%d %H:%M}{what and f": {what}"}.')
    if let_go:
        print_text(_celebrated(let_go))


def _celebrated(title: str) -> str:
    from drillvoice.history.celebration import load_rules, without_wall_sentence
    from drillvoice.language import load_language

    return without_wall_sentence(load_rules(load_language()), title)


def _keep_note(connection: sqlite3.Connection, session: int, wish: NoteWish) -> None:
    connection.execute("BEGIN IMMEDIATE")
    with connection:
        if wish.wall:
            write_wall(connection, session, wish.wall)
        if wish.wobble:
            add_wobble(connection, session, wish.text)
        elif wish.text:
            add_note(connection, session, wish.text, datetime.now(UTC).astimezone())
