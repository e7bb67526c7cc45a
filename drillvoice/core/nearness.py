"""Where a person is heard beside our own voice, from how far each frame of 10 ms is above what that leaves."""

from collections.abc import Sequence

NEAR_DB = 6.0
"""Above what our own voice leaves; less may be our own."""
NEAR_FRAMES = 13
"""So many frames of a phrase are that near. Where a cue begins suddenly, and in the echo of a large room, up to eleven
are; of a hundred phrases that were said over cues, two have fewer."""
GAP_FRAMES = 25
"""Closures within words are shorter, and what lies on both sides is one utterance."""


def enough(near_db: Sequence[float]) -> bool:
    """Whether a phrase is more than a moment of our own voice."""
    return sum(db >= NEAR_DB for db in near_db) >= min(NEAR_FRAMES, len(near_db))


def last_near(near_db: Sequence[float]) -> tuple[int, int]:
    """The frames, from and to, in which a person was heard last; none where both are the same."""
    near = [place for place, db in enumerate(near_db) if db >= NEAR_DB]
    if not near:
        return 0, 0
    first = near[-1]
    for place in reversed(near):
        if first - place > GAP_FRAMES:
            break
        first = place
    return first, near[-1] + 1
