"""The natural voice: hibari-tts, a small neural network, in the extra `natural`. Nothing of it is loaded here."""

from importlib import metadata
from importlib.util import find_spec

from drillvoice.core.clips import Clip
from drillvoice.errors import SpeechError
from drillvoice.voice.engine import VoiceInfo
from drillvoice.voice.spoken_as import table_digest
from drillvoice.voice.worker_engine import WorkerEngine

PACKAGE = "hibari-tts"


NOT_INSTALLED = (
    "The natural voice has only what the shipped drills say, at the usual pace; "
    '`pip install "drillvoice[natural]"` adds the engine that says more.'
)


class NaturalEngine(WorkerEngine):
    """Speaks with the natural voice."""

    id = "natural"
    worker = "drillvoice.voice.natural_worker"

    @property
    def is_installed(self) -> bool:
        """Whether the extra `natural` is there."""
        return find_spec("hibari") is not None

    @property
    def version(self) -> str:
        """What makes it sound as it does: the engine, and how phrases are given to it."""
        try:
            version = metadata.version(PACKAGE)
        except metadata.PackageNotFoundError:
            version = "not installed"
        return f"{version}, {table_digest()}"

    def voices(self) -> list[VoiceInfo]:
        """Its voices; none where it is not installed."""
        return super().voices() if self.is_installed else []

    def speak(self, text: str) -> Clip:
        """The clip of a phrase.

        Raises:
            SpeechError: it is not installed, or the engine failed twice.
            UsageError: it has no such voice.

        """
        if not self.is_installed:
            raise SpeechError(NOT_INSTALLED)
        return super().speak(text)
