"""The ear: from what the microphone and the loudspeaker did to the commands that were spoken.

`drillvoice hear` runs recordings through it and the listening process the live microphone, so that what is measured
is what people get. It counts time in samples.
"""

import math
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from drillvoice import reports
from drillvoice.audio.canceller import EARLY_S, FRAME, LOUD, RATE, Canceller, Cleaned, Open, Quality
from drillvoice.audio.cancelling import Cancelling
from drillvoice.audio.resample import resampled
from drillvoice.core.clips import Samples
from drillvoice.core.nearness import last_near
from drillvoice.core.spotting import FRAME_S, UNKNOWN, Heard, Spotter, Word
from drillvoice.core.vocabulary import vocabulary
from drillvoice.core.voicing import WINDOW, level_db, voicing
from drillvoice.library import load_phrases
from drillvoice.speech.recogniser import Guess, Recogniser, Result

BLOCK_FRAMES = 2
"""The recogniser gets 20 ms at a time: more would delay every decision by as much."""

SPEEDS = (1.1, 0.906)
"""What is played so much faster has its pitch and its formants so much higher. With a second look at these two the
model understood 98 instead of 95 of a hundred commands (tuning voices). What is like no word is not looked at again."""
LONGEST_LOOK_S = 2.0
LEAD_S = 0.3
KEPT_S = 4.0
SPEEDS_BESIDE = (1.0, *SPEEDS)
"""Beside our own voice, words that are no one's stand before and after a command: by itself it is worth a look at its
own speed too."""
LEAST_NEAR_S = 0.12
AROUND_S = 0.1
PAD_S = 0.2
COMFORT = 0.0003
"""-70 dBFS: no recogniser knows what to make of silence that is none at all."""


@dataclass(frozen=True, slots=True)
class Hearing:
    """How to listen."""

    model: Path
    """A folder that `find_model` answered."""
    headphones: bool = False
    """The microphone does not hear the loudspeaker."""
    wake: str = ""
    own: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """A person's own forms, by command."""
    cues: Sequence[str] = ()
    """What the drill says."""


def open_ears(hearing: Hearing) -> "Callable[[], Ear]":
    """Load the model, which takes about a tenth of a second; answers what makes an ear, fresh each time, one at a time.

    Raises:
        ModelError: the model cannot be loaded or lacks a word.

    """
    words = vocabulary(load_phrases(), hearing.own, hearing.wake, hearing.cues)
    recogniser = Recogniser(hearing.model, words.grammar, words.optional)

    def fresh() -> Ear:
        recogniser.restart()
        return Ear(recogniser, Spotter(words.phrases, hearing.wake), Open() if hearing.headphones else Cancelling())

    return fresh


@dataclass(frozen=True, slots=True)
class _Kept:
    """A frame that may be looked at again."""

    samples: Samples
    near_db: float
    beside: bool
    """Whether our own voice sounded."""


