"""A monotonic clock behind the loudspeaker's interface, for machines without sound."""

import time
from collections.abc import Callable

from drillvoice.core.clips import Clip
from drillvoice.core.rates import SILENT_RATE


class SilentOutlet:
    """Plays nothing, in real time."""

    rate = SILENT_RATE
    latency_s = 0.0
    underflows = 0
    alive = True

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._start = monotonic()

    @property
    def position(self) -> int:
        """Frames that a loudspeaker would have taken by now."""
        return int((self._monotonic() - self._start) * self.rate)

    def play(self, clip: Clip, frame: int, gain: float = 1.0) -> None:
        """Nothing sounds."""

    def beat(self, frame: int, beats: int) -> None:
        """Nothing ticks."""

    def set_volume(self, volume: float) -> None:
        """Nothing gets louder."""

    def hush(self) -> int:
        """It is silent already."""
        return self.position

    def tend(self) -> None:
        """There is nothing to tend."""

    def reopen(self) -> bool:
        """It cannot be lost."""
        return True

    def close(self) -> None:
        """There is nothing to close."""
