"""Clips at a device's sample rate."""

from collections import OrderedDict

from drillvoice.core.clips import Clip, Samples

MOST_KEPT = 48
"""Cues come again and again, announcements once: memory stays bounded however long the session."""


class Resampler:
    """Brings clips to one rate and remembers those used last."""

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self._kept: OrderedDict[int, tuple[Clip, Samples]] = OrderedDict()

    def samples(self, clip: Clip) -> Samples:
        """The samples of a clip at the rate."""
        if clip.rate == self.rate:
            return clip.samples
        key = id(clip)
        if key not in self._kept:
            self._kept[key] = (clip, _resampled(clip, self.rate))
        self._kept.move_to_end(key)
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return self._kept[key][1]


def _resampled(clip: Clip, rate: int) -> Samples:
    import soxr

    samples: Samples = soxr.resample(clip.samples, clip.rate, rate, quality="HQ").astype("float32")
    return samples
