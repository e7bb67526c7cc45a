"""What was played, and what is to be listened for, as bytes in a pipe: a header, then the samples unless all of them
are silent.

Both ends are on one machine, so bytes have its own order, and times are `time.monotonic()`: on Linux, macOS and
Windows it counts from the start of the system and is the same for all processes. Python promises that of no clock; a
system on which it began with each process would spoil the echo's times and nothing else.
"""

import json
import struct
from collections.abc import Iterator, Mapping
from enum import IntEnum
from typing import Any, NamedTuple, Protocol

import numpy as np

from drillvoice.core.clips import Samples
from drillvoice.core.session.answers import Subject

HEADER = struct.Struct("=dIB")
"""Start in seconds, how many samples (or which subject), what it is."""
MOST = 1 << 20
SEAM_S = 0.001
"""Blocks that are further apart than the steadied times of a stream wander do not follow one another."""


class Played(NamedTuple):
    """A block that the loudspeaker played."""

    start_s: float
    samples: Samples
    rate: int


def joined_blocks(blocks: list[Played]) -> Iterator[Played]:
    """Blocks that follow one another as one: each costs a resampling, a write and a wake-up of whoever reads."""
    while blocks:
        first = blocks[0]
        end_s, count = first.start_s, 0
        while count < len(blocks) and blocks[count].rate == first.rate and abs(blocks[count].start_s - end_s) <= SEAM_S:
            end_s = blocks[count].start_s + len(blocks[count].samples) / first.rate
            count += 1
        yield first._replace(samples=np.concatenate([block.samples for block in blocks[:count]]))
        blocks = blocks[count:]


class _What(IntEnum):
    """What a header announces."""

    SILENCE = 0
    SOUND = 1
    SUBJECT = 2


def packed_config(config: Mapping[str, Any]) -> bytes:
    """What a listening process is told first: a line of JSON. It names words and devices of a person, so it does not
    stand in the command line, which everybody on the computer may read.
    """
    return json.dumps(config).encode() + b"\n"


class Readable(Protocol):
    """The end of a pipe."""

    def read(self, count: int, /) -> bytes:
        """So many bytes; fewer only at the end."""
        ...


def packed_samples(start_s: float, samples: Samples) -> bytes:
    """Samples that begin at a time."""
    if not samples.any():
        return HEADER.pack(start_s, len(samples), _What.SILENCE)
    return HEADER.pack(start_s, len(samples), _What.SOUND) + samples.astype(np.float32).tobytes()


def packed_subject(subject: Subject) -> bytes:
    """What is to be listened for from now on."""
    return HEADER.pack(0.0, subject, _What.SUBJECT)


def read_message(stream: Readable) -> tuple[float, Samples] | Subject | None:
    """The next samples and their time, or a subject; None at the end of the stream, or where it is not ours."""
    header = stream.read(HEADER.size)
    if len(header) < HEADER.size:
        return None
    start_s, count, what = HEADER.unpack(header)
    if what == _What.SUBJECT and count in tuple(Subject):
        return Subject(count)
    if count > MOST or what not in (_What.SILENCE, _What.SOUND):
        return None
    if what == _What.SILENCE:
        return start_s, np.zeros(count, dtype=np.float32)
    content = stream.read(4 * count)
    return (start_s, np.frombuffer(content, dtype=np.float32)) if len(content) == 4 * count else None
