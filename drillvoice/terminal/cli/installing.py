"""Installing a speech model or a voice, with its progress and what came of it."""

from pathlib import Path
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from drillvoice.errors import Tell
from drillvoice.places import models_folder
from drillvoice.store.install import CHECKSUMS, Source, install
from drillvoice.store.installable import Installable
from drillvoice.terminal.printing import print_text


def install_and_tell(wanted: Installable, file: Path | None, tell: Tell) -> None:
    """Install something and say what came of it.

    Raises:
        ModelError: it cannot be had, or is no use.

    """
    if file is None and wanted.publisher and not wanted.comes_with and wanted.find_damage():
        tell(f"Downloading {wanted.name}, about {wanted.megabytes:g} MB...")
    with RichBar() as bar:
        done = install(wanted, Source(file, bar=bar))
    if not done.fresh:
        print_text(f"{wanted.name} is installed already, in {done.path}, and whole.")
        return
    print_text(f"{wanted.name} is installed in {done.path}.")
    if done.recorded:
        print_text(
            f"No checksum of it was known beforehand. The one of this file, sha256 {done.recorded}, has been kept in "
            f"{models_folder() / CHECKSUMS}; later installs are compared with it."
        )


class RichBar:
    """pooch's progress, drawn by rich on standard error; nothing where that is no terminal."""

    def __init__(self) -> None:
        console = Console(stderr=True)
        columns = (TextColumn("{task.percentage:>3.0f} %"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
        self._progress = Progress(*columns, console=console, disable=not console.is_terminal)
        self._task = self._progress.add_task("", total=None, visible=False)
        self._total = 0

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._progress.stop()

    @property
    def total(self) -> int:
        """How many bytes will come; 0 where the server does not say."""
        return self._total

    @total.setter
    def total(self, count: int) -> None:
        self._total = count
        self._progress.update(self._task, total=count or None, visible=True)

    def update(self, count: int) -> None:
        """So many bytes more; pooch counts whole chunks, so the last one may be too much."""
        done = self._progress.tasks[0].completed + count
        self._progress.update(self._task, completed=min(done, self._total) if self._total else done)

    def reset(self) -> None:
        """Back to nothing; pooch does this before it tells the whole in one."""
        self._progress.update(self._task, completed=0)

    def close(self) -> None:
        """It is done."""
        self._progress.stop()
