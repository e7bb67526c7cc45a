"""Files that people and other programs name: read where they are files, and written for their owner alone.

A pipe or a device with the name of a drill would hold the program for ever, and a link may lead to one; so nothing is
opened before it is known to be a file, and nothing is read beyond its limit.

Files are written whole or not at all. What a person practises, says and feels is nobody else's business, so files that
tell of a person have mode 0600, and folders that are made on the way to them 0700.
"""

import contextlib
import errno
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

OWNER_ONLY = 0o600
OWNERS_FOLDER = 0o700

KINDS = {
    stat.S_IFDIR: "is no file but a folder",
    stat.S_IFIFO: "is no file but a pipe",
    stat.S_IFSOCK: "is no file but a socket",
}
DEVICE = "is no file but a device"
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
AT_ONCE = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


class UnreadableError(OSError):
    """A file cannot be read; `strerror` says why, in words that fit behind its name."""

    def __init__(self, number: int, why: str) -> None:
        super().__init__(number, why)
        self.why = why

    def __str__(self) -> str:
        return self.why


class NoFileError(UnreadableError):
    """It is a folder, a pipe, a socket or a device."""


def refuse_no_file(path: str | Path) -> None:
    """See that something is a file, without opening it.

    Raises:
        FileNotFoundError: there is nothing of that name.
        UnreadableError: it is something else, or nobody may know.

    """
    try:
        mode = os.stat(path).st_mode
    except FileNotFoundError:
        raise
    except (OSError, ValueError) as error:
        raise _unreadable(error) from error
    _refuse_mode(mode)


def _refuse_mode(mode: int) -> None:
    if not stat.S_ISREG(mode):
        raise NoFileError(errno.EINVAL, KINDS.get(stat.S_IFMT(mode), DEVICE))


def read_file(path: str | Path, most_bytes: int) -> bytes:
    """All that a file holds.

    Raises:
        FileNotFoundError: there is nothing of that name.
        UnreadableError: it is no file, or too large, or cannot be read.

    """
    refuse_no_file(path)
    try:
        with open(os.open(path, os.O_RDONLY | AT_ONCE), "rb") as file:
            _refuse_mode(os.fstat(file.fileno()).st_mode)  # it may be another one by now
            content = file.read(most_bytes + 1)
    except UnreadableError:
        raise
    except OSError as error:
        raise _unreadable(error) from error
    if len(content) > most_bytes:
        raise UnreadableError(errno.EFBIG, f"has more than {_size_text(most_bytes)}, far too much")
    return content


def read_text(path: str | Path, most_bytes: int) -> str:
    """The text of a file, with or without the mark at its beginning that editors of Windows write.

    Raises:
        FileNotFoundError: there is nothing of that name.
        UnreadableError: it is no file, or too large, or no UTF-8 text, or cannot be read.

    """
    try:
        return read_file(path, most_bytes).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        why = f"is not UTF-8 text (at byte {error.start}); save it as UTF-8"
        raise UnreadableError(errno.EILSEQ, why) from error


def files_in(folder: Path, ending: str) -> list[Path]:
    """The files of a folder with an ending, by name; none where it cannot be looked into.

    Names that begin with a dot are other programs' own: macOS puts one beside each file on a stick.
    """
    try:
        names = os.listdir(folder)
    except (OSError, ValueError):
        return []
    return [folder / name for name in sorted(names) if name.endswith(ending) and not name.startswith(".")]


def _unreadable(error: OSError | ValueError) -> UnreadableError:
    why = getattr(error, "strerror", None) or str(error)
    return UnreadableError(getattr(error, "errno", None) or errno.EINVAL, f"cannot be read ({why})")


def _size_text(count: int) -> str:
    return f"{count // 1_000_000} MB" if count >= 1_000_000 else f"{count // 1024} KB"


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
    if path.exists() and not path.is_file():
        with open_private(path, newline=newline) as file:
            yield file
        return
    target = path.resolve()
    part = target.with_name(f".drillvoice-{os.getpid()}.part")
    try:
        with open_private(part, newline=newline) as file:
            yield file
        os.replace(part, target)
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


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
