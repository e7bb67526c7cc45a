"""Clips on disk, so that the second start is quick.

A clip's key is its text, voice, rate and engine version. Files are 16-bit mono WAV at the engine's own sample rate,
written whole or not at all, with a checksum of key and sound behind it: players pass over it. What is damaged, or
belongs to another key, counts as missing. A folder that cannot be written costs time, not the drill: the cache says so
once and goes on in memory.
"""

import contextlib
import hashlib
import io
import json
import time
import wave
from pathlib import Path

import numpy as np

from drillvoice.core.clips import Clip
from drillvoice.files import read_file
from drillvoice.voice.soundfiles import RATES
from drillvoice.written_files import why_unwritable, write_atomically

MOST_FILES = 4000
"""About 200 MB; the oldest go first."""
MOST_BYTES = 60_000_000
"""Five minutes at the highest rate."""
CHECKSUM_BYTES = hashlib.sha256().digest_size
PART_S = 86_400
"""A file that is still unfinished after a day never will be."""


class ClipCache:
    """Clips under a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.complaint = ""
        """One sentence, once something could not be kept."""

    def clip_path(self, key: tuple[str, ...]) -> Path:
        """Where the clip of a key is."""
        return self.folder / f"{_key_digest(key).hex()[:32]}.wav"

    def get(self, key: tuple[str, ...]) -> Clip | None:
        """The clip of a key, or None where it is missing or damaged."""
        try:
            content = read_file(self.clip_path(key), MOST_BYTES)
            whole, checksum = content[:-CHECKSUM_BYTES], content[-CHECKSUM_BYTES:]
            if checksum != _checksum(key, whole):
                return None
            with wave.open(io.BytesIO(whole), "rb") as file:
                form = (file.getnchannels(), file.getsampwidth())
                frames, rate = file.readframes(file.getnframes()), file.getframerate()
        except (OSError, EOFError, wave.Error):
            return None
        if form != (1, 2) or not frames or rate not in RATES:
            return None
        return Clip(np.frombuffer(frames, dtype="<i2").astype(np.float32) / np.float32(32768), rate)

    def put(self, key: tuple[str, ...], clip: Clip) -> Clip:
        """Keep a clip; answers it as it will be read back, so that the first run sounds like the second."""
        integers = np.clip(np.round(clip.samples * 32768), -32768, 32767).astype("<i2")
        if not self.complaint:
            try:
                self._write(key, integers.tobytes(), clip.rate)
            except OSError as error:
                self.complaint = (
                    f"The spoken phrases cannot be kept in {self.folder} ({why_unwritable(self.folder, error)}), "
                    "so each start takes a little longer; free some space there or make the folder writable."
                )
        return Clip(integers.astype(np.float32) / np.float32(32768), clip.rate)

    def _write(self, key: tuple[str, ...], data: bytes, rate: int) -> None:
        buffer = io.BytesIO()
        with wave.open(buffer, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(rate)
            file.writeframes(data)
        whole = buffer.getvalue()
        write_atomically(self.clip_path(key), whole + _checksum(key, whole))

    def prune(self) -> None:
        """Remove the oldest files where there are too many, and those that a killed process left unfinished."""
        with contextlib.suppress(OSError):
            files = sorted(self.folder.glob("*.wav"), key=lambda file: file.lstat().st_mtime)
            for file in files[: max(0, len(files) - MOST_FILES)]:
                file.unlink()
            for part in self.folder.glob(".*.wav.*"):
                if time.time() - part.lstat().st_mtime > PART_S:
                    part.unlink()


def _key_digest(key: tuple[str, ...]) -> bytes:
    return hashlib.sha256(json.dumps(key).encode()).digest()


def _checksum(key: tuple[str, ...], whole: bytes) -> bytes:
    return hashlib.sha256(_key_digest(key) + whole).digest()
