"""Where each unit of a plan stands in its session: what a view shows of it, worked out before the session begins."""

from dataclasses import dataclass
from itertools import accumulate

from drillvoice.core.plan.lines import BlockKind, ExerciseInfo, Kind, Line, Unit
from drillvoice.core.plan.timing import SCALE, Plan
from drillvoice.core.ticks import to_seconds

LONG_HOLD_S = 4.0
"""A shorter unit needs no countdown."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One unit of a plan."""

    block: int
    unit: Unit
    start_s: float
    seconds: float
    """To the next unit, at the drill's own pace."""
    number: int = 0
    """Which of the cues, repetitions or holds of its bout it is; 0 where it is none."""
    hold_s: float = 0.0
    """How long a position is held, counted from the unit's start; 0 where none is."""

    def lasts_s(self, scale: int) -> float:
        """To the next unit, at a pace of `scale` per cent."""
        return self.seconds * scale / SCALE if self.unit.scales else self.seconds


class Route:
    """Every unit of a plan, and sums over them."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.stops = _list_stops(plan)
        self.numbers = _items_by_block(self.stops)
        """How many cues, repetitions or holds each block has."""
        self.first_bout = next((at for at, block in enumerate(plan.blocks) if block.kind is BlockKind.BOUT), 0)
        """The block in which the first exercise begins; 0 where none does."""
        self.bouts = _bouts_by_exercise(plan)
        """How many bouts each exercise has."""
        self._rest_of: dict[int, tuple[float, ...]] = {}

    def stop_of_unit(self, unit: int) -> Stop:
        """The unit of that number; the true closing may have more units than the planned one."""
        return self.stops[min(unit, len(self.stops) - 1)]

    def exercise_of(self, stop: Stop) -> ExerciseInfo:
        """The exercise that it belongs to."""
        return self.plan.exercises[self.plan.blocks[stop.block].exercise]

    def kind_of_block(self, stop: Stop) -> BlockKind:
        """What its block is for."""
        return self.plan.blocks[stop.block].kind

    def left_s(self, unit: int, scale: int) -> float:
        """From the end of a unit to the end of the session."""
        if scale not in self._rest_of:
            ends = accumulate((stop.lasts_s(scale) for stop in reversed(self.stops)), initial=0.0)
            self._rest_of[scale] = tuple(reversed(list(ends)))
        return self._rest_of[scale][min(unit + 1, len(self.stops))]

    def share_of_block(self, stop: Stop, elapsed_s: float) -> float:
        """How much of its block is over, from 0 to 1."""
        mates = [each for each in self.stops if each.block == stop.block]
        whole_s = sum(each.seconds for each in mates)
        return (stop.start_s - mates[0].start_s + elapsed_s) / whole_s if whole_s else 1.0

    def left_of_block_s(self, stop: Stop, elapsed_s: float) -> float:
        """From some time after a unit's start to the end of its block."""
        mates = [each for each in self.stops if each.block == stop.block]
        return mates[-1].start_s + mates[-1].seconds - stop.start_s - elapsed_s

    def next_line(self, unit: int, index: int | None) -> Line | None:
        """What is said after a line of a unit, or in place of its first where none has been said, within the same
        block.
        """
        stop = self.stop_of_unit(unit)
        following = stop.unit.lines[0 if index is None else index + 1 :]
        mates = (each.unit.lines for each in self.stops[unit + 1 :] if each.block == stop.block)
        return next(iter([*following, *(line for lines in mates for line in lines)]), None)

    def next_block(self, stop: Stop) -> tuple[BlockKind, ExerciseInfo, int] | None:
        """The bout that comes after a block: its kind, exercise and number."""
        for block in self.plan.blocks[stop.block + 1 :]:
            if block.kind in (BlockKind.BOUT, BlockKind.CLOSING):
                return block.kind, self.plan.exercises[block.exercise], block.bout
        return None


def _list_stops(plan: Plan) -> tuple[Stop, ...]:
    ends = (*plan.starts[1:], plan.total)
    counts: dict[int, int] = {}
    stops = []
    for unit, block, start, end in zip(plan.units, plan.block_of, plan.starts, ends, strict=True):
        counted = bool(unit.lines) and unit.lines[0].kind is Kind.CUE
        counts[block] = counts.get(block, 0) + counted
        number = counts[block] if counted else 0
        stops.append(Stop(block, unit, to_seconds(start), to_seconds(end - start), number, _hold_s(unit)))
    return tuple(stops)


def _items_by_block(stops: tuple[Stop, ...]) -> dict[int, int]:
    numbers: dict[int, int] = {}
    for stop in stops:
        numbers[stop.block] = max(numbers.get(stop.block, 0), stop.number)
    return numbers


def _bouts_by_exercise(plan: Plan) -> dict[str, int]:
    bouts: dict[str, int] = {}
    for block in plan.blocks:
        name = plan.exercises[block.exercise].name
        bouts[name] = max(bouts.get(name, 0), block.bout)
    return bouts


def _hold_s(unit: Unit) -> float:
    """A hold is a cue whose last seconds are counted."""
    kinds = [line.kind for line in unit.lines]
    if Kind.CUE not in kinds[:1] or Kind.COUNT not in kinds:
        return 0.0
    held_s = to_seconds(sum(line.least for line in unit.lines if line.kind is not Kind.RETURN))
    return held_s if held_s >= LONG_HOLD_S else 0.0
