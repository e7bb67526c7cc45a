"""What the recogniser listens for: every form of every command, and words that must not be taken for one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from drillvoice.core.commands import Command, commands_by_phrase
from drillvoice.core.phrases import Phrases, plain
from drillvoice.core.spotting import UNKNOWN

UNKNOWN_WEIGHT = 3
"""The same for anything else: of 1, 3, 6 and 12 the one that takes the fewest of all sounds for commands without
missing more of them."""
SINGLE_WEIGHT = 2
"""A phrase that stands in the grammar several times is expected so much more often. Without that a command of one
word loses to the words that longer phrases and decoys are made of."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What means something, and what stands beside it in the grammar."""

    phrases: Mapping[str, Command]
    decoys: tuple[str, ...]

    @property
    def grammar(self) -> list[str]:
        """Phrases for the recogniser, some of them several times."""
        single = [phrase for phrase in self.phrases if " " not in phrase]
        return [*self.phrases, *single * (SINGLE_WEIGHT - 1), *[UNKNOWN] * UNKNOWN_WEIGHT]


def vocabulary(
    phrases: Phrases, own: Mapping[str, Sequence[str]], wake: str = "", cues: Iterable[str] = ()
) -> Vocabulary:
    """The vocabulary of a session.

    Args:
        phrases: the program's, with the forms of each command.
        own: a person's own forms, by command.
        wake: a word that must come before each command; none where it is empty.
        cues: what the drill says, which a helper may say too.

    """
    spoken = commands_by_phrase(phrases)
    del spoken[Command.TOGGLE.value]
    spoken |= {plain(form): Command(name) for name, forms in phrases.listening.heard_as.items() for form in forms}
    spoken |= {plain(form): Command(name) for name, forms in own.items() for form in forms}
    if wake:
        spoken = {f"{plain(wake)} {form}": command for form, command in spoken.items()}
    used = {word for form in spoken for word in form.split()}
    words = {word for text in (*phrases.listening.decoys, *cues) for word in plain(text).split()}
    return Vocabulary(spoken, tuple(sorted(words - used)))
