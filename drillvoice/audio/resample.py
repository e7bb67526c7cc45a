"""Clips at a device's sample rate."""

from drillvoice.core.clips import Clip, Samples


class Resampler:
    """Brings clips to one rate, each once."""

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self._done: dict[int, tuple[Clip, Samples]] = {}

    def samples(self, clip: Clip) -> Samples:
        """The samples of a clip at the rate."""
        if clip.rate == self.rate:
            return clip.samples
        known = self._done.get(id(clip))
        if known is None:
            known = (clip, _resampled(clip, self.rate))
            self._done[id(clip)] = known
        return known[1]


def _resampled(clip: Clip, rate: int) -> Samples:
    import soxr

    samples: Samples = soxr.resample(clip.samples, clip.rate, rate, quality="HQ").astype("float32")
    return samples
