"""hibari-tts in a process of its own: `python -m drillvoice.voice.natural_worker`."""

import wave

import numpy as np

from drillvoice.core.clips import Samples, lift_consonants
from drillvoice.voice.natural_tuning import LIFT_DB, speed_for
from drillvoice.voice.natural_voices import USUAL_NATURAL
from drillvoice.voice.spoken_as import as_given, spoken_as
from drillvoice.voice.worker_loop import Driver, serve_voice

SEED = 0
"""With one seed the same text gives the same bytes."""


class NaturalDriver(Driver):
    """hibari-tts with one voice and rate.

    Args:
        voice: its name; empty for the one in the package.
        rate: words a minute.
        model: the file of a voice that was installed; the engine would download one that it does not have.

    """

    def __init__(self, voice: str, rate: int, model: str = "") -> None:
        from hibari import Hibari

        if not model and voice not in ("", USUAL_NATURAL):
            raise LookupError(f'The voice "{voice}" is not installed; install it with `drillvoice voices install`.')
        self._speak = Hibari(voice or USUAL_NATURAL, model=model or None)
        self._speed = speed_for(rate)

    def save(self, text: str, path: str) -> None:
        """Speak a phrase into a new file: mono, 16 bits, 24,000 frames a second."""
        samples: Samples = self._speak(as_given(text, spoken_as()), speed=self._speed, seed=SEED)
        samples = lift_consonants(samples, self._speak.sample_rate, LIFT_DB)
        frames = np.clip(np.round(samples * 32768), -32768, 32767).astype("<i2")
        with wave.open(path, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(self._speak.sample_rate)
            file.writeframes(frames.tobytes())


if __name__ == "__main__":
    serve_voice(NaturalDriver)
