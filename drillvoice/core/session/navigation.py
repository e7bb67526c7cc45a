"""Where next, back and ready lead in a plan: from block to block."""

from drillvoice.core.plan.lines import BlockKind
from drillvoice.core.plan.timing import Plan


def next_exercise(plan: Plan, block: int) -> int | None:
    """The opening of the exercise after a block's; None after the last."""
    here = plan.blocks[block].exercise
    openings = (i for i, other in enumerate(plan.blocks) if other.exercise > here and other.kind is BlockKind.OPENING)
    return next(openings, None)


def after_rest(plan: Plan, block: int) -> int:
    """Where somebody goes who is ready during a rest: past the question whether they are."""
    following = block + 1
    return following + (plan.blocks[following].kind is BlockKind.READY)


def part_before(plan: Plan, block: int) -> int:
    """The bout or opening before a block; from anything but a bout the way into it, as people may be sitting:
    where that way leads past no question whether they are ready, the rest they are in begins again.
    """
    kinds = [other.kind for other in plan.blocks]
    parts = (i for i in range(block - 1, -1, -1) if kinds[i] in (BlockKind.BOUT, BlockKind.OPENING))
    before = next(parts, 0)
    if kinds[block] is BlockKind.BOUT or kinds[before] is BlockKind.OPENING:
        return before
    setup = kinds[before - 1] is BlockKind.SETUP
    entry = before - 1 - setup
    if kinds[entry] is BlockKind.READY:
        return entry
    rests = (i for i in range(block, before, -1) if kinds[i] is BlockKind.REST)
    if plan.exercises[plan.blocks[before].exercise].position != "seated" and (rest := next(rests, None)):
        return rest
    return before - setup
