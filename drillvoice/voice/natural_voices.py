"""The natural engine's voices: the one in its package, and those that its publisher has for download.

Which there are, and what their files have to be, is read from the package, so that engine and voices fit each other.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from drillvoice.errors import SpeechError, UsageError
from drillvoice.store.disk import sync_folder, write_through
from drillvoice.store.download import Publisher
from drillvoice.store.installable import Installable
from drillvoice.voice.engine import NATURAL, VoiceInfo
from drillvoice.voice.voice_names import no_such_voice

USUAL_NATURAL = "heart"
"""The voice that is in the package."""
PACKAGE = "hibari-tts"


@dataclass(frozen=True, slots=True, kw_only=True)
class NaturalVoice(Installable):
    """A voice of the natural engine."""

    language: str
    """Its code: "en-gb"."""
    accent: str
    gender: str
    command: str = "drillvoice voices install"

    @property
    def folder(self) -> str:
        """What its folder in the store is called."""
        return f"{NATURAL}-{self.name}"

    @property
    def title(self) -> str:
        """For people."""
        return f"{self.name.capitalize()}, {self.accent}, {self.gender}"

    @property
    def info(self) -> VoiceInfo:
        """As it is listed; the one in the package needs no name."""
        return VoiceInfo("" if self.comes_with else self.name, self.title, (self.language,))

    def make_folder(self, file: Path, work: Path) -> Path:
        """Copy its only file, which has been compared with the publisher's checksum."""
        folder = work / self.folder
        with file.open("rb") as source:
            write_through(source, folder / self.file)
        sync_folder(folder)
        return folder


def has_engine() -> bool:
    """Whether the extra `natural` is installed."""
    return find_spec("hibari") is not None


def natural_voices() -> Mapping[str, NaturalVoice]:
    """Every voice that there is, by its name; none where the engine is not installed."""
    if not has_engine():
        return {}
    from hibari.voices import BASE_URL, VOICES

    publisher = Publisher(BASE_URL)
    return {
        name: NaturalVoice(
            name=name,
            language=str(known["language"]).lower(),
            accent=str(known["accent"]),
            gender=str(known["gender"]),
            megabytes=round(known["bytes"] / 1e6, 1),
            file=str(known["file"]),
            publisher=publisher,
            sha256=str(known["sha256"]),
            comes_with=PACKAGE if known.get("bundled") else "",
        )
        for name, known in VOICES.items()
    }


def is_there(voice: NaturalVoice) -> bool:
    """Whether it can speak: it is in the package, or installed and whole."""
    return bool(voice.comes_with) or not voice.find_damage()


def voice_file(name: str) -> Path | None:
    """The file of a voice that was installed; None for the one in the package.

    Raises:
        UsageError: there is no such voice, or it is not installed.
        SpeechError: it is damaged.

    """
    voice = natural_voices().get(name)
    if voice is None:
        raise UsageError(no_such_voice(f"{NATURAL}:{name}", (f"{NATURAL}:{each}" for each in natural_voices())))
    if voice.comes_with:
        return None
    if not os.path.lexists(voice.place):
        raise UsageError(
            f"The voice {NATURAL}:{name} is not installed; install it with `{voice.command} {name}` "
            f"({voice.megabytes:g} MB)."
        )
    wrong = voice.find_damage()
    if wrong:
        raise SpeechError(f"The voice {NATURAL}:{name} is damaged ({wrong}); `{voice.command} {name}` mends it.")
    return voice.place / voice.file
