"""Where an MP3 file of ours can be cut: it is a row of frames, each with its own length.

A player that looks for a time in a file of variable bit rate guesses, by seconds at times. One that is given the file
from a frame on begins exactly there.
"""

from drillvoice.core.rates import MP3_RATE

FRAME_SAMPLES = 576
"""Of MPEG-2 Layer III, which `MP3_RATE` makes it."""
DELAY_SAMPLES = 1105
"""So much later than in the file's own sound a sample comes out of a player that is not told of the encoder's delay."""
LEAD_S = 0.1
"""The first frames after a cut lack what they share with those before, and are silent."""
KILOBITS = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
HEADER = b"\xff\xf3"


def frame_offsets(mp3: bytes) -> list[int]:
    """The byte at which each frame begins; the first holds no sound but tells of the others.

    Raises:
        ValueError: it is no MP3 file of `MP3_RATE` without a tag.

    """
    offsets: list[int] = []
    at = 0
    while at < len(mp3):
        if mp3[at : at + 2] != HEADER:
            raise ValueError(f"no frame begins at byte {at}")
        offsets.append(at)
        kilobits, padding = KILOBITS[mp3[at + 2] >> 4], mp3[at + 2] >> 1 & 1
        at += FRAME_SAMPLES // 8 * kilobits * 1000 // MP3_RATE + padding
    return offsets


def cut_before(seconds: float, offsets: list[int]) -> tuple[int, float]:
    """The byte from which a file is to be played so that a time comes at once, and the time at which that begins."""
    frame = max(0, int((seconds - LEAD_S) * MP3_RATE) // FRAME_SAMPLES)
    return offsets[frame + 1], (frame * FRAME_SAMPLES - DELAY_SAMPLES) / MP3_RATE
