"""The ear: from what the microphone and the loudspeaker did to the commands that were spoken.

`drillvoice hear` runs recordings through it and the listening process the live microphone, so that what is measured
is what people get. It counts time in samples.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice

import numpy as np

from drillvoice.audio.resample import resampled
from drillvoice.core.clips import Samples
from drillvoice.core.hearing.command_spotter import UNHURRIED, Spotted, Spotter, Word, counts_beside
from drillvoice.core.hearing.hypotheses import ALONE, BESIDE, UNCLEAR, Hypothesis, Trust, weigh_hearings
from drillvoice.core.hearing.sound_ends import EndedSound, SoundEnds
from drillvoice.core.hearing.templates import Vectors
from drillvoice.core.hearing.voice_activity import CLEAR_DB, FRAME_S
from drillvoice.core.hearing.voicing import WINDOW, level_db, measure_voicing
from drillvoice.core.rates import SPEECH_RATE
from drillvoice.echo.canceller import EARLY_S, FRAME, Canceller, Cleaned, Quality
from drillvoice.listening.opinions import Opinions
from drillvoice.listening.recogniser import Recogniser, Result

BLOCK_FRAMES = 2
"""The recogniser gets 20 ms at a time: more would delay every decision by as much."""

SPEEDS = (0.85, 0.92, 1.0, 1.08, 1.16)
"""How much faster than it was an utterance is heard, one hearing each (see hypotheses.py). 20 ms of work for each."""
LONGEST_S = 3.0
"""A longer utterance is heard once: no command takes so long, and conversation shall not take a processor."""
LEAD_S = 0.3
TRAIL_S = 0.25
"""Of the silence by which the recogniser knows an end; what comes after may be the beginning of the next word."""
KEPT_S = 4.5
UNLIKELY = -5.0
"""A guess that the second opinion finds less likely waits for the end: of 27 early commands in noise 1 would wait, of
21 other words that would be obeyed 4 (tuning voices, and speakers made of the natural one: training/limits.py)."""


class Ear:
    """Listens for commands.

    Args:
        recogniser: understands words.
        spotter: tells commands from everything else.
        canceller: takes the program's own voice out, or says where nothing can be heard beside it.
        opinions: the second and the third opinion on what was said.
        only_urgent: what is said over our own voice counts only if it is pause or stop.

    """

    def __init__(
        self,
        recogniser: Recogniser,
        spotter: Spotter,
        canceller: Canceller,
        opinions: Opinions,
        *,
        only_urgent: bool = False,
    ) -> None:
        self._recogniser = recogniser
        self._spotter = spotter
        self._canceller = canceller
        self._opinions = opinions
        self._only_urgent = only_urgent
        self._ends = SoundEnds()
        self._ended: EndedSound | None = None
        self._block: list[Samples] = []
        self._kept: deque[Cleaned] = deque(maxlen=round(KEPT_S / FRAME_S))
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

    def sounds_since(self, start_s: float) -> Sequence[Vectors]:
        """Everything that has sounded since a time, as vectors, where somebody teaches."""
        return self._opinions.sounds_since(start_s)

    def sound_around(self, at_s: float) -> Vectors | None:
        """The same of the last sound that sounded at a time."""
        return self._opinions.sound_around(at_s)

    def feed_frames(self, microphone: Samples, reference: Samples) -> list[Spotted]:
        """Take the next samples of both, shape (n,) with n a multiple of 160, 16 kHz; the commands decided on."""
        frames = zip(microphone.reshape(-1, FRAME), reference.reshape(-1, FRAME), strict=True)
        found = [self._hear_frame(heard, played) for heard, played in frames]
        return [heard for heard in found if heard]

    def _hear_frame(self, microphone: Samples, reference: Samples) -> Spotted | None:
        cleaned = self._canceller.clean_frame(microphone, reference)
        if cleaned.deaf:
            return self._pass_unheard(cleaned.samples)
        self._deaf = False
        self._window = np.concatenate([self._window[FRAME:], cleaned.samples])
        level = level_db(cleaned.samples)
        self._spotter.voice.hear(level, measure_voicing(self._window), cleaned.near_db)
        self._hear_sound(level)
        self._kept.append(cleaned)
        self._block.append(cleaned.samples)
        if len(self._block) < BLOCK_FRAMES:
            return None
        block = np.concatenate(self._block)
        self._block.clear()
        return self._recognise_block(block)

    def _hear_sound(self, level: float) -> None:
        if self._spotter.voice.knows_room:
            self._ended = self._ends.hear_level(level, self.floor_db) or self._ended
        else:
            self._ends.pass_unheard()

    def _pass_unheard(self, samples: Samples) -> Spotted | None:
        """Let a frame go by. What ended before our own voice can have been in it still counts, if quiet followed it."""
        heard = None
        if not self._deaf:
            self._deaf = True
            words = self._placed_words(self._recogniser.finish_utterance())
            if words and words[-1].end_s <= self.now_s - EARLY_S and self._spotter.has_ended(words):
                heard = self._decide_utterance(words)
            self._spotter.forget_guess()
        self._spotter.voice.skip(level_db(samples))
        self._ends.pass_unheard()
        self._skipped_s += FRAME_S * (1 + len(self._block))
        self._block.clear()
        self._kept.clear()
        return heard

    def _recognise_block(self, block: Samples) -> Spotted | None:
        answer = self._recogniser.feed_samples(block)
        ended, self._ended = self._ended, None
        if isinstance(answer, Result):
            heard = self._decide_utterance(self._placed_words(answer))
        elif heard := self._spotter.spot_in_partial(answer.text, self._agrees_early):
            self._recogniser.finish_utterance()
        return heard or (self._decide_sound(ended) if ended else None)

    def _agrees_early(self, guessed: Spotted) -> bool:
        """Whether the second opinion lets a guess be obeyed, where there is time to ask it; it knows no echo."""
        if guessed.command not in UNHURRIED or self._kept[-1].beside:
            return True
        second = self._opinions.second_likelihoods(guessed.word_end_s, self._kept_sound)
        return second.get(guessed.phrase, 0.0) > UNLIKELY

    def _decide_sound(self, sound: EndedSound) -> Spotted | None:
        """Take the end of a sound of any kind, whatever the recogniser makes of it. Beside our own voice what is taught
        may only confirm what others have heard.
        """
        heard = None if self._is_beside(*sound) else self._spot_example(*sound)
        if heard:
            self._recogniser.finish_utterance()
        return heard

    def _spot_example(self, start_s: float, end_s: float) -> Spotted | None:
        example = self._opinions.example_between(start_s, end_s, self._kept_sound)
        return self._spotter.spot_example(*example, start_s, end_s) if example else None

    def _is_beside(self, start_s: float, end_s: float) -> bool:
        return any(frame.beside for frame in self._frames_between(start_s, end_s))

    def _decide_utterance(self, words: Sequence[Word]) -> Spotted | None:
        """Take the end of an utterance."""
        if not words:
            return None
        start_s, end_s = min(words[0].start_s, self._spotter.voice.began_s(words[-1].end_s)), words[-1].end_s
        beside = self._is_beside(start_s, end_s)
        if end_s - start_s > LONGEST_S:
            heard = self._spotter.spot_in_result(words)
        elif beside:
            heard = self._decide_beside(words, start_s)
        else:
            heard = self._hear_again(start_s, end_s, ALONE) or self._spot_example(start_s, end_s)
        ignored = beside and heard and not counts_beside(heard.command, only_urgent=self._only_urgent)
        return None if ignored else heard

    def _decide_beside(self, words: Sequence[Word], start_s: float) -> Spotted | None:
        """The same beside our own voice; what the recogniser had learnt of the room counts too."""
        voice, end_s = self._spotter.voice, words[-1].end_s
        if not voice.is_near(start_s, end_s):
            return self._spotter.spot_in_result(words)
        trust = BESIDE if voice.nearness_db(start_s, end_s) >= CLEAR_DB else UNCLEAR
        return self._hear_again(start_s, end_s, trust) or self._spotter.spot_in_result(words)

    def _hear_again(self, start_s: float, end_s: float, trust: Trust) -> Spotted | None:
        hearings = self._hear_at_speeds(start_s - LEAD_S, end_s + TRAIL_S)
        phrases, beside = self._spotter.phrases, trust is not ALONE

        def opinion() -> Mapping[str, float]:
            return self._opinions.likely_phrases(phrases, start_s, end_s, self._kept_sound, beside=beside)

        weighed = weigh_hearings(hearings, phrases, opinion, trust, self._spotter.further)
        if weighed is None:
            self._spotter.forget_guess()
            return None
        return self._spotter.spot_in_result(weighed.words, doubtful=not weighed.sure)

    def _hear_at_speeds(self, start_s: float, end_s: float) -> list[list[Hypothesis]]:
        """What was kept between two times, heard at each of the speeds."""
        utterance = self._kept_sound(start_s, end_s)
        if not utterance.size:
            return []
        start_s = max(start_s, self.now_s - len(self._kept) * FRAME_S)
        return [self._hypotheses(utterance, start_s, speed) for speed in SPEEDS]

    def _kept_sound(self, start_s: float, end_s: float) -> Samples:
        """What was kept between two times, as far as it is there."""
        return np.concatenate([np.zeros(0, np.float32), *(one.samples for one in self._frames_between(start_s, end_s))])

    def _frames_between(self, start_s: float, end_s: float) -> "islice[Cleaned]":
        """The frames that were kept between two times."""
        began_s = self.now_s - len(self._kept) * FRAME_S
        return islice(self._kept, *(max(0, round((at_s - began_s) / FRAME_S)) for at_s in (start_s, end_s)))

    def _hypotheses(self, utterance: Samples, start_s: float, speed: float) -> list[Hypothesis]:
        found = self._recogniser.hypotheses(resampled(utterance, SPEECH_RATE * speed, SPEECH_RATE))
        return [replace(one, words=tuple(_word_at(word, start_s, speed) for word in one.words)) for one in found]

    def _placed_words(self, result: Result) -> list[Word]:
        """The words of a result, at their times."""
        return [_word_at(word, self._skipped_s, 1.0) for word in result.words]


def _word_at(word: Word, start_s: float, speed: float) -> Word:
    """A word of an utterance that began at a time and was heard at a speed."""
    return replace(word, start_s=start_s + word.start_s * speed, end_s=start_s + word.end_s * speed)
