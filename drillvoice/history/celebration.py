"""The one true thing that the closing may name. The rules are data; a condition is a pure function of the facts."""

import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from drillvoice.core.drill.parts import Count
from drillvoice.core.phrases import Phrases
from drillvoice.core.plan.lines import ExerciseInfo
from drillvoice.core.session.course import Done
from drillvoice.core.tables import Table, Text
from drillvoice.history.queries import NO_SIDES, Facts, Sides
from drillvoice.language import Language

MANY_KINDS = 3
"""From so many cues on, having had all of them is worth a word; the closing draws the same line."""


class Rule(Table):
    """What is said when a condition holds."""

    when: Literal[
        "went-on",
        "back-after-days",
        "every-kind-first",
        "level-first",
        "both-sides-first",
        "drill-first",
        "week",
        "plan-week-first",
        "without-wall-first",
    ]
    number: Count = 1
    say: Text


class Rules(Table):
    """All of them, the most telling first."""

    celebration: tuple[Rule, ...]


def load_rules(language: Language) -> tuple[Rule, ...]:
    """The rules of a language, with what is said."""
    return Rules.model_validate(tomllib.loads(language.read_file("celebrations.toml"))).celebration


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that will be true if enough is done; known before the session, so that it can be spoken ahead."""

    text: str
    drill: str = ""
    """The drill of which something must have been done; any where it is empty."""
    kinds: int = 1
    """So many different things of it."""
    sides: Sequence[str] = ()
    """All of these among them."""

    def is_fulfilled(self, done: Done) -> bool:
        """Whether it is true, given what was done by exercise."""
        if not self.drill:
            return any(done.values())
        counted = done.get(self.drill, {})
        return len(counted) >= self.kinds and set(self.sides) <= set(counted)


@dataclass(frozen=True, slots=True)
class Prospect:
    """What is known before a session."""

    facts: Facts
    exercises: Sequence[ExerciseInfo]
    sides: Sides
    phrases: Phrases


def find_candidates(
    rules: Sequence[Rule],
    facts: Facts,
    exercises: Sequence[ExerciseInfo],
    phrases: Phrases,
    sides: Sides = NO_SIDES,
) -> tuple[Candidate, ...]:
    """Everything that may become true in a session of these exercises, the most telling first."""
    coming = Prospect(facts, exercises, sides, phrases)
    return tuple(found for rule in rules if rule.when in _CONDITIONS for found in _CONDITIONS[rule.when](rule, coming))


def without_wall_sentence(rules: Sequence[Rule], title: str) -> str:
    """What is said of the first time without the wall. It is noted after a session, so no closing can name it."""
    return next((rule.say.format(title=title) for rule in rules if rule.when == "without-wall-first"), "")


def choose_celebration(found: Sequence[Candidate], done: Done) -> str:
    """The first that is true; "" where none is."""
    return next((candidate.text for candidate in found if candidate.is_fulfilled(done)), "")


RuleCondition = Callable[[Rule, Prospect], Iterator[Candidate]]


def _went_on(rule: Rule, coming: Prospect) -> Iterator[Candidate]:
    if coming.facts.goes_on:
        yield Candidate(rule.say)


def _back_after_days(rule: Rule, coming: Prospect) -> Iterator[Candidate]:
    if coming.facts.days_since is not None and coming.facts.days_since >= rule.number:
        yield Candidate(rule.say)


def _every_kind(rule: Rule, coming: Prospect) -> Iterator[Candidate]:
    most = dict(coming.facts.most_kinds)
    for info in coming.exercises:
        if info.variety and info.varieties >= MANY_KINDS and most.get(info.name, 0) < info.varieties:
            kinds = coming.phrases.spoken_count(info.varieties, info.variety)
            yield Candidate(rule.say.format(title=info.title, kinds=kinds), info.name, info.varieties)


def _new_level(rule: Rule, coming: Prospect) -> Iterator[Candidate]:
    """One that is new in a drill that is known. One below all that are known is no step to celebrate; and where a drill
    comes at two levels, what was done does not tell at which.
    """
    for info in coming.exercises:
        known = {level for name, level in coming.facts.levels if name == info.name}
        asked = {other.level for other in coming.exercises if other.name == info.name}
        if known and info.level > min(known) and info.level not in known and len(asked) == 1:
            number = coming.phrases.spoken_number(info.level)
            yield Candidate(rule.say.format(title=info.title, level=number), info.name)


def _both_sides(rule: Rule, coming: Prospect) -> Iterator[Candidate]:
    for info in coming.exercises:
        if info.name in coming.sides and info.name not in coming.facts.both_sides:
            yield Candidate(rule.say.format(title=info.title), info.name, sides=coming.sides[info.name])


def _new_drill(rule: Rule, coming: Prospect) -> Iterator[Candidate]:
    """New is only what is added to something: in the very first session all would be new."""
    known = dict(coming.facts.most_kinds)
    for info in coming.exercises:
        if known and info.name not in known:
            yield Candidate(rule.say.format(title=info.title), info.name)


def _session_of_week(rule: Rule, coming: Prospect) -> Iterator[Candidate]:
    if coming.facts.this_week + 1 == rule.number:
        yield Candidate(rule.say)


def _plan_week(rule: Rule, coming: Prospect) -> Iterator[Candidate]:
    for info in coming.exercises:
        if info.name in coming.facts.first_plan_week:
            yield Candidate(rule.say, info.name)


_CONDITIONS: dict[str, RuleCondition] = {
    "went-on": _went_on,
    "back-after-days": _back_after_days,
    "every-kind-first": _every_kind,
    "level-first": _new_level,
    "both-sides-first": _both_sides,
    "drill-first": _new_drill,
    "week": _session_of_week,
    "plan-week-first": _plan_week,
}
