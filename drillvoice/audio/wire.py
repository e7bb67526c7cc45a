"""What was played, as bytes in a pipe: a header, then the samples unless all of them are silent.

Both ends are on one machine, so bytes have its own order, and times are `time.monotonic()`: on Linux, macOS and
Windows it counts from the start of the system and is the same for all processes. Python promises that of no clock; a
system on which it began with each process would spoil the echo's times and nothing else.
"""

import struct
from typing import Protocol

import numpy as np

from drillvoice.core.clips import Samples

HEADER = struct.Struct("=dI?")
"""Start in seconds, how many samples, whether they follow."""
MOST = 1 << 20


class Readable(Protocol):
    """The end of a pipe."""

    def read(self, count: int, /) -> bytes:
        """So many bytes; fewer only at the end."""
        ...


def packed(start_s: float, samples: Samples) -> bytes:
    """Samples that begin at a time."""
    sounds = bool(samples.any())
    return HEADER.pack(start_s, len(samples), sounds) + (samples.astype(np.float32).tobytes() if sounds else b"")


def unpacked(stream: Readable) -> tuple[float, Samples] | None:
    """The next samples and their time; None at the end of the stream, or where it is not ours."""
    header = stream.read(HEADER.size)
    if len(header) < HEADER.size:
        return None
    start_s, count, sounds = HEADER.unpack(header)
    if count > MOST:
        return None
    if not sounds:
        return start_s, np.zeros(count, dtype=np.float32)
    content = stream.read(4 * count)
    return (start_s, np.frombuffer(content, dtype=np.float32)) if len(content) == 4 * count else None
