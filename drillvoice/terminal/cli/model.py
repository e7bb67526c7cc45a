"""`drillvoice model`: the speech models of this machine."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from drillvoice.errors import ModelError, Tell
from drillvoice.places import models_folder
from drillvoice.speech_models.find import (
    INSTALLABLE,
    SHIPPED,
    KnownModel,
    best_model,
    known_damage,
    model_folder,
    model_named,
)
from drillvoice.speech_models.install import CHECKSUMS, Source, install, remove
from drillvoice.terminal.cli.drills import add_row, print_table, table_of
from drillvoice.terminal.printing import print_text


@dataclass(frozen=True, slots=True)
class Listed:
    """A model as it is listed."""

    name: str
    language: str
    megabytes: float
    state: str
    """shipped, installed, damaged or available."""
    problem: str
    path: str
    used: bool


def list_models(tell: Tell, *, as_json: bool) -> None:
    """Print every model that is there or can be had; every byte of what is there is looked at."""
    try:
        used = best_model().name
    except ModelError:
        used = ""
    models = [_inspect_model(known, used) for known in (*INSTALLABLE, SHIPPED)]
    if as_json:
        print_text(json.dumps([asdict(each) for each in models], indent=2))
        return
    for each in models:
        if each.state == "damaged":
            tell(f"{each.name} is damaged; {_repair_advice(model_named(each.name))}.")
    table = table_of("model", "language", "size", "state", "")
    for each in models:
        state = f"{each.state}: {each.problem}" if each.problem else each.state
        add_row(table, each.name, each.language, f"{each.megabytes:g} MB", state, "used" if each.used else "")
    print_table(table)


def _inspect_model(known: KnownModel, used: str) -> Listed:
    folder = model_folder(known)
    there = known == SHIPPED or os.path.lexists(folder)
    problem = known_damage(known, every_byte=True) if there else ""
    state = "damaged" if problem else "shipped" if known == SHIPPED else "installed" if there else "available"
    path = str(folder) if there else ""
    return Listed(known.name, known.language, known.megabytes, state, problem, path, known.name == used)


def install_model(name: str, archive: Path | None, tell: Tell) -> None:
    """Install a model and say what came of it.

    Raises:
        ModelError: it cannot be had, or is no use.

    """
    if archive is None and known_damage(model_named(name)):
        tell(f"Downloading {name}, about {model_named(name).megabytes:g} MB...")
    with RichBar() as bar:
        done = install(name, Source(archive, bar=bar))
    if not done.fresh:
        print_text(f"{name} is installed already, in {done.path}, and whole.")
        return
    print_text(f"{name} is installed in {done.path}.")
    if done.recorded:
        print_text(
            f"No checksum of it was known beforehand. The one of this file, sha256 {done.recorded}, has been kept in "
            f"{models_folder() / CHECKSUMS}; later installs are compared with it."
        )


def remove_model(name: str) -> None:
    """Remove an installed model.

    Raises:
        ModelError: it cannot be removed.

    """
    remove(name)
    print_text(f"{name} has been removed; {best_model().name} is used now.")


def print_path(name: str | None, tell: Tell) -> None:
    """Print where a model is, or the one that is used.

    Raises:
        ModelError: it is not there, or damaged.

    """
    if name is None:
        found = best_model()
        if found.note:
            tell(found.note)
        print_text(str(found.path))
        return
    known = model_named(name)
    folder = model_folder(known)
    if not os.path.lexists(folder):
        raise ModelError(f"{name} is not installed; `drillvoice model install {name}` does it.")
    wrong = known_damage(known)
    if wrong:
        raise ModelError(f"{name} in {folder} is damaged ({wrong}); {_repair_advice(known)}.")
    print_text(str(folder))


def _repair_advice(known: KnownModel) -> str:
    return (
        "install drillvoice again" if known == SHIPPED else f"`drillvoice model install {known.name}` brings a new one"
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
