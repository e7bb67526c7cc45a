"""Clips on disk, so that the second start is quick.

A clip's key is its text, voice, rate and engine version. Files are 16-bit mono WAV at the engine's own sample rate,
written whole or not at all. A damaged file counts as missing. A folder that cannot be written costs time, not the
drill: the cache says so once and goes on in memory.
"""

import contextlib
import hashlib
import io
import json
import wave
from pathlib import Path

import numpy as np

from drillvoice.core.clips import Clip
from drillvoice.places import write_atomically

MOST_FILES = 4000
"""About 200 MB; the oldest go first."""


class ClipCache:
    """Clips under a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.complaint = ""
        """One sentence, once something could not be kept."""

    def clip_path(self, key: tuple[str, ...]) -> Path:
        """Where the clip of a key is."""
        digest = hashlib.sha256(json.dumps(key).encode()).hexdigest()
        return self.folder / f"{digest[:32]}.wav"

    def get(self, key: tuple[str, ...]) -> Clip | None:
        """The clip of a key, or None where it is missing or damaged."""
        try:
            with wave.open(str(self.clip_path(key)), "rb") as file:
                if (file.getnchannels(), file.getsampwidth()) != (1, 2):
                    return None
                frames = file.readframes(file.getnframes())
                complete = len(frames) == 2 * file.getnframes() > 0
                rate = file.getframerate()
        except (OSError, EOFError, wave.Error):
            return None
        if not complete or rate < 8000:
            return None
        return Clip(np.frombuffer(frames, dtype="<i2").astype(np.float32) / np.float32(32768), rate)

    def put(self, key: tuple[str, ...], clip: Clip) -> Clip:
        """Keep a clip; answers it as it will be read back, so that the first run sounds like the second."""
        integers = np.clip(np.round(clip.samples * 32768), -32768, 32767).astype("<i2")
        if not self.complaint:
            try:
                self._write(self.clip_path(key), integers.tobytes(), clip.rate)
            except OSError as error:
                self.complaint = (
                    f"The spoken phrases cannot be kept in {self.folder} ({error.strerror or error}), "
                    "so each start takes a little longer; free some space there or make the folder writable."
                )
        return Clip(integers.astype(np.float32) / np.float32(32768), clip.rate)

    @staticmethod
    def _write(path: Path, data: bytes, rate: int) -> None:
        whole = io.BytesIO()
        with wave.open(whole, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(rate)
            file.writeframes(data)
        write_atomically(path, whole.getvalue())

    def prune(self) -> None:
        """Remove the oldest files where there are too many."""
        with contextlib.suppress(OSError):
            files = sorted(self.folder.glob("*.wav"), key=lambda file: file.stat().st_mtime)
            for file in files[: max(0, len(files) - MOST_FILES)]:
                file.unlink()
