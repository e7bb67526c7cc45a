"""Units that have been placed on the timeline of a session."""

from dataclasses import dataclass

from drillvoice.core.plan.lines import Block, BlockKind, Unit
from drillvoice.core.plan.timing import Arrangement
from drillvoice.core.session.commands import State


@dataclass(frozen=True, slots=True)
class Run:
    """A unit that has been placed on the timeline."""

    index: int | None
    """Its place in the plan; None for what is not part of it."""
    unit: Unit
    block: int
    start: int
    arrangement: Arrangement

    @property
    def sounded(self) -> int:
        """The tick at which its last sound has ended."""
        return self.start + self.arrangement.sounding_ticks


def state_in(block: Block) -> State:
    """What a session is doing in a block, as long as nobody has to be waited for."""
    return State.RESTING if block.kind is BlockKind.REST else State.GOING
