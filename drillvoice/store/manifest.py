"""The manifest of what was installed: which files it has, how long each is, and its checksum.

It lies in the folder itself. A folder without one was never finished, or is not ours.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from drillvoice.files import read_text, refuse_no_file

MANIFEST = "manifest.json"
FORMAT = 1
MOST_BYTES = 1_000_000
"""A model has some twenty files, of a line each."""
UNCHECKED = (MANIFEST, "README", "README.md")
"""What may be edited or left out: nothing reads these."""


@dataclass(frozen=True, slots=True)
class KeptFile:
    """One file."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What belongs into a folder."""

    name: str
    files: Mapping[str, KeptFile]
    archive_sha256: str = ""
    """Of the file that it was installed from."""


def take_stock(folder: Path, name: str, archive_sha256: str = "") -> Manifest:
    """The manifest of a folder as it is now."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name not in UNCHECKED)
    files = {path.relative_to(folder).as_posix(): KeptFile(path.stat().st_size, file_sha256(path)) for path in paths}
    return Manifest(name, files, archive_sha256)


def file_sha256(path: Path) -> str:
    """The checksum of a file, as `sha256sum` writes it.

    Raises:
        OSError: it is no file, or cannot be read.

    """
    refuse_no_file(path)
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def as_text(manifest: Manifest) -> str:
    """A manifest as JSON."""
    files = {name: {"size": entry.size, "sha256": entry.sha256} for name, entry in manifest.files.items()}
    whole = {"format": FORMAT, "name": manifest.name, "archive_sha256": manifest.archive_sha256, "files": files}
    return json.dumps(whole, indent=2) + "\n"


def from_text(text: str) -> Manifest:
    """The manifest of a JSON text.

    Raises:
        ValueError: it is none.

    """
    try:
        whole: dict[str, Any] = json.loads(text)
        if whole["format"] != FORMAT:
            raise ValueError(f"it has format {whole['format']}")
        files = {str(name): KeptFile(int(each["size"]), str(each["sha256"])) for name, each in whole["files"].items()}
        return Manifest(str(whole["name"]), files, str(whole["archive_sha256"]))
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("it is not a manifest") from error


def find_damage(folder: Path, name: str = "", *, every_byte: bool, made_of: str = "") -> str:
    """What is wrong with a folder, in words that fit behind a colon; empty where nothing is.

    Args:
        folder: what was installed.
        name: what it has to be; anything, where none is given.
        every_byte: compare checksums too. Lengths alone find what was never written or was cut, and cost nothing.
        made_of: the checksum of the file that it has to be installed from; any, where none is given.

    """
    try:
        manifest = from_text(read_text(folder / MANIFEST, MOST_BYTES))
    except FileNotFoundError:
        return f"{MANIFEST} is missing"
    except (OSError, ValueError):
        return f"{MANIFEST} cannot be read, or was written by another version of drillvoice"
    if name and manifest.name != name:
        return f"it holds {manifest.name}"
    if made_of and manifest.archive_sha256 != made_of:
        return "it is another edition than the present one"
    return next(_wrong_files(folder, manifest, every_byte=every_byte), "")


def _wrong_files(folder: Path, manifest: Manifest, *, every_byte: bool) -> Iterator[str]:
    for name, entry in manifest.files.items():
        path = folder / name
        try:
            if not path.is_file():
                yield f"{name} is missing"
            elif path.stat().st_size != entry.size:
                yield f"{name} is {path.stat().st_size} bytes long, not {entry.size}"
            elif every_byte and file_sha256(path) != entry.sha256:
                yield f"{name} has been changed"
        except OSError as error:
            yield f"{name} cannot be read ({error.strerror or error})"
