"""Piper's voices, with piper-tts, in the extra `piper`: other languages and tastes. Nothing of it is loaded here."""

import os
from importlib import metadata
from typing import Any

from drillvoice.core.clips import Clip
from drillvoice.core.plan.options import DEFAULT_RATE
from drillvoice.errors import SpeechError
from drillvoice.voice.engine import PIPER, SUFFIX, VoiceInfo
from drillvoice.voice.piper_voices import find_voice, present_voices
from drillvoice.voice.worker_engine import WorkerEngine

PACKAGE = "piper-tts"
NOT_INSTALLED = 'Piper\'s voices need an engine; `pip install "drillvoice[piper]"` adds it.'


class PiperEngine(WorkerEngine):
    """Speaks with one of Piper's voices. No text is the same bytes twice: the cache decides what is played."""

    id = PIPER
    worker = "drillvoice.voice.piper_worker"

    def __init__(self, voice: str = "", rate: int = DEFAULT_RATE, **given: Any) -> None:
        is_file = voice.endswith(SUFFIX)
        super().__init__(os.path.abspath(os.path.expanduser(voice)) if is_file else voice, rate, **given)
        self._version = ""

    @property
    def is_installed(self) -> bool:
        """Whether the extra `piper` is there."""
        return bool(_package_version())

    @property
    def version(self) -> str:
        """What makes it sound as it does: the engine, and the voice's file.

        Raises:
            UsageError: there is no such voice.

        """
        if not self.is_installed:
            return "not installed"
        if not self._version:
            state = find_voice(self.voice).file.stat()
            self._version = f"{_package_version()}, {state.st_size} {state.st_mtime_ns}"
        return self._version

    def worker_command(self, voice: str, rate: int) -> list[str]:
        """With the voice's file.

        Raises:
            UsageError: there is no such voice.

        """
        return [*super().worker_command(voice, rate), str(find_voice(voice).file)]

    def voices(self) -> list[VoiceInfo]:
        """Every voice that was installed, and those in packages; none where the engine is not installed."""
        return [voice.info for voice in present_voices()] if self.is_installed else []

    def speak(self, text: str) -> Clip:
        """The clip of a phrase.

        Raises:
            SpeechError: it is not installed, or the engine failed twice.
            UsageError: there is no such voice.

        """
        if not self.is_installed:
            raise SpeechError(NOT_INSTALLED)
        return super().speak(text)


def _package_version() -> str:
    try:
        return metadata.version(PACKAGE)
    except metadata.PackageNotFoundError:
        return ""
