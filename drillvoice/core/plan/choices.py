"""A drill or programme, its options and a seed become everything that a session will say, without times.

The frame is the same for all: an opening, then bouts with seated rests between them, then a closing. Nobody is
cued while getting up: a bout that is not seated waits for "ready" after a rest. The choices depend on their
arguments only, never on a voice or a machine.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random

from drillvoice.core.drill.schema import DrillFile, Programme
from drillvoice.core.phrases import Phrases
from drillvoice.core.plan.closing import closing_units, tally_of
from drillvoice.core.plan.exercises import Planned, planned_exercises
from drillvoice.core.plan.framing import OPENING_AFTER, ExerciseFrame
from drillvoice.core.plan.lines import Block, BlockKind, Choices, Role, Unit, announcement_unit, spoken_line
from drillvoice.core.plan.options import Options
from drillvoice.core.plan.repetitions import estimated_unit_s

MOST_S = 24 * 3600.0
CLOSING_S = 8.0
CLOSING_EXERCISE_S = 4.0
"""Time kept free for the closing, and for each exercise that it names."""


@dataclass
class _Time:
    """The time that is left for blocks; the first bout always fits."""

    left_s: float
    blocks: list[Block] = field(default_factory=list)

    def add_blocks(self, blocks: Sequence[Block]) -> bool:
        needed = sum(estimated_unit_s(unit) for block in blocks for unit in block.units)
        if self.blocks and needed > self.left_s:
            return False
        self.blocks += blocks
        self.left_s -= needed
        return True


def make_choices(
    name: str, drill: DrillFile, library: Mapping[str, DrillFile], options: Options, phrases: Phrases
) -> Choices:
    """Make every choice of a session.

    Args:
        name: the drill's name, for the event log.
        drill: a drill or a programme.
        library: the drills that a programme may name.
        options: what was asked for; the same options and seed give the same choices on every platform.
        phrases: the program's own phrases.

    Raises:
        UsageError: an option does not fit the drill; says which and what would.

    """
    random = Random(options.seed)
    planned = planned_exercises(name, drill, library, options)
    safety = tuple(_safety(planned, phrases)) if options.safety else ()
    limit_s = _limit_s(drill, options)
    time = _Time(limit_s - CLOSING_S - CLOSING_EXERCISE_S * len(planned) - sum(map(estimated_unit_s, safety)))
    kept: list[Planned] = []
    for item in planned:
        frame = ExerciseFrame(item, len(kept), options, phrases, random)
        if not _add_exercise(time, frame, kept[-1] if kept else None):
            break
        kept.append(item)
    left_out = tuple(item.info.name for item in planned[len(kept) :])
    first = safety
    if isinstance(drill, Programme):
        first = (_programme_title(drill, len(kept), limit_s - time.left_s, phrases), *safety)
    blocks = [replace(time.blocks[0], units=(*first, *time.blocks[0].units)), *time.blocks[1:]]
    return Choices(drill.title, tuple(item.info for item in kept), (*blocks, _closing(kept, blocks, phrases)), left_out)


def safety_choices(
    name: str, drill: DrillFile, library: Mapping[str, DrillFile], options: Options, phrases: Phrases
) -> Choices:
    """Only the safety advice of a drill or programme, in full."""
    planned = planned_exercises(name, drill, library, options)
    block = Block(BlockKind.OPENING, 0, 0, tuple(_safety(planned, phrases)))
    return Choices(drill.title, tuple(item.info for item in planned), (block,))


def _add_exercise(time: _Time, frame: ExerciseFrame, before: Planned | None) -> bool:
    """Add as many bouts of an exercise as fit; False where not even one does."""
    entry = list(_entry_blocks(frame, before))
    for number, bout in enumerate(frame.bout_blocks()):
        if number > 0:
            rest = frame.rest_block(frame.planned)
            entry = [block for block in (rest, frame.ready_block()) if block] if rest else []
        if not time.add_blocks([*entry, bout]):
            return number > 0
    return True


def _entry_blocks(frame: ExerciseFrame, before: Planned | None) -> Iterator[Block]:
    """What comes before an exercise's first bout: the rest of the exercise before it, its opening, getting up.

    How to stand is said to people who stand.
    """
    rest = frame.rest_block(before) if before and not (before.is_seated and frame.planned.is_seated) else None
    ready = frame.ready_block() if before and (rest or before.is_seated) else None
    if rest:
        yield rest
    yield frame.opening_block()
    if ready:
        yield ready
    setup = frame.setup_block(on_their_feet=ready is not None)
    if setup.units:
        yield setup


def _limit_s(drill: DrillFile, options: Options) -> float:
    own = drill.max_minutes if isinstance(drill, Programme) else None
    return min([MOST_S, *(60 * minutes for minutes in (options.minutes, own) if minutes is not None)])


def _programme_title(drill: Programme, count: int, seconds: float, phrases: Phrases) -> Unit:
    text = phrases.opening.programme.format(
        title=drill.title,
        count=phrases.spoken_count(count, phrases.opening.exercises),
        minutes=phrases.spoken_length(max(60.0, seconds)),
    )
    return announcement_unit(text, OPENING_AFTER)


def _safety(planned: Sequence[Planned], phrases: Phrases) -> Iterator[Unit]:
    """Every safety line that any of the exercises names, once."""
    names = dict.fromkeys(name for item in planned for name in item.drill.safety)
    yield announcement_unit(phrases.safety.intro, OPENING_AFTER)
    yield from (announcement_unit(phrases.safety.lines[name], OPENING_AFTER) for name in names)
    yield Unit((replace(spoken_line(phrases.safety.outro, after=OPENING_AFTER), role=Role.SAFETY_END),))


def _closing(kept: Sequence[Planned], blocks: Sequence[Block], phrases: Phrases) -> Block:
    tallies = [
        tally_of(unit for block in blocks if block.exercise == index for unit in block.units)
        for index in range(len(kept))
    ]
    units = closing_units([item.info for item in kept], tallies, phrases, early=False)
    return Block(BlockKind.CLOSING, len(kept) - 1, 0, units)
