"""Why there is no session to go on with."""

import contextlib
from datetime import UTC, datetime
from functools import partial

from drillvoice.app.prepare import open_library
from drillvoice.errors import Tell
from drillvoice.history.database import history_errors, open_to_read
from drillvoice.history.session_lock import is_session_running
from drillvoice.history.unfinished import NotBegun, day_of, find_not_begun
from drillvoice.language import load_language
from drillvoice.places import history_file

NOTHING_LEFT = (
    "No session of the last seven days was left unfinished, and none of the last hour was finished early; "
    "`drillvoice run` begins a new one."
)
NOT_BEGUN = (
    'Your session "{title}" of {day} at {time} was left before its first round was over, so there is nothing to go on '
    "with; begin it anew{how}."
)


def why_nothing_left(tell: Tell) -> str:
    """The sentence, with how to begin anew; a session that was left while it was announced is named.

    Raises:
        HistoryError: the record cannot be read.

    """
    path = history_file()
    now = datetime.now(UTC).astimezone()
    connection = open_to_read(path, tell)
    if connection is None:
        return NOTHING_LEFT
    with contextlib.closing(connection), history_errors(path):
        left = find_not_begun(connection, now, partial(is_session_running, path))
    return _not_begun_sentence(left, now) if left else NOTHING_LEFT


def _not_begun_sentence(left: NotBegun, now: datetime) -> str:
    language = load_language()
    library = open_library(None, language)
    has_all = all(name in library for name in left.drills)
    return NOT_BEGUN.format(
        title=left.title,
        day=day_of(left.started.date(), now.date(), language.phrases.dates),
        time=f"{left.started:%H:%M}",
        how=f" with `drillvoice run {' '.join(left.drills)}`" if has_all else ", as you did then",
    )
