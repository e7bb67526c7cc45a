"""The natural voice: hibari-tts, a small neural network, in the extra `natural`. Nothing of it is loaded here."""

from importlib import metadata
from importlib.util import find_spec
from typing import Any

from drillvoice.core.clips import Clip
from drillvoice.core.plan.options import DEFAULT_RATE
from drillvoice.errors import SpeechError
from drillvoice.voice.engine import NATURAL, VoiceInfo
from drillvoice.voice.natural_tuning import LIFT_DB, speed_for
from drillvoice.voice.natural_voices import PACKAGE, USUAL_NATURAL, is_there, natural_voices, voice_file
from drillvoice.voice.spoken_as import table_digest
from drillvoice.voice.worker_engine import WorkerEngine

USUAL = VoiceInfo("", "Heart, American, female", ("en-us",))
"""The voice that says what the shipped drills say, with the engine or without."""
ENGINE_NEEDED = 'The other natural voices need an engine of their own; `pip install "drillvoice[natural]"` adds it.'
NOT_INSTALLED = (
    "The natural voice has only what the shipped drills say, at the usual pace; "
    '`pip install "drillvoice[natural]"` adds the engine that says more.'
)


class NaturalEngine(WorkerEngine):
    """Speaks with a natural voice."""

    id = NATURAL
    worker = "drillvoice.voice.natural_worker"

    def __init__(self, voice: str = "", rate: int = DEFAULT_RATE, **given: Any) -> None:
        name = voice.strip().lower()
        super().__init__("" if name == USUAL_NATURAL else name, rate, **given)

    @property
    def is_installed(self) -> bool:
        """Whether the extra `natural` is there."""
        return find_spec("hibari") is not None

    @property
    def version(self) -> str:
        """What makes it sound as it does: the engine, how phrases are given to it, its pace and its edge."""
        try:
            version = metadata.version(PACKAGE)
        except metadata.PackageNotFoundError:
            version = "not installed"
        return f"{version}, {table_digest()}, {speed_for(self.rate):.3f}, {LIFT_DB:.0f} dB"

    def worker_command(self, voice: str, rate: int) -> list[str]:
        """With the file of a voice that was installed: the engine itself downloads nothing.

        Raises:
            UsageError: there is no such voice, or it is not installed.
            SpeechError: it is damaged.

        """
        file = voice_file(voice) if voice else None
        return [*super().worker_command(voice, rate), *([str(file)] if file else [])]

    def voices(self) -> list[VoiceInfo]:
        """The usual voice, and those that are installed; no process is started for it."""
        return [voice.info for voice in natural_voices().values() if is_there(voice)] or [USUAL]

    def speak(self, text: str) -> Clip:
        """The clip of a phrase.

        Raises:
            SpeechError: it is not installed, or the engine failed twice.
            UsageError: it has no such voice.

        """
        if not self.is_installed:
            raise SpeechError(NOT_INSTALLED)
        return super().speak(text)
