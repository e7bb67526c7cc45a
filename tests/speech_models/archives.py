"""Models and archives made for a test: of the right shape, and small; vosk never sees them."""

import shutil
import stat
import zipfile
from pathlib import Path

from drillvoice.speech_models.check import NEEDED
from drillvoice.speech_models.find import INSTALLABLE, shipped_model

NAME = INSTALLABLE[0].name
FILES = {f"{NAME}/{name}": f"content of {name}".encode() for name in NEEDED}


def zipped(path: Path, files: dict[str, bytes] | None = None, method: int = zipfile.ZIP_DEFLATED) -> Path:
    """An archive of some files."""
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in (FILES if files is None else files).items():
            archive.writestr(name, content)
    return path


def zipped_link(path: Path) -> Path:
    """An archive of a model with a symbolic link in it."""
    zipped(path)
    link = zipfile.ZipInfo(f"{NAME}/README")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    return path


def copy_of_shipped(folder: Path) -> Path:
    """The shipped model, to be damaged."""
    return shutil.copytree(shipped_model(), folder / "copy")


def cut(path: Path) -> None:
    """Take the second half of a file away."""
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
