"""Installing and removing speech models and voices.

A folder is put together beside its place, brought to the disk to the last byte, tried, and only then gets its name.
So a folder of that name is whole, whenever the power fails; what was begun and never finished goes with the next
install.
"""

import contextlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from drillvoice.errors import ModelError
from drillvoice.files import read_text
from drillvoice.places import models_folder
from drillvoice.store.disk import sync_folder
from drillvoice.store.download import Bar, DownloadFailedError, Publisher, download_file
from drillvoice.store.installable import BadFileError, Installable
from drillvoice.store.manifest import MANIFEST, as_text, file_sha256, take_stock
from drillvoice.written_files import make_folder, why_unwritable, write_atomically

WORK = ".part-"
STALE_S = 86_400
CHECKSUMS = "checksums.json"
MOST_BYTES = 100_000


@dataclass(frozen=True, slots=True)
class Installed:
    """What an install came to."""

    path: Path
    fresh: bool
    """False where it was there already, and whole."""
    recorded: str = ""
    """The file's checksum, where there was none to compare it with: later installs are compared with this one."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a file comes from, and what is shown meanwhile."""

    file: Path | None = None
    """One that somebody brings; without it, the publisher's."""
    publisher: Publisher | None = None
    """Another one than its own."""
    bar: Bar | None = None


def install(wanted: Installable, source: Source) -> Installed:
    """Install something, unless it is there and whole.

    Raises:
        ModelError: it cannot be had, or what came is no use; says why and what to do.

    """
    if wanted.comes_with:
        raise ModelError(f"{wanted.name} comes with {wanted.comes_with}, so there is nothing to install.")
    if not wanted.find_damage(every_byte=True):
        return Installed(wanted.place, fresh=False)
    try:
        with _work_folder() as work:
            file = source.file or work / wanted.file
            came_from = str(file) if source.file else _download(wanted, file, source)
            digest = _checked_digest(wanted, file)
            folder = _made_folder(wanted, file, work, came_from)
            stock = take_stock(folder, wanted.folder, digest)
            write_atomically(folder / MANIFEST, as_text(stock).encode(), durable=True)
            sync_folder(folder)
            recorded = _record_checksum(wanted, digest)
            _put_in_place(folder, wanted.place, work)
            return Installed(wanted.place, fresh=True, recorded=recorded)
    except OSError as error:
        raise ModelError(
            f"{wanted.name} cannot be installed in {models_folder()} ({why_unwritable(wanted.place, error)}); "
            "free some space there, or make the folder writable."
        ) from error


def remove(unwanted: Installable) -> None:
    """Remove what was installed.

    Raises:
        ModelError: it comes along, is not installed, or cannot be removed.

    """
    place = unwanted.place
    if unwanted.comes_with:
        raise ModelError(f"{unwanted.name} comes with {unwanted.comes_with} and cannot be removed.")
    if not os.path.lexists(place):
        raise ModelError(f"{unwanted.name} is not installed, so there is nothing to remove.")
    try:
        with _work_folder() as work:
            place.rename(work / unwanted.folder)
    except OSError as error:
        raise ModelError(
            f"{place} cannot be removed ({_error_reason(error)}); end what uses it, and try again."
        ) from error


@contextlib.contextmanager
def _work_folder() -> Iterator[Path]:
    """A folder on the store's own disk, which is gone in the end; those that were left behind go first."""
    make_folder(models_folder())
    for left in models_folder().glob(f"{WORK}*"):
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > STALE_S:
                shutil.rmtree(left)
    with tempfile.TemporaryDirectory(dir=models_folder(), prefix=WORK, ignore_cleanup_errors=True) as work:
        yield Path(work)


def _download(wanted: Installable, file: Path, source: Source) -> str:
    """Get the publisher's file; answers its address.

    Raises:
        ModelError: it cannot be had.

    """
    publisher = source.publisher or wanted.publisher
    with_file = f"`{wanted.command} {wanted.name} --from FILE{Path(wanted.file).suffix}`"
    if publisher is None:
        raise ModelError(f"{wanted.name} is not downloaded; get its file from its publisher, and use {with_file}.")
    address = publisher.address_of(wanted.file)
    try:
        download_file(address, file, publisher, wanted.most_bytes, source.bar)
    except DownloadFailedError as error:
        raise ModelError(
            f"{address} could not be downloaded: {error}. Try again, or fetch the file on another computer "
            f"and use {with_file}."
        ) from error
    return address


def _checked_digest(wanted: Installable, file: Path) -> str:
    """The checksum of a file.

    Raises:
        ModelError: it is another one than the publisher's, or than that of the first install.

    """
    try:
        if file.stat().st_size > wanted.most_bytes:
            most = wanted.most_bytes // 1_000_000
            raise ModelError(f"{file} has more than {most} MB, far too much; get it again from its publisher.")
        digest = file_sha256(file)
    except OSError as error:
        raise ModelError(f"{file} cannot be read ({_error_reason(error)}); check the path.") from error
    expected = wanted.sha256 or _recorded_checksums().get(wanted.name, digest)
    if digest == expected:
        return digest
    mend = (
        "try again"
        if wanted.sha256
        else f"try again; if the publisher has changed it, delete {models_folder() / CHECKSUMS}"
    )
    raise ModelError(f"{file.name} is not the file that is expected: its sha256 is {digest}, not {expected}; {mend}.")


def _made_folder(wanted: Installable, file: Path, work: Path, came_from: str) -> Path:
    """The folder, made of the file and tried.

    Raises:
        ModelError: the file is damaged, or another one.

    """
    try:
        folder = wanted.make_folder(file, work)
    except BadFileError as error:
        raise ModelError(f"{came_from} cannot be installed: {error}; get it again from its publisher.") from error
    fault = wanted.layout_fault(folder) or wanted.trial_fault(folder)
    if fault:
        raise ModelError(f"{came_from} cannot be installed: {fault}; get it again from its publisher.")
    return folder


def _put_in_place(folder: Path, place: Path, work: Path) -> None:
    """Give a prepared folder its place; what is there goes away with the work folder."""
    if os.path.lexists(place):
        place.rename(work / "before")
    folder.rename(place)
    sync_folder(place.parent)


def _recorded_checksums() -> dict[str, str]:
    """The checksums of first installs; a list that cannot be read counts as empty."""
    try:
        found = json.loads(read_text(models_folder() / CHECKSUMS, MOST_BYTES))
    except (OSError, ValueError):
        return {}
    return {str(name): str(digest) for name, digest in found.items()} if isinstance(found, dict) else {}


def _record_checksum(installed: Installable, digest: str) -> str:
    """Keep the checksum of a first install; answers it, or nothing where there was one, or there is no publisher
    whose file always is the same.
    """
    recorded = _recorded_checksums()
    if installed.sha256 or installed.publisher is None or installed.name in recorded:
        return ""
    text = json.dumps(recorded | {installed.name: digest}, indent=2) + "\n"
    write_atomically(models_folder() / CHECKSUMS, text.encode(), durable=True)
    return digest


def _error_reason(error: OSError) -> str:
    return error.strerror or str(error)
