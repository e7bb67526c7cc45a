"""What is wrong with a microphone, as far as its sound tells."""

from collections.abc import Iterator
from enum import Enum

import numpy as np

from drillvoice.core.clips import Samples

SILENT_S = 3.0
"""Nothing but exact zeros for so long since it was opened: permission was refused, or it is muted. Zeros that come
later are no sign of anything: some microphones take the noise out while nobody speaks."""
FULL = 0.99
CLIPPED_SHARE = 0.01
"""Of the samples of `CLIPPED_S`; a clap or a cough stays below."""
CLIPPED_S = 3.0
AGAIN_S = 60.0
"""So often at most is it said."""


def clipped_s(samples: Samples, rate: int) -> float:
    """For how much of some samples the level was at its limit, in seconds."""
    return float(np.count_nonzero(np.abs(samples) >= FULL)) / rate


class Finding(Enum):
    """What has been noticed."""

    SILENT = "silent"
    SOUND = "sound"
    """It was silent, and is not any more."""
    CLIPPED = "clipped"


class MicrophoneCondition:
    """Watches one microphone; time is counted in samples."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._now_s = 0.0
        self._sounded = False
        self._silent = False
        self._full = 0.0
        self._clipped_since_s = 0.0
        self._clipped_said_s = -AGAIN_S

    def feed(self, samples: Samples) -> Iterator[Finding]:
        """What has been noticed in the next samples."""
        self._now_s += len(samples) / self._rate
        yield from self._watch_silence(samples)
        yield from self._watch_clipping(samples)

    def _watch_silence(self, samples: Samples) -> Iterator[Finding]:
        if self._sounded:
            return
        self._sounded = bool(samples.any())
        if self._sounded and self._silent:
            yield Finding.SOUND
        elif not self._sounded and not self._silent and self._now_s >= SILENT_S:
            self._silent = True
            yield Finding.SILENT

    def _watch_clipping(self, samples: Samples) -> Iterator[Finding]:
        self._full += clipped_s(samples, self._rate)
        if self._now_s - self._clipped_since_s < CLIPPED_S:
            return
        if self._full >= CLIPPED_SHARE * CLIPPED_S and self._now_s - self._clipped_said_s >= AGAIN_S:
            self._clipped_said_s = self._now_s
            yield Finding.CLIPPED
        self._full = 0.0
        self._clipped_since_s = self._now_s
