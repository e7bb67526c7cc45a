"""The second and the third opinion on a sound: by a network that knows the phrases, and by what a person has taught."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from drillvoice.core.clips import Samples
from drillvoice.core.hearing.command_spotter import Meaning
from drillvoice.core.hearing.templates import FAR, Likeness, Vectors
from drillvoice.core.hearing.third_opinion import MOST, RIVAL_SHARE, doubt_of, join_opinions, most_doubt
from drillvoice.core.session.commands import Command
from drillvoice.listening.keywords import AFTER_S, HEARD_S, Keywords
from drillvoice.listening.taught_sounds import TaughtSounds

NOT_WORTH_IT = MOST + RIVAL_SHARE * FAR
"""Further away than this no sound is a command by example, whatever the second opinion is."""
KeptSound = Callable[[float, float], Samples]
"""Answers what was heard between two times, as far as it is there."""


class Example(NamedTuple):
    """A command that was taught, and what is said for it."""

    command: Command
    form: str


class Opinions:
    """Both of them.

    Args:
        keywords: the second.
        taught: the third; None where nothing was taught, or something else is listened for.

    """

    def __init__(self, keywords: Keywords, taught: TaughtSounds | None = None) -> None:
        self._keywords = keywords
        self._taught = taught

    def sounds_since(self, start_s: float) -> Sequence[Vectors]:
        """Everything that has sounded since a time, where there is a third opinion."""
        return self._taught.sounds_since(start_s) if self._taught else ()

    def sound_around(self, at_s: float) -> Vectors | None:
        """The same of the last sound that sounded at a time."""
        return self._taught.sound_around(at_s) if self._taught else None

    def likely_phrases(
        self, forms: Mapping[str, Meaning], start_s: float, end_s: float, kept: KeptSound, agrees: float
    ) -> Mapping[str, float]:
        """How likely each phrase is, by the sound of the whole, and by what was taught where at most `agrees` speaks
        against that.
        """
        second, likeness = self.second_likelihoods(end_s, kept), self._likeness(start_s, end_s, kept)
        if likeness is None or self._doubt_of(likeness, second) > agrees:
            return second
        return join_opinions(second, forms, likeness.nearest)

    def example_between(self, start_s: float, end_s: float, kept: KeptSound) -> Example | None:
        """The command that a sound is by the person's example, if the second opinion has nothing against it."""
        likeness = self._likeness(start_s, end_s, kept)
        if likeness is None or likeness.distance > NOT_WORTH_IT:
            return None
        command = likeness.nearest
        if self._doubt_of(likeness, self.second_likelihoods(end_s, kept)) > most_doubt(command):
            return None
        return Example(command, self._form_of(command) or command.value)

    def _doubt_of(self, likeness: Likeness, second: Mapping[str, float]) -> float:
        return doubt_of(likeness, second, self._form_of(likeness.nearest))

    def _form_of(self, command: Command) -> str:
        return self._taught.form_of(command) if self._taught else ""

    def second_likelihoods(self, end_s: float, kept: KeptSound) -> Mapping[str, float]:
        """How likely each phrase is that ended then, by the sound of the whole alone."""
        return self._keywords.likelihoods(kept(end_s + AFTER_S - HEARD_S, end_s + AFTER_S))

    def _likeness(self, start_s: float, end_s: float, kept: KeptSound) -> Likeness | None:
        return self._taught.compare_sound(start_s, end_s, kept) if self._taught else None
