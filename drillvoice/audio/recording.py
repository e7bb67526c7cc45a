"""Sound files written block by block, faster than real time and in bounded memory."""

import io
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from drillvoice.audio.tags import Tags, write_tags
from drillvoice.core.clips import Samples
from drillvoice.core.rates import MP3_RATE, RECORDING_RATE
from drillvoice.errors import AudioError, UsageError, cannot_write
from drillvoice.written_files import PartFile, why_unwritable

FORMATS = {
    ".wav": ("WAV", "PCM_16"),
    ".flac": ("FLAC", "PCM_16"),
    ".ogg": ("OGG", "VORBIS"),
    ".mp3": ("MP3", "MPEG_LAYER_III"),
}
MP3 = ".mp3"
SMALL_MP3 = {"bitrate_mode": "VARIABLE", "compression_level": 0.93}
"""At most 0.15 MB a minute at `MP3_RATE`, where there is much talk. From 0.94 on, what is above 6 kHz is cut off."""


def is_sound_file(path: Path) -> bool:
    """Whether a name ends as sound files do that can be written."""
    return path.suffix.lower() in FORMATS


def rate_of_file(path: Path) -> int:
    """The sample rate of a session in a file of that name."""
    return MP3_RATE if path.suffix.lower() == MP3 else RECORDING_RATE


class Recording:
    """A sound file in the making; a context manager. The name appears once the file is whole.

    Args:
        path: where; its ending chooses the format.
        rate: frames a second.
        tags: what a player shows of an MP3; other formats go without.

    Raises:
        UsageError: the name's ending is not one of `FORMATS`.
        AudioError: the file cannot be written.

    """

    def __init__(self, path: Path, rate: int = RECORDING_RATE, tags: Tags | None = None) -> None:
        if not is_sound_file(path):
            raise UsageError(f"{path}: the name must end in {', '.join(FORMATS)}; the ending chooses the format.")
        self.path = path
        self._rate = rate
        self._tags = tags if path.suffix.lower() == MP3 else None
        self._part = PartFile(path)
        self._file: Any = None

    def __enter__(self) -> Self:
        import soundfile

        if not os.path.isdir(self.path.parent):
            raise AudioError(f"There is no folder {self.path.parent} for {self.path.name}; make it, or choose another.")
        kind, subtype = FORMATS[self.path.suffix.lower()]
        try:
            part = self._part.make()  # the system says why it cannot, libsndfile only that it cannot
            small = SMALL_MP3 if kind == "MP3" else {}
            self._file = soundfile.SoundFile(_name_of(part), "w", self._rate, 1, subtype, format=kind, **small)
        except (OSError, RuntimeError) as error:
            failure = self._failure(error)
            self._part.remove()
            raise failure from error
        return self

    def write(self, samples: Samples) -> None:
        """Append samples."""
        try:
            self._file.write(samples)
        except (OSError, RuntimeError) as error:
            raise self._failure(error) from error

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._file.close()
            if kind is None:
                if self._tags:
                    write_tags(self._part.path, self._tags)
                self._part.give_name()
        except (OSError, RuntimeError) as problem:
            raise self._failure(problem) from problem
        finally:
            self._part.remove()

    def _failure(self, error: Exception) -> AudioError:
        return cannot_write(self.path, why_unwritable(self.path, error))


def encode_mp3(blocks: Iterable[Samples]) -> bytes:
    """Sound at `MP3_RATE` as an MP3 file in memory."""
    import soundfile

    written = io.BytesIO()
    with soundfile.SoundFile(written, "w", MP3_RATE, 1, FORMATS[MP3][1], format=FORMATS[MP3][0], **SMALL_MP3) as file:
        for samples in blocks:
            file.write(samples)
    return written.getvalue()


def _name_of(path: Path) -> str | bytes:
    """As libsndfile takes it: soundfile's own encoding fails for a name that the locale has no letters for."""
    return str(path) if sys.platform == "win32" else os.fsencode(path)
