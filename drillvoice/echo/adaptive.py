"""Hearing beside our own voice: the echo is taken out while that works, else the gate is shut while we speak.

It begins as a gate, and is one again when the filter does not converge, the streams drift apart or blocks are lost. A
sound that is left is taken for a person's only if it does not follow what was played.
"""

from collections import deque

import numpy as np

from drillvoice.core.clips import Samples
from drillvoice.core.hearing.voice_activity import NEAR_DB
from drillvoice.echo.alignment import Alignment
from drillvoice.echo.canceller import FRAME, Cleaned, DeafGate, Quality
from drillvoice.echo.convergence import Judge
from drillvoice.echo.kalman import Kalman
from drillvoice.echo.lag import Follows
from drillvoice.echo.suppression import AHEAD_FRAMES, Shutter, Suppressor

CHECK_FRAMES = 10


class Cancelling:
    """Takes our own voice out of the microphone's sound; a gate where that does not work."""

    def __init__(self) -> None:
        self._gate = DeafGate()
        self._alignment = Alignment()
        self._follows = Follows()
        self._judge = Judge()
        self._learning = False
        self._restart_filters()

    def _restart_filters(self) -> None:
        self._kalman = Kalman()
        self._suppressor = Suppressor()
        self._shutter = Shutter()
        self._near_db = deque([0.0] * (1 + AHEAD_FRAMES))
        self._frames = 0
        self._judge.distrust()

    @property
    def quality(self) -> Quality:
        """As of now."""
        place, judge = self._alignment, self._judge
        return Quality(judge.trusted, judge.erle_db, place.delay_s, place.drift_ppm, place.jumps)

    def shift_reference(self, by: int) -> None:
        """So many silent samples are left out of the reference alone; the room stays as it was learnt."""
        self._alignment.shift_reference(by)
        self._follows.move(by)

    def clean_frame(self, microphone: Samples, reference: Samples) -> Cleaned:
        """The next 10 ms; what is left comes 30 ms late, which is too little to matter to a word's times."""
        gated, trusted = self._gate.clean_frame(microphone, reference), self._judge.trusted
        aligned = self._alignment.align_frame(microphone, reference)
        left = self._without_echo(microphone, aligned)
        near_db = self._judge.judge_frame(microphone, left, aligned)
        self._follows.append(left, reference)
        quieter = self._suppressor.suppress_echo(microphone - left, left)
        unexplained = self._judge.above_db >= NEAR_DB
        ready = self._shutter.attenuate_frame(quieter, person=unexplained or self._judge.is_speaker_quiet)
        self._near_db.append(near_db)
        self._frames += 1
        if unexplained and self._frames % CHECK_FRAMES == 0:
            self._check_unexplained()
        if self._judge.is_hopeless:
            self._restart_filters()
        if trusted and not self._judge.trusted:
            self._alignment.find_again()
        if not self._judge.trusted:
            self._near_db.popleft()
            return gated
        return Cleaned(ready, deaf=False, near_db=self._near_db.popleft(), beside=gated.deaf)

    def _without_echo(self, microphone: Samples, aligned: Samples) -> Samples:
        if not self._alignment.is_known:
            return microphone
        if not self._learning:
            self._learning = True
            self._restart_filters()
        return self._kalman.remove_echo(microphone, aligned)

    def _check_unexplained(self) -> None:
        """A sound that the filter does not explain is a person's unless it follows what was played."""
        if self._judge.trusted and self._judge.is_surprised and self._follows.holds():
            self._judge.distrust()


def measure_quality(microphone: Samples, reference: Samples) -> Quality:
    """How well talking over our voice will work, from some ten seconds of the loudspeaker alone, whole frames.

    They are heard twice, so that what is judged is a filter that has learnt the room.
    """
    canceller = Cancelling()
    for _ in range(2):
        for at in range(0, len(microphone) - FRAME + 1, FRAME):
            canceller.clean_frame(microphone[at : at + FRAME], np.asarray(reference[at : at + FRAME]))
    return canceller.quality
