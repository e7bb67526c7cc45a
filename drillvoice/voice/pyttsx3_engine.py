"""The voices of the system, with pyttsx3: eSpeak NG on Linux, those of Windows and macOS there."""

import platform
import sys
from importlib import metadata

from drillvoice.voice.engine import OF_SYSTEM, VoiceInfo
from drillvoice.voice.worker_engine import WorkerEngine


class Pyttsx3Engine(WorkerEngine):
    """Speaks with a voice of the system."""

    id = OF_SYSTEM
    worker = "drillvoice.voice.pyttsx3_worker"

    @property
    def version(self) -> str:
        """What makes this machine's speech engine sound as it does."""
        parts = [metadata.version("pyttsx3")]
        if sys.platform == "linux":
            try:
                parts.append(f"espeakng-loader {metadata.version('espeakng-loader')}")
            except metadata.PackageNotFoundError:
                parts.append("system eSpeak")
        else:
            parts.append(f"{platform.system()} {platform.version()}")
        return ", ".join(parts)

    def voices(self) -> list[VoiceInfo]:
        """Every voice of the system; only the engine itself knows them.

        Raises:
            SpeechError: the engine failed twice.

        """
        found = self.ask_worker({"list": True})["voices"]
        return [VoiceInfo(voice["id"], voice["name"], tuple(voice["languages"])) for voice in found]
