"""`drillvoice forget`: deleting sessions for good, or saying that it could not be done."""

import contextlib
import os
from datetime import date
from pathlib import Path

import click

from drillvoice.errors import HistoryError, Tell, UsageError
from drillvoice.history.database import damaged_files, history_errors, is_record_there, open_store
from drillvoice.history.forgetting import delete_sessions, left_overs, scrub_record, sessions_before
from drillvoice.history.noted import counted_noun
from drillvoice.history.plan_log import forget_plans
from drillvoice.history.session_lock import is_session_running
from drillvoice.places import history_file, taught_voice_file
from drillvoice.terminal.cli.record import EMPTY
from drillvoice.terminal.cli.taught import forget_voice
from drillvoice.terminal.printing import print_text

NOTHING = "There is nothing to forget."
GOING_ON = "One of these sessions is still going on; finish it first, then forget it."
STILL_READ = (
    "{done} But another program still reads the record {path}, so traces of what was deleted are left in its files; "
    "end that program, and give the same command again."
)


def forget_sessions(before: date | None, *, everything: bool, yes: bool, tell: Tell) -> None:
    """Delete sessions for good, after a question.

    Raises:
        UsageError: it was not said which, or one of them is still going on.
        HistoryError: the record cannot be written, or something of them is left.

    """
    if everything == (before is not None):
        raise UsageError("Say which sessions to forget: --before DATE, or --all.")
    _forget_recorded(before, everything=everything, yes=yes, tell=tell)
    if everything and os.path.exists(taught_voice_file()):
        _forget_voice(yes=yes)


def _forget_voice(*, yes: bool) -> None:
    """What a voice sounds like, after a question of its own: it is no session."""
    if not yes and not click.confirm("Delete what your voice sounds like, too?"):
        print_text("What your voice sounds like is kept.")
        return
    forget_voice()
    print_text("What your voice sounds like is forgotten.")


def _forget_recorded(before: date | None, *, everything: bool, yes: bool, tell: Tell) -> None:
    path = history_file()
    if not is_record_there(path) and not (everything and damaged_files(path)):
        print_text(EMPTY)
        return
    with contextlib.closing(open_store(path, tell)) as connection, history_errors(path):
        aside = damaged_files(path) if everything else []
        sessions = sessions_before(connection, before)
        if not sessions and not aside:
            _say_done(path, NOTHING, is_gone=scrub_record(connection))
            return
        what = " and ".join(filter(None, (counted_noun(len(sessions), "session"), _damaged_files_text(len(aside)))))
        if not yes and not click.confirm(f"Delete {what} for good?"):
            print_text("Nothing was deleted.")
            return
        if any(is_session_running(path, session) for session in sessions):
            raise UsageError(GOING_ON)
        is_gone = delete_sessions(connection, before)
        if everything:
            forget_plans()
        for file in (*aside, *left_overs(path)):
            file.unlink(missing_ok=True)
        _say_done(path, f"Deleted {what}.", is_gone=is_gone)


def _say_done(path: Path, done: str, *, is_gone: bool) -> None:
    if not is_gone:
        raise HistoryError(STILL_READ.format(done=done, path=path))
    print_text(done)


def _damaged_files_text(count: int) -> str:
    return {0: "", 1: "a damaged file that was set aside"}.get(count, f"{count} damaged files that were set aside")
