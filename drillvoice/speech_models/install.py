"""Installing and removing speech models.

A model is put together in a folder beside its place, brought to the disk to the last byte, tried, and only then gets
its name. So a folder of that name is whole, whenever the power fails; what was begun and never finished goes with the
next install.
"""

import contextlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from drillvoice.errors import ModelError
from drillvoice.files import read_text
from drillvoice.places import make_folder, models_folder, write_atomically
from drillvoice.speech_models.check import Problem, layout_problem, try_in_child
from drillvoice.speech_models.download import Bar, Publisher, download_archive
from drillvoice.speech_models.find import SHIPPED, KnownModel, known_damage, model_folder, model_named
from drillvoice.speech_models.manifest import MANIFEST, as_text, file_sha256, take_stock
from drillvoice.speech_models.unpack import BadArchiveError, sync_folder, unpack

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
    """The archive's checksum, where there was none to compare it with: later installs are compared with this one."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where an archive comes from, and what it goes through."""

    archive: Path | None = None
    """A file; without one, the publisher's."""
    publisher: Publisher = field(default_factory=Publisher)
    bar: Bar | None = None
    trial: Callable[[Path], Problem | None] = try_in_child


def install(name: str, source: Source) -> Installed:
    """Install a model, unless it is there and whole.

    Raises:
        ModelError: it cannot be had, or what came is no use; says why and what to do.

    """
    known = model_named(name)
    if known == SHIPPED:
        raise ModelError(f"{name} comes with drillvoice, so there is nothing to install.")
    place = model_folder(known)
    if not known_damage(known, every_byte=True):
        return Installed(place, fresh=False)
    try:
        with _work_folder() as work:
            archive = source.archive or work / f"{name}.zip"
            if source.archive is None:
                download_archive(name, archive, source.publisher, source.bar)
            digest = _checked_digest(known, archive)
            folder = _unpacked_model(known, archive, work, source)
            write_atomically(folder / MANIFEST, as_text(take_stock(folder, name, digest)).encode(), durable=True)
            sync_folder(folder)
            recorded = _record_checksum(known, digest)
            _put_in_place(folder, place, work)
            return Installed(place, fresh=True, recorded=recorded)
    except OSError as error:
        raise ModelError(
            f"{name} cannot be installed in {models_folder()} ({_error_reason(error)}); "
            "free some space there, or make the folder writable."
        ) from error


def remove(name: str) -> None:
    """Remove an installed model.

    Raises:
        ModelError: it comes with drillvoice, is not installed, or cannot be removed.

    """
    known = model_named(name)
    if known == SHIPPED:
        raise ModelError(f"{name} comes with drillvoice and cannot be removed.")
    place = model_folder(known)
    if not os.path.lexists(place):
        raise ModelError(f"{name} is not installed, so there is nothing to remove.")
    try:
        with _work_folder() as work:
            place.rename(work / name)
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


def _checked_digest(known: KnownModel, archive: Path) -> str:
    """The checksum of an archive.

    Raises:
        ModelError: it is another one than the publisher's, or than that of the first install.

    """
    try:
        digest = file_sha256(archive)
    except OSError as error:
        raise ModelError(f"{archive} cannot be read ({_error_reason(error)}); check the path.") from error
    expected = known.sha256 or _recorded_checksums().get(known.name, digest)
    if digest == expected:
        return digest
    mend = (
        "try again"
        if known.sha256
        else f"try again; if the publisher has changed it, delete {models_folder() / CHECKSUMS}"
    )
    raise ModelError(
        f"{archive.name} is not the file that is expected: its sha256 is {digest}, not {expected}; {mend}."
    )


def _unpacked_model(known: KnownModel, archive: Path, work: Path, source: Source) -> Path:
    """The model's folder, unpacked and tried.

    Raises:
        ModelError: the archive is damaged, or does not hold this model.

    """
    what = source.archive or source.publisher.archive_address(known.name)
    try:
        folder = unpack(archive, work, known.name)
    except BadArchiveError as error:
        raise ModelError(f"{what} cannot be installed: {error}; get it again from its publisher.") from error
    problem = layout_problem(folder) or source.trial(folder)
    if problem:
        raise ModelError(f"{what} cannot be installed: {problem.what}; get it again from its publisher.")
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


def _record_checksum(known: KnownModel, digest: str) -> str:
    """Keep the checksum of a first install; answers it, or nothing where there was one."""
    recorded = _recorded_checksums()
    if known.sha256 or known.name in recorded:
        return ""
    text = json.dumps(recorded | {known.name: digest}, indent=2) + "\n"
    write_atomically(models_folder() / CHECKSUMS, text.encode(), durable=True)
    return digest


def _error_reason(error: OSError) -> str:
    return error.strerror or str(error)
