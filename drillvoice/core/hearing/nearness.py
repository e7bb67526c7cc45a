"""Where a person is heard beside our own voice, from how far each frame of 10 ms is above what that leaves."""

from collections.abc import Sequence

NEAR_DB = 4.0
"""Above what our own voice leaves; less may be our own."""
CLEAR_DB = 8.0
"""A phrase that is so far above it is surely a person's: the end of a room's echo, which stays longer than is expected,
came to 6 dB."""
NEAR_FRAMES = 9
"""So many frames of a phrase are that near; what the echo of the drills themselves was taken for had fewer."""
OWN_DB = -8.0
"""So little is nothing but our own voice."""
MOST_OWN = 0.4
"""Of a phrase's frames. Of a hundred phrases that were said over cues two have more; a burst where one of our own words
begins suddenly is all but these."""


def enough(near_db: Sequence[float]) -> bool:
    """Whether a phrase is more than a moment of our own voice."""
    near = sum(db >= NEAR_DB for db in near_db)
    own = sum(db <= OWN_DB for db in near_db)
    return near >= min(NEAR_FRAMES, len(near_db)) and own <= MOST_OWN * len(near_db)
