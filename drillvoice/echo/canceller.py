"""What the recogniser may hear of what the microphone heard: not our own voice.

A canceller is fed frames of 10 ms at 16 kHz, microphone and reference of the same moment, without a gap.
"""

import math
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from drillvoice.core.clips import Samples
from drillvoice.core.rates import SPEECH_RATE

FRAME = 160
"""10 ms."""
TAIL_S = 0.3
"""A room is still heard for so long after the loudspeaker."""
UNKNOWN_DELAY_S = 0.2
"""A Bluetooth loudspeaker plays so much later than it says."""
EARLY_S = 0.2
"""A gate closes as the sound is recognised as one, which is 60 ms late, and the times may be wrong by a little more.
What was heard so shortly before it closed is too short for a word, and is to be forgotten with what follows."""
LOUD = 0.001
"""-60 dBFS: over the inaudible noise that keeps loudspeakers awake, under anything that is meant to be heard."""
SHORTEST_S = 0.06
"""The metronome's tick lasts 20 ms, and no recogniser takes it for a word."""
JOINED_S = 0.1
"""Silence within a word, such as before the k of back, is not the end of a sound."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """10 ms for the recogniser."""

    samples: Samples
    """Shape (160,), float32."""
    deaf: bool
    """Whether to disregard them: what is heard is, or may be, our own voice."""
    near_db: float = math.inf
    """How far what is left is above what our own voice and the room's noise would leave."""
    beside: bool = False
    """Whether our own voice may be in what was heard, though it was taken out."""


@dataclass(frozen=True, slots=True)
class Quality:
    """How well commands are heard beside our own voice."""

    trusted: bool = False
    """Whether they are heard; else nothing is while we speak."""
    erle_db: float = 0.0
    """How much quieter our own voice is made: the echo return loss enhancement."""
    delay_s: float = 0.0
    """How late the microphone hears it."""
    drift_ppm: float = 0.0
    """How much slower the loudspeaker's clock goes than the microphone's."""
    jumps: int = 0
    """How often it was found at another delay."""


class Canceller(Protocol):
    """Takes the loudspeaker out of the microphone's sound."""

    @property
    def quality(self) -> Quality:
        """How well it does, as of now."""
        ...

    def shift_reference(self, by: int) -> None:
        """So many silent samples are left out of the reference alone, or come twice where it is negative."""
        ...

    def clean_frame(self, microphone: Samples, reference: Samples) -> Cleaned:
        """The next 10 ms; both of shape (160,)."""
        ...


class Open:
    """Takes nothing out: with headphones the microphone does not hear our voice."""

    quality = Quality(trusted=True)

    def shift_reference(self, by: int) -> None:
        """It does not matter."""

    def clean_frame(self, microphone: Samples, reference: Samples) -> Cleaned:
        """The next 10 ms, as they are."""
        return Cleaned(microphone, deaf=False)


class DeafGate:
    """Deaf while the loudspeaker speaks and for a while after; simple, and safe in every room.

    Args:
        unknown_delay_s: how much later than it says the loudspeaker may sound.

    """

    quality = Quality()

    def __init__(self, unknown_delay_s: float = UNKNOWN_DELAY_S) -> None:
        self._after = round((TAIL_S + unknown_delay_s) * SPEECH_RATE)
        self._now = 0
        """Samples processed so far."""
        self._begun: int | None = None
        """The first sample of the sound that is going on, or was the last."""
        self._last = 0
        """The sample after its last loud one."""
        self._deaf_until = 0

    def shift_reference(self, by: int) -> None:
        """It does not matter: the gate is shut for longer than any reference is off."""

    def clean_frame(self, microphone: Samples, reference: Samples) -> Cleaned:
        """The next 10 ms."""
        self._listen(reference)
        deaf = self._now < self._deaf_until
        self._now += len(reference)
        return Cleaned(microphone, deaf)

    def _listen(self, reference: Samples) -> None:
        loud = np.flatnonzero(np.abs(reference) > LOUD)
        if not len(loud):
            return
        first = self._now + int(loud[0])
        if self._begun is None or first - self._last > JOINED_S * SPEECH_RATE:
            self._begun = first
        self._last = self._now + int(loud[-1]) + 1
        if self._last - self._begun >= round(SHORTEST_S * SPEECH_RATE):
            self._deaf_until = self._last + self._after


class Louder:
    """Makes what another one leaves louder: a soft voice, and everything else with it.

    Args:
        canceller: the other one.
        gain: by how much, as a factor.

    """

    def __init__(self, canceller: Canceller, gain: float) -> None:
        self._canceller = canceller
        self._gain = np.float32(gain)

    @property
    def quality(self) -> Quality:
        """That of the other one."""
        return self._canceller.quality

    def shift_reference(self, by: int) -> None:
        """The same for the other one."""
        self._canceller.shift_reference(by)

    def clean_frame(self, microphone: Samples, reference: Samples) -> Cleaned:
        """The next 10 ms."""
        cleaned = self._canceller.clean_frame(microphone, reference)
        return replace(cleaned, samples=cleaned.samples * self._gain)
