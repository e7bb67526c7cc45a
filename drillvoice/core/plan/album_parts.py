"""The parts of a session that is taken along: one sound each, so that a player's "next" and "pause" mean something.

Getting up is a part of its own: whoever listens can pause before the round that follows it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from drillvoice.core.plan.lines import BlockKind, Kind, Role
from drillvoice.core.plan.timing import Plan
from drillvoice.core.take_along_phrases import TakeAlongPhrases


class PartKind(StrEnum):
    """What a part is for; its title goes by it."""

    SAFETY = "safety"
    GETTING_READY = "getting-ready"
    ROUND = "round"
    REST = "rest"
    GET_UP = "get-up"
    CLOSING = "closing"


ONLY_ROUND = "only-round"
"""What a round is called that is the only one of its exercise."""


@dataclass(frozen=True, slots=True)
class AlbumPart:
    """One part, from a tick up to another one."""

    kind: PartKind
    exercise: int
    bout: int
    """Which round it is; 0 for what is none."""
    start: int
    end: int


def album_parts(plan: Plan) -> tuple[AlbumPart, ...]:
    """The parts of a plan that nobody disturbs, in order, without a gap."""
    keyed = zip(_part_keys(plan), plan.starts, strict=True)
    begun = [(key, next(units)[1]) for key, units in groupby(keyed, key=lambda unit: unit[0])]
    ends = [start for _, start in begun[1:]] + [plan.total]
    return tuple(
        AlbumPart(kind, exercise, bout, start, end)
        for ((kind, exercise, bout), start), end in zip(begun, ends, strict=True)
    )


def part_title(part: AlbumPart, plan: Plan, words: TakeAlongPhrases) -> str:
    """What a part is called; it names its exercise where there are several."""
    count = max(block.bout for block in plan.blocks if block.exercise == part.exercise)
    name = ONLY_ROUND if part.kind is PartKind.ROUND and count == 1 else part.kind
    title = words.parts[name].format(n=part.bout, count=count)
    if len(plan.exercises) == 1 or part.kind not in (PartKind.GETTING_READY, PartKind.ROUND):
        return title
    return words.of_exercise.format(exercise=plan.exercises[part.exercise].title, part=title)


def _part_keys(plan: Plan) -> Iterator[tuple[PartKind, int, int]]:
    """Kind, exercise and round of the part that each unit belongs to."""
    safety_end = max((at for at, unit in enumerate(plan.units) if _has_role(plan, at, Role.SAFETY_END)), default=-1)
    is_up = False
    """Whether whoever rested has been told to get up."""
    for at, unit in enumerate(plan.units):
        block = plan.blocks[plan.block_of[at]]
        kind = _KINDS.get(block.kind, PartKind.ROUND)
        is_up = is_up and block.kind is BlockKind.READY
        if at <= safety_end:
            kind = PartKind.SAFETY
        elif is_up or (block.kind is BlockKind.SETUP and _is_between_rounds(plan, at)):
            kind = PartKind.ROUND
        is_up = is_up or any(line.kind is Kind.READY for line in unit.lines)
        yield kind, block.exercise, _next_bout(plan, at) if kind is PartKind.ROUND else 0


_KINDS = {
    BlockKind.OPENING: PartKind.GETTING_READY,
    BlockKind.SETUP: PartKind.GETTING_READY,
    BlockKind.READY: PartKind.GET_UP,
    BlockKind.REST: PartKind.REST,
    BlockKind.CLOSING: PartKind.CLOSING,
}


def _has_role(plan: Plan, unit: int, role: Role) -> bool:
    return any(line.role is role for line in plan.units[unit].lines)


def _is_between_rounds(plan: Plan, unit: int) -> bool:
    """Whether a unit stands before a later round of its exercise, and not before the first."""
    return _next_bout(plan, unit) > 1


def _next_bout(plan: Plan, unit: int) -> int:
    """The round that a unit belongs to, or leads to."""
    return next(block.bout for block in plan.blocks[plan.block_of[unit] :] if block.kind is BlockKind.BOUT)
