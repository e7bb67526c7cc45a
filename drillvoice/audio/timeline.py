"""When the frames of a stream sound, on `time.monotonic()`.

PortAudio's times of a loudspeaker are good to 0.1 ms, but come late when the processor is busy; its times of a
microphone wander by up to 20 ms within seconds through PulseAudio's ALSA plug-in (both measured in the virtual room).
What does not wander is the count of frames against the times of the callbacks, once their jitter is averaged away.

The average is a delay-locked loop, which follows the drift of the sound card's clock as well (F. Adriaensen, "Using a
DLL to filter time", 2005).
"""

import math
from collections import deque
from collections.abc import Iterable

FIRST_S = 3.0
"""Streams begin with a burst of callbacks, and a sound server needs a second or two to find its pace: until then the
time is the median of the last blocks."""
FIRST_BLOCKS = 64
"""About a second."""
BANDWIDTH_HZ = 0.03
"""Averages over about 5 s: a jitter of 15 ms becomes one of 0.3 ms."""
FIRST_BANDWIDTH_HZ = 0.1
"""Then, to learn the drift of the clock; it narrows as the age grows."""
MOST_DRIFT = 0.001
"""A sound card is off by up to 200 ppm, a null sink by up to 900."""
JITTER_S = 0.01
"""A callback that is off by more was held up by a busy processor, and counts as off by so much."""
JUMP_S = 0.05
"""Callbacks that all are off by so much for `PATIENCE_S`: frames were lost unseen, and the time begins anew."""
PATIENCE_S = 0.5
MOST_DELAY_S = 0.5
"""A device that says more does not know."""


def plausible_delay(delay_s: float, guess_s: float) -> float:
    """How far behind a callback its block sounds: the device's word, unless it is on the wrong side or too far off."""
    return delay_s if delay_s * guess_s > 0 and abs(delay_s) <= MOST_DELAY_S else guess_s


def median(values: Iterable[float]) -> float:
    """The middle one."""
    ordered = sorted(values)
    return ordered[len(ordered) // 2]


class StreamTime:
    """The steady times of one stream's frames, from unsteady ones. Takes no lock: a callback may ask it."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._restart(0, 0.0)

    def _restart(self, first: int, now_s: float) -> None:
        self._begins: deque[float] = deque(maxlen=FIRST_BLOCKS)
        self._oldest = self._last = first
        self._fine_s = now_s
        self._begin_s = 0.0
        """The time of frame 0, had the clock always gone as now."""
        self._drift = 0.0

    def steady_time(self, first: int, measured_s: float) -> float:
        """The time of a block's first frame, given its number since the stream began and its time as measured."""
        begin_s = measured_s - first / self._rate
        if not self._begins or self._has_jumped(begin_s, measured_s):
            self._restart(first, measured_s)
        if first - self._oldest <= FIRST_S * self._rate:
            self._begins.append(begin_s)
            self._begin_s = median(self._begins)
        else:
            self._follow_drift(begin_s, first)
        self._last = first
        return self._begin_s + first / self._rate

    def _has_jumped(self, begin_s: float, measured_s: float) -> bool:
        if abs(begin_s - self._begin_s) < JUMP_S:
            self._fine_s = measured_s
        return measured_s - self._fine_s > PATIENCE_S

    def _follow_drift(self, begin_s: float, first: int) -> None:
        seconds = (first - self._last) / self._rate
        bandwidth = max(BANDWIDTH_HZ, FIRST_BANDWIDTH_HZ * self._rate * FIRST_S / (first - self._oldest))
        expected = self._begin_s + self._drift * seconds
        error = min(JITTER_S, max(-JITTER_S, begin_s - expected))
        weight = min(0.5, 2 * math.pi * bandwidth * seconds)
        self._begin_s = expected + math.sqrt(2) * weight * error
        drift = self._drift + 2 * math.pi * bandwidth * weight * error
        self._drift = min(MOST_DRIFT, max(-MOST_DRIFT, drift))
