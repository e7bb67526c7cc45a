"""Files are written whole or not at all, and for their owner alone.

What a person practises, says and feels is nobody else's business, so files that tell of a person have mode 0600, and
folders that are made on the way to them 0700.
"""

import contextlib
import errno
import os
import stat
import tempfile
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import IO

from drillvoice.files import kind_of

OWNER_ONLY = 0o600
OWNERS_FOLDER = 0o700
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
PART, PART_ENDING = ".drillvoice-", ".part"
"""How files are called that are not whole yet: shortly, since the names that they will get may be as long as can be."""
LEFT_AFTER_S = 3600
"""Whoever has not written to such a file for so long was killed."""
_NUMBERS = count()


def open_private(path: Path, *, newline: str | None = None, buffering: int = -1) -> IO[str]:
    """Open a file that a person named for text about them, for its owner alone, also where it is there already.

    A pipe is written to where somebody reads it; where nobody does, to open it would wait for ever.

    Raises:
        OSError: it cannot be written.

    """
    return open(path, "w", buffering, encoding="utf-8", newline=newline, opener=_open_for_owner)


@contextlib.contextmanager
def writing_private(path: Path, *, newline: str | None = None) -> Iterator[IO[str]]:
    """Open a file as `open_private` does, which gets its name once it is whole: until then what was there stays.

    A pipe or a device is written to as it is.

    Raises:
        OSError: it cannot be written.

    """
    if os.path.exists(path) and not os.path.isfile(path):
        with open_private(path, newline=newline) as file:
            yield file
        return
    with writing_whole(path) as part, open_private(part, newline=newline) as file:
        yield file


@contextlib.contextmanager
def writing_whole(path: Path) -> Iterator[Path]:
    """Where to write a file that everybody may read and that is whole, or as it was before.

    Raises:
        OSError: it cannot be written, or what has its name is no file.

    """
    part = PartFile(path)
    try:
        yield part.make()
        part.give_name()
    finally:
        part.remove()


class PartFile:
    """A file in the making, beside the one that it becomes: until it is whole, what was there stays. A link stays."""

    def __init__(self, wanted: Path) -> None:
        self._target = Path(os.path.realpath(wanted))
        self.path = self._target.with_name(f"{PART}{os.getpid()}-{next(_NUMBERS)}{PART_ENDING}")

    def make(self) -> Path:
        """Make it, empty; answers where it is.

        Raises:
            OSError: it cannot be written, or what has its name is no file.

        """
        with contextlib.suppress(FileNotFoundError):
            mode = os.stat(self._target).st_mode
            if not stat.S_ISREG(mode):
                raise OSError(errno.EINVAL, f"it {kind_of(mode)}")
        _remove_left_parts(self._target.parent)
        self.path.touch()
        return self.path

    def give_name(self) -> None:
        """Put it in its place, now that it is whole.

        Raises:
            OSError: that cannot be done.

        """
        os.replace(self.path, self._target)

    def remove(self) -> None:
        """Take it away, unless it has its name already."""
        with contextlib.suppress(OSError):
            self.path.unlink(missing_ok=True)


def _remove_left_parts(folder: Path) -> None:
    """Take away what was being written when somebody was killed."""
    with contextlib.suppress(OSError):
        for part in folder.glob(f"{PART}*{PART_ENDING}"):
            if time.time() - part.stat().st_mtime > LEFT_AFTER_S:
                part.unlink()


def why_unwritable(path: Path, error: Exception) -> str:
    """Why a file cannot be written, in words that fit into brackets; libraries often say only that they cannot."""
    if getattr(error, "errno", None) in NO_ROOM or is_disk_full(path.parent):
        return "the disk is full"
    text = getattr(error, "strerror", None) or getattr(error, "error_string", None) or error
    return str(text).rstrip(".")


def is_disk_full(folder: Path) -> bool:
    """Whether nothing can be written into a folder for want of room."""
    try:
        room = os.statvfs(folder)
    except (OSError, AttributeError):
        return False
    return room.f_bavail == 0 and room.f_blocks > 0


def _open_for_owner(path: str, flags: int) -> int:
    try:
        handle = os.open(path, flags | getattr(os, "O_NONBLOCK", 0), OWNER_ONLY)
    except OSError as error:
        if error.errno == errno.ENXIO:
            raise OSError(errno.ENXIO, "it is a pipe that nobody reads") from error
        raise
    if hasattr(os, "O_NONBLOCK"):
        os.set_blocking(handle, True)
    if stat.S_ISREG(os.fstat(handle).st_mode) and hasattr(os, "fchmod"):
        with contextlib.suppress(OSError):  # somebody else's file, which they let us write
            os.fchmod(handle, OWNER_ONLY)
    return handle


def make_private(path: Path) -> None:
    """Make an empty file where there is none. One that another program fills keeps this mode.

    What is there already is not opened: to close it again would take away the locks that SQLite holds on it.
    """
    with contextlib.suppress(OSError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY))


def keep_private(path: Path) -> None:
    """Take a file away from everybody but its owner: earlier versions of the program gave it to all."""
    with contextlib.suppress(OSError):
        if path.stat().st_mode & ~OWNER_ONLY & 0o777:
            path.chmod(OWNER_ONLY)


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it, where they are missing.

    Raises:
        OSError: that cannot be done, or something else is in its place.

    """
    if not folder.parent.exists():
        make_folder(folder.parent)  # `Path.mkdir(parents=True)` gives its mode to the last one only
    folder.mkdir(mode=OWNERS_FOLDER, exist_ok=True)


def write_atomically(path: Path, content: bytes, *, durable: bool = False) -> None:
    """Replace a file as a whole; a link stays one, and its folder is made where it is missing. A durable one waits
    until the disk has it, so that it is there after a power cut too.

    Raises:
        OSError: it cannot be written; what was there before is left as it was.

    """
    path = Path(os.path.realpath(path))
    make_folder(path.parent)
    handle, part = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        os.replace(part, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(part)
        raise
