"""pyttsx3 in a process of its own: `python -m drillvoice.voice.pyttsx3_worker`.

One phrase a `runAndWait`: pyttsx3's eSpeak driver keeps only the last of several (pyttsx3 issues 402, 419 and 440 are
of the same family).
"""

import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from drillvoice.core.plan.request import FIRST_LANGUAGE
from drillvoice.voice.engine import NATURAL, OF_SYSTEM, PIPER, VoiceInfo
from drillvoice.voice.voice_names import no_such_voice
from drillvoice.voice.worker_loop import Driver, serve_voice

WRITE_LIMIT_S = 5.0
LONGEST_DATA_PATH = 120
"""In bytes. eSpeak NG keeps the path of its data in 160 bytes and ends the process where it is longer."""
EMPTY_BYTES = 100


def use_bundled_espeak() -> bool:
    """Make the eSpeak NG library that came with `pip install` the one that pyttsx3 finds; False where there is none.

    pyttsx3 loads `libespeak-ng.so.1` by name; a library of that name that is loaded already is the one it gets.
    """
    try:
        import ctypes

        import espeakng_loader
    except ImportError:
        return False
    try:
        ctypes.CDLL(espeakng_loader.get_library_path(), mode=ctypes.RTLD_GLOBAL)
    except OSError:
        return False
    os.environ["ESPEAK_DATA_PATH"] = short_data_path(Path(espeakng_loader.get_data_path()).absolute())
    return True


def short_data_path(folder: Path) -> str:
    """A path by which eSpeak NG can call its data. A long one is made relative by working beside it: this process has
    its working folder for itself, and nothing is left behind when it is killed.
    """
    if len(os.fsencode(folder)) <= LONGEST_DATA_PATH:
        return str(folder)
    os.chdir(folder.parent)
    return folder.name


def describe_voice(voice: Any) -> VoiceInfo:
    """A pyttsx3 voice as plain data."""
    languages = (
        text.decode(errors="replace") if isinstance(text, bytes) else str(text) for text in voice.languages or []
    )
    return VoiceInfo(str(voice.id), str(voice.name), tuple(languages))


def pick_voice(voices: Sequence[VoiceInfo], wanted: str, default: str | None) -> str | None:
    """The id of the voice to use; None keeps the engine's own.

    Raises:
        LookupError: no voice has the wanted id or name.

    """
    if not wanted:
        own = next((voice for voice in voices if voice.id == default), None)
        if own is None or own.speaks(FIRST_LANGUAGE):
            return None
        return next((voice.id for voice in voices if voice.languages and voice.speaks(FIRST_LANGUAGE)), None)
    low = wanted.lower()
    exact = [
        voice for voice in voices if low in (voice.id.lower(), voice.name.lower(), voice.id.lower().split("/")[-1])
    ]
    part = [voice for voice in voices if low in voice.name.lower() or low in voice.id.lower()]
    found = exact or part
    if not found:
        raise LookupError(
            no_such_voice(wanted, [*(f"{OF_SYSTEM}:{voice.id}" for voice in voices), *_names_of_others()])
        )
    return found[0].id


def _names_of_others() -> list[str]:
    """What may have been meant by a name without an engine; looked up only then."""
    from drillvoice.voice.natural_voices import natural_voices
    from drillvoice.voice.piper_voices import present_voices

    piper = [f"{PIPER}:{voice.name}" for voice in present_voices()]
    return [*piper, *(f"{NATURAL}:{name}" for name in natural_voices())]


class Pyttsx3Driver(Driver):
    """pyttsx3 with one voice and rate."""

    def __init__(self, voice: str, rate: int) -> None:
        if sys.platform == "linux":
            use_bundled_espeak()
        import pyttsx3

        self._engine = pyttsx3.init()
        chosen = pick_voice(self.voices(), voice, self._engine.getProperty("voice"))
        if chosen is not None:
            self._engine.setProperty("voice", chosen)
        self._engine.setProperty("rate", rate)
        self._engine.setProperty("volume", 1.0)

    def voices(self) -> list[VoiceInfo]:
        """Every voice of the engine."""
        return [describe_voice(voice) for voice in self._engine.getProperty("voices")]

    def save(self, text: str, path: str) -> None:
        """Speak a phrase into a new file.

        `runAndWait` may return before the file is written: pyttsx3's loop is ended twice, the second time from
        the engine's own thread, which may hit the next phrase's loop. So the file itself says when it is done.
        """
        self._engine.save_to_file(text, path)
        self._engine.runAndWait()
        limit = time.monotonic() + WRITE_LIMIT_S
        while not is_whole(Path(path)) or self._engine.isBusy():
            if time.monotonic() > limit:
                raise OSError("the speech engine wrote no sound")
            time.sleep(0.002)


def is_whole(path: Path) -> bool:
    """Whether a WAV or AIFF file is as long as its header says, and not empty."""
    try:
        with path.open("rb") as file:
            head = file.read(8)
        size = path.stat().st_size
    except OSError:
        return False
    order: Literal["big", "little"] = "big" if head[:4] == b"FORM" else "little"
    return size > EMPTY_BYTES and int.from_bytes(head[4:8], order) + 8 == size


if __name__ == "__main__":
    serve_voice(Pyttsx3Driver)
