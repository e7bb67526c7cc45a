"""The file of the record: opening it, upgrading it, and saying in one sentence why it cannot be had."""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from drillvoice.errors import HistoryError, Tell
from drillvoice.history.schema import TooNewError, steps_taken, upgrade_schema
from drillvoice.places import keep_private, make_folder, make_private

BUSY_S = 2.0
"""Another drillvoice may be writing; it does so for milliseconds."""
COMPANIONS = ("", "-wal", "-shm")


class DamagedError(HistoryError):
    """The file is no sound database."""


DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def open_store(path: Path, tell: Tell) -> sqlite3.Connection:
    """Open the record for writing, new or upgraded; a damaged one is set aside, told of, and a new one begun.

    Raises:
        HistoryError: it was written by a newer version, or cannot be written.

    """
    try:
        return _open_connection(path)
    except DamagedError as error:
        aside = set_aside(path, datetime.now(UTC).astimezone().date())
        tell(f"{error} It was set aside as {aside.name}, and a new one is begun.")
    return _open_connection(path)


def _open_connection(path: Path) -> sqlite3.Connection:
    with history_errors(path):
        try:
            make_folder(path.parent)
        except OSError as error:
            raise HistoryError(_unwritable_sentence(path, error.strerror or str(error))) from error
        make_private(path)
        for companion in _companions(path):
            keep_private(companion)
        connection = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None, check_same_thread=False)
        try:
            _prepare_connection(connection)
        except BaseException:
            connection.close()
            raise
        return connection


def _prepare_connection(connection: sqlite3.Connection) -> None:
    """WAL, so that readers and a writer do not wait for each other, and so that a kill never leaves half a write."""
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")
    steps_taken(connection)
    _look_through(connection)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    upgrade_schema(connection)


def _look_through(connection: sqlite3.Connection) -> None:
    """Find damage before anything is built on it."""
    (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if found != "ok":
        raise DamagedError(str(found).splitlines()[-1])


def open_to_read(path: Path, tell: Tell) -> sqlite3.Connection | None:
    """Open the record for reading, also where nothing may be written; None where there is none yet.

    Raises:
        HistoryError: it was written by a newer version, or cannot be read.

    """
    if not path.exists():
        return None
    if _may_write(path):
        return open_store(path, tell)
    with history_errors(path):
        connection = connect_to_read(path)
        try:
            upgrade_schema(connection)
        except BaseException:
            connection.close()
            raise
        return connection


def connect_to_read(path: Path) -> sqlite3.Connection:
    """A record that is there, as it is: neither looked through nor upgraded. It waits for nobody who writes.

    Raises:
        sqlite3.Error: it cannot be opened.

    """
    # Whoever may write takes away the companions that reading makes. In a read-only folder SQLite cannot make them; it
    # need not, unless some are left of a crash.
    alone = "" if path.with_name(path.name + "-wal").exists() else "&immutable=1"
    how = "rw" if _may_write(path) else f"ro{alone}"
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode={how}", uri=True, isolation_level=None, timeout=0.0)


def _may_write(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


@contextlib.contextmanager
def history_errors(path: Path) -> Iterator[None]:
    """Whatever goes wrong with the record in here, as a HistoryError that names the mend."""
    damaged = f"The record {path} is damaged ({{}})."
    try:
        yield
    except TooNewError as error:
        raise HistoryError(
            f"The record {path} was written by a newer version of drillvoice; update this one to read and continue it."
        ) from error
    except DamagedError as error:
        raise DamagedError(damaged.format(error)) from error
    except sqlite3.Error as error:
        if _error_code(error) in DAMAGE:
            raise DamagedError(damaged.format(error)) from error
        raise HistoryError(error_sentence(path, error)) from error


def error_sentence(path: Path, error: sqlite3.Error) -> str:
    """What is wrong with the record."""
    if _error_code(error) == sqlite3.SQLITE_FULL:
        return f"The disk is full, so the record {path} cannot be written; free some space."
    return _unwritable_sentence(path, str(error))


def _unwritable_sentence(path: Path, why: str) -> str:
    return f"The record {path} cannot be opened or written ({why}); check the folder's permissions and the disk."


def _error_code(error: sqlite3.Error) -> int:
    """SQLite's primary error code; the extended one says more in its higher bits."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def set_aside(path: Path, today: date) -> Path:
    """Move a damaged record, with its companions, to a new name; nothing is overwritten.

    Raises:
        HistoryError: it cannot be moved.

    """
    stem = f"{path.stem}-damaged-{today.isoformat()}"
    names = (stem if number == 1 else f"{stem}-{number}" for number in range(1, 1000))
    target = next(path.with_name(f"{name}.db") for name in names if not path.with_name(f"{name}.db").exists())
    try:
        for companion, moved in zip(_companions(path), _companions(target), strict=True):
            if companion.exists():
                companion.rename(moved)
    except OSError as error:
        raise HistoryError(
            f"The record {path} is damaged and cannot be moved out of the way ({error.strerror}); move it yourself."
        ) from error
    return target


def _companions(path: Path) -> list[Path]:
    """A record's file and SQLite's own beside it, which get its mode."""
    return [path.with_name(path.name + suffix) for suffix in COMPANIONS]


def damaged_files(path: Path) -> list[Path]:
    """Damaged records that were set aside, with their companions."""
    return sorted(path.parent.glob(f"{path.stem}-damaged-*"))
