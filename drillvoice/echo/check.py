"""How much of our own voice can be taken out of what this microphone hears of this loudspeaker."""

import numpy as np

from drillvoice.audio.resample import resampled
from drillvoice.core.clips import Clip, Samples
from drillvoice.core.rates import SPEECH_RATE
from drillvoice.echo.adaptive import measure_quality
from drillvoice.echo.canceller import Quality

QUIET_S = 1.0
"""The room is heard by itself for so long, or nobody could tell an echo from its noise."""
EARLY_S = 0.05
"""The echo is looked for later than the sound; both begin only roughly together."""


def echo_quality(heard: Samples, clip: Clip, lead_s: float) -> Quality:
    """What a canceller makes of a clip.

    Args:
        heard: what the microphone heard since a little before it was played, whole frames at 16 kHz.
        clip: what was played.
        lead_s: the time before it, `QUIET_S` at least.

    """
    played = resampled(clip.samples, clip.rate, SPEECH_RATE)
    played = np.concatenate([np.zeros(round((lead_s - EARLY_S) * SPEECH_RATE), np.float32), played])
    return measure_quality(heard, np.pad(played, (0, max(0, len(heard) - len(played))))[: len(heard)])
