"""What the recogniser listens for: every form of every command, and words that must not be taken for one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from drillvoice.core.hearing.command_spotter import UNKNOWN, Meaning
from drillvoice.core.phrases import Phrases, plain_phrase
from drillvoice.core.session.answers import Answer, Subject, answers_by_phrase
from drillvoice.core.session.commands import Command, commands_by_phrase

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
    own: frozenset[str] = frozenset()
    """Those of the phrases that only this person uses; another model than the one that they were chosen with may lack
    their words, and is to be used without them."""
    heard_as: Mapping[str, str] = field(default_factory=dict)
    """Phrases that the recogniser may hear, and what was said then."""
    further: Mapping[str, float] = field(default_factory=dict)
    """Phrases that are believed further from the best hypothesis than others, or less far (see hypotheses.py)."""
    answers: Mapping[str, Answer] = field(default_factory=dict)
    """What means an answer to a question that stands."""

    @property
    def meanings(self) -> Mapping[str, Meaning]:
        """All that means something."""
        return {**self.phrases, **self.answers}

    @property
    def grammar(self) -> list[str]:
        """Phrases for the recogniser, some of them several times."""
        return [
            *_weighted(phrase for phrase in self.meanings if phrase not in self.own),
            *[UNKNOWN] * (UNKNOWN_WEIGHT - 1),
        ]

    @property
    def optional_grammar(self) -> list[str]:
        """What the recogniser may leave out where its model lacks a word."""
        return [*_weighted(sorted(self.own)), *self.decoys]


def _weighted(phrases: Iterable[str]) -> list[str]:
    phrases = list(phrases)
    return [*phrases, *[phrase for phrase in phrases if " " not in phrase] * (SINGLE_WEIGHT - 1)]


def session_vocabulary(
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
    heard_as = {plain_phrase(heard): plain_phrase(said) for said, heard in phrases.listening.heard_as.items()}
    spoken |= {heard: spoken[said] for heard, said in heard_as.items()}
    personal = {plain_phrase(form): Command(name) for name, forms in own.items() for form in forms}
    added = personal.keys() - spoken.keys()
    spoken |= personal
    if wake:
        spoken = {f"{plain_phrase(wake)} {form}": command for form, command in spoken.items()}
        added = {f"{plain_phrase(wake)} {form}" for form in added}
    further = {plain_phrase(form): much for form, much in phrases.listening.further.items()}
    used = {word for form in spoken for word in form.split()}
    words = {word for text in (*phrases.listening.decoys, *cues) for word in plain_phrase(text).split()}
    return Vocabulary(spoken, tuple(sorted(words - used)), frozenset(added), heard_as, further)


def with_consent(words: Vocabulary, phrases: Phrases) -> Vocabulary:
    """The same with yes and no, without a wake word: somebody was asked. Where a person has made one of them a command
    of their own, it stays that: whoever says it may mean no answer.
    """
    consent = answers_by_phrase(phrases, Subject.CONSENT)
    answers = {form: answer for form, answer in consent.items() if form not in words.phrases}
    return replace(words, answers=answers, decoys=tuple(word for word in words.decoys if word not in answers))


def answer_grammar(phrases: Phrases, subject: Subject = Subject.ANSWERS) -> list[str]:
    """The grammar while a question is asked. No wake word: somebody was spoken to."""
    return [*_weighted(answers_by_phrase(phrases, subject)), *[UNKNOWN] * (UNKNOWN_WEIGHT - 1)]
