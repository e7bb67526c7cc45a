"""Which speech model listens: one that was named, the best of those installed, or the one that is shipped.

Nothing here loads a model. What is answered has been looked at closely enough that vosk can be trusted with it.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from drillvoice.errors import ModelError
from drillvoice.places import models_folder, shipped_models
from drillvoice.speech_models.check import Problem, layout_problem, try_in_child
from drillvoice.store.download import Publisher
from drillvoice.store.installable import Installable
from drillvoice.store.manifest import MANIFEST, find_damage


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownModel(Installable):
    """A model that drillvoice ships or can install."""

    language: str
    command: str = "drillvoice model install"

    @property
    def place(self) -> Path:
        """Where it is, or would be."""
        return shipped_model() if self.comes_with else models_folder() / self.folder

    def make_folder(self, file: Path, work: Path) -> Path:
        """Unpack the publisher's archive."""
        from drillvoice.speech_models.unpack import unpack

        return unpack(file, work, self.folder)

    def layout_fault(self, folder: Path) -> str:
        """What vosk would take on trust."""
        problem = layout_problem(folder)
        return problem.what if problem else ""

    def trial_fault(self, folder: Path) -> str:
        """What vosk makes of it."""
        problem = try_in_child(folder)
        return problem.what if problem else ""


@dataclass(frozen=True, slots=True)
class FoundModel:
    """A model that vosk can be trusted with."""

    path: Path
    name: str
    note: str = ""
    """A sentence that is worth telling; mostly there is none."""


PUBLISHER = Publisher("https://alphacephei.com/vosk/models")
SHIPPED = KnownModel(name="drillvoice-en-tiny", language="English", megabytes=3.9, comes_with="drillvoice")
KEYWORDS = "drillvoice-keywords"
WORDS = "drillvoice-words"
INSTALLABLE = (
    KnownModel(
        name="vosk-model-small-en-us-0.15",
        language="English",
        megabytes=40,
        file="vosk-model-small-en-us-0.15.zip",
        publisher=PUBLISHER,
    ),
)
"""The best first; each is better than the shipped one."""


def shipped_model() -> Path:
    """The shipped model."""
    return shipped_models() / SHIPPED.name


def keyword_model() -> Path:
    """What gives the second opinion beside our own voice, whichever model listens."""
    return shipped_models() / KEYWORDS


def word_model() -> Path:
    """What gives the second opinion, whichever model listens."""
    return shipped_models() / WORDS


def model_named(name: str) -> KnownModel:
    """The model of a name.

    Raises:
        ModelError: there is none.

    """
    for known in (SHIPPED, *INSTALLABLE):
        if known.name == name:
            return known
    raise ModelError(f'There is no model called "{name}"; `drillvoice model list` shows them all.')


def find_model(wanted: Path | None = None) -> FoundModel:
    """The model to listen with.

    Args:
        wanted: a folder that a person named; without one, the best model there is.

    Raises:
        ModelError: there is none, or the one that was named is no use; says why and what to do.

    """
    return best_model() if wanted is None else chosen_model(wanted)


def best_model() -> FoundModel:
    """The best model that is whole; the note tells of a better one that is damaged.

    Raises:
        ModelError: not even the shipped one is whole.

    """
    notes: list[str] = []
    for known in INSTALLABLE:
        if not os.path.lexists(known.place):
            continue
        wrong = known.find_damage()
        if not wrong:
            return FoundModel(known.place, known.name, " ".join(notes))
        notes.append(
            f"The speech model {known.name} is damaged ({wrong}), so {SHIPPED.name} listens instead; "
            f"`drillvoice model install {known.name}` mends it."
        )
    wrong = SHIPPED.find_damage()
    if wrong:
        raise ModelError(
            f"The speech model in {shipped_model()} is damaged ({wrong}); install drillvoice again, "
            f"or install another model with `drillvoice model install {INSTALLABLE[0].name}`."
        )
    return FoundModel(shipped_model(), SHIPPED.name, " ".join(notes))


def chosen_model(folder: Path) -> FoundModel:
    """A model that a person named, after a trial in a process of its own where it is not one of ours.

    Raises:
        ModelError: it is no use; says why and what to do.

    """
    problem = layout_problem(folder) or _own_damage(folder)
    if not problem and not _is_ours(folder):
        problem = try_in_child(folder)
    if problem:
        raise ModelError(f"The speech model {folder} cannot be used: {problem}.")
    return FoundModel(folder, folder.resolve().name)


def _own_damage(folder: Path) -> Problem | None:
    """What the manifest tells, where a folder has one."""
    wrong = find_damage(folder, every_byte=True) if os.path.exists(folder / MANIFEST) else ""
    return Problem(wrong, "unpack or install it again, or leave --model out") if wrong else None


def _is_ours(folder: Path) -> bool:
    return any(folder.resolve() == known.place.resolve() for known in (SHIPPED, *INSTALLABLE))
