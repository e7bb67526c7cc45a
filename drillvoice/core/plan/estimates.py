"""About how long things take, from the estimated lengths of what is said: choices know no voice."""

from collections.abc import Iterable

from drillvoice.core.drill.rules import estimated_s
from drillvoice.core.plan.lines import Block, Line, Sound, Unit
from drillvoice.core.ticks import to_seconds

BEEP_S = 0.2


def estimated_sound_s(sound: Sound) -> float:
    """About how many seconds a sound takes."""
    return BEEP_S * sound.beeps + (estimated_s(sound.text) if sound.voiced and sound.text else 0.0)


def estimated_unit_s(unit: Unit) -> float:
    """About how many seconds a unit takes."""
    return max(to_seconds(unit.least), sum(map(_line_s, unit.lines)))


def _line_s(line: Line) -> float:
    return max(to_seconds(line.least), estimated_sound_s(line.sound) + to_seconds(line.after + line.pace))


def estimated_units_s(units: Iterable[Unit]) -> float:
    """About how many seconds some units take, one after the other."""
    return sum(map(estimated_unit_s, units))


def estimated_blocks_s(blocks: Iterable[Block]) -> float:
    """About how many seconds some blocks take."""
    return sum(estimated_units_s(block.units) for block in blocks)
