"""What is left of a session that broke off, as a session of its own.

Hours or days may lie between: nobody stands where they stood. So it begins with the opening and the set-up of the
exercise that was broken off, as if it were the first, and then with the whole bout.
"""

from collections.abc import Sequence
from dataclasses import replace

from drillvoice.core.phrases import Phrases
from drillvoice.core.plan.framing import way_in
from drillvoice.core.plan.lines import Block, BlockKind, Choices, ExerciseInfo, Role, Unit, announcement_unit
from drillvoice.core.plan.opening import OPENING_AFTER, way_to_place


def bout_to_go_on_from(choices: Choices, unit: int) -> int | None:
    """The block of the first bout that is not finished, given the last unit that was heard.

    None where no bout was begun yet or none is left: then there is nothing to go on with.
    """
    begun = False
    end = 0
    for index, block in enumerate(choices.blocks):
        start, end = end, end + len(block.units)
        if block.kind is not BlockKind.BOUT:
            continue
        if unit < end - 1:
            return index if begun or unit >= start else None
        begun = True
    return None


def bouts_of(choices: Choices, exercise: int) -> int:
    """How many bouts an exercise has."""
    return sum(block.kind is BlockKind.BOUT and block.exercise == exercise for block in choices.blocks)


def waits_for_ready(choices: Choices) -> bool:
    """Whether somebody has to say "ready" on the way."""
    return any(unit.gate is not None for block in choices.blocks for unit in block.units)


def choices_from_bout(choices: Choices, bout: int, phrases: Phrases) -> Choices:
    """The choices from a bout on."""
    exercise = choices.blocks[bout].exercise
    info = choices.exercises[exercise]
    entry = way_in(choices.blocks, exercise)
    opening = _opening(_units_of_kind(entry, BlockKind.OPENING), info, phrases)
    setup = _setup(_units_of_kind(entry, BlockKind.SETUP), info, phrases)
    first = (Block(BlockKind.OPENING, exercise, 0, opening), Block(BlockKind.SETUP, exercise, 0, setup))
    return replace(choices, blocks=(*(block for block in first if block.units), *choices.blocks[bout:]))


def _units_of_kind(blocks: Sequence[Block], kind: BlockKind) -> tuple[Unit, ...]:
    return tuple(unit for block in blocks if block.kind is kind for unit in block.units)


def _opening(units: tuple[Unit, ...], info: ExerciseInfo, phrases: Phrases) -> tuple[Unit, ...]:
    """The opening with another title, without what stood before it: the programme's length, the safety advice."""
    said = (phrases.opening.title, phrases.opening.next)
    titles = [announcement_unit(text.format(title=info.title), OPENING_AFTER) for text in said]
    after = [index + 1 for index, unit in enumerate(units) if unit in titles]
    short = announcement_unit(phrases.safety.short(info.position), OPENING_AFTER, Role.CAUTION)
    kept = tuple(unit for unit in units[after[0] if after else 0 :] if _text(unit) != _text(short))
    return (announcement_unit(phrases.opening.going_on.format(title=info.title), OPENING_AFTER), *kept, short)


def _setup(units: tuple[Unit, ...], info: ExerciseInfo, phrases: Phrases) -> tuple[Unit, ...]:
    """The set-up, with time to get into place also where the question whether they are ready stood for it."""
    to_place = way_to_place(phrases)
    has_it = any(_text(unit) == _text(to_place) for unit in units)
    return units if info.position == "seated" or has_it else (*units, to_place)


def _text(unit: Unit) -> str:
    """What it says; a record of an older version has the same words without their roles."""
    return unit.lines[0].sound.text if unit.lines else ""
