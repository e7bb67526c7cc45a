"""What the loudspeaker played, on a timeline: the other half of what the microphone heard."""

import threading
from typing import NamedTuple

import numpy as np

from drillvoice.core.clips import Samples
from drillvoice.core.rates import SPEECH_RATE
from drillvoice.echo.canceller import LOUD

KEPT_S = 8.0
"""More than a microphone may lag behind, and enough to search for a delay in."""
JUMP_S = 0.02
"""Less is jitter of the times; more is a stream that stopped and went on."""
FOLLOW = 0.1
"""How much of a smaller difference is taken over at once: a drifting clock is followed sample by sample."""
STEADY_S = 0.02
"""The microphone's times wander by less; whoever takes piece after piece is given samples that join, as a filter that
learns an echo needs them. Two clocks that have drifted further apart are set right at the next silence."""
LOST_S = 0.05
"""No drift but lost samples: what is taken goes on by its time."""


class Taken(NamedTuple):
    """A piece of what was played."""

    samples: Samples
    moved: int = 0
    """How many silent samples were left out before it because the clocks drift; negative where some come twice."""


class Reference:
    """The last seconds that were played, at 16 kHz. One thread puts, another takes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ring = np.zeros(int(KEPT_S * SPEECH_RATE), dtype=np.float32)
        self._origin_s = 0.0
        """The time of sample 0."""
        self._end = 0
        """The number of the sample that comes next."""
        self._begun = False
        self._taken: int | None = None
        """The sample after the last that was taken."""

    @property
    def end_s(self) -> float:
        """Up to when it is known; minus infinity where nothing is."""
        with self._lock:
            return self._time(self._end) if self._begun else float("-inf")

    def append_played(self, start_s: float, samples: Samples) -> None:
        """Append what was played from a time on; it joins what is there unless its time says otherwise."""
        with self._lock:
            difference = start_s - self._time(self._end)
            if not self._begun or difference >= KEPT_S or difference <= -KEPT_S:
                self._restart_ring(start_s)
            elif abs(difference) > JUMP_S:
                self._move_end(round(difference * SPEECH_RATE))
            else:
                self._origin_s += FOLLOW * difference
            kept = samples[-len(self._ring) :]
            self._end += len(samples) - len(kept)
            self._ring[self._ring_places(self._end, len(kept))] = kept
            self._end += len(kept)

    def take_piece(self, start_s: float, count: int) -> Taken:
        """What was played from a time on, joined to what was taken last; zeros where nothing is known."""
        with self._lock:
            first, moved = round((start_s - self._origin_s) * SPEECH_RATE), 0
            if self._taken is not None and abs(first - self._taken) < LOST_S * SPEECH_RATE:
                moved = first - self._taken if self._may_move(self._taken, first) else 0
                first = self._taken + moved
            self._taken = first + count
            return Taken(self._read_ring(first, count), moved)

    def forget_taken(self) -> None:
        """What is taken next need not join: the microphone's samples do not either."""
        with self._lock:
            self._taken = None

    def _may_move(self, taken: int, first: int) -> bool:
        begin, end = sorted((taken, first))
        return end - begin >= STEADY_S * SPEECH_RATE and bool(
            np.all(np.abs(self._read_ring(begin, end - begin)) <= LOUD)
        )

    def _read_ring(self, first: int, count: int) -> Samples:
        read = np.zeros(count, dtype=np.float32)
        begin, end = max(first, self._end - len(self._ring)), min(first + count, self._end)
        if self._begun and begin < end:
            read[begin - first : end - first] = self._ring[self._ring_places(begin, end - begin)]
        return read

    def _time(self, sample: int) -> float:
        return self._origin_s + sample / SPEECH_RATE

    def _ring_places(self, first: int, count: int) -> "np.ndarray[tuple[int], np.dtype[np.intp]]":
        return np.arange(first, first + count) % len(self._ring)

    def _restart_ring(self, start_s: float) -> None:
        self._ring[:] = 0
        self._origin_s = start_s
        self._end = 0
        self._taken = None
        self._begun = True

    def _move_end(self, by: int) -> None:
        """Leave a silent gap, or go back and write over what was to come."""
        low, high = sorted((self._end, self._end + by))
        self._ring[self._ring_places(low, high - low)] = 0
        self._end += by
