"""The language that is spoken, printed and understood: its phrases, command words, rules and drills.

All that there is of a language lies in its folder and in its drills; a new one needs no Python.
"""

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from drillvoice.core.phrases import Phrases, parse_phrases
from drillvoice.core.plan.request import FIRST_LANGUAGE
from drillvoice.errors import UsageError
from drillvoice.places import languages_folder, shipped_drills


@dataclass(frozen=True, slots=True)
class Language:
    """One language."""

    code: str
    """As voices call it: "en"."""
    phrases: Phrases
    """What is said and shown, what is understood, and how words are put together and told apart."""
    folder: Path
    """Its files."""

    @property
    def drills(self) -> Path:
        """The folder of its drills; those of the first language lie above those of all others."""
        return shipped_drills() / ("" if self.code == FIRST_LANGUAGE else self.code)

    @property
    def weeks(self) -> Path:
        """The folder of its plans for the week; the library of drills does not look into it."""
        return self.drills / "weeks"

    def in_brief(self) -> "Language":
        """The same, saying less."""
        return replace(self, phrases=self.phrases.shortened())

    def read_file(self, name: str) -> str:
        """The text of one of its other files."""
        return (self.folder / name).read_text(encoding="utf-8")


def load_language(code: str = FIRST_LANGUAGE) -> Language:
    """A language by its code; its files are read once.

    Raises:
        UsageError: it is not there; says which are.

    """
    return _read_language(code)


@cache
def _read_language(code: str) -> Language:
    known = sorted(folder.name for folder in languages_folder().iterdir() if (folder / "phrases.toml").is_file())
    if code not in known:
        raise UsageError(f'There is no language "{code}"; there are {", ".join(known)}.')
    folder = languages_folder() / code
    return Language(code, parse_phrases((folder / "phrases.toml").read_text(encoding="utf-8")), folder)