class Ear:
    """Listens for commands.

    Args:
        recogniser: understands words.
        spotter: tells commands from everything else.
        canceller: takes the program's own voice out, or says where nothing can be heard beside it.

    """

    def __init__(self, recogniser: Recogniser, spotter: Spotter, canceller: Canceller) -> None:
        self._recogniser = recogniser
        self._spotter = spotter
        self._canceller = canceller
        self._block: list[Samples] = []
        self._kept: deque[_Kept] = deque(maxlen=round(KEPT_S / FRAME_S))
        """Frames since the ear was last deaf."""
        self._window = np.zeros(WINDOW, dtype=np.float32)
        self._skipped_s = 0.0
        """Time that passed unheard: the recogniser's times lack it."""
        self._deaf = False

    @property
    def level_db(self) -> float:
        """How loud it is, in dBFS."""
        return self._spotter.voice.level_db

    @property
    def floor_db(self) -> float:
        """The noise of the room, in dBFS."""
        return self._spotter.voice.floor_db

    @property
    def now_s(self) -> float:
        """Time heard so far."""
        return self._spotter.voice.now_s

    @property
    def quality(self) -> Quality:
        """How well it hears beside the program's own voice."""
        return self._canceller.quality

    def feed(self, microphone: Samples, reference: Samples) -> list[Heard]:
        """Take the next samples of both, shape (n,) with n a multiple of 160, 16 kHz; the commands decided on."""
        frames = zip(microphone.reshape(-1, FRAME), reference.reshape(-1, FRAME), strict=True)
        found = [self._frame(heard, played) for heard, played in frames]
        return [heard for heard in found if heard]

    def _frame(self, microphone: Samples, reference: Samples) -> Heard | None:
        cleaned = self._canceller.process(microphone, reference)
        if cleaned.deaf:
            return self._pass_unheard()
        self._deaf = False
        self._window = np.concatenate([self._window[FRAME:], cleaned.samples])
        self._spotter.voice.hear(level_db(cleaned.samples), voicing(self._window), cleaned.near_db)
        self._kept.append(_Kept(cleaned.samples, cleaned.near_db, _is_beside(cleaned, reference)))
        self._block.append(cleaned.samples)
        if len(self._block) < BLOCK_FRAMES:
            return None
        block = np.concatenate(self._block)
        self._block.clear()
        return self._recognise(block)

    def _pass_unheard(self) -> Heard | None:
        """Let a frame go by. What ended before our own voice can have been in it still counts."""
        heard = None
        if not self._deaf:
            self._deaf = True
            words = self._placed(self._recogniser.finish())
            if words and words[-1].end_s <= self.now_s - EARLY_S:
                heard = self._spotter.result(words)
            self._spotter.forget()
        self._spotter.voice.skip()
        self._skipped_s += FRAME_S * (1 + len(self._block))
        self._block.clear()
        self._kept.clear()
        return heard

    def _recognise(self, block: Samples) -> Heard | None:
        answer = self._recogniser.feed(block)
        if isinstance(answer, Guess):
            heard = self._spotter.guess(answer.text)
            if heard:
                self._recogniser.finish()
            return heard
        words = self._placed(answer)
        return self._spotter.result(words) or (self._look_again(words) if words else None)

    def _look_again(self, words: Sequence[Word]) -> Heard | None:
        """Take a short utterance that is no command for that of a higher or lower voice than the model knows best."""
        back = min(len(self._kept), round((self.now_s - words[0].start_s + LEAD_S) / FRAME_S))
        start_s = self.now_s - back * FRAME_S
        utterance = list(self._kept)[-back:]
        if any(frame.beside for frame in utterance):
            return self._look_beside(utterance, start_s)
        if UNKNOWN in (word.text for word in words) or words[-1].end_s - words[0].start_s > LONGEST_LOOK_S:
            return None
        return self._look_at(_joined(utterance), start_s, SPEEDS)

    def _look_beside(self, utterance: Sequence["_Kept"], start_s: float) -> Heard | None:
        """Take what a person said last, without what is left of our own voice before and after it."""
        first, last = last_near([frame.near_db for frame in utterance])
        if not LEAST_NEAR_S <= (last - first) * FRAME_S <= LONGEST_LOOK_S:
            return None
        around = round(AROUND_S / FRAME_S)
        first = max(0, first - around)
        quiet = COMFORT * np.random.default_rng(0).standard_normal(round(PAD_S * RATE), np.float32)
        alone = np.concatenate([quiet, _joined(utterance[first : last + around]), quiet])
        return self._look_at(alone, start_s + first * FRAME_S - PAD_S, SPEEDS_BESIDE)

    def _look_at(self, utterance: Samples, start_s: float, speeds: Sequence[float]) -> Heard | None:
        for speed in speeds:
            found = self._recogniser.look_again(resampled(utterance, RATE * speed, RATE))
            at = [Word(word.text, start_s + word.start_s * speed, start_s + word.end_s * speed) for word in found.words]
            heard = self._spotter.result(at, doubtful=True) if at else None
            if heard:
                return heard
        return None

    def _placed(self, result: Result) -> list[Word]:
        """The words of a result, at their times."""
        skipped = self._skipped_s
        return [replace(word, start_s=word.start_s + skipped, end_s=word.end_s + skipped) for word in result.words]


def _is_beside(cleaned: Cleaned, reference: Samples) -> bool:
    return math.isfinite(cleaned.near_db) and bool(np.any(np.abs(reference) > LOUD))


def _joined(frames: Sequence[_Kept]) -> Samples:
    return np.concatenate([frame.samples for frame in frames])


class LiveEar:
    """An ear for a live microphone, whose time is that of `time.monotonic()`."""

    def __init__(self, ear: Ear) -> None:
        self._ear = ear

    def feed(self, microphone: Samples, reference: Samples, start_s: float) -> list[reports.Heard]:
        """Take the next samples of both, whole frames; `start_s` is the time of the first."""
        began_s = start_s - self._ear.now_s
        return [
            reports.Heard(heard.command.value, heard.phrase, began_s + heard.word_end_s, began_s + heard.decided_s)
            for heard in self._ear.feed(microphone, reference)
        ]

    def level(self) -> tuple[float, float]:
        """How loud it is, and the noise of the room, in dBFS."""
        return self._ear.level_db, self._ear.floor_db


def make_ear(config: Mapping[str, Any]) -> LiveEar:
    """The ear of the listening process; its configuration is a `Hearing` as JSON has it."""
    hearing = {key: config[key] for key in ("headphones", "wake", "own", "cues")}
    return LiveEar(open_ears(Hearing(Path(config["model"]), **hearing))())
