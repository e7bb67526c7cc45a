"""Unpacking a model's archive without trusting it.

Nothing is written before every name and length in it has been looked at.
"""

import errno
import re
import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from drillvoice.store.disk import sync_folder, write_through
from drillvoice.store.installable import BadFileError

MOST_BYTES = 400_000_000
"""Several times a small model."""
MOST_FILES = 200
NAME_PART = re.compile(r"[A-Za-z0-9_+-][A-Za-z0-9_.+-]*")
"""Of a file or folder in a model. No name of this kind leads elsewhere, on any system."""
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
PLAIN_KINDS = (0, stat.S_IFREG, stat.S_IFDIR)
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError, OverflowError)
"""What the zip library raises for archives that are cut or damaged."""


def unpack(archive: Path, into: Path, name: str) -> Path:
    """Unpack the one folder `name` of an archive; answers where it is, once it is on the disk to the last byte.

    Raises:
        BadFileError: the archive is damaged, unsafe or another one.
        OSError: it cannot be read, or the folder not be written.

    """
    damaged = BadFileError("it is not a zip file, or a damaged one")
    try:
        with zipfile.ZipFile(archive) as file:
            entries = file.infolist()
            _refuse_unsafe(entries, name)
            for entry in entries:
                if not entry.is_dir():
                    _write_entry(file, entry, into / entry.filename)
    except BROKEN as error:
        raise damaged from error
    except OSError as error:
        if error.errno == errno.EINVAL:  # the archive leads to a place before its own beginning
            raise damaged from error
        raise
    for folder in (into / name, *(path for path in (into / name).rglob("*") if path.is_dir())):
        sync_folder(folder)
    return into / name


def _refuse_unsafe(entries: list[zipfile.ZipInfo], name: str) -> None:
    if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise BadFileError("it holds far more than a small speech model")
    for entry in entries:
        if not _is_safe(entry):
            raise BadFileError(f"it holds {entry.filename!r}, which does not belong into a speech model")
    tops = sorted({PurePosixPath(entry.filename).parts[0] for entry in entries})
    if tops != [name]:
        held = " and ".join(tops[:2]) or "nothing"
        raise BadFileError(f"it holds {held}, not one folder {name}")
    files = [entry.filename.lower() for entry in entries if not entry.is_dir()]
    above = {str(parent) for file in files for parent in PurePosixPath(file).parents}
    if len(set(files)) < len(files) or above & set(files) or not files:
        raise BadFileError("it holds two files of one name, or no file at all")


def _is_safe(entry: zipfile.ZipInfo) -> bool:
    """Whether an entry is a plain file or folder with a plain name, and packed in the usual way."""
    parts = entry.filename.removesuffix("/").split("/")
    return (
        all(NAME_PART.fullmatch(part) for part in parts)
        and stat.S_IFMT(entry.external_attr >> 16) in PLAIN_KINDS
        and entry.compress_type in METHODS
        and not entry.flag_bits & 1
    )


def _write_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: Path) -> None:
    """The zip library reads no more than the length that an entry states, and compares its checksum."""
    with archive.open(entry) as source:
        write_through(source, path)
