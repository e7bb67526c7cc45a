"""From a recogniser's guesses and the sound's level to commands that were meant.

A false pause is cheap, a false "next" is not, and a missed "stop" is dangerous. So pause and stop may act on a
guess that is still partial, once it has stood for a while and the voice has fallen silent; everything else acts only
on a final result. In both cases the utterance is the phrase and nothing else, comes after a moment of quiet, and is
louder than the room. What the recogniser calls its confidence is of no use here (vosk issues 1339, 1191, 2011).

Nothing here reads a clock: time is counted in frames of 10 ms, from the first that was heard.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from drillvoice.core.hearing.voice_activity import BEFORE_S, NEAR_DB, VoiceActivity
from drillvoice.core.session.answers import CONSENT, Answer
from drillvoice.core.session.commands import Command

Meaning = Command | Answer
"""What somebody may have wanted to say."""
EARLY = frozenset({Command.PAUSE, Command.STOP})
"""Commands that may act before the recogniser is sure, and need no more than a whisper. Help might, but what it says is
alarming where nobody asked, and a sneeze or a "skip" begins like it."""
UNHURRIED = EARLY - {Command.STOP}
"""Of these, what may wait the 50 ms that a second opinion takes: "stop" may not."""
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
LONGEST_WORD_S = 1.2
"""A single word that takes longer is a noise; slow and slurred speech stays below."""
SHORTEST_S = 0.12
LATE_S = 1.5
"""A word that the recogniser makes out so long after it was said stood in a noise that did not end."""
REFRACTORY_S = 0.6
ONSET_S = 0.1
"""How far the recogniser's idea of a word's start may be off."""
BEFORE_WITHIN_S = 0.35
ABOVE_FLOOR_DB = 3.0


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a result."""

    text: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Spotted:
    """A command that was spoken, or an answer to a question."""

    command: Meaning
    phrase: str
    word_end_s: float
    decided_s: float


def counts_beside(command: Meaning, *, only_urgent: bool) -> bool:
    """Whether it counts while our own voice sounds too, which may say "no" itself: no echo shall let anybody in."""
    return command not in CONSENT and (command in EARLY or not only_urgent)


def _always(found: Spotted) -> bool:
    return True


class Spotter:
    """Tells commands from everything else.

    Args:
        phrases: what may be said, and what it means.
        wake: the word that each phrase begins with, if there is one.
        further: phrases that are believed further from the best hypothesis than others, or less far (hypotheses.py).

    """

    def __init__(
        self, phrases: Mapping[str, Meaning], wake: str = "", further: Mapping[str, float] = MappingProxyType({})
    ) -> None:
        self._words_of_early = 1 + len(wake.split())
        self.voice = VoiceActivity()
        self.phrases = phrases
        self.further = further
        self._guess = ""
        self._since_s = 0.0
        self._refused = False
        self._deaf_until_s = 0.0
        self._decided_s = 0.0
        """What began before has been decided on already."""

    def spot_in_partial(self, text: str, agrees: Callable[[Spotted], bool] = _always) -> Spotted | None:
        """Take a partial result; the command that it is, if that is sure. The recogniser is to begin anew then.

        Args:
            text: what is understood so far.
            agrees: asked once about each guess that would be obeyed; what it refuses waits for a final result.

        """
        now_s = self.voice.now_s
        if text != self._guess:
            self._guess, self._since_s, self._refused = text, now_s, False
        if self._refused:
            return None
        phrase = said_once(text.split())
        command = self.phrases.get(phrase)
        if command not in EARLY or len(phrase.split()) != self._words_of_early:
            return None
        stood_s, quiet_s = now_s - self._since_s, self.voice.quiet_s()
        if stood_s < STEADY_S and (stood_s < STABLE_S or quiet_s < QUIET_S):
            return None
        end_s, deaf_until_s = now_s - quiet_s, self._deaf_until_s
        found = self.spot_in_result([Word(text, self.voice.began_s(end_s), end_s)])
        if found and not agrees(found):
            self._guess, self._refused, self._deaf_until_s = text, True, deaf_until_s
            return None
        return found

    def spot_in_result(self, words: Sequence[Word], *, doubtful: bool = False) -> Spotted | None:
        """Take a final result; the command that it is.

        Args:
            words: what was understood.
            doubtful: the recogniser is not sure, so it must be a person's voice whatever it means.

        """
        self._guess = ""
        phrase, words = phrase_in(self._near_words(words))
        command = self.phrases.get(phrase)
        if command is None or not self._is_plausible(words, command, doubtful):
            return None
        return self._spotted(command, phrase, min(words[-1].end_s, self.voice.now_s - self.voice.quiet_s()))

    def spot_example(self, command: Command, phrase: str, start_s: float, end_s: float) -> Spotted | None:
        """Take a sound that is like what the person has taught; the command, if nothing speaks against it.

        Args:
            command: what it means.
            phrase: how that is called.
            start_s: when the sound began.
            end_s: when it ended.

        """
        voice, now_s = self.voice, self.voice.now_s
        voice_db = voice.loudness_db(start_s, end_s)
        if (
            start_s < self._decided_s - ONSET_S
            or now_s - end_s > LATE_S
            or (command not in UNTIRING and start_s < self._deaf_until_s)
            or voice_db < voice.floor_db + ABOVE_FLOOR_DB
            or voice.quiet_around_s(start_s - BEFORE_WITHIN_S, start_s + ONSET_S, voice_db) < BEFORE_S
        ):
            return None
        return self._spotted(command, phrase, end_s)

    def _spotted(self, command: Meaning, phrase: str, end_s: float) -> Spotted:
        now_s = self.voice.now_s
        self._guess, self._decided_s, self._deaf_until_s = "", now_s, now_s + REFRACTORY_S
        return Spotted(command, phrase, end_s, now_s)

    def _near_words(self, words: Sequence[Word]) -> Sequence[Word]:
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

    def forget_guess(self) -> None:
        """What was guessed will not be finished: the recogniser begins anew."""
        self._guess = ""

    def _is_plausible(self, words: Sequence[Word], command: Meaning, doubtful: bool) -> bool:
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
    return said_once(" ".join(word.text for word in words).split()), words


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


def said_once(words: Sequence[str]) -> str:
    """What was said, once: "stop stop" is "stop"."""
    for length in range(1, len(words)):
        if len(words) % length == 0 and list(words) == list(words[:length]) * (len(words) // length):
            return " ".join(words[:length])
    return " ".join(words)
