"""The one true thing that the closing may name. The rules are data; a condition is a pure function of the facts."""

import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from drillvoice.core.drill.schema import Count
from drillvoice.core.phrases import Phrases
from drillvoice.core.plan.lines import ExerciseInfo
from drillvoice.core.session.course import Done
from drillvoice.core.tables import Table, Text
from drillvoice.history.queries import Facts
from drillvoice.language import Language

MANY_KINDS = 3
"""From so many cues on, having had all of them is worth a word; the closing draws the same line."""


class Rule(Table):
    """What is said when a condition holds."""

    when: Literal["went-on", "back-after-days", "every-kind-first", "drill-first", "week", "plan-week-first"]
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

    def is_fulfilled(self, done: Done) -> bool:
        """Whether it is true, given what was done by exercise."""
        if not self.drill:
            return any(done.values())
        return len(done.get(self.drill, ())) >= self.kinds


def find_candidates(
    rules: Sequence[Rule], facts: Facts, exercises: Sequence[ExerciseInfo], phrases: Phrases
) -> tuple[Candidate, ...]:
    """Everything that may become true in a session of these exercises, the most telling first."""
    return tuple(found for rule in rules for found in _CONDITIONS[rule.when](rule, facts, exercises, phrases))


def choose_celebration(found: Sequence[Candidate], done: Done) -> str:
    """The first that is true; "" where none is."""
    return next((candidate.text for candidate in found if candidate.is_fulfilled(done)), "")


RuleCondition = Callable[[Rule, Facts, Sequence[ExerciseInfo], Phrases], Iterator[Candidate]]


def _went_on(rule: Rule, facts: Facts, _exercises: Sequence[ExerciseInfo], _phrases: Phrases) -> Iterator[Candidate]:
    if facts.goes_on:
        yield Candidate(rule.say)


def _back_after_days(
    rule: Rule, facts: Facts, _exercises: Sequence[ExerciseInfo], _phrases: Phrases
) -> Iterator[Candidate]:
    if facts.days_since is not None and facts.days_since >= rule.number:
        yield Candidate(rule.say)


def _every_kind(rule: Rule, facts: Facts, exercises: Sequence[ExerciseInfo], phrases: Phrases) -> Iterator[Candidate]:
    most = dict(facts.most_kinds)
    for info in exercises:
        if info.variety and info.varieties >= MANY_KINDS and most.get(info.name, 0) < info.varieties:
            kinds = phrases.spoken_count(info.varieties, info.variety)
            yield Candidate(rule.say.format(title=info.title, kinds=kinds), info.name, info.varieties)


def _new_drill(rule: Rule, facts: Facts, exercises: Sequence[ExerciseInfo], _phrases: Phrases) -> Iterator[Candidate]:
    """New is only what is added to something: in the very first session all would be new."""
    known = dict(facts.most_kinds)
    for info in exercises:
        if known and info.name not in known:
            yield Candidate(rule.say.format(title=info.title), info.name)


def _session_of_week(
    rule: Rule, facts: Facts, _exercises: Sequence[ExerciseInfo], _phrases: Phrases
) -> Iterator[Candidate]:
    if facts.this_week + 1 == rule.number:
        yield Candidate(rule.say)


def _plan_week(rule: Rule, facts: Facts, exercises: Sequence[ExerciseInfo], _phrases: Phrases) -> Iterator[Candidate]:
    for info in exercises:
        if info.name in facts.first_plan_week:
            yield Candidate(rule.say, info.name)


_CONDITIONS: dict[str, RuleCondition] = {
    "went-on": _went_on,
    "back-after-days": _back_after_days,
    "every-kind-first": _every_kind,
    "drill-first": _new_drill,
    "week": _session_of_week,
    "plan-week-first": _plan_week,
}
