"""What an utterance was, from several hearings of it.

People's throats are of different lengths, and a model knows some of them better than others. So an utterance is heard
several times, each a little faster or slower than the last, which makes its pitch and its formants higher or lower. In
each hearing a command is as likely as it comes near the best hypothesis; it is believed as far as three neighbouring
hearings bear it out together, since noise that resembles a word resembles it in one of them. Where there is a second
opinion, which hears the whole phrase at once, a command is what both together find likely.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from drillvoice.core.hearing.command_spotter import Meaning, Word, phrase_in

NEIGHBOURS = 3
FAR = 8.0
"""A hypothesis that is not among those of a hearing is so far from the best, in the logarithm of its likelihood."""
SURE = 0.3
"""What is so near the best in every single hearing is beyond doubt."""
NEAR = 0.5
"""A single word must be as near, and the best of one hearing at least."""
NEAR_OF_PHRASE = 2.0
"""What is made of several words is less easily taken for them."""
APART, APART_IF_SURE = 0.7, 0.3
"""Of two commands that come nearer to each other neither is obeyed: "repeat" is like "ready"."""
Opinion = Callable[[], Mapping[str, float]]
"""Answers the natural logarithm of the probability of each phrase that the second opinion knows."""
NEVER = -12.0
"""The second opinion is never so sure that more speaks against a phrase."""

NOWHERE: Mapping[str, float] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Trust:
    """How far two opinions are believed."""

    second: float
    """How much the second opinion counts: both are logarithms of a likelihood."""
    most: float
    """What is no further from the best than this, with what the second opinion says against it, is believed."""
    beyond_doubt: float
    """What the second opinion finds so likely is a voice that says it, if the recogniser agrees."""
    phrases_differ: bool
    """Whether phrases are believed further from the best or less far than others; that was not tried in every case."""


ALONE = Trust(second=1.4, most=6.0, beyond_doubt=-1.0, phrases_differ=True)
"""Of 348 commands in noise 269 are understood with these and 6 mistaken, of 207 words that are like commands 50 obeyed;
with the second opinion before, at 0.5 and 3.25, it was 252, 15 and 67 (tuning voices, and speakers made of the natural
one whom the second opinion did not know, as in training/limits.py)."""
UNCLEAR = Trust(second=0.5, most=3.25, beyond_doubt=-0.2, phrases_differ=False)
"""Little above our own voice: what the echo leaves of "slowly down" is soon taken for "stop"."""
BESIDE = Trust(second=0.7, most=4.5, beyond_doubt=-2.0, phrases_differ=False)
"""Beside our own voice, whose rest makes the recogniser less sure; but that a person speaks is known by then."""


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """What an utterance may have been, in one hearing."""

    words: tuple[Word, ...]
    score: float
    """The logarithm of its likelihood; only differences within a hearing mean something."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """The command that an utterance was."""

    words: tuple[Word, ...]
    sure: bool
    """Whether the recogniser has no doubt; else the sound must be all the more like a voice."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a command in all hearings."""

    command: Meaning
    words: tuple[Word, ...]
    """Where it came nearest to the best."""
    away: list[float]
    """From the best hypothesis of each hearing."""

    @property
    def nearest_distance(self) -> float:
        """How far it is from the best in those neighbouring hearings that bear it out most."""
        starts = range(max(1, len(self.away) - NEIGHBOURS + 1))
        return min(sum(near := self.away[start : start + NEIGHBOURS]) / len(near) for start in starts)


def weigh_hearings(
    hearings: Sequence[Sequence[Hypothesis]],
    phrases: Mapping[str, Meaning],
    opinion: Opinion = dict,
    trust: Trust = ALONE,
    further: Mapping[str, float] = NOWHERE,
) -> Weighed | None:
    """The command that an utterance was, if it was one.

    Args:
        hearings: of the same utterance, in the order of their speeds; each has its hypotheses, or none.
        phrases: what may be said, and what it means.
        opinion: asked only where some hearing has a phrase, which most talk has not.
        trust: how far both are believed.
        further: phrases that are believed so much further from the best than others, or less far where negative.

    """
    forms = forms_heard(hearings, phrases)
    return weigh_forms(forms, opinion(), trust, further) if forms else None


def weigh_forms(
    forms: Mapping[str, Form], likely: Mapping[str, float], trust: Trust, further: Mapping[str, float] = NOWHERE
) -> Weighed | None:
    """The same of the forms that were heard, with what the second opinion says."""
    allowed = further if trust.phrases_differ else NOWHERE
    against = {
        phrase: trust.second * -max(likely[phrase], NEVER) - allowed.get(phrase, 0.0) if phrase in likely else 0.0
        for phrase in forms
    }
    distances = {phrase: form.nearest_distance + against[phrase] for phrase, form in forms.items()}
    phrase = min(forms, key=distances.__getitem__)
    best, distance = forms[phrase], distances[phrase]
    rivals = [distances[other] for other, form in forms.items() if form.command is not best.command]
    sure = max(best.away) <= SURE
    apart = APART_IF_SURE if sure else APART
    limit = trust.most if phrase in likely else _limit(phrase, best)
    if distance > limit or min(rivals, default=FAR) - distance < apart:
        return None
    return Weighed(best.words, sure or likely.get(phrase, NEVER) >= trust.beyond_doubt)


def _limit(phrase: str, form: Form) -> float:
    """How far from the best a phrase may be of which there is no second opinion."""
    if " " in phrase:
        return NEAR_OF_PHRASE
    if min(form.away) > 0:
        return -FAR  # a baby cried what was nearly "back" in each hearing and the best in none
    return NEAR


def forms_heard(hearings: Sequence[Sequence[Hypothesis]], phrases: Mapping[str, Meaning]) -> dict[str, Form]:
    """Every phrase that some hearing has."""
    forms: dict[str, Form] = {}
    for number, hypotheses in enumerate(hearings):
        best = max((hypothesis.score for hypothesis in hypotheses), default=0.0)
        for hypothesis in hypotheses:
            phrase, words = phrase_in(hypothesis.words)
            command = phrases.get(phrase)
            if command is None:
                continue
            last = forms.get(phrase) or Form(command, (), [FAR] * len(hearings))
            away = best - hypothesis.score
            nearest = away < min(last.away)
            last.away[number] = min(last.away[number], away)
            forms[phrase] = Form(command, tuple(words) if nearest else last.words, last.away)
    return forms
