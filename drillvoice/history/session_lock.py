"""Which sessions are still going on: each holds a lock of the operating system, which ends with its process however
that ends. A process that was killed is known to be gone at once, and one that is only held up is not taken for dead.
"""

import contextlib
import os
from pathlib import Path

# At once, and not where it is used: loading it while a loudspeaker plays interrupts the sound.
from filelock import BaseFileLock, FileLock, Timeout

from drillvoice.files import paths_like
from drillvoice.places import session_lock_file
from drillvoice.written_files import OWNER_ONLY


class Living:
    """Says that a session is going on, from `begin` to `end`.

    Args:
        path: the record's file.

    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._locks: dict[Path, BaseFileLock] = {}

    def begin_session(self, session: int) -> None:
        """It has begun. Where files cannot be locked, it looks as if it had ended."""
        file = session_lock_file(self._path, session)
        with contextlib.suppress(OSError, NotImplementedError):
            self._locks[file] = FileLock(file, timeout=0, thread_local=False, mode=OWNER_ONLY)
            self._locks[file].acquire()

    def end_session(self) -> None:
        """It is over."""
        for file, lock in self._locks.items():
            _let_go(file, lock)


def is_session_running(path: Path, session: int) -> bool:
    """Whether the process that records a session is still there; what it left behind is removed where it is not."""
    file = session_lock_file(path, session)
    if not os.path.exists(file):
        return False
    lock = FileLock(file, timeout=0, mode=OWNER_ONLY)
    try:
        lock.acquire()
    except Timeout:
        return True
    except (OSError, NotImplementedError):
        return False
    _let_go(file, lock)
    return False


def any_session_running(path: Path, other_than: int | None = None) -> bool:
    """Whether a session is being recorded in a record, besides the one that is named."""
    files = paths_like(path.parent, session_lock_file(path, 0).name.replace("0", "*"))
    numbers = (file.stem.rpartition("-")[2] for file in files)
    others = (int(number) for number in numbers if number.isdecimal() and int(number) != other_than)
    return any(is_session_running(path, number) for number in others)


def _let_go(file: Path, lock: "BaseFileLock") -> None:
    """Windows removes no file that is open."""
    lock.release()
    with contextlib.suppress(OSError):
        file.unlink()
