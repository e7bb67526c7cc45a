"""From a recogniser's guesses and the sound's level to commands that were meant.

A false pause is cheap, a false "next" is not, and a missed "stop" is dangerous. So pause and stop may act on a
guess that is still partial, once it has stood for a while and the voice has fallen silent; everything else acts only
on a final result. In both cases the utterance is the phrase and nothing else, comes after a moment of quiet, and is
louder than the room. What the recogniser calls its confidence is of no use here (vosk issues 1339, 1191, 2011).

Nothing here reads a clock: time is counted in frames of 10 ms, from the first that was heard.
"""

import math
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, islice, takewhile
from typing import TypeVar

from drillvoice.core.answers import Answer
from drillvoice.core.commands import Command
from drillvoice.core.nearness import NEAR_DB, enough
from drillvoice.core.voicing import Voicing

Meaning = Command | Answer
"""What somebody may have wanted to say."""
FRAME_S = 0.01
EARLY = frozenset({Command.PAUSE, Command.STOP})
"""Commands that may act before the recogniser is sure, and need no more than a whisper. Help might, but what it says is
alarming where nobody asked, and a sneeze or a "skip" begins like it."""
UNTIRING = EARLY | {Command.HELP}
"""Commands that act even right after another."""
UNKNOWN = "[unk]"
"""The recogniser's word for anything that is not in the grammar."""

STABLE_S = 0.12
"""How long a partial guess must have stood."""
QUIET_S = 0.16
"""How long the voice must have been silent by then: most of a sentence that begins like a command has no such gap."""
STEADY_S = 0.5
"""A guess that has stood so long needs no silence after it: a room may be too loud for one."""
APART_S = 0.3
"""A sound so far from the phrase is not a part of its utterance: a cough, a footstep."""
BEFORE_S = 0.15
"""Quiet before the phrase; in a sentence a word begins where the last one ends."""
LONGEST_WORD_S = 1.2
"""A single word that takes longer is a noise; slow and slurred speech stays below."""
SHORTEST_S = 0.12
LATE_S = 1.5
"""A word that the recogniser makes out so long after it was said stood in a noise that did not end."""
REFRACTORY_S = 0.6
ONSET_S = 0.1
"""How far the recogniser's idea of a word's start may be off."""
BEFORE_WITHIN_S = 0.35

DROP_DB = 9.0
"""Quiet is so much below the voice itself; below the room's noise would fail in a room that is not quiet."""
ABOVE_FLOOR_DB = 3.0
LOWEST_FLOOR_DB = -65.0
"""dBFS; below it a microphone is taken for silent, or each bit of noise would be a voice."""
FLOOR_SHARE = 0.2
"""The room's own noise is the quietest fifth of the last seconds."""
FLOOR_S = 4.0
KEPT_S = 8.0
MEAN_FRAMES = 10
VOICED = 0.57
VOICED_FRAMES, VOICED_FRAMES_IN_DOUBT = 3, 8
"""So many frames so periodic are a vowel, of a short word and of most. Footsteps and claps have fewer; so has
whispering, which can pause and stop but not skip."""
MOST_SHRILL, MOST_SHRILL_IN_DOUBT = 0.75, 0.35
"""Dogs are shrill in more of their frames than the first, sneezes and babies in more than the second. Of what people
say 3 % are shriller than the second, none than the first; "skip" and "finish" mostly."""
VOICE_SHARE = 0.8
"""The level of a voice is what this share of its frames stay below: vowels, not closures."""
UNHEARD_DB = -math.inf
"""Above our own voice: not at all."""
GUESS_S = 0.8
"""The voice that a guess is about is in the sound of the last moments."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a result."""

    text: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Heard:
    """A command that was spoken, or an answer to a question."""

    command: Meaning
    phrase: str
    word_end_s: float
    decided_s: float


Frame = TypeVar("Frame")


