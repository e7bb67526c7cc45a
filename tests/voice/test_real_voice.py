"""pyttsx3 with the eSpeak NG that comes with the package, in its worker process."""

import platform
import sys

import numpy as np
import pytest

from drillvoice.core.clips import PEAK_LIMIT
from drillvoice.voice.pyttsx3_engine import Pyttsx3Engine

pytestmark = pytest.mark.slow

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in ("x86_64", "aarch64"), reason="needs the bundled eSpeak NG"
)


def test_three_phrases_are_three_clips_each_the_right_one() -> None:
    synthesiser = Pyttsx3Engine()
    try:
        phrases = ["Look left", "At the next object, go round on the left", "One"]
        clips = [synthesiser.speak(text) for text in phrases]
        again = synthesiser.speak(phrases[0])
    finally:
        synthesiser.close()
    short, long, word = (len(clip.samples) / clip.rate for clip in clips)
    assert 0.1 < word < short < 1.0 < long < 4.0
    # eSpeak's sound depends on what it spoke before: the soft end of a "t" may be just loud enough to be kept, or not.
    assert len(again.samples) / again.rate == pytest.approx(short, abs=0.15)
    assert all(0.05 < np.abs(clip.samples).max() <= PEAK_LIMIT + 0.001 for clip in clips)
