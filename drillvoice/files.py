"""Files that people and other programs name are read where they are files.

A pipe or a device with the name of a drill would hold the program for ever, and a link may lead to one; so nothing is
opened before it is known to be a file, and nothing is read beyond its limit.
"""

import errno
import os
import stat
from pathlib import Path

KINDS = {
    stat.S_IFDIR: "is no file but a folder",
    stat.S_IFIFO: "is no file but a pipe",
    stat.S_IFSOCK: "is no file but a socket",
}
ARCHIVE = b"PK\x03\x04"
"""How the files of word processors begin: .docx, .odt, .pages."""
OF_WORD_PROCESSOR = "is a word processor's document or an archive; save it as plain text"
DEVICE = "is no file but a device"
NOTHING_YET = "is a file of the system's with nothing in it to read"
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
        raise NoFileError(errno.EINVAL, kind_of(mode))


def kind_of(mode: int) -> str:
    """What something is that is no file, in words that fit behind its name."""
    return KINDS.get(stat.S_IFMT(mode), DEVICE)


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
            content: bytes | None = file.read(most_bytes + 1)
    except UnreadableError:
        raise
    except OSError as error:
        raise _unreadable(error) from error
    if content is None:  # what the system calls a file may have nothing to read for now, such as /proc/kmsg
        raise UnreadableError(errno.EAGAIN, NOTHING_YET)
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


def paths_like(folder: Path, pattern: str) -> list[Path]:
    """What a folder has of a form, by name; nothing where it cannot be looked into."""
    try:
        return sorted(folder.glob(pattern))
    except OSError:
        return []


def _unreadable(error: OSError | ValueError) -> UnreadableError:
    why = getattr(error, "strerror", None) or str(error)
    return UnreadableError(getattr(error, "errno", None) or errno.EINVAL, f"cannot be read ({why})")


def _size_text(count: int) -> str:
    return f"{count // 1_000_000} MB" if count >= 1_000_000 else f"{count // 1024} KB"