class Voice:
    """Follows a voice against the noise of the room, a frame of 10 ms at a time."""

    def __init__(self) -> None:
        self.floor_db = LOWEST_FLOOR_DB
        self.level_db = LOWEST_FLOOR_DB
        """The mean of the last tenth of a second."""
        self.frames = 0
        self._means: deque[float] = deque(maxlen=round(FLOOR_S / FRAME_S / MEAN_FRAMES))
        self._fresh: list[float] = []
        self._levels: deque[float] = deque(maxlen=round(KEPT_S / FRAME_S))
        self._voicing: deque[Voicing] = deque(maxlen=round(KEPT_S / FRAME_S))
        self._near: deque[float] = deque(maxlen=round(KEPT_S / FRAME_S))

    @property
    def now_s(self) -> float:
        """Time since the first frame."""
        return self.frames * FRAME_S

    def hear(self, level_db: float, voicing: Voicing, near_db: float = math.inf) -> None:
        """Take the next frame: its level in dBFS, how much of a voice is in it, how far it is above our own."""
        level_db = max(LOWEST_FLOOR_DB, level_db)
        self._pass(level_db, voicing, near_db)
        self._fresh.append(level_db)
        if len(self._fresh) == MEAN_FRAMES:
            self.level_db = sum(self._fresh) / MEAN_FRAMES
            self._means.append(self.level_db)
            self._fresh.clear()
            self.floor_db = sorted(self._means)[int(len(self._means) * FLOOR_SHARE)]

    def skip(self, level_db: float) -> None:
        """Let a frame pass unheard; but what is loud in it may go on after it."""
        self._pass(max(LOWEST_FLOOR_DB, level_db), Voicing(0.0), UNHEARD_DB)

    def _pass(self, level_db: float, voicing: Voicing, near_db: float) -> None:
        self.frames += 1
        self._near.append(near_db)
        self._levels.append(level_db)
        self._voicing.append(voicing)

    def loudness_db(self, start_s: float, end_s: float) -> float:
        """The level of a voice between two times, of what was heard."""
        near = self._between(self._near, start_s, end_s)
        frames = zip(self._between(self._levels, start_s, end_s), near, strict=True)
        levels = sorted(level for level, near_db in frames if near_db != UNHEARD_DB)
        return levels[int(len(levels) * VOICE_SHARE)] if levels else LOWEST_FLOOR_DB

    def voiced(self, start_s: float, end_s: float, *, doubtful: bool) -> bool:
        """Whether a person's voice is between two times: long enough, and not all too high."""
        periodic = [frame for frame in self._between(self._voicing, start_s, end_s) if frame.periodic >= VOICED]
        least = VOICED_FRAMES_IN_DOUBT if doubtful else VOICED_FRAMES
        most_shrill = (MOST_SHRILL_IN_DOUBT if doubtful else MOST_SHRILL) * len(periodic)
        return len(periodic) >= least and sum(frame.shrill for frame in periodic) <= most_shrill

    def is_near(self, start_s: float, end_s: float) -> bool:
        """Whether a voice between two times is no mere moment of our own."""
        return enough(self._between(self._near, start_s, end_s))

    def nearness_db(self, start_s: float, end_s: float) -> float:
        """How far the voice between two times is above our own."""
        near = sorted(self._between(self._near, start_s, end_s))
        return near[int(len(near) * VOICE_SHARE)] if near else -math.inf

    def quiet_s(self) -> float:
        """For how long the voice of the last moments has been silent."""
        limit_db = self._quiet_below(self.loudness_db(self.now_s - GUESS_S, self.now_s))
        return sum(1 for _ in takewhile(lambda level: level < limit_db, reversed(self._levels))) * FRAME_S

    def began_s(self, end_s: float) -> float:
        """When the voice began that ended at a time: after the last quiet."""
        limit_db = self._quiet_below(self.loudness_db(end_s - GUESS_S, end_s))
        levels = self._between(self._levels, 0.0, end_s)
        quiet = 0
        for back, level in enumerate(reversed(levels)):
            quiet = quiet + 1 if level < limit_db else 0
            if quiet >= BEFORE_S / FRAME_S:
                return end_s - (back + 1 - quiet) * FRAME_S
        return end_s - len(levels) * FRAME_S

    def quiet_around_s(self, start_s: float, end_s: float, voice_db: float) -> float:
        """The longest silence between two times, for a voice of a level; before the first frame it is silent."""
        early = max(0.0, -start_s)
        limit_db = self._quiet_below(voice_db)
        runs = groupby(level < limit_db for level in self._between(self._levels, start_s, end_s))
        return early + max((sum(1 for _ in run) for is_quiet, run in runs if is_quiet), default=0) * FRAME_S

    def _quiet_below(self, voice_db: float) -> float:
        return max(voice_db - DROP_DB, (voice_db + self.floor_db) / 2)

    def _between(self, frames: "deque[Frame]", start_s: float, end_s: float) -> "list[Frame]":
        offset = self.frames - len(frames)
        first, last = round(start_s / FRAME_S) - offset, round(end_s / FRAME_S) - offset
        return list(islice(frames, max(0, first), max(0, last)))


