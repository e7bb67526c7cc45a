"""A person's voice against the noise of the room and beside our own: how loud it is, when it began, for how long it has
been silent.

Nothing here reads a clock: time is counted in frames of 10 ms, from the first that was heard.
"""

import math
from collections import deque
from collections.abc import Sequence
from itertools import groupby, islice, takewhile
from typing import TypeVar

from drillvoice.core.hearing.voicing import Voicing

FRAME_S = 0.01
BEFORE_S = 0.15
"""Quiet before a phrase; in a sentence a word begins where the last one ends."""

DROP_DB = 9.0
"""Quiet is so much below the voice itself; below the room's noise would fail in a room that is not quiet."""
LOWEST_FLOOR_DB = -65.0
"""dBFS; below it a microphone is taken for silent, or each bit of noise would be a voice."""
FLOOR_SHARE = 0.2
"""The room's own noise is the quietest fifth of the last seconds."""
FLOOR_S = 4.0
KEPT_S = 8.0
MEAN_FRAMES = 10
ROOM_MEANS = 3
"""Until then the floor is a guess, and the room itself a sound above it."""
VOICED = 0.57
VOICED_FRAMES, VOICED_FRAMES_IN_DOUBT = 3, 8
"""So many frames so periodic are a vowel, of a short word and of most. Footsteps and claps have fewer; so has
whispering, which can pause and stop but not skip."""
MOST_SHRILL, MOST_SHRILL_IN_DOUBT = 0.75, 0.35
"""Dogs are shrill in more of their frames than the first, sneezes and babies in more than the second. Of what people
say 3 % are shriller than the second, none than the first; "skip" and "finish" mostly."""
VOICE_SHARE = 0.8
"""The level of a voice is what this share of its frames stay below: vowels, not closures."""
UNHEARD_DB = -math.inf
"""Above our own voice: not at all."""
GUESS_S = 0.8
"""The voice that a guess is about is in the sound of the last moments."""
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

OfFrame = TypeVar("OfFrame")


class VoiceActivity:
    """Follows a voice against the noise of the room, a frame of 10 ms at a time."""

    def __init__(self) -> None:
        self.floor_db = LOWEST_FLOOR_DB
        self.level_db = LOWEST_FLOOR_DB
        """The mean of the last tenth of a second."""
        self.frames = 0
        self._means: deque[float] = deque(maxlen=round(FLOOR_S / FRAME_S / MEAN_FRAMES))
        self._fresh: list[float] = []
        self._levels: deque[float] = deque(maxlen=round(KEPT_S / FRAME_S))
        self._voicing: deque[Voicing] = deque(maxlen=round(KEPT_S / FRAME_S))
        self._near: deque[float] = deque(maxlen=round(KEPT_S / FRAME_S))

    @property
    def knows_room(self) -> bool:
        """Whether it has heard the room for long enough to tell its noise from other sounds."""
        return len(self._means) >= ROOM_MEANS

    @property
    def now_s(self) -> float:
        """Time since the first frame."""
        return self.frames * FRAME_S

    def hear(self, level_db: float, voicing: Voicing, near_db: float = math.inf) -> None:
        """Take the next frame: its level in dBFS, how much of a voice is in it, how far it is above our own."""
        level_db = max(LOWEST_FLOOR_DB, level_db)
        self._pass(level_db, voicing, near_db)
        self._fresh.append(level_db)
        if len(self._fresh) == MEAN_FRAMES:
            self.level_db = sum(self._fresh) / MEAN_FRAMES
            self._means.append(self.level_db)
            self._fresh.clear()
            self.floor_db = sorted(self._means)[int(len(self._means) * FLOOR_SHARE)]

    def skip(self, level_db: float) -> None:
        """Let a frame pass unheard; but what is loud in it may go on after it."""
        self._pass(max(LOWEST_FLOOR_DB, level_db), Voicing(0.0), UNHEARD_DB)

    def _pass(self, level_db: float, voicing: Voicing, near_db: float) -> None:
        self.frames += 1
        self._near.append(near_db)
        self._levels.append(level_db)
        self._voicing.append(voicing)

    def loudness_db(self, start_s: float, end_s: float) -> float:
        """The level of a voice between two times, of what was heard."""
        near = self._between(self._near, start_s, end_s)
        frames = zip(self._between(self._levels, start_s, end_s), near, strict=True)
        levels = sorted(level for level, near_db in frames if near_db != UNHEARD_DB)
        return levels[int(len(levels) * VOICE_SHARE)] if levels else LOWEST_FLOOR_DB

    def voiced(self, start_s: float, end_s: float, *, doubtful: bool) -> bool:
        """Whether a person's voice is between two times: long enough, and not all too high."""
        periodic = [frame for frame in self._between(self._voicing, start_s, end_s) if frame.periodic >= VOICED]
        least = VOICED_FRAMES_IN_DOUBT if doubtful else VOICED_FRAMES
        most_shrill = (MOST_SHRILL_IN_DOUBT if doubtful else MOST_SHRILL) * len(periodic)
        return len(periodic) >= least and sum(frame.shrill for frame in periodic) <= most_shrill

    def is_near(self, start_s: float, end_s: float) -> bool:
        """Whether a voice between two times is no mere moment of our own."""
        return enough(self._between(self._near, start_s, end_s))

    def nearness_db(self, start_s: float, end_s: float) -> float:
        """How far the voice between two times is above our own."""
        near = sorted(self._between(self._near, start_s, end_s))
        return near[int(len(near) * VOICE_SHARE)] if near else -math.inf

    def quiet_s(self) -> float:
        """For how long the voice of the last moments has been silent."""
        limit_db = self._quiet_below(self.loudness_db(self.now_s - GUESS_S, self.now_s))
        return sum(1 for _ in takewhile(lambda level: level < limit_db, reversed(self._levels))) * FRAME_S

    def began_s(self, end_s: float) -> float:
        """When the voice began that ended at a time: after the last quiet."""
        limit_db = self._quiet_below(self.loudness_db(end_s - GUESS_S, end_s))
        levels = self._between(self._levels, 0.0, end_s)
        quiet = 0
        for back, level in enumerate(reversed(levels)):
            quiet = quiet + 1 if level < limit_db else 0
            if quiet >= BEFORE_S / FRAME_S:
                return end_s - (back + 1 - quiet) * FRAME_S
        return end_s - len(levels) * FRAME_S

    def quiet_around_s(self, start_s: float, end_s: float, voice_db: float) -> float:
        """The longest silence between two times, for a voice of a level; before the first frame it is silent."""
        early = max(0.0, -start_s)
        limit_db = self._quiet_below(voice_db)
        runs = groupby(level < limit_db for level in self._between(self._levels, start_s, end_s))
        return early + max((sum(1 for _ in run) for is_quiet, run in runs if is_quiet), default=0) * FRAME_S

    def _quiet_below(self, voice_db: float) -> float:
        return max(voice_db - DROP_DB, (voice_db + self.floor_db) / 2)

    def _between(self, frames: "deque[OfFrame]", start_s: float, end_s: float) -> "list[OfFrame]":
        offset = self.frames - len(frames)
        first, last = round(start_s / FRAME_S) - offset, round(end_s / FRAME_S) - offset
        return list(islice(frames, max(0, first), max(0, last)))


def enough(near_db: Sequence[float]) -> bool:
    """Whether a phrase is more than a moment of our own voice."""
    near = sum(db >= NEAR_DB for db in near_db)
    own = sum(db <= OWN_DB for db in near_db)
    return near >= min(NEAR_FRAMES, len(near_db)) and own <= MOST_OWN * len(near_db)
