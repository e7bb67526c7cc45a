"""Cues that somebody calls by hand, between those of the plan."""

from collections.abc import Sequence
from dataclasses import replace

from drillvoice.core.plan.lines import Kind, Unit
from drillvoice.core.plan.timing import arrange
from drillvoice.core.session.playhead import Playhead
from drillvoice.core.session.runs import Run


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
        head.due = max(now, head.silent_from, min(head.due, _earliest_cue(head, here, now)))
    head.extras.append(replace(unit, gate=None))
    return True


def _earliest_cue(head: Playhead, here: Sequence[Unit], now: int) -> int:
    shortest = min(arrange(unit, head.lengths, head.scale).total for unit in here if is_cue(unit))
    free = (run.start + _taken_ticks(run, shortest) for run in head.runs)
    return max([now, head.silent_from, *free])


def _taken_ticks(run: Run, shortest: int) -> int:
    """How long nothing may come after a unit has begun: the shortest gap and the holds of a cue, and all of what was
    left of such a time by a pause.
    """
    if not run.unit.lines:
        return run.arrangement.total
    last = run.arrangement.placed[-1]
    return max(shortest, last.offset + last.clip + last.line.after) if is_cue(run.unit) else 0


def _units_of_exercise(head: Playhead) -> list[Unit]:
    plan = head.plan
    exercise = plan.blocks[head.block_index].exercise
    pairs = zip(plan.units, plan.block_of, strict=True)
    return [unit for unit, block in pairs if plan.blocks[block].exercise == exercise]
