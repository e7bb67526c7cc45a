"""How well an echo is taken out, and whether what is left may be a person."""

import math
from collections import deque
from statistics import median

from drillvoice.core.clips import Samples

SILENT = 1e-9
"""-90 dBFS of power."""
SOUNDING = 1e-6
"""-60 dBFS of power: the loudspeaker speaks."""
SMOOTHED = 0.8
"""Powers are averages over 50 ms."""
TAIL_FRAMES = 30
"""A room rings on: 0.3 s after the loudspeaker it is as quiet as it gets."""
FLOOR_FRAMES = 400
FLOOR_SHARE = 0.2
JUDGED = 300
"""Frames in which the loudspeaker sounds: 3 s, in most of which nobody talks."""
FIRST_JUDGED = 300
CAUTIOUS_SHARE = 0.35
"""What is left counts as a person's only above what the worse frames leave."""
ALONE_SHARE = 0.65
"""In the worse frames a person may talk: a filter that is believed is judged by the better ones, or its gate would shut
for those who talk much."""
EVERY = 10
GOOD_DB, POOR_DB = 10.0, 6.0
"""The echo is so much quieter: believed from the first on, until less than the second."""
NEAR_NOISE_DB = 4.0
"""What is left of the echo is so little above the room's noise: more cannot be asked."""
AUDIBLE_DB = 6.0
"""An echo less far above the noise says nothing about the filter."""
HOPELESS_FRAMES = 1_000
"""A filter that has not converged in 10 s of our own voice never will."""
HELD_DB = 0.25
"""What our own voice leaves is expected to fall by no more than this in 10 ms: the end of a room's echo, which is
longer than the filter, stays while what the filter predicts has gone."""
EXPLAINED_DB = 10.0
"""Where the filter takes out more, most of what is heard is our own voice. Of the phrases said over cues 5 % lose
more than 11 dB."""
WORSE = 1.26
"""A filter that adds more than 1 dB has lost its echo; a person who talks cannot have that effect."""
WORSE_FRAMES = 8


class Judge:
    """Follows the powers before and after a filter, 10 ms at a time."""

    def __init__(self) -> None:
        self.trusted = False
        self.erle_db = 0.0
        """How much quieter the echo is: its return loss enhancement, from what the loudspeaker alone is heard with."""
        self.above_db = 0.0
        """How far what is left is above what the filter leaves just now, in dB; of a room's long echo more is left."""
        self._cautious_db = 0.0
        self._floor = math.inf
        self._heard = self._left = self._echo = self._played = self._own = SILENT
        self._quiet: deque[float] = deque(maxlen=FLOOR_FRAMES)
        self._restart_counts()

    def _restart_counts(self) -> None:
        self._ratios: deque[float] = deque(maxlen=JUDGED)
        self._rests: deque[float] = deque(maxlen=JUDGED)
        self._since_sound = 0
        self._worse = 0
        self._count = 0
        self._doubted = 0

    def distrust(self) -> None:
        """Begin anew: what was learnt no longer holds."""
        self.trusted = False
        self._restart_counts()

    @property
    def is_hopeless(self) -> bool:
        """Whether it was listened to for long enough to say that the filter does not work."""
        return self._doubted >= HOPELESS_FRAMES

    @property
    def is_speaker_quiet(self) -> bool:
        """Whether the loudspeaker has been silent for long enough that nothing of it can be left."""
        return self._since_sound >= TAIL_FRAMES

    @property
    def is_surprised(self) -> bool:
        """Whether what is left is much more than the filter took for an echo: a person, or an echo that is new."""
        return self._echo < self._left / 4 and self._played > SOUNDING

    def judge_frame(self, heard: Samples, left: Samples, played: Samples) -> float:
        """Take 10 ms before and after the filter; how far what is left is above our own voice, in dB."""
        self._heard = _smooth(self._heard, heard)
        self._left = _smooth(self._left, left)
        self._echo = _smooth(self._echo, heard - left)
        self._played = _smooth(self._played, played)
        self._count += 1
        if self._played > SOUNDING:
            self._since_sound = 0
            if math.isfinite(self._floor):
                self._compare_powers()
        else:
            self._since_sound += 1
            self._listen_to_the_room()
        return self._above_own()

    def _above_own(self) -> float:
        expected = self._echo * 10 ** (-self._cautious_db / 10)
        floor = min(self._floor, self._left)
        self.above_db = _db(self._left / (expected + floor))
        self._own = max(expected, self._own * 10 ** (-HELD_DB / 10))
        explained_db = max(0.0, _db(self._heard / self._left) - EXPLAINED_DB)
        return _db(self._left / (self._own + floor)) - explained_db

    def _compare_powers(self) -> None:
        audible = self._heard > self._floor * 10 ** (AUDIBLE_DB / 10)
        if audible:
            self._ratios.append(_db(self._heard / self._left))
        self._rests.append(_db(self._left / self._floor))
        harmful = self._left > WORSE * self._heard and self._echo > self._heard / 4
        self._worse = self._worse + 1 if harmful and self._left > 4 * self._floor else 0
        if self._worse >= WORSE_FRAMES:
            self.distrust()
        elif self._count % EVERY == 0:
            self._decide_trust()

    def _decide_trust(self) -> None:
        enough = len(self._ratios) >= FIRST_JUDGED and self._takes_out()
        silent = len(self._rests) >= FIRST_JUDGED and median(self._rests) <= NEAR_NOISE_DB
        self.trusted = enough or silent
        self._doubted = 0 if self.trusted else self._doubted + EVERY

    def _takes_out(self) -> bool:
        """Whether the filter takes out enough of the echo."""
        ranked = sorted(self._ratios)
        self.erle_db = max(0.0, median(ranked))
        self._cautious_db = max(0.0, ranked[int(len(ranked) * CAUTIOUS_SHARE)])
        return self.erle_db >= GOOD_DB or (self.trusted and ranked[int(len(ranked) * ALONE_SHARE)] >= POOR_DB)

    def _listen_to_the_room(self) -> None:
        if self._since_sound < TAIL_FRAMES:
            return
        self._quiet.append(self._left)
        if self._count % EVERY == 0:
            self._floor = sorted(self._quiet)[int(len(self._quiet) * FLOOR_SHARE)]


def _smooth(last: float, samples: Samples) -> float:
    return max(SILENT, SMOOTHED * last + (1 - SMOOTHED) * float(samples @ samples) / len(samples))


def _db(ratio: float) -> float:
    return 10 * math.log10(max(ratio, SILENT))
