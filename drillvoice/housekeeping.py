"""What each start puts in order: files of earlier versions that others could read, and what killed processes left."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from drillvoice.files import paths_like
from drillvoice.places import own_folders
from drillvoice.written_files import OWNER_ONLY, OWNERS_FOLDER, keep_private

if TYPE_CHECKING:
    from filelock import BaseFileLock

PREFIX = "drillvoice-"
LOCK = "in-use.lock"


class WorkFolder:
    """A temporary folder that a later start removes where this process is killed: it is locked as long as it is used.

    Raises:
        OSError: there is no room for it.

    """

    def __init__(self) -> None:
        from filelock import FileLock

        self.path = Path(tempfile.mkdtemp(prefix=PREFIX))
        self._lock = FileLock(self.path / LOCK, timeout=0, thread_local=False, mode=OWNER_ONLY)
        with contextlib.suppress(OSError, NotImplementedError):
            self._lock.acquire()

    def remove(self) -> None:
        """Remove it with all that is in it."""
        _remove_locked(self.path, self._lock)


@contextlib.contextmanager
def work_folder() -> Iterator[Path]:
    """The same for as long as something takes.

    Raises:
        OSError: there is no room for it.

    """
    folder = WorkFolder()
    try:
        yield folder.path
    finally:
        folder.remove()


def keep_house() -> None:
    """Take away from others what says anything of a person, and remove what killed processes left."""
    for folder in own_folders():
        _keep_folder_private(folder)
        for person in paths_like(folder / "persons", "*"):
            _keep_folder_private(person)
    _remove_left_folders()


def _keep_folder_private(folder: Path) -> None:
    """A folder of ours, and the files that lie in it."""
    with contextlib.suppress(OSError):
        if folder.stat().st_mode & ~OWNERS_FOLDER & 0o777:
            folder.chmod(OWNERS_FOLDER)
        for entry in os.scandir(folder):
            if entry.is_file():
                keep_private(Path(entry.path))


def _remove_left_folders() -> None:
    """Those of an earlier version have no lock, and may still be in use."""
    for lock in paths_like(Path(tempfile.gettempdir()), f"{PREFIX}*/{LOCK}"):
        from filelock import FileLock, Timeout

        held = FileLock(lock, timeout=0, mode=OWNER_ONLY)
        with contextlib.suppress(OSError, NotImplementedError, Timeout):
            held.acquire()
            _remove_locked(lock.parent, held)


def _remove_locked(folder: Path, lock: "BaseFileLock") -> None:
    """Windows removes no file that is open, so the lock goes first."""
    lock.release()
    shutil.rmtree(folder, ignore_errors=True)
