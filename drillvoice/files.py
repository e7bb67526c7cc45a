"""Files that people and other programs name: read where they are files, and written for their owner alone.

A pipe or a device with the name of a drill would hold the program for ever, and a link may lead to one; so nothing is
opened before it is known to be a file, and nothing is read beyond its limit.
"""

import contextlib
import errno
import os
import stat
from pathlib import Path
from typing import IO

from drillvoice.places import OWNER_ONLY

KINDS = {
    stat.S_IFDIR: "is no file but a folder",
    stat.S_IFIFO: "is no file but a pipe",
    stat.S_IFSOCK: "is no file but a socket",
}
ARCHIVE = b"PK\x03\x04"
"""How the files of word processors begin: .docx, .odt, .pages."""
OF_WORD_PROCESSOR = "is a word processor's document or an archive; save it as plain text"
DEVICE = "is no file but a device"
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
    content = read_file(path, most_bytes)
    if content.startswith(ARCHIVE):
        raise UnreadableError(errno.EILSEQ, OF_WORD_PROCESSOR)
    try:
        return content.decode("utf-8-sig")
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

    Raises:
        OSError: it cannot be written.

    """
    return open(path, "w", buffering, encoding="utf-8", newline=newline, opener=_open_for_owner)


def _open_for_owner(path: str, flags: int) -> int:
    handle = os.open(path, flags, OWNER_ONLY)
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
