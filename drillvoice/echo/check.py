"""How much of our own voice can be taken out of what this microphone hears of this loudspeaker."""

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from drillvoice.audio.resample import resampled
from drillvoice.core.clips import Clip, Samples
from drillvoice.core.rates import SPEECH_RATE
from drillvoice.echo.adaptive import measured
from drillvoice.echo.canceller import FRAME, Quality

if TYPE_CHECKING:
    from drillvoice.audio.microphone import Block, Microphone
    from drillvoice.audio.speaker import Speaker

QUIET_S = 1.0
"""The room is heard by itself for so long, or nobody could tell an echo from its noise."""
EARLY_S = 0.05
"""The echo is looked for later than the sound; both begin only roughly together."""
READ_S = 0.1
AFTER_S = 0.3


def echo_quality(heard: Samples, clip: Clip, lead_s: float) -> Quality:
    """What a canceller makes of a clip.

    Args:
        heard: what the microphone heard since a little before it was played, shape (n,), 16 kHz.
        clip: what was played.
        lead_s: the time before it, `QUIET_S` at least.

    """
    played = resampled(clip.samples, clip.rate, SPEECH_RATE)
    played = np.concatenate([np.zeros(round((lead_s - EARLY_S) * SPEECH_RATE), np.float32), played])
    whole = len(heard) // FRAME * FRAME
    return measured(heard[:whole], np.pad(played, (0, max(0, whole - len(played))))[:whole])


def listened(microphone: "Microphone", seconds: float) -> "Iterator[Block]":
    """What a microphone hears for so long."""
    end_s = time.monotonic() + seconds
    while time.monotonic() < end_s:
        block = microphone.read(READ_S)
        if block is not None:
            yield block


def overhear(microphone: "Microphone", speaker: "Speaker", clip: Clip) -> Quality:
    """Play a clip, and listen to it."""
    while microphone.read(0.0) is not None:
        pass  # it was heard before
    speaker.play(clip, speaker.position + int(QUIET_S * speaker.rate))
    seconds = QUIET_S + len(clip.samples) / clip.rate + AFTER_S
    blocks = [block.samples for block in listened(microphone, seconds)]
    if not blocks:
        return Quality()
    return echo_quality(resampled(np.concatenate(blocks), microphone.rate, SPEECH_RATE), clip, QUIET_S)
