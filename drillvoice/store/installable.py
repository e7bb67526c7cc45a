"""What can be installed: a speech model or a voice, each a folder of the store with a manifest in it."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path

from drillvoice.errors import ModelError
from drillvoice.places import models_folder
from drillvoice.store.download import Publisher
from drillvoice.store.manifest import find_damage


class BadFileError(ModelError):
    """A file is damaged, or another one than it should be; the text fits behind a colon."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Installable(ABC):
    """One thing that can be installed, whether it is or not."""

    name: str
    """How people call it."""
    command: str
    """What installs it, followed by its name."""
    megabytes: float
    """To download, or on disk where it comes along."""
    file: str = ""
    """What its publisher calls its file."""
    publisher: Publisher | None = None
    """None where it is not downloaded, and somebody has to bring the file."""
    sha256: str = ""
    """Of that file, where it is known beforehand; else the first one that was downloaded counts."""
    comes_with: str = ""
    """What brings it along; empty where it has to be installed."""
    most_bytes: int = 200_000_000
    """More is not downloaded: a server might never stop sending. Several times of what there should be, since small
    chunks are counted as whole ones."""

    @property
    def folder(self) -> str:
        """What its folder in the store is called."""
        return self.name

    @property
    def place(self) -> Path:
        """Where it is, or would be."""
        return models_folder() / self.folder

    @abstractmethod
    def make_folder(self, file: Path, work: Path) -> Path:
        """Make its folder in another one, of the file that came; it is on the disk to the last byte then.

        Raises:
            BadFileError: the file is damaged, unsafe or another one.
            OSError: it cannot be read, or the folder not be written.

        """

    def layout_fault(self, folder: Path) -> str:
        """What the names and lengths in a folder tell; looked at each time."""
        return ""

    def trial_fault(self, folder: Path) -> str:
        """What a trial finds, which may take a while; made once, before it is installed."""
        return ""

    def find_damage(self, *, every_byte: bool = False) -> str:
        """What is wrong with it where it is, in words that fit behind a colon; empty where nothing is.

        What comes along is small enough to compare every byte each time. Of what was installed the lengths must do:
        it was on the disk to the last byte before it got its name.
        """
        whole = every_byte or bool(self.comes_with)
        wrong = find_damage(self.place, self.folder, every_byte=whole, made_of=self.sha256)
        return wrong or self.layout_fault(self.place)
