"""Own words, tried before a person is asked to say them: the program's voice says them, and what is like them, to the
recogniser, without a sound.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from drillvoice.core.clips import Clip, silence
from drillvoice.core.hearing.command_spotter import Spotted
from drillvoice.core.plan.lines import Sound
from drillvoice.core.session.commands import Command
from drillvoice.core.voice_check_phrases import OwnWordPhrases
from drillvoice.listening.ears import CommandEar
from drillvoice.listening.microphone_feed import MicrophoneFeed

SILENCE_BEFORE_S = 0.5
SILENCE_AFTER_S = 1.0


OpenEars = Callable[[Mapping[str, Sequence[str]]], Callable[[], CommandEar]]
"""From more own words, by command, to what makes ears that understand them, without a gate."""


class Rehearsal:
    """Says words to the recogniser.

    Args:
        clip: the clip of a sound.
        ears: what understands it.

    """

    def __init__(self, clip: Callable[[Sound], Clip], ears: OpenEars) -> None:
        self._clip = clip
        self._ears = ears

    def warnings(self, form: str, command: Command, near: Sequence[str], phrases: OwnWordPhrases) -> list[str]:
        """What goes wrong with own words: they are not understood, or something that sounds like them is.

        Args:
            form: the own words.
            command: what they shall mean.
            near: what must not be taken for them.
            phrases: how to say so.

        Raises:
            SpeechError: the voice cannot speak.

        """
        fresh = self._ears({command.value: [form]})
        heard = self._first_heard(form, fresh())
        found = []
        if not heard:
            found.append(phrases.said_nothing.format(words=form))
        elif heard.command is not command:
            found.append(phrases.said.format(words=form, heard=heard.phrase))
        for text in near:
            heard = self._first_heard(text, fresh())
            if heard and heard.phrase == form:
                found.append(phrases.mistaken.format(text=text, words=form))
        return found

    def _first_heard(self, text: str, ear: CommandEar) -> Spotted | None:
        return next(iter(heard_quietly(self._clip(Sound(text)), ear)), None)


def heard_quietly(clip: Clip, ear: CommandEar) -> list[Spotted]:
    """What an ear makes of a clip that is said in a silent room."""
    spoken = [silence(SILENCE_BEFORE_S, clip.rate), clip.samples, silence(SILENCE_AFTER_S, clip.rate)]
    _, samples = MicrophoneFeed(clip.rate).whole_frames(np.concatenate(spoken))
    return ear.feed_frames(samples, np.zeros_like(samples))
