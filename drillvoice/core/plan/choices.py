"""A drill or programme, its options and a seed become everything that a session will say, without times.

The frame is the same for all: an opening, then bouts with seated rests between them, then a closing. Nobody is
cued while getting up: a bout that is not seated waits for "ready" after a rest. The choices depend on their
arguments only, never on a voice or a machine.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from drillvoice.core.drill.schema import DrillFile, Programme
from drillvoice.core.phrases import Phrases
from drillvoice.core.plan.amounts import Amount, amounts
from drillvoice.core.plan.closing import closing_units, tally_of
from drillvoice.core.plan.estimates import estimated_blocks_s
from drillvoice.core.plan.exercises import Planned, planned_exercises
from drillvoice.core.plan.framing import Framed, frame_exercises
from drillvoice.core.plan.given import Given
from drillvoice.core.plan.lines import Block, BlockKind, Choices, Role, Unit, announcement_unit
from drillvoice.core.plan.opening import OPENING_AFTER, programme_units
from drillvoice.core.plan.options import Options

MOST_S = 24 * 3600.0
CLOSING_S = 8.0
CLOSING_EXERCISE_S = 4.0
"""Time kept free for the closing, and for each exercise that it names."""


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
    planned = planned_exercises(name, drill, library, options)
    limit_s = _limit_s(drill, options)
    given = Given(options, phrases)
    steps = list(amounts(len(planned), max(each.sets for each in planned)))

    def make_amount(place: int) -> _Made:
        return _Made(drill, planned, steps[place], frame_exercises(planned, steps[place], given), given)

    made = make_amount(0)
    if not made.fits(limit_s):
        # Each step is shorter than the one before, so the first that fits is found by halving.
        place = bisect_left(range(1, len(steps)), True, key=lambda number: make_amount(number).fits(limit_s)) + 1
        made = make_amount(min(place, len(steps) - 1))
    blocks = made.blocks(is_least=not made.fits(limit_s))
    return Choices(
        drill.title,
        tuple(item.info for item in made.kept),
        (*blocks, _closing(made.kept, blocks, phrases)),
        tuple(item.info.title for item in made.left_out),
        made.framed.is_shorter,
    )


def safety_choices(
    name: str, drill: DrillFile, library: Mapping[str, DrillFile], options: Options, phrases: Phrases
) -> Choices:
    """Only the safety advice of a drill or programme, in full: that of all its levels."""
    planned = planned_exercises(name, drill, library, options)
    found = [library[item.info.name] for item in planned] if isinstance(drill, Programme) else [drill]
    names = (line for each in found if not isinstance(each, Programme) for line in each.safety_names)
    block = Block(BlockKind.OPENING, 0, 0, tuple(_safety(names, phrases)))
    return Choices(drill.title, tuple(item.info for item in planned), (block,))


def _limit_s(drill: DrillFile, options: Options) -> float:
    own = drill.max_minutes if isinstance(drill, Programme) else None
    return min([MOST_S, *(60 * minutes for minutes in (options.minutes, own) if minutes is not None)])


@dataclass(frozen=True, slots=True)
class _Made:
    """A session as it would be with an amount of its exercises."""

    drill: DrillFile
    planned: Sequence[Planned]
    amount: Amount
    framed: Framed
    given: Given

    @property
    def kept(self) -> Sequence[Planned]:
        return self.planned[: self.amount.exercises]

    @property
    def left_out(self) -> Sequence[Planned]:
        return self.planned[self.amount.exercises :]

    def fits(self, limit_s: float) -> bool:
        """Whether it is over in so many seconds."""
        return estimated_blocks_s(self.blocks()) + CLOSING_S + CLOSING_EXERCISE_S * len(self.kept) <= limit_s

    def blocks(self, *, is_least: bool = False) -> tuple[Block, ...]:
        """All but the closing, with what stands before everything else.

        Args:
            is_least: it takes longer than was asked for, and there is no less of it.

        """
        options, first = self.given.options, self.framed.blocks[0]
        units: list[Unit] = []
        if options.announcement:
            units.append(announcement_unit(options.announcement, OPENING_AFTER))
        if isinstance(self.drill, Programme):
            units += self._programme_units(self.drill)
        if is_least:
            text = self.given.phrases.opening.least.format(minutes=self._minutes())
            units.append(announcement_unit(text, OPENING_AFTER))
        if options.safety:
            units += _safety((name for item in self.kept for name in item.drill.safety_names), self.given.phrases)
        return (replace(first, units=(*units, *first.units)), *self.framed.blocks[1:])

    def _minutes(self) -> str:
        seconds = estimated_blocks_s(self.framed.blocks) + CLOSING_S
        return self.given.phrases.spoken_length(max(60.0, seconds))

    def _programme_units(self, drill: Programme) -> Iterator[Unit]:
        """How long it takes, what is left out, and what it needs."""
        phrases = self.given.phrases
        opening = phrases.opening
        count = phrases.spoken_count(len(self.kept), opening.exercises)
        texts = [opening.programme.format(title=drill.title, count=count, minutes=self._minutes())]
        if self.framed.is_shorter:
            texts.append(opening.shorter)
        if self.left_out:
            titles = phrases.grammar.list_spoken([item.info.title for item in self.left_out])
            texts.append(opening.left_out.format(titles=titles))
        yield from (announcement_unit(text, OPENING_AFTER) for text in texts)
        if len(self.planned) > 1:
            is_short = self.given.options.brief or all(item.is_familiar for item in self.kept)
            yield from programme_units(self.kept, phrases, is_short=is_short)


def _safety(names: Iterable[str], phrases: Phrases) -> Iterator[Unit]:
    """Every safety line of these names, once."""
    yield announcement_unit(phrases.safety.intro, OPENING_AFTER, Role.SAFETY)
    lines = (phrases.safety.lines[name] for name in dict.fromkeys(names))
    yield from (announcement_unit(text, OPENING_AFTER, Role.SAFETY) for text in lines)
    yield announcement_unit(phrases.safety.outro, OPENING_AFTER, Role.SAFETY_END)


def _closing(kept: Sequence[Planned], blocks: Sequence[Block], phrases: Phrases) -> Block:
    tallies = [
        tally_of(unit for block in blocks if block.exercise == index for unit in block.units)
        for index in range(len(kept))
    ]
    units = closing_units([item.info for item in kept], tallies, phrases, early=False)
    return Block(BlockKind.CLOSING, len(kept) - 1, 0, units)
