"""How SQLite keeps a write whole: a log beside the record, or where that cannot be had a journal.

With the log readers and a writer do not wait for each other. It needs memory that processes share, which folders on
SMB, 9p and some NFS servers do not give.
"""

import sqlite3
import time

RETRY_S = 0.01
NO_SHARED_MEMORY = (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PROTOCOL, sqlite3.SQLITE_READONLY)
"""How SQLite calls it, by primary code: the extended ones differ from system to system."""


def cannot_share_memory(error: Exception) -> bool:
    """Whether the journal may do where the log failed."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF in NO_SHARED_MEMORY


def begin_journal(connection: sqlite3.Connection, limit_s: float, *, shared: bool) -> None:
    """Have a new record, and one that has a log, written in a log; where memory cannot be shared, in a journal.

    A record that once was given a journal keeps it.

    Raises:
        sqlite3.Error: it cannot be had.

    """
    if not shared:
        _leave_log(connection)
    elif not connection.execute("PRAGMA user_version").fetchone()[0]:
        _begin_log(connection, time.monotonic() + limit_s)
    connection.execute("PRAGMA synchronous = NORMAL")


def _begin_log(connection: sqlite3.Connection, until: float) -> None:
    """SQLite itself does not wait here for another process that begins the same record."""
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").fetchone()
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(RETRY_S)


def _leave_log(connection: sqlite3.Connection) -> None:
    """What is alone with the record needs no shared memory, and so may change how it is written."""
    connection.execute("PRAGMA locking_mode = EXCLUSIVE").fetchone()
    connection.execute("PRAGMA journal_mode = DELETE").fetchone()
    connection.execute("PRAGMA locking_mode = NORMAL").fetchone()
    connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()  # lets go of the file
