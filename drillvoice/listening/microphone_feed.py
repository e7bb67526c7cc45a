"""From what a microphone hears, at its own rate and in blocks of any length, to what an ear takes."""

import numpy as np

from drillvoice.audio.resample import StreamResampler
from drillvoice.core.clips import Samples
from drillvoice.core.rates import SPEECH_RATE
from drillvoice.echo.canceller import FRAME


class MicrophoneFeed:
    """Makes whole frames of 10 ms at 16 kHz of one stream of sound.

    Args:
        rate: the stream's, in frames a second.

    """

    def __init__(self, rate: int) -> None:
        self._resampler = StreamResampler(rate, SPEECH_RATE)
        self._rest = np.zeros(0, dtype=np.float32)

    def forget_rest(self) -> None:
        """Begin anew: something is missing before what comes next."""
        self._resampler.restart_stream()
        self._rest = self._rest[:0]

    def whole_frames(self, samples: Samples, start_s: float = 0.0) -> tuple[float, Samples]:
        """The frames that have become whole, which may be none, and the time of their first sample.

        Args:
            samples: what comes next, mono.
            start_s: the time of its first sample.

        """
        first_s, ready = self._resampler.resample_block(samples, start_s)
        first_s -= len(self._rest) / SPEECH_RATE
        ready = np.concatenate([self._rest, ready])
        whole = len(ready) // FRAME * FRAME
        self._rest = ready[whole:]
        return first_s, ready[:whole]

    def last_frames(self, seconds: float) -> Samples:
        """What was not whole yet, followed by silence up to so many seconds, a whole number of frames."""
        return np.pad(self._rest, (0, round(seconds * SPEECH_RATE) - len(self._rest)))
