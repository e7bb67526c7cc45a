"""piper-tts in a process of its own: `python -m drillvoice.voice.piper_worker`."""

import wave
from typing import Any

import numpy as np

from drillvoice.core.clips import Samples, silence
from drillvoice.voice.worker_loop import Driver, serve_voice

SENTENCE_PAUSE_S = 0.3
"""Between sentences, besides the 0.15 s that the engine itself leaves."""
PACES = (
    (2.6, 81.4), (2.3, 90.8), (2.0, 103.3), (1.8, 113.1), (1.6, 125.2), (1.4, 140.6), (1.3, 151.9), (1.2, 162.9),
    (1.1, 173.8), (1.0, 183.0), (0.9, 192.1), (0.8, 207.8), (0.75, 221.1), (0.7, 236.0), (0.6, 269.1), (0.5, 290.9),
)  # fmt: skip
"""The engine's own measure of slowness, and the words a minute that en_US-joe-medium makes of it, with the phrases of 3
to 14 words of the shipped drills and counted as eSpeak NG's are (benchmarks/voices_pace.py). It rounds each sound to
12 ms, hence the steps."""
SAMPLES = (
    "Look up a little, and come back to the front.",
    "Stay within reach of something sturdy to hold.",
    "Lift one knee, then the other.",
    "Rest now, for as long as you like.",
)
"""A voice is asked for these first, to know how fast it is by itself."""
SAMPLES_S = 7.757
"""How long they are in the voice that PACES was measured with."""
SPEECH_ABOVE = 0.005
"""The engine gives each sentence a peak of 1, and silence less than 0.0001."""


def length_scale_for(rate: float, slowness: float = 1.0) -> float:
    """The engine's own measure of slowness for a rate in words a minute.

    Args:
        rate: what is wanted.
        slowness: how much longer the voice takes by itself than the one that PACES was measured with.

    """
    scales, rates = zip(*sorted(PACES, key=lambda pair: pair[1]), strict=True)
    return float(np.interp(rate * slowness, rates, scales))


class PiperDriver(Driver):
    """piper-tts with one voice and rate.

    Args:
        voice: its name, which the engine does not need.
        rate: words a minute.
        model: its file, with the description beside it.

    """

    def __init__(self, voice: str, rate: int, model: str) -> None:
        from piper import PiperVoice

        self._voice = PiperVoice.load(model)
        self._length_scale = 1.0
        spoken = sum(speech_s(self._speak(text, still=True), self._rate) for text in SAMPLES)
        self._length_scale = length_scale_for(rate, spoken / SAMPLES_S)

    @property
    def _rate(self) -> int:
        return int(self._voice.config.sample_rate)

    def _speak(self, text: str, *, still: bool = False) -> Samples:
        """The sound of a text; still means without the chance that makes no two alike."""
        from piper import SynthesisConfig

        chance: dict[str, Any] = {"noise_scale": 0.0, "noise_w_scale": 0.0} if still else {}
        config = SynthesisConfig(length_scale=self._length_scale, **chance)
        ended = text if text[-1:] in (".", "!", "?") else f"{text}."
        parts: list[Samples] = []
        for sentence in self._voice.synthesize(ended, config):
            parts += [silence(SENTENCE_PAUSE_S, self._rate)] if parts else []
            parts.append(sentence.audio_float_array)
        return np.concatenate(parts) if parts else np.zeros(0, np.float32)

    def save(self, text: str, path: str) -> None:
        """Speak a phrase into a new file: mono, 16 bits, at the voice's own sample rate."""
        frames = np.clip(np.round(self._speak(text) * 32767), -32768, 32767).astype("<i2")
        with wave.open(path, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(self._rate)
            file.writeframes(frames.tobytes())


def speech_s(samples: Samples, rate: int) -> float:
    """How long speech is without the silence around it."""
    loud = np.flatnonzero(np.abs(samples) >= SPEECH_ABOVE)
    return float(loud[-1] + 1 - loud[0]) / rate if len(loud) else 0.0


if __name__ == "__main__":
    serve_voice(PiperDriver)
