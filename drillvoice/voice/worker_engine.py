"""An engine that speaks in a worker process, watched: what all engines have in common."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from drillvoice.core.clips import ENGINE_NOISE, Clip
from drillvoice.core.plan.options import DEFAULT_RATE
from drillvoice.errors import SpeechError
from drillvoice.housekeeping import WorkFolder
from drillvoice.voice.soundfiles import read_clip
from drillvoice.voice.worker import Worker, WorkerFailed

START_LIMIT_S = 20.0
PHRASE_LIMIT_S = 6.0
"""eSpeak NG and the natural voice need 10 to 45 ms a phrase, the voices of Windows and macOS well under 2 s."""
MEND = "try `drillvoice doctor`, or another voice from `drillvoice voices`"


class WorkerEngine:
    """Speaks phrases in a worker process, which is started when first needed.

    A phrase has a time limit and a second try in a new worker; then a SpeechError says so.

    Args:
        voice: the engine's own name of a voice.
        rate: words a minute.
        command: how the worker is started; the engine's own one where it is None.
        limits_s: how long its start and a phrase may take, in seconds.

    """

    id = ""
    worker = ""
    """The module that the worker runs."""

    def __init__(
        self,
        voice: str = "",
        rate: int = DEFAULT_RATE,
        command: Callable[[str, int], list[str]] | None = None,
        limits_s: tuple[float, float] = (START_LIMIT_S, PHRASE_LIMIT_S),
    ) -> None:
        self.voice = voice
        self.rate = rate
        self._command = command or self.worker_command
        self._limits_s = limits_s
        self._worker: Worker | None = None
        self._count = 0
        self._folder: WorkFolder | None = None

    @property
    def is_installed(self) -> bool:
        """Whether it can be asked at all."""
        return True

    def worker_command(self, voice: str, rate: int) -> list[str]:
        """How the worker is started."""
        return [sys.executable, "-m", self.worker, voice, str(rate)]

    def speak(self, text: str) -> Clip:
        """The clip of a phrase.

        Raises:
            SpeechError: the engine failed twice; says how and what to try.
            UsageError: it has no such voice.

        """
        suffix = ".aiff" if sys.platform == "darwin" else ".wav"
        self._count += 1
        path = self._temporary() / f"{self._count}{suffix}"
        self.ask_worker({"text": text, "path": str(path)})
        try:
            return _read_spoken(path, text)
        finally:
            path.unlink(missing_ok=True)

    def ask_worker(self, request: dict[str, Any]) -> dict[str, Any]:
        """The worker's reply to a request.

        Raises:
            SpeechError: it failed twice.
            UsageError: it has no such voice.

        """
        try:
            return self._ask_once(request)
        except WorkerFailed:
            self._stop()
        try:
            return self._ask_once(request)
        except WorkerFailed as error:
            self._stop()
            raise SpeechError(f"The voice cannot speak ({error}); {MEND}.") from error

    def _ask_once(self, request: dict[str, Any]) -> dict[str, Any]:
        start_s, phrase_s = self._limits_s
        if self._worker is None:
            self._worker = Worker(self._command(self.voice, self.rate), start_s)
        return self._worker.send_request(request, phrase_s)

    def _temporary(self) -> Path:
        if self._folder is None:
            try:
                self._folder = WorkFolder()
            except OSError as error:
                raise SpeechError(
                    f"The voice cannot speak (there is no temporary folder: {error.strerror or error}); "
                    "free some space on the disk."
                ) from error
        return self._folder.path

    def _stop(self) -> None:
        if self._worker is not None:
            self._worker.close()
            self._worker = None

    def close(self) -> None:
        """End the worker and remove what it wrote; a later phrase starts it again."""
        self._stop()
        if self._folder is not None:
            self._folder.remove()
            self._folder = None


def _read_spoken(path: Path, text: str) -> Clip:
    try:
        clip = read_clip(path, ENGINE_NOISE)
    except OSError as error:
        raise SpeechError(f'The voice wrote no usable sound for "{text}"; {MEND}.') from error
    if not len(clip.samples):
        raise SpeechError(f'The voice was silent for "{text}"; {MEND}.')
    return clip
