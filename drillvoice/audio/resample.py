"""Clips at a device's sample rate."""

from collections import OrderedDict
from typing import Any

from drillvoice.core.clips import Clip, Samples

MOST_KEPT = 48
"""Cues come again and again, announcements once: memory stays bounded however long the session."""


class Resampler:
    """Brings clips to one rate and remembers those used last."""

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self._kept: OrderedDict[int, tuple[Clip, Samples]] = OrderedDict()

    def resample_clip(self, clip: Clip) -> Samples:
        """The samples of a clip at the rate."""
        if clip.rate == self.rate:
            return clip.samples
        key = id(clip)
        if key not in self._kept:
            self._kept[key] = (clip, resampled(clip.samples, clip.rate, self.rate))
        self._kept.move_to_end(key)
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return self._kept[key][1]


def resampled(samples: Samples, rate: float, to: float) -> Samples:
    """The same sound at another rate."""
    import soxr

    changed: Samples = soxr.resample(samples, rate, to, quality="HQ").astype("float32")
    return changed


class StreamResampler:
    """Brings an endless stream to another rate, block by block; what it gives joins without a seam.

    The filter holds a few milliseconds back until it has seen what follows them. That is late, not shifted: each
    sample still belongs to its own time, so the times that are answered are exact.
    """

    def __init__(self, rate: int, to: int) -> None:
        self._rate = rate
        self._to = to
        self._stream: Any = None
        self.restart_stream()

    def restart_stream(self) -> None:
        """Begin anew: what follows does not join what was."""
        self._taken = 0
        self._given = 0
        if self._rate == self._to:
            return
        import soxr

        self._stream = soxr.ResampleStream(self._rate, self._to, 1, dtype="float32", quality="HQ")

    def resample_block(self, samples: Samples, start_s: float) -> tuple[float, Samples]:
        """The samples that are ready, which may be none, and the time of the first of them."""
        if self._stream is None:
            return start_s, samples
        ready: Samples = self._stream.resample_chunk(samples)
        first_s = start_s + self._given / self._to - self._taken / self._rate
        self._taken += len(samples)
        self._given += len(ready)
        return first_s, ready
