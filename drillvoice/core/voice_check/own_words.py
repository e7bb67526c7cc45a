"""A person's own words for a command: whether they can be heard, and whether they may be taken for something else.

How alike two phrases sound is estimated from their letters, because a speech model of Vosk's has no list of
pronunciations that could be read. It errs on the side of a warning.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from jellyfish import jaro_similarity, levenshtein_distance, metaphone

from drillvoice.core.hearing.command_spotter import EARLY, once
from drillvoice.core.phrases import OwnWordPhrases, plain
from drillvoice.core.session.commands import Command

MOST_WORDS = 4
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


@dataclass(frozen=True, slots=True)
class Checked:
    """Own words, and what is to be said of them."""

    form: str
    """As they are heard."""
    problem: str = ""
    """Why they cannot be used; empty where they can."""
    warnings: tuple[str, ...] = ()


def check_words(text: str, command: Command, around: Around, phrases: OwnWordPhrases) -> Checked:
    """Look at own words for a command."""
    form = once(plain(text).split())
    problem = next(_problems(form, command, around, phrases), "")
    return Checked(form, problem) if problem else Checked(form, "", tuple(_warnings(form, command, around, phrases)))


def _problems(form: str, command: Command, around: Around, phrases: OwnWordPhrases) -> Iterator[str]:
    words = form.split()
    if not 1 <= len(words) <= MOST_WORDS:
        yield phrases.length
    unknown = [word for word in words if not around.knows(word)]
    if unknown:
        yield phrases.unknown.format(words=" ".join(unknown))
    other = around.meanings.get(form, command)
    if other is not command:
        yield phrases.taken.format(words=form, command=named(other))
    for phrase in _too_early(form, command, around.meanings):
        yield phrases.early.format(words=form, phrase=phrase, command=named(around.meanings[phrase]))


def _too_early(form: str, command: Command, meanings: Mapping[str, Command]) -> Iterator[str]:
    """Phrases of other commands of which one is heard before the other has been said to its end."""
    for phrase, other in meanings.items():
        if other is command:
            continue
        begins = command in EARLY and phrase.startswith(f"{form} ")
        if begins or (other in EARLY and form.startswith(f"{phrase} ")):
            yield phrase


def _warnings(form: str, command: Command, around: Around, phrases: OwnWordPhrases) -> Iterator[str]:
    if around.meanings.get(form) is command:
        return
    near = [phrase for phrase in _others(command, around.meanings) if alike(form, phrase) >= CLOSE]
    for phrase in _first_of_each(near, around.meanings):
        yield phrases.like_command.format(words=form, phrase=phrase, command=named(around.meanings[phrase]))
    cue = max(around.cues, key=lambda cue: like_cue(form, cue), default="")
    if like_cue(form, cue) >= CLOSE:
        yield phrases.like_cue.format(words=form, cue=cue)


def _others(command: Command, meanings: Mapping[str, Command]) -> list[str]:
    return [phrase for phrase, other in meanings.items() if other is not command]


def _first_of_each(near: Sequence[str], meanings: Mapping[str, Command]) -> list[str]:
    """One phrase of each command: "back" is enough, "go back" need not be told as well."""
    return list({meanings[phrase]: phrase for phrase in reversed(near)}.values())


def nearest(form: str, command: Command, around: Around, count: int) -> list[str]:
    """The cues and the phrases of other commands that sound most like own words."""
    near = {cue: like_cue(form, cue) for cue in around.cues}
    near |= {phrase: alike(form, phrase) for phrase in _others(command, around.meanings)}
    return sorted(near, key=lambda text: -near[text])[:count]


def like_cue(form: str, cue: str) -> float:
    """How much own words sound like a cue, or a single one like any word of it."""
    heard = plain(cue)
    words = [word for word in heard.split() if len(word) >= SHORTEST_WORD] if " " not in form else []
    return max(alike(form, text) for text in (heard, *words))


def alike(one: str, other: str) -> float:
    """How much two phrases sound alike, from 0 to 1: half by their consonants, half by their letters."""
    keys = ["".join(metaphone(word) for word in text.split()) for text in (one, other)]
    longest = max(1, *map(len, keys))
    return (1 - levenshtein_distance(*keys) / longest + jaro_similarity(one, other)) / 2


def named(command: Command) -> str:
    """A command as it is spoken."""
    return command.value.replace("-", " ")
