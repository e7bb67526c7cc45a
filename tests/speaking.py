"""Speech for the ear: words in the bundled voice, put into a quiet room at known times."""

import platform
import sys
from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from drillvoice.audio.resample import Resampler
from drillvoice.core.clips import Samples
from drillvoice.voice.pyttsx3_engine import Pyttsx3Engine

RATE = 16_000
FRAME = 160
HISS = 0.0003
"""-70 dBFS: a very quiet room."""
NUMBERS = ("zero", "two", "five", "nine", "ten")
TEXTS = ("stop", "yes", "no", "next", "take a break", "computer", "coffee", "skip", "back", *NUMBERS)

needs_voice = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in ("x86_64", "aarch64"), reason="needs the bundled eSpeak NG"
)


@cache
def _spoken() -> dict[str, Samples]:
    """All of them at once: to start a voice takes longer than to speak."""
    voice = Pyttsx3Engine()
    try:
        return {text: Resampler(RATE).resample_clip(voice.speak(text)) for text in TEXTS}
    finally:
        voice.close()


class Take:
    """A recording of pauses in seconds and of words; whole frames."""

    def __init__(self, *parts: float | str) -> None:
        sounds = [
            _spoken()[part] if isinstance(part, str) else np.zeros(round(part * RATE), np.float32) for part in parts
        ]
        ends = np.cumsum([len(sound) for sound in sounds]) / RATE
        spans = pairwise([0.0, *(float(end) for end in ends)])
        self.spans = [span for span, part in zip(spans, parts, strict=True) if isinstance(part, str)]
        """When each word begins and ends."""
        sound = np.concatenate(sounds)
        sound = sound[: len(sound) // FRAME * FRAME]
        hiss = HISS * np.random.default_rng(1).standard_normal(len(sound))
        self.samples: Samples = (sound + hiss).astype(np.float32)
        self.silence: Samples = np.zeros_like(self.samples)

    @property
    def seconds(self) -> float:
        return len(self.samples) / RATE

    def between(self, start_s: float, end_s: float, level: float = 0.1) -> Samples:
        """A tone from one time to another, as long as all of it: what the loudspeaker plays meanwhile."""
        times = np.arange(len(self.samples)) / RATE
        tone = level * np.sin(2 * np.pi * 300 * times) * ((start_s <= times) & (times < end_s))
        return tone.astype(np.float32)

    def hummed(self, start_s: float, end_s: float, level: float = 0.1) -> Samples:
        """The same while somebody hums from one time to another."""
        times = np.arange(len(self.samples)) / RATE
        hum = sum(np.sin(2 * np.pi * 130 * partial * times) / partial for partial in range(1, 12))
        return (self.samples + level * hum * ((start_s <= times) & (times < end_s))).astype(np.float32)
