"""The listening process with a recorder for an ear, run as a script: everything else in it is real.

The configuration says in which file to note all that the ear is given, and what else the ear is to do.
"""

import os
import struct
import time
from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from drillvoice.core.clips import Samples
from drillvoice.core.session.answers import Subject
from drillvoice.echo.reference import Taken
from drillvoice.errors import SpeechError
from drillvoice.listening.messages import Echo, HeardReport
from drillvoice.listening.process import main

HEAD = struct.Struct("=dI")


class RecordingEar:
    """Notes what it is given; hears "pause" in the first loud sound."""

    def __init__(self, file: BinaryIO | None) -> None:
        self._file = file
        self._db = -120.0
        self._heard = False

    def feed_timed_frames(self, microphone: Samples, played: Taken, start_s: float) -> Sequence[HeardReport]:
        if self._file:
            self._file.write(HEAD.pack(start_s, len(microphone)) + microphone.tobytes() + played.samples.tobytes())
            self._file.flush()
        loudest = float(np.abs(microphone).max())
        self._db = 20 * float(np.log10(loudest + 1e-6))
        if loudest < 0.1 or self._heard:
            return ()
        self._heard = True
        return (HeardReport("pause", "pause", start_s, time.monotonic()),)

    def listen_for(self, subject: Subject) -> None:
        """It is the same to it."""

    def levels_db(self) -> tuple[float, float]:
        return self._db, -120.0

    def echo_report(self) -> Echo:
        return Echo(heard=False, erle_db=0.0, delay_s=0.0, drift_ppm=0.0, jumps=0)


def make_ear(config: Mapping[str, Any]) -> RecordingEar:
    """An ear that fails, crashes or works, as it is told to."""
    if config.get("broken"):
        raise SpeechError("There is no model (it is a test).")
    if config.get("crashes"):
        os.abort()
    return RecordingEar(open(config["record"], "wb") if config.get("record") else None)


def recorded(content: bytes) -> list[tuple[float, NDArray[np.float32], NDArray[np.float32]]]:
    """What a recording ear was given: times, microphone, reference."""
    blocks, place = [], 0
    while place + HEAD.size <= len(content):
        start_s, count = HEAD.unpack_from(content, place)
        place += HEAD.size
        if place + 8 * count > len(content):
            break
        both = np.frombuffer(content, np.float32, 2 * count, place)
        blocks.append((start_s, both[:count], both[count:]))
        place += 8 * count
    return blocks


if __name__ == "__main__":
    main(make_ear)
