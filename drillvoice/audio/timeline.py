"""When the frames of a stream sound, on `time.monotonic()`.

What PortAudio says of it wanders: by up to 40 ms within seconds through PulseAudio's ALSA plug-in, measured in the
virtual room. What does not wander is the count of frames, and the soonest of the callbacks: each comes at its time
or later, never sooner. So the count and the soonest callbacks give the pace, and the average of what PortAudio said in the
first second gives how far the sound lies before or after the callback.
"""

CREEP = 0.001
"""How fast the clock may fall behind: 1000 ppm. A sound card is off by up to 200, a null sink by up to 900."""
JUMP_S = 0.05
"""Callbacks that all come so much later than the count says, for `PATIENCE_S`: frames were lost unseen."""
PATIENCE_S = 1.0
FIRST_BLOCKS = 60
"""About a second: what is said in it is averaged plainly."""
SLOWEST = 1 / 8000
"""Afterwards a change of 20 ms that lasts for 10 s moves the times by 1 or 2 ms."""
MOST_DELAY_S = 0.5
"""A device that says more does not know."""


class StreamTime:
    """The times of one stream's frames. Takes no lock: a callback may ask it.

    Args:
        rate: frames a second.
        delay_s: how far a block's first frame sounds after its callback where the device does not say it; below zero
            for a microphone.

    """

    def __init__(self, rate: int, delay_s: float) -> None:
        self._rate = rate
        self._guess_s = delay_s
        self._restart()

    def _restart(self) -> None:
        self._soonest: float | None = None
        self._delay_s = 0.0
        self._blocks = 0
        self._last = 0.0
        self._late_since: float | None = None

    def place(self, first: int, called_s: float, delay_s: float) -> float:
        """When a block's first frame sounds.

        Args:
            first: its number since the stream began.
            called_s: when the callback was called.
            delay_s: how far behind the call it sounds, according to the device.

        """
        begin = called_s - first / self._rate
        if self._stalled(begin, called_s):
            self._restart()
        if self._soonest is None:
            self._soonest = begin
        else:
            self._soonest = min(begin, self._soonest + CREEP * (called_s - self._last))
        self._last = called_s
        self._average(begin - self._soonest + self._plausible(delay_s))
        return self._soonest + self._delay_s + first / self._rate

    def _stalled(self, begin: float, called_s: float) -> bool:
        if self._soonest is None or begin - self._soonest < JUMP_S:
            self._late_since = None
        elif self._late_since is None:
            self._late_since = called_s
        return self._late_since is not None and called_s - self._late_since > PATIENCE_S

    def _plausible(self, delay_s: float) -> float:
        """A device's word, unless it lies on the wrong side of the callback or too far off."""
        right_side = delay_s * self._guess_s > 0
        return delay_s if right_side and abs(delay_s) <= MOST_DELAY_S else self._guess_s

    def _average(self, delay_s: float) -> None:
        self._blocks += 1
        weight = 1 / self._blocks if self._blocks <= FIRST_BLOCKS else SLOWEST
        self._delay_s += weight * (delay_s - self._delay_s)
