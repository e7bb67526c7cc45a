"""What is wrong with the record, in one sentence that names the mend."""

import sqlite3
from pathlib import Path

from drillvoice.errors import HistoryError
from drillvoice.history.schema import TooNewError
from drillvoice.written_files import is_disk_full

DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_TOOBIG)
NO_LOCKS = (sqlite3.SQLITE_IOERR_LOCK, sqlite3.SQLITE_IOERR_RDLOCK, sqlite3.SQLITE_IOERR_CHECKRESERVEDLOCK)
TOO_NEW = "The record {path} was written by a newer version of drillvoice; update this one to read and continue it."
DAMAGED = "The record {path} is damaged ({why})."
FULL = "The disk is full, so the record {path} cannot be written; free some space."
UNWRITABLE = "The record {path} cannot be opened or written ({why}); check the folder's permissions and the disk."
NETWORK = (
    "The record {path} lies in a folder whose files cannot be locked, as in some network folders; "
    "let XDG_DATA_HOME name a folder on this computer's own disk."
)


class DamagedError(HistoryError):
    """The file is no sound database."""


class UnsoundError(Exception):
    """What SQLite found when it looked through the file, in its own words."""


READING_FAULTS = (sqlite3.Error, UnsoundError, UnicodeDecodeError)
"""Where SQLite names what it found, Python may find that it is no text."""


def is_damage(error: Exception) -> bool:
    """Whether the file is no sound database."""
    return isinstance(error, UnsoundError | UnicodeDecodeError) or primary_code(error) in DAMAGE


def fault_sentence(path: Path, error: Exception) -> str:
    """What is wrong with a record."""
    if isinstance(error, TooNewError):
        return TOO_NEW.format(path=path)
    if is_damage(error):
        return DAMAGED.format(path=path, why=error)
    if primary_code(error) == sqlite3.SQLITE_FULL or is_disk_full(path.parent):
        return FULL.format(path=path)
    if getattr(error, "sqlite_errorcode", 0) in NO_LOCKS:
        return NETWORK.format(path=path)
    return UNWRITABLE.format(path=path, why=getattr(error, "strerror", None) or error)


def primary_code(error: Exception) -> int:
    """SQLite's primary error code; the extended one says more in its higher bits."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF
