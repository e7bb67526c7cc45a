"""Cues that somebody calls by hand, between those of the plan."""

from collections.abc import Sequence
from dataclasses import replace

from drillvoice.core.plan.lines import Kind, Unit
from drillvoice.core.plan.timing import arrange
from drillvoice.core.session.playhead import Playhead


def is_cue(unit: Unit, name: str = "") -> bool:
    """Whether a unit is a cue to act on, of that name if one is given."""
    first = unit.lines[0] if unit.lines else None
    return first is not None and first.kind is Kind.CUE and bool(first.cue) and first.go and name in ("", first.cue)


def queue_cue(head: Playhead, name: str, now: int) -> bool:
    """Have a cue of the exercise in progress come next, in its turn; whether there is one of that name.

    It comes no sooner after the last than the cues of the exercise ever come, and cuts neither a sound nor a hold.
    """
    here = _units_of_exercise(head)
    unit = next((unit for unit in here if is_cue(unit, name)), None)
    if unit is None:
        return False
    if not head.extras:
        head.due = max(head.silent_from, min(head.due, _earliest_cue(head, here, now)))
    head.extras.append(replace(unit, gate=None))
    return True


def _earliest_cue(head: Playhead, here: Sequence[Unit], now: int) -> int:
    shortest = min(arrange(unit, head.lengths, head.scale).total for unit in here if is_cue(unit))
    free = (run.start + max(shortest, _held_ticks(head, run.unit)) for run in head.runs if is_cue(run.unit))
    return max([now, head.silent_from, *free])


def _held_ticks(head: Playhead, unit: Unit) -> int:
    """What a unit takes with its holds, without the gap behind it."""
    return arrange(replace(unit, least=0), head.lengths, head.scale).total


def _units_of_exercise(head: Playhead) -> list[Unit]:
    plan = head.plan
    exercise = plan.blocks[head.block_index].exercise
    pairs = zip(plan.units, plan.block_of, strict=True)
    return [unit for unit, block in pairs if plan.blocks[block].exercise == exercise]
