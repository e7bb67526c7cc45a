"""Where a sound of any kind began and ended, by its loudness alone: for what a recogniser of words does not hear.

Time is counted in frames of 10 ms, as in `voice_activity`.
"""

from collections import deque
from typing import NamedTuple

from drillvoice.core.hearing.voice_activity import FRAME_S

SMOOTH_FRAMES = 5
"""A single frame of a room's noise is now and then as loud as a voice."""
BEGINS_DB = 6.0
"""Above the room's noise."""
GOES_ON_DB = 4.0
FADES_DB = 18.0
"""Below its own loudest moment: a room rings on."""
END_S = 0.36
"""So long a silence ends it; two clicks of the tongue or "ah-ah" are one."""
SHORTEST_S = 0.04


class EndedSound(NamedTuple):
    """A sound that has ended."""

    start_s: float
    end_s: float


class SoundEnds:
    """Follows how loud it is, and tells of each sound once it has been quiet after it."""

    def __init__(self) -> None:
        self._frames = 0
        self._recent: deque[float] = deque(maxlen=SMOOTH_FRAMES)
        self._first: int | None = None
        self._last = 0
        self._loudest_db = 0.0

    def hear_level(self, level_db: float, floor_db: float) -> EndedSound | None:
        """Take the next frame; the sound that has ended with it."""
        self._frames += 1
        self._recent.append(level_db)
        smooth_db = sum(self._recent) / len(self._recent)
        if self._first is None:
            if smooth_db >= floor_db + BEGINS_DB:
                self._first, self._last, self._loudest_db = self._frames - SMOOTH_FRAMES, self._frames, smooth_db
            return None
        self._loudest_db = max(self._loudest_db, smooth_db)
        if smooth_db >= max(floor_db + GOES_ON_DB, self._loudest_db - FADES_DB):
            self._last = self._frames
        if (self._frames - self._last) * FRAME_S < END_S:
            return None
        start_s, end_s = max(0, self._first) * FRAME_S, (self._last - SMOOTH_FRAMES // 2) * FRAME_S
        self._first = None
        return EndedSound(start_s, end_s) if end_s - start_s >= SHORTEST_S else None

    def pass_unheard(self) -> None:
        """Let a frame go by; a sound that goes on into it has no end."""
        self._frames += 1
        self._recent.clear()
        self._first = None
