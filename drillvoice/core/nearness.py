"""Where a person is heard beside our own voice, from how far each frame of 10 ms is above what that leaves."""

from collections.abc import Sequence

NEAR_DB = 6.0
"""Above what our own voice leaves; less may be our own."""
NEAR_FRAMES = 13
"""So many frames of a phrase are that near. Where a cue begins suddenly, and in the echo of a large room, up to eleven
are; of a hundred phrases that were said over cues, two have fewer."""


def enough(near_db: Sequence[float]) -> bool:
    """Whether a phrase is more than a moment of our own voice."""
    return sum(db >= NEAR_DB for db in near_db) >= min(NEAR_FRAMES, len(near_db))
