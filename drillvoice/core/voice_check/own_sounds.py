"""The dialogue in which any sound that a person can repeat is taught for a command: a word of any language, a hum, two
clicks of the tongue.

It is refused, with the reason, where it would not be safe: where the takes are unlike each other, and where another
command, a cue of the drills or ordinary talk is like it.
"""

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from itertools import chain

from drillvoice.core.hearing.taught_voice import MOST_TAKES
from drillvoice.core.hearing.templates import FAR, Vectors, consistent_takes, distance_to_nearest
from drillvoice.core.hearing.third_opinion import MOST, RIVAL_SHARE
from drillvoice.core.phrases import Phrases
from drillvoice.core.session.commands import Command, command_word
from drillvoice.core.voice_check.attempts import Attempt
from drillvoice.core.voice_check.conversation import OverError, put_step, say_text
from drillvoice.core.voice_check.steps import HearTalk, Listen, Step, StepAnswer, Talk, Teach
from drillvoice.core.voice_check.teaching import MOST_APART

TIMES = 5
LEAST_TAKES = 3
MOST_ATTEMPTS = 8
"""An attempt in which nothing sounded is no attempt; but somebody may have left."""
TALK_S = 60.0
KNOWN = MOST + RIVAL_SHARE * FAR
"""At this distance at the most a session takes a sound for one that the vocabulary does not hold."""
SAFE = 0.05
"""What is hardly beyond that in one minute is within it in another."""

Spoken = Callable[[], Iterable[tuple[str, Sequence[Vectors]]]]
"""What must not be taken for the sound, in words and as it sounds."""


class OwnSoundDialogue:
    """The dialogue.

    Args:
        phrases: what is said.
        command: what the sound shall mean.
        taught: the takes of the commands that were taught before.
        spoken: the cues and the commands, as the program's voice says them.

    """

    def __init__(
        self, phrases: Phrases, command: Command, taught: Mapping[Command, Sequence[Vectors]], spoken: Spoken
    ) -> None:
        self._phrases = phrases
        self._texts = phrases.voice_check.sounds
        self._command = command
        self._name = command_word(command, phrases)
        self._taught = {other: takes for other, takes in taught.items() if other is not command}
        self._spoken = spoken

    def steps(self) -> Generator[Step, StepAnswer, None]:
        """The steps, each of which is answered with `send`."""
        try:
            yield from say_text(self._texts.intro.format(command=self._name))
            attempts = yield from self._attempts()
            takes = list(chain.from_iterable(attempts))[:MOST_TAKES]
            problem = (yield from self._problem_of(takes)) if _are_alike(attempts) else self._texts.unlike
            if problem:
                yield from say_text(self._texts.refused.format(reason=problem))
                return
            yield from put_step(Teach(self._command, "", takes))
            yield from say_text(self._texts.taught.format(command=self._name))
        except OverError:
            return

    def _attempts(self) -> Generator[Step, StepAnswer, list[list[Vectors]]]:
        attempts: list[Sequence[Vectors]] = []
        for number in range(MOST_ATTEMPTS):
            prompt = self._texts.again if number else self._texts.first
            answer = yield from put_step(Listen(prompt, self._command, ""))
            if isinstance(answer, Attempt) and answer.sounds:
                attempts.append(answer.sounds)
            if len(attempts) == TIMES:
                break
        return consistent_takes(attempts, MOST_APART)

    def _problem_of(self, takes: Sequence[Vectors]) -> Generator[Step, StepAnswer, str]:
        """Why a sound cannot be used; empty where it can."""
        for other, heard in self._taught.items():
            if _is_like(heard, takes):
                return self._texts.like_command.format(command=command_word(other, self._phrases))
        yield from say_text(self._texts.comparing)
        for text, heard in self._spoken():
            if _is_like(heard, takes):
                return self._texts.like_words.format(words=text)
        talk = yield from put_step(HearTalk(self._texts.talk, TALK_S))
        return self._texts.like_talk if isinstance(talk, Talk) and _is_like(talk.sounds, takes) else ""


def _are_alike(attempts: Sequence[Sequence[Vectors]]) -> bool:
    """Whether enough attempts would be known by the others."""
    return len(consistent_takes(attempts, KNOWN)) >= LEAST_TAKES


def _is_like(heard: Sequence[Vectors], takes: Sequence[Vectors]) -> bool:
    """Whether any of some sounds might be taken for the one that is taught."""
    return any(distance_to_nearest(sound, takes) <= KNOWN + SAFE for sound in heard)
