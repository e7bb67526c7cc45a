"""`drillvoice model`: the speech models of this machine."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from drillvoice.errors import ModelError, Tell
from drillvoice.speech_models.find import INSTALLABLE, SHIPPED, KnownModel, best_model, model_named
from drillvoice.store.install import remove
from drillvoice.terminal.cli.drills import add_row, print_table, table_of
from drillvoice.terminal.cli.installing import install_and_tell
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
    there = known == SHIPPED or os.path.lexists(known.place)
    problem = known.find_damage(every_byte=True) if there else ""
    state = "damaged" if problem else "shipped" if known == SHIPPED else "installed" if there else "available"
    path = str(known.place) if there else ""
    return Listed(known.name, known.language, known.megabytes, state, problem, path, known.name == used)


def install_model(name: str, archive: Path | None, tell: Tell) -> None:
    """Install a model and say what came of it.

    Raises:
        ModelError: it cannot be had, or is no use.

    """
    install_and_tell(model_named(name), archive, tell)


def remove_model(name: str) -> None:
    """Remove an installed model.

    Raises:
        ModelError: it cannot be removed.

    """
    remove(model_named(name))
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
    if not os.path.lexists(known.place):
        raise ModelError(f"{name} is not installed; `{known.command} {name}` does it.")
    wrong = known.find_damage()
    if wrong:
        raise ModelError(f"{name} in {known.place} is damaged ({wrong}); {_repair_advice(known)}.")
    print_text(str(known.place))


def _repair_advice(known: KnownModel) -> str:
    return "install drillvoice again" if known == SHIPPED else f"`{known.command} {known.name}` brings a new one"
