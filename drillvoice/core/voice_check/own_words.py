"""A person's own words for a command: whether they can be heard, and whether they may be taken for something else."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from drillvoice.core.grammar import Sounds
from drillvoice.core.hearing.command_spotter import EARLY, said_once
from drillvoice.core.phrases import Phrases, plain_phrase
from drillvoice.core.session.commands import MOST_WORDS, Command, command_word
from drillvoice.core.voice_check.likeness import alike

CLOSE = 0.65
"""stop and step 0.92, resume and presume 0.85, halt and help 0.67; rest and next 0.58, forward and slower 0.52."""
SHORTEST_WORD = 3
"""Shorter ones, such as "to", are too much like everything."""


@dataclass(frozen=True, slots=True)
class Around:
    """What own words have to get along with."""

    meanings: Mapping[str, Command]
    """Every phrase that means something already."""
    cues: Sequence[str]
    """What the drills say, which a helper may say too."""
    knows: Callable[[str], bool]
    """Whether the speech model has a word."""
    phrases: Phrases
    """What to say of them, and how the words of the language are compared."""


@dataclass(frozen=True, slots=True)
class Checked:
    """Own words, and what is to be said of them."""

    form: str
    """As they are heard."""
    problem: str = ""
    """Why they cannot be used; empty where they can."""
    warnings: tuple[str, ...] = ()


def check_words(text: str, command: Command, around: Around) -> Checked:
    """Look at own words for a command."""
    form = said_once(plain_phrase(text).split())
    problem = next(_problems(form, command, around), "")
    return Checked(form, problem) if problem else Checked(form, "", tuple(_warnings(form, command, around)))


def _problems(form: str, command: Command, around: Around) -> Iterator[str]:
    words, own = form.split(), around.phrases.voice_check.own
    if not 1 <= len(words) <= MOST_WORDS:
        yield own.length
    unknown = [word for word in words if not around.knows(word)]
    if unknown:
        yield own.unknown.format(words=" ".join(unknown))
    other = around.meanings.get(form, command)
    if other is not command:
        yield own.taken.format(words=form, command=command_word(other, around.phrases))
    for phrase in _too_early(form, command, around.meanings):
        yield own.early.format(words=form, phrase=phrase, command=_command_of(phrase, around))


def _too_early(form: str, command: Command, meanings: Mapping[str, Command]) -> Iterator[str]:
    """Phrases of other commands of which one is heard before the other has been said to its end."""
    for phrase, other in meanings.items():
        if other is command:
            continue
        begins = command in EARLY and phrase.startswith(f"{form} ")
        if begins or (other in EARLY and form.startswith(f"{phrase} ")):
            yield phrase


def _warnings(form: str, command: Command, around: Around) -> Iterator[str]:
    if around.meanings.get(form) is command:
        return
    own, sounds = around.phrases.voice_check.own, around.phrases.grammar.sounds
    near = [phrase for phrase in _other_phrases(command, around.meanings) if alike(form, phrase, sounds) >= CLOSE]
    for phrase in _first_of_each(near, around.meanings):
        yield own.like_command.format(words=form, phrase=phrase, command=_command_of(phrase, around))
    cue = max(around.cues, key=lambda cue: like_cue(form, cue, sounds), default="")
    if like_cue(form, cue, sounds) >= CLOSE:
        yield own.like_cue.format(words=form, cue=cue)


def _command_of(phrase: str, around: Around) -> str:
    return command_word(around.meanings[phrase], around.phrases)


def _other_phrases(command: Command, meanings: Mapping[str, Command]) -> list[str]:
    return [phrase for phrase, other in meanings.items() if other is not command]


def _first_of_each(near: Sequence[str], meanings: Mapping[str, Command]) -> list[str]:
    """One phrase of each command: "back" is enough, "go back" need not be told as well."""
    return list({meanings[phrase]: phrase for phrase in reversed(near)}.values())


def nearest_phrases(form: str, command: Command, around: Around, count: int) -> list[str]:
    """The cues and the phrases of other commands that sound most like own words."""
    sounds = around.phrases.grammar.sounds
    near = {cue: like_cue(form, cue, sounds) for cue in around.cues}
    near |= {phrase: alike(form, phrase, sounds) for phrase in _other_phrases(command, around.meanings)}
    return sorted(near, key=lambda text: -near[text])[:count]


def like_cue(form: str, cue: str, sounds: Sounds) -> float:
    """How much own words sound like a cue, or a single one like any word of it."""
    heard = plain_phrase(cue)
    words = [word for word in heard.split() if len(word) >= SHORTEST_WORD] if " " not in form else []
    return max(alike(form, text, sounds) for text in (heard, *words))
