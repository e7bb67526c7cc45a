"""The file of the record: opening it to write or to read, and saying in one sentence why it cannot be had.

Who reads changes nothing, not even a damaged or an older record; who writes upgrades it, and mends it.
"""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from drillvoice.errors import HistoryError, Tell
from drillvoice.files import NoFileError, refuse_no_file
from drillvoice.history.faults import READING_FAULTS, DamagedError, fault_sentence, is_damage
from drillvoice.history.journal import begin_journal, cannot_share_memory
from drillvoice.history.mending import companions_of, mend_record, mending_lock, sessions_text
from drillvoice.history.salvage import salvage_copy
from drillvoice.history.schema import SCHEMA_STEPS, TooNewError, steps_taken, upgrade_schema
from drillvoice.history.soundness import look_through
from drillvoice.written_files import keep_private, make_folder, make_private

MOST_BYTES = 200_000_000
"""Sessions of every day for more than a hundred years."""
BUSY_S = 5.0
"""Another drillvoice may be writing, which takes milliseconds, or beginning the same record."""
READ_BUSY_S = 0.2
"""Where there is no log beside the record, who reads has to wait for the end of a write."""
UNWRITTEN = ("-wal", "-journal")
"""Companions that hold what the record's own file does not."""
NO_FILE = "The record {path} {why}; move it away, and a new record is begun."
NO_COMPANION = "{path}, which belongs to the record beside it, {why}; move it away, and the record can be read."
TOO_LARGE = f"has more than {MOST_BYTES // 1_000_000} MB, far too much"
CAN_BE_READ = "{error} Of it {sessions} can be read; the next session that you run saves them in a new record."


def open_store(path: Path, tell: Tell) -> sqlite3.Connection:
    """Open the record for writing, new, upgraded or mended; what was mended is told of.

    Raises:
        HistoryError: it was written by a newer version, or cannot be written.

    """
    try:
        return _open_sound_store(path)
    except DamagedError:
        with mending_lock(path):
            return _open_mended_store(path, tell)


def _open_mended_store(path: Path, tell: Tell) -> sqlite3.Connection:
    try:
        return _open_sound_store(path)  # another process may have mended it meanwhile
    except DamagedError as error:
        with history_errors(path):
            tell(mend_record(path, error))
    return _open_sound_store(path)


def _open_sound_store(path: Path) -> sqlite3.Connection:
    """Open the record for writing, new or upgraded.

    Raises:
        DamagedError: it is damaged.
        HistoryError: it was written by a newer version, or cannot be written.

    """
    with history_errors(path):
        _refuse_what_is_no_file(path)
        make_folder(path.parent)
        make_private(path)
        for companion in companions_of(path):
            keep_private(companion)
        try:
            return _prepared_connection(path, shared=True)
        except sqlite3.Error as error:
            if not cannot_share_memory(error):
                raise
            return _prepared_connection(path, shared=False)


def _prepared_connection(path: Path, *, shared: bool) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None, check_same_thread=False)
    try:
        begin_journal(connection, BUSY_S, shared=shared)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")
        steps_taken(connection)
        look_through(connection)
        upgrade_schema(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def open_to_read(path: Path, tell: Tell) -> sqlite3.Connection | None:
    """Open the record for reading, also where nothing may be written; None where there is none yet.

    Of a damaged one, what can be read is answered, and the damage is told of.

    Raises:
        HistoryError: it was written by a newer version, or cannot be read.

    """
    if not is_record_there(path):
        return None
    with history_errors(path):
        _refuse_what_is_no_file(path)
        try:
            return _readable_connection(path)
        except READING_FAULTS:
            pass
        try:
            return _readable_connection(path)  # the end of another's write may have looked like damage
        except READING_FAULTS as error:
            if not is_damage(error) and not cannot_share_memory(error):
                raise
            memory, count = salvage_copy(path, ":memory:")
            if is_damage(error):
                tell(CAN_BE_READ.format(error=fault_sentence(path, error), sessions=sessions_text(count)))
            return memory


def is_record_there(path: Path) -> bool:
    """Whether there is a record.

    Raises:
        HistoryError: nobody may look.

    """
    with history_errors(path):
        try:
            os.lstat(path)
        except (FileNotFoundError, NotADirectoryError):
            return False
    return True


def _readable_connection(path: Path) -> sqlite3.Connection:
    """A sound record as it is; an older one with all that is new, in memory."""
    connection = connect_to_read(path)
    try:
        taken = steps_taken(connection)
        look_through(connection)
        if taken == len(SCHEMA_STEPS):
            return connection
        memory = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        connection.backup(memory)
        upgrade_schema(memory)
    except BaseException:
        connection.close()
        raise
    connection.close()
    return memory


def connect_to_read(path: Path) -> sqlite3.Connection:
    """A record that is there, as it is: neither looked through nor upgraded.

    Raises:
        sqlite3.Error: it cannot be opened.

    """
    # Where all of it stands in its own file, nothing has to be made beside it, which a full or read-only disk and some
    # network folders would not allow.
    unwritten = any(_size_of(path.with_name(path.name + suffix)) for suffix in UNWRITTEN)
    alone = "" if unwritten else "&immutable=1"
    uri = f"{Path(os.path.realpath(path)).as_uri()}?mode=ro{alone}"
    return sqlite3.connect(uri, uri=True, isolation_level=None, timeout=READ_BUSY_S)


def _size_of(path: Path) -> int:
    with contextlib.suppress(OSError):
        return path.stat().st_size
    return 0


def _refuse_what_is_no_file(path: Path) -> None:
    """SQLite would wait for ever to open a pipe, and look through whatever is large."""
    for name in ("", *UNWRITTEN):
        each = path.with_name(path.name + name)
        try:
            refuse_no_file(each)
            why = TOO_LARGE if _size_of(each) > MOST_BYTES else ""
        except NoFileError as error:
            why = error.why
        except OSError:
            why = ""  # SQLite will say it too
        if why:
            raise HistoryError((NO_COMPANION if name else NO_FILE).format(path=each, why=why))


@contextlib.contextmanager
def history_errors(path: Path) -> Iterator[None]:
    """Whatever goes wrong with the record in here, as a HistoryError that names the mend."""
    try:
        yield
    except HistoryError:
        raise
    except (TooNewError, *READING_FAULTS, OSError) as error:
        kind = DamagedError if is_damage(error) else HistoryError
        raise kind(fault_sentence(path, error)) from error


def damaged_files(path: Path) -> list[Path]:
    """Damaged records that were set aside, with their companions."""
    return sorted(path.parent.glob(f"{path.stem}-damaged-*"))
