"""The second and the third opinion on a sound: by a network that knows the phrases, and by what a person has taught."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, Protocol

from drillvoice.core.clips import Samples
from drillvoice.core.hearing.command_spotter import Meaning
from drillvoice.core.hearing.templates import FAR, Likeness, Vectors
from drillvoice.core.hearing.third_opinion import (
    AGREES,
    AGREES_BESIDE,
    MOST,
    RIVAL_SHARE,
    doubt_of,
    join_opinions,
    most_doubt,
)
from drillvoice.core.session.commands import Command
from drillvoice.listening.taught_sounds import TaughtSounds

NOT_WORTH_IT = MOST + RIVAL_SHARE * FAR
"""Further away than this no sound is a command by example, whatever the second opinion is."""
KeptSound = Callable[[float, float], Samples]
"""Answers what was heard between two times, as far as it is there."""


class Example(NamedTuple):
    """A command that was taught, and what is said for it."""

    command: Command
    form: str


class SecondOpinion(Protocol):
    """Hears the whole of an utterance."""

    heard_s: float
    after_s: float
    """It wants so much of the sound, up to so long after the last word."""

    def likelihoods(self, samples: Samples) -> dict[str, float]:
        """The natural logarithm of each phrase's probability."""
        ...


class Opinions:
    """Both of them.

    Args:
        second: hears an utterance that nothing else sounds beside.
        beside: the same for what is said beside our own voice.
        taught: the third; None where nothing was taught, or something else is listened for.

    """

    def __init__(self, second: SecondOpinion, beside: SecondOpinion, taught: TaughtSounds | None = None) -> None:
        self._second = second
        self._beside = beside
        self._taught = taught

    def sounds_since(self, start_s: float) -> Sequence[Vectors]:
        """Everything that has sounded since a time, where there is a third opinion."""
        return self._taught.sounds_since(start_s) if self._taught else ()

    def sound_around(self, at_s: float) -> Vectors | None:
        """The same of the last sound that sounded at a time."""
        return self._taught.sound_around(at_s) if self._taught else None

    def likely_phrases(
        self, forms: Mapping[str, Meaning], start_s: float, end_s: float, kept: KeptSound, *, beside: bool
    ) -> Mapping[str, float]:
        """How likely each phrase is, by the sound of the whole, and by what was taught where not much speaks against
        that; what is said beside our own voice is told apart by other measures.
        """
        second, likeness = self.second_likelihoods(end_s, kept, beside=beside), self._likeness(start_s, end_s, kept)
        if likeness is None or self._doubt_of(likeness, second) > (AGREES_BESIDE if beside else AGREES):
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

    def second_likelihoods(self, end_s: float, kept: KeptSound, *, beside: bool = False) -> Mapping[str, float]:
        """How likely each phrase is that ended then, by the sound of the whole alone."""
        asked = self._beside if beside else self._second
        heard_to_s = end_s + asked.after_s
        return asked.likelihoods(kept(heard_to_s - asked.heard_s, heard_to_s))

    def _likeness(self, start_s: float, end_s: float, kept: KeptSound) -> Likeness | None:
        return self._taught.compare_sound(start_s, end_s, kept) if self._taught else None