class Spotter:
    """Tells commands from everything else.

    Args:
        phrases: what may be said, and what it means.
        wake: the word that each phrase begins with, if there is one.

    """

    def __init__(self, phrases: Mapping[str, Meaning], wake: str = "") -> None:
        self._words_of_early = 1 + len(wake.split())
        self.voice = Voice()
        self.phrases = phrases
        self._guess = ""
        self._since_s = 0.0
        self._deaf_until_s = 0.0

    def guess(self, text: str) -> Heard | None:
        """Take a partial result; the command that it is, if that is sure. The recogniser is to begin anew then."""
        now_s = self.voice.now_s
        if text != self._guess:
            self._guess, self._since_s = text, now_s
        phrase = once(text.split())
        command = self.phrases.get(phrase)
        if command not in EARLY or len(phrase.split()) != self._words_of_early:
            return None
        stood_s, quiet_s = now_s - self._since_s, self.voice.quiet_s()
        if stood_s < STEADY_S and (stood_s < STABLE_S or quiet_s < QUIET_S):
            return None
        end_s = now_s - quiet_s
        return self.result([Word(text, self.voice.began_s(end_s), end_s)])

    def result(self, words: Sequence[Word], *, doubtful: bool = False) -> Heard | None:
        """Take a final result; the command that it is.

        Args:
            words: what was understood.
            doubtful: the recogniser is not sure, so it must be a person's voice whatever it means.

        """
        self._guess = ""
        phrase, words = phrase_in(self._near(words))
        command = self.phrases.get(phrase)
        if command is None or not self._plausible(words, command, doubtful):
            return None
        now_s = self.voice.now_s
        self._deaf_until_s = now_s + REFRACTORY_S
        return Heard(command, phrase, min(words[-1].end_s, now_s - self.voice.quiet_s()), now_s)

    def _near(self, words: Sequence[Word]) -> Sequence[Word]:
        """The words without those at either end that are what our own voice left, unless a phrase needs them."""
        near = [place for place, word in enumerate(words) if self._is_near(word)]
        if len(near) >= len(words) / 2 and phrase_in(words)[0] in self.phrases:
            return words  # in a phrase some are soft
        return words[near[0] : near[-1] + 1] if near else []

    def _is_near(self, word: Word) -> bool:
        return self.voice.nearness_db(word.start_s, word.end_s) >= NEAR_DB

    def has_ended(self, words: Sequence[Word]) -> bool:
        """Whether it was quiet after these words: who speaks on has only begun."""
        start_s, end_s = words[0].start_s, words[-1].end_s
        voice_db = self.voice.loudness_db(start_s, end_s)
        return self.voice.quiet_around_s(end_s - ONSET_S, self.voice.now_s, voice_db) >= BEFORE_S

    def forget(self) -> None:
        """What was guessed will not be finished: the recogniser begins anew."""
        self._guess = ""

    def _plausible(self, words: Sequence[Word], command: Meaning, doubtful: bool) -> bool:
        start_s, end_s = words[0].start_s, words[-1].end_s
        count = sum(len(word.text.split()) for word in words)
        voice_db = self.voice.loudness_db(start_s, end_s)
        may_whisper = command in EARLY and not doubtful
        return (
            SHORTEST_S <= end_s - start_s <= LONGEST_WORD_S * count
            and self.voice.now_s - end_s <= LATE_S
            and (command in UNTIRING or start_s >= self._deaf_until_s)
            and voice_db >= self.voice.floor_db + ABOVE_FLOOR_DB
            and self.voice.is_near(start_s, end_s)
            and (may_whisper or self.voice.voiced(start_s, end_s, doubtful=doubtful))
            and self.voice.quiet_around_s(start_s - BEFORE_WITHIN_S, start_s + ONSET_S, voice_db) >= BEFORE_S
        )


def phrase_in(words: Sequence[Word]) -> tuple[str, list[Word]]:
    """What was said, once, and the words that it is made of: without unknown ones that stand apart from them."""
    words = _without_strangers(words)
    return once(" ".join(word.text for word in words).split()), words


def _without_strangers(words: Sequence[Word]) -> list[Word]:
    """The words without unknown ones that stand apart from them."""
    known = [place for place, word in enumerate(words) if word.text != UNKNOWN]
    if not known:
        return list(words)
    first, last = known[0], known[-1]
    if first and words[first].start_s - words[first - 1].end_s < APART_S:
        first = 0
    if last + 1 < len(words) and words[last + 1].start_s - words[last].end_s < APART_S:
        last = len(words) - 1
    return list(words[first : last + 1])


def once(words: Sequence[str]) -> str:
    """What was said, once: "stop stop" is "stop"."""
    for length in range(1, len(words)):
        if len(words) % length == 0 and list(words) == list(words[:length]) * (len(words) // length):
            return " ".join(words[:length])
    return " ".join(words)
