"""Files that are on the disk to the last byte before anything is made of them."""

import os
import shutil
from pathlib import Path
from typing import IO


def write_through(source: IO[bytes], path: Path) -> None:
    """Write a new file, and wait until the disk has it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as target:
        shutil.copyfileobj(source, target)
        target.flush()
        os.fsync(target.fileno())


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk too, where the system can be asked for that."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
