"""Sound files as clips: what the engine wrote, and what a person recorded. Nothing in a file's header is believed."""

import contextlib
import errno
import os
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from drillvoice.core.clips import ROOM_NOISE, Clip, tidy_speech
from drillvoice.files import UnreadableError, refuse_no_file

RATES = range(8_000, 192_001)
"""Frames a second, from a telephone's to a studio's."""
MOST_CHANNELS = 8
PHONE_ENDINGS = frozenset({".m4a", ".mp4", ".mov", ".3gp", ".aac", ".amr", ".wma", ".webm"})
"""What recorders of phones write, and libsndfile does not read."""
LONGEST_S = 300
"""No gap between cues is longer."""


def read_clip(path: str | Path, noise: float = ROOM_NOISE) -> Clip:
    """The sound of a file, cut and levelled; without samples where the file holds only silence.

    Raises:
        OSError: it is not a sound file that can be read; says why.

    """
    with open_sound(path) as file:
        most = LONGEST_S * file.samplerate
        try:
            samples = file.read(most + 1, dtype="float32", always_2d=True)
        except RuntimeError as error:
            raise _unusable(str(error)) from error
        if len(samples) > most:
            raise _unusable(f"it lasts longer than {LONGEST_S} s")
        if not np.isfinite(samples).all():
            raise _unusable("it holds values that are no sound")
        return tidy_speech(samples.mean(axis=1), file.samplerate, noise)


@contextlib.contextmanager
def open_sound(path: str | Path) -> Iterator[Any]:
    """A sound file whose header can be true, as soundfile reads it.

    Raises:
        OSError: it is no file, or no sound file that can be read; says why.

    """
    import soundfile

    refuse_no_file(path)
    try:
        file = soundfile.SoundFile(os.fsencode(path))
    except RuntimeError as error:
        raise _unusable(_unread_reason(Path(path), error)) from error
    with file:
        if file.samplerate not in RATES:
            raise _unusable(f"its rate of {file.samplerate} Hz is impossible")
        if file.channels > MOST_CHANNELS:
            raise _unusable(f"it has {file.channels} channels, and {MOST_CHANNELS} are the most")
        yield file


def _unread_reason(path: Path, error: RuntimeError) -> str:
    """Why libsndfile does not read a file, and how a phone's recording becomes one that it does."""
    why = str(getattr(error, "error_string", error)).rstrip(".")
    if path.suffix.lower() not in PHONE_ENDINGS:
        return why
    command = shlex.join(["ffmpeg", "-i", str(path), str(path.with_suffix(".wav"))])
    return f"{why}; `{command}` makes a WAV file of it"


def _unusable(why: str) -> UnreadableError:
    return UnreadableError(errno.EINVAL, why)
