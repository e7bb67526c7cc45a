"""Phrases become clips: the worker process, watched."""

import contextlib
import json
import platform
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

from drillvoice.core.clips import Clip
from drillvoice.core.plan.options import DEFAULT_RATE
from drillvoice.errors import SpeechError, UsageError
from drillvoice.housekeeping import WorkFolder
from drillvoice.voice.engine import VoiceInfo
from drillvoice.voice.soundfiles import read_clip

START_LIMIT_S = 20.0
PHRASE_LIMIT_S = 6.0
"""eSpeak NG needs about 10 ms a phrase, the voices of Windows and macOS well under 2 s."""
MEND = "try `drillvoice doctor`, or another voice from `drillvoice voices`"


def worker_command(voice: str, rate: int) -> list[str]:
    """How the worker is started."""
    return [sys.executable, "-m", "drillvoice.voice.pyttsx3_worker", voice, str(rate)]


class _Worker:
    """One worker process; its replies are read by a thread, so that waiting for one has a limit."""

    def __init__(self, command: list[str], limit_s: float) -> None:
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
            )
        except OSError as error:
            raise _Broken(f"it cannot be started: {error.strerror or error}") from error
        self._replies: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read_replies, daemon=True).start()
        try:
            self._next_reply(limit_s)
        except (_Broken, UsageError):
            self.close()
            raise

    def _read_replies(self) -> None:
        assert self._process.stdout is not None
        with contextlib.suppress(ValueError, OSError):
            for line in self._process.stdout:
                self._replies.put(line)
        self._replies.put("")

    def send_request(self, request: dict[str, Any], limit_s: float) -> dict[str, Any]:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
        except (OSError, ValueError) as error:
            raise _Broken("it ended by itself") from error
        return self._next_reply(limit_s)

    def _next_reply(self, limit_s: float) -> dict[str, Any]:
        try:
            line = self._replies.get(timeout=limit_s)
        except queue.Empty as error:
            raise _Broken(f"it did not answer within {limit_s:g} seconds") from error
        if not line:
            raise _Broken("it ended by itself")
        try:
            reply = json.loads(line)
        except ValueError:
            reply = None
        if not isinstance(reply, dict):
            raise _Broken("it answered nonsense")
        if reply.get("usage"):
            raise UsageError(reply["error"])
        if "error" in reply:
            raise _Broken(reply["error"])
        return reply

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError, ValueError):
                if pipe:
                    pipe.close()


class _Broken(Exception):
    """The worker gave no useful reply."""


class Pyttsx3Engine:
    """Speaks phrases with pyttsx3 in a worker process, which is started when first needed.

    A phrase has a time limit and a second try in a new worker; then a SpeechError says so.
    """

    id = "pyttsx3"

    def __init__(
        self,
        voice: str = "",
        rate: int = DEFAULT_RATE,
        command: Callable[[str, int], list[str]] = worker_command,
        limits_s: tuple[float, float] = (START_LIMIT_S, PHRASE_LIMIT_S),
    ) -> None:
        self.voice = voice
        self.rate = rate
        self._command = command
        self._limits_s = limits_s
        self._worker: _Worker | None = None
        self._count = 0
        self._folder: WorkFolder | None = None

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

    def speak(self, text: str) -> Clip:
        """The clip of a phrase.

        Raises:
            SpeechError: the engine failed twice; says how and what to try.

        """
        suffix = ".aiff" if sys.platform == "darwin" else ".wav"
        self._count += 1
        path = self._temporary() / f"{self._count}{suffix}"
        self._ask({"text": text, "path": str(path)})
        try:
            return _read_spoken(path, text)
        finally:
            path.unlink(missing_ok=True)

    def voices(self) -> list[VoiceInfo]:
        """Every voice of this machine.

        Raises:
            SpeechError: the engine failed twice.

        """
        found = self._ask({"list": True})["voices"]
        return [VoiceInfo(voice["id"], voice["name"], tuple(voice["languages"])) for voice in found]

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        try:
            return self._ask_once(request)
        except _Broken:
            self._stop()
        try:
            return self._ask_once(request)
        except _Broken as error:
            self._stop()
            raise SpeechError(f"The voice cannot speak ({error}); {MEND}.") from error

    def _ask_once(self, request: dict[str, Any]) -> dict[str, Any]:
        start_s, phrase_s = self._limits_s
        if self._worker is None:
            self._worker = _Worker(self._command(self.voice, self.rate), start_s)
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
        clip = read_clip(path)
    except OSError as error:
        raise SpeechError(f'The voice wrote no usable sound for "{text}"; {MEND}.') from error
    if not len(clip.samples):
        raise SpeechError(f'The voice was silent for "{text}"; {MEND}.')
    return clip
