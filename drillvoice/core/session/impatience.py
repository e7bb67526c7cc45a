"""Somebody who does not want to hear the opening out: from line to line, or straight to their place.

Whatever is passed over, nobody begins without the drill's cautions, or the short safety line where it has none.
"""

from collections.abc import Iterator, Sequence

from drillvoice.core.phrases import Phrases
from drillvoice.core.plan.lines import BlockKind, Role, Unit, announcement_unit
from drillvoice.core.plan.opening import OPENING_AFTER, way_to_place
from drillvoice.core.plan.timing import Plan
from drillvoice.core.session.playhead import Playhead


class Impatience:
    """The way through the opening before the first bout of a plan."""

    def __init__(self, head: Playhead, phrases: Phrases) -> None:
        self._head = head
        self._phrases = phrases
        blocks = head.plan.blocks
        bouts = [at for at, block in enumerate(blocks) if block.kind is BlockKind.BOUT]
        self._bout = head.plan.first_unit(bouts[0]) if bouts else 0
        """The unit with which the first bout begins; 0 where there is no opening before one."""
        self._units = head.plan.units[: self._bout]
        found = (at for at, unit in enumerate(self._units) if unit.gate or _role(unit) is Role.PLACE)
        self._place = next(found, None)
        """The unit that sends to the place, or waits until the person is there; None where nothing does."""

    def is_on_the_way(self, now: int) -> bool:
        """Whether the person is on the way to their place, with the time that it takes."""
        begun = [run for run in self._head.runs if run.start <= now]
        return bool(begun) and _role(begun[-1].unit) is Role.PLACE

    def skip_line(self, now: int) -> tuple[int, tuple[Unit, ...]]:
        """Where the next line leads: a unit, and what has to be said before it. Call it before the sound is frozen."""
        begun = [run.index for run in self._head.runs if run.start <= now and run.index is not None]
        placed = [run.index for run in self._head.runs if run.index is not None]
        after = begun[-1] + 1 if begun else min([self._head.index, *placed])
        spoken = (at for at in range(after, self._bout) if self._units[at].lines)
        following = next(spoken, None)
        return self.skip_opening() if following is None else (following, ())

    def after_advice(self, now: int) -> int | None:
        """The unit behind the safety advice, as long as that goes on; None where there is none, or it is over."""
        ends = [at for at, unit in enumerate(self._units) if _role(unit) is Role.SAFETY_END]
        begun = [run.index for run in self._head.runs if run.start <= now and run.index is not None]
        said = begun[-1] if begun else self._head.index
        return ends[0] + 1 if ends and said <= ends[0] else None

    def skip_opening(self) -> tuple[int, tuple[Unit, ...]]:
        """The same for somebody who wants to begin: to the place, where it has to be gone to."""
        if self._place is not None:
            return self._place, ()
        is_seated = self._head.plan.exercises[0].position == "seated"
        return self._bout, (*self._owed(), *(() if is_seated else (way_to_place(self._phrases),)))

    def warn_before_place(self) -> None:
        """Where the opening is over next, have said what nobody may begin without."""
        gate = self._bout if self._place is None else self._place
        if self._head.index == gate and gate and not self._head.extras:
            self.say_before(gate, tuple(self._owed()))

    def say_before(self, unit: int, extras: Sequence[Unit]) -> None:
        """Have something said before a unit, as a part of the opening, although the unit may be the first of a bout."""
        if extras:
            self._head.extras.extend(extras)
            self._head.kept_block = self._head.plan.block_of[unit - 1]

    def _owed(self) -> Iterator[Unit]:
        """Cautions that have not been heard; the short safety line where there are none, and the full advice was not
        heard out.
        """
        heard = self._head.said
        cautions = [unit for unit in self._units if _role(unit) is Role.CAUTION]
        if cautions:
            yield from (unit for unit in cautions if unit not in heard)
            return
        ends = {unit for unit in self._units if _role(unit) is Role.SAFETY_END}
        short = short_safety_unit(self._head.plan, self._phrases)
        if ends and heard.isdisjoint({short, *ends}):
            yield short


def short_safety_unit(plan: Plan, phrases: Phrases) -> Unit:
    """The one line that is heard every time."""
    return announcement_unit(phrases.safety.short(plan.exercises[0].position), OPENING_AFTER, Role.CAUTION)


def _role(unit: Unit) -> Role:
    return unit.lines[0].role if unit.lines else Role.NONE
