"""Mending a damaged record: it is set aside as it is, and what can be read of it is saved in a new one."""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from drillvoice.errors import HistoryError
from drillvoice.history.salvage import salvage_copy
from drillvoice.written_files import OWNER_ONLY, make_private

LOCK_LIMIT_S = 5.0
COMPANIONS = ("", "-wal", "-shm", "-journal")
SAVED = "{error} It was set aside as {aside}, and what could be read of it, {sessions}, is saved in a new record."
LOST = "{error} It was set aside as {aside}; none of its sessions could be read, and a new record is begun."


@contextlib.contextmanager
def mending_lock(path: Path) -> Iterator[None]:
    """One program at a time, where files can be locked."""
    lock = FileLock(path.with_name(f"{path.name}-mending.lock"), timeout=LOCK_LIMIT_S, mode=OWNER_ONLY)
    with contextlib.suppress(OSError, NotImplementedError, Timeout):
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def mend_record(path: Path, error: HistoryError) -> str:
    """Put what can be read of a damaged record in its place; answers a sentence about it.

    Raises:
        HistoryError: it cannot be moved.
        OSError: there is no room for a copy.
        sqlite3.Error: the new record cannot be written.

    """
    part = path.with_name(f".{path.name}.saved")
    count = _save_what_is_left(path, part)
    aside = set_aside(path, datetime.now(UTC).astimezone().date())
    os.replace(part, path)
    return (SAVED if count else LOST).format(error=error, aside=aside.name, sessions=sessions_text(count))


def _save_what_is_left(path: Path, part: Path) -> int:
    """Write a new record beside the damaged one; answers how many sessions it has."""
    for companion in companions_of(part):
        companion.unlink(missing_ok=True)
    make_private(part)
    saved, count = salvage_copy(path, part)
    with contextlib.closing(saved), contextlib.suppress(sqlite3.OperationalError):
        saved.execute("PRAGMA journal_mode = WAL")
    return count


def set_aside(path: Path, today: date) -> Path:
    """Move a damaged record, with its companions, to a new name; nothing is overwritten.

    Raises:
        HistoryError: it cannot be moved.

    """
    stem = f"{path.stem}-damaged-{today.isoformat()}"
    names = (stem if number == 1 else f"{stem}-{number}" for number in range(1, 1000))
    target = next(path.with_name(f"{name}.db") for name in names if not path.with_name(f"{name}.db").exists())
    try:
        for companion, moved in zip(companions_of(path), companions_of(target), strict=True):
            if companion.exists():
                companion.rename(moved)
    except OSError as error:
        raise HistoryError(
            f"The record {path} is damaged and cannot be moved out of the way ({error.strerror}); move it yourself."
        ) from error
    return target


def companions_of(path: Path) -> list[Path]:
    """A record's file and SQLite's own beside it, which get its mode."""
    return [path.with_name(path.name + suffix) for suffix in COMPANIONS]


def sessions_text(count: int) -> str:
    """So many sessions, in words."""
    return f"{count} session{'' if count == 1 else 's'}" if count else "no session"
