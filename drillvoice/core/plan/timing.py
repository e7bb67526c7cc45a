"""Times for choices: every unit laid out with the real lengths of its sounds, in ticks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from drillvoice.core.plan.lines import Block, Choices, ExerciseInfo, Line, Sound, Unit

Lengths = Callable[[Sound], int]
"""The length of a sound in ticks."""

SHORTEST_SCALED = 100
"""Faster never brings cues closer than 2 s, unless the drill itself does: reaction to a cue slows with tiredness
in MS (Barr 2014)."""
SCALE = 100
SCALE_RANGE = (70, 200)


@dataclass(frozen=True, slots=True)
class Placed:
    """A line at its place in a unit."""

    line: Line
    index: int
    """Which of the unit's lines it is."""
    offset: int
    clip: int


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The lines of a unit placed after one another, without an overlap."""

    placed: tuple[Placed, ...]
    total: int
    """Ticks to the next unit's onset."""

    @property
    def sounding_ticks(self) -> int:
        """Ticks until its last sound has ended."""
        return self.placed[-1].offset + self.placed[-1].clip if self.placed else 0


@dataclass(frozen=True, slots=True)
class Plan:
    """A session laid out: units in order, the block of each, and when each begins if nothing disturbs it."""

    title: str
    exercises: tuple[ExerciseInfo, ...]
    blocks: tuple[Block, ...]
    units: tuple[Unit, ...]
    block_of: tuple[int, ...]
    starts: tuple[int, ...]
    total: int

    def first_unit(self, block: int) -> int:
        """Where a block begins."""
        return self.block_of.index(block)


def scaled(ticks: int, scale: int) -> int:
    """A gap under the pace that was asked for, `scale` per cent of the drill's own."""
    return max(ticks * scale // SCALE, min(ticks, SHORTEST_SCALED))


def arrange(unit: Unit, lengths: Lengths, scale: int = SCALE) -> Arrangement:
    """Place the lines of a unit one after the other; where they need more room than the unit, it gets longer."""
    pace = scale if unit.scales else SCALE
    least = scaled(unit.least, pace)
    placed: list[Placed] = []
    offset = 0
    for index, line in enumerate(unit.lines):
        clip = lengths(line.sound)
        placed.append(Placed(line, index, offset, clip))
        offset += max(scaled(line.least, pace), _paced_ticks(line, clip, pace))
    return Arrangement(tuple(placed), max(least, offset))


def _paced_ticks(line: Line, clip: int, scale: int) -> int:
    """A sound with the time after it, never quicker than cues may follow one another."""
    own = clip + line.after + line.pace
    return max(own - line.pace + line.pace * scale // SCALE, min(own, SHORTEST_SCALED)) if line.pace else own


def lay_out(choices: Choices, lengths: Lengths) -> Plan:
    """Give every unit its time."""
    pairs = list(_units_with_blocks(choices))
    starts: list[int] = []
    now = 0
    for unit, _ in pairs:
        starts.append(now)
        now += arrange(unit, lengths).total
    return Plan(
        choices.title,
        choices.exercises,
        choices.blocks,
        tuple(unit for unit, _ in pairs),
        tuple(block for _, block in pairs),
        tuple(starts),
        now,
    )


def needed_sounds(choices: Choices) -> Iterator[Sound]:
    """Every sound that the choices need, in order of first use."""
    seen = dict.fromkeys(
        line.sound
        for unit, _ in _units_with_blocks(choices)
        for line in (*unit.again, *unit.lines, *_gate_lines(unit))
        if line is not None
    )
    yield from seen


def _gate_lines(unit: Unit) -> tuple[Line | None, ...]:
    return (unit.gate.ask, unit.gate.ask_again) if unit.gate else ()


def _units_with_blocks(choices: Choices) -> Iterator[tuple[Unit, int]]:
    for index, block in enumerate(choices.blocks):
        for unit in block.units:
            yield unit, index
