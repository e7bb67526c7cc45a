"""What is understood while the program itself speaks: `echo.py [SECTION...]`.

fails     the harness can fail: no echo (a headset), the raw microphone, the gate
overlap   commands spoken over cues: which are understood, and what else is "heard"
level     the same with the echo as loud as the voice in every scene
alone     cues alone, those among them that hold a command's word: nothing may be obeyed (an hour in all)
faults    lost blocks, a jump of 10 ms within a cue, a cold start, a headset half-way, other rates
cost      processor time and added delay

Scenes are made on demand from their seeds (scenes.py); final figures come from unseen voices, tuning from others
(`--split tuning`). Every canceller hears the same scenes through the same ear.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import Pool
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np

from benchmarks.acoustics import RATE, Signal
from benchmarks.common import REPOSITORY, figure, heading, shares
from benchmarks.scenes import Scene, Setting, Spoken, alone, human_stops, make, settings
from benchmarks.voices import TUNING, UNSEEN, missing_engines
from drillvoice.audio.canceller import Canceller, Gate, Open
from drillvoice.core.spotting import Heard, Spotter
from drillvoice.core.vocabulary import vocabulary
from drillvoice.ear import Ear
from drillvoice.library import load_phrases
from drillvoice.speech.models import find_model
from drillvoice.speech.recogniser import Recogniser

VOICES = REPOSITORY.parent / "shared" / "voices"
LATE_S = 2.0
"""A command that is decided on so long after its end was not heard in time."""
BLOCK = RATE // 10


def aec3() -> Canceller:
    """WebRTC's echo canceller by itself."""
    from benchmarks.cancellers import Aec3

    return Aec3()


CANCELLERS: dict[str, Callable[[], Canceller]] = {
    "open": Open,
    "gate": Gate,
}


@dataclass(frozen=True)
class Outcome:
    """What came of one scene."""

    setting: Setting
    spoken: tuple[Spoken, ...]
    understood: tuple[bool, ...]
    false: tuple[Heard, ...]
    """Commands that nobody spoke."""
    seconds: float
    cost: float
    """Processor time of the canceller, as a share of real time."""
    quality: str


def outcome(scene: Scene, make_canceller: Callable[[], Canceller], recogniser: Recogniser) -> Outcome:
    """Hear a scene."""
    recogniser.restart()
    canceller = _Timed(make_canceller())
    words = vocabulary(load_phrases(), {})
    ear = Ear(recogniser, Spotter(words.phrases), canceller)
    heard: list[Heard] = []
    for at in range(0, len(scene.microphone), BLOCK):
        heard += ear.feed(scene.microphone[at : at + BLOCK], scene.reference[at : at + BLOCK])
    understood, false = matched(scene.spoken, heard)
    seconds = len(scene.microphone) / RATE
    quality = canceller.quality()
    return Outcome(scene.setting, scene.spoken, understood, false, seconds, canceller.spent_s / seconds, quality)


def matched(spoken: Sequence[Spoken], heard: Iterable[Heard]) -> tuple[tuple[bool, ...], tuple[Heard, ...]]:
    """Which commands were understood, and what was heard that nobody said."""
    left = list(heard)
    understood = []
    for said in spoken:
        near = [one for one in left if said.start_s < one.decided_s < said.end_s + LATE_S]
        right = [one for one in near if one.command.value == said.command]
        understood.append(bool(right))
        left = [one for one in left if one not in right]
    return tuple(understood), tuple(left)


class _Timed:
    """A canceller and the time that it takes."""

    def __init__(self, canceller: Canceller) -> None:
        self._canceller = canceller
        self.spent_s = 0.0
        self.process = self._process

    def _process(self, microphone: Signal, reference: Signal):  # type: ignore[no-untyped-def]
        began = time.process_time()
        cleaned = self._canceller.process(microphone, reference)
        self.spent_s += time.process_time() - began
        return cleaned

    def quality(self) -> str:
        """What the canceller says of itself."""
        return str(getattr(self._canceller, "quality", ""))
