"""A person, a room and a recogniser, all made up: what there is to hear, and what is made of it."""

import math
from collections.abc import Mapping
from typing import Self

from drillvoice.core.hearing.command_spotter import Meaning, Spotted, Spotter, Word
from drillvoice.core.hearing.vocabulary import session_vocabulary
from drillvoice.core.hearing.voice_activity import FRAME_S
from drillvoice.core.hearing.voicing import Voicing
from drillvoice.core.session.commands import Command
from tests.builders import PHRASES

FORMS = session_vocabulary(PHRASES, {}).phrases
ROOM_DB = -60.0
VOICE_DB = -20.0
VOWEL = 0.95
NOISE = 0.5
GUESS_FRAMES = 2
"""The recogniser answers so often."""


class Scene:
    """Half a second of a quiet room, and then what it is told to hold."""

    def __init__(self, phrases: Mapping[str, Command] = FORMS, quiet_s: float = 0.5) -> None:
        self.spotter = Spotter(phrases)
        self.voice = self.spotter.voice
        self.near_db = math.inf
        """How far what is heard from now on is above what our own voice leaves."""
        self.words: list[Word] = []
        """Of the utterance that is going on."""
        self.quiet(quiet_s)

    @property
    def now_s(self) -> float:
        return self.voice.now_s

    def sound(
        self, seconds: float, level_db: float = VOICE_DB, voicing: float = VOWEL, *, shrill: bool = False
    ) -> Self:
        """Let something be heard that the recogniser makes nothing of."""
        for _ in range(round(seconds / FRAME_S)):
            self.voice.hear(level_db, Voicing(voicing, shrill=shrill), self.near_db)
        return self

    def quiet(self, seconds: float) -> Self:
        """Let nothing but the room be heard."""
        return self.sound(seconds, ROOM_DB, NOISE)

    def beside(self, near_db: float) -> Self:
        """Let our own voice sound, and what is heard be so far above what is left of it."""
        self.near_db = near_db
        return self

    def skip(self, seconds: float, level_db: float = ROOM_DB) -> Self:
        """Let time pass unheard."""
        for _ in range(round(seconds / FRAME_S)):
            self.voice.skip(level_db)
        return self

    def say(self, text: str, seconds: float = 0.4, level_db: float = VOICE_DB, voicing: float = VOWEL) -> Self:
        """Let something be heard that the recogniser takes for these words, each as long as the others."""
        start_s, words = self.now_s, text.split()
        self.sound(seconds, level_db, voicing)
        one_s = (self.now_s - start_s) / len(words)
        self.words += [Word(word, start_s + at * one_s, start_s + (at + 1) * one_s) for at, word in enumerate(words)]
        return self

    def result(self) -> Spotted | None:
        """Let the recogniser end the utterance."""
        words, self.words = self.words, []
        return self.spotter.spot_in_result(words)

    def guess(self, seconds: float, level_db: float = ROOM_DB) -> Spotted | None:
        """Let the recogniser guess the words so far, while this is heard; the first command that it comes to."""
        for _ in range(round(seconds / FRAME_S / GUESS_FRAMES)):
            heard = self._guess()
            if heard:
                return heard
            self.sound(GUESS_FRAMES * FRAME_S, level_db)
        return self._guess()

    def _guess(self) -> Spotted | None:
        found = self.spotter.spot_in_partial(" ".join(word.text for word in self.words))
        if found:
            self.words = []
        return found


def heard_as(found: Spotted | None) -> Meaning | None:
    """The command alone."""
    return found.command if found else None
