"""Sound files written block by block, faster than real time and in bounded memory."""

import contextlib
import os
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from drillvoice.core.clips import Samples
from drillvoice.core.rates import RECORDING_RATE
from drillvoice.errors import AudioError, UsageError
from drillvoice.files import why_unwritable

FORMATS = {
    ".wav": ("WAV", "PCM_16"),
    ".flac": ("FLAC", "PCM_16"),
    ".ogg": ("OGG", "VORBIS"),
    ".mp3": ("MP3", "MPEG_LAYER_III"),
}


class Recording:
    """A sound file in the making; a context manager. The name appears once the file is whole.

    Raises:
        UsageError: the name's ending is not one of `FORMATS`.
        AudioError: the file cannot be written.

    """

    def __init__(self, path: Path, rate: int = RECORDING_RATE) -> None:
        if path.suffix.lower() not in FORMATS:
            raise UsageError(f"{path}: the name must end in {', '.join(FORMATS)}; the ending chooses the format.")
        self.path = path
        self._rate = rate
        self._part = path.with_name(f".{path.name}.part")
        self._file: Any = None

    def __enter__(self) -> Self:
        import soundfile

        if not self.path.parent.is_dir():
            raise AudioError(f"There is no folder {self.path.parent} for {self.path.name}; make it, or choose another.")
        kind, subtype = FORMATS[self.path.suffix.lower()]
        try:
            self._part.touch()  # the system says why it cannot, libsndfile only that it cannot
            self._file = soundfile.SoundFile(_name_of(self._part), "w", self._rate, 1, subtype, format=kind)
        except (OSError, RuntimeError) as error:
            failure = self._failure(error)
            self._remove_part()
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
                os.replace(self._part, self.path)
        except (OSError, RuntimeError) as problem:
            raise self._failure(problem) from problem
        finally:
            self._remove_part()

    def _remove_part(self) -> None:
        with contextlib.suppress(OSError):
            self._part.unlink(missing_ok=True)

    def _failure(self, error: Exception) -> AudioError:
        why = why_unwritable(self.path, error)
        return AudioError(f"{self.path} cannot be written ({why}); choose another folder or free some space.")


def _name_of(path: Path) -> str | bytes:
    """As libsndfile takes it: soundfile's own encoding fails for a name that the locale has no letters for."""
    return str(path) if sys.platform == "win32" else os.fsencode(path)
