"""The bouts of one exercise: what is done in each, and what frames it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from random import Random

from drillvoice.core.drill.schema import Holds, RandomCues
from drillvoice.core.phrases import Phrases
from drillvoice.core.plan.amounts import WHOLE, Amount
from drillvoice.core.plan.estimates import estimated_units_s
from drillvoice.core.plan.exercises import Planned, most_bout_s
from drillvoice.core.plan.given import Given
from drillvoice.core.plan.lines import Block, BlockKind, Unit, announcement_unit, count_down
from drillvoice.core.plan.options import Options
from drillvoice.core.plan.packing import ANNOUNCE_AFTER, Rooms, Segment, announced_s, pack_set
from drillvoice.core.plan.random_cues import cue_bout
from drillvoice.core.tables import Position
from drillvoice.core.ticks import to_ticks

BEGIN_AFTER: dict[Position, int] = {"seated": to_ticks(1), "standing": to_ticks(1), "walking": to_ticks(4)}
"""A few steps before the first cue of a walking bout; a choice."""
BOUT_ANSWER_AFTER = to_ticks(3)
SEED_STEP = 1009
"""Keeps the seeds of the bouts of a session apart."""


@dataclass(frozen=True, slots=True)
class Rounds:
    """The bouts of an exercise, in order."""

    blocks: tuple[Block, ...]
    is_shorter: bool
    """There is less in them than the drill's file has."""

    @property
    def practice_s(self) -> float:
        """About how many seconds they take together."""
        return sum(estimated_units_s(block.units) for block in self.blocks)


def make_rounds(planned: Planned, index: int, amount: Amount, given: Given) -> Rounds:
    """As many bouts of an exercise as there is time for.

    Each is drawn from a seed of its own, so that a shorter session begins like a longer one.
    """
    filled: list[tuple[Segment, int]] = []
    for number in range(min(planned.sets, amount.sets)):
        random = Random((given.options.seed * SEED_STEP + index) * SEED_STEP + number)
        filled += _fill_set(planned, amount.share, given, random, known=planned.is_familiar or number > 0)
    beats = _beats(planned, given.options)
    blocks = (
        Block(BlockKind.BOUT, index, number, _framed(units, planned, given.phrases), beats)
        for number, (units, _) in enumerate(filled, start=1)
    )
    fewer = amount.sets < planned.sets
    return Rounds(tuple(blocks), fewer or any(share < WHOLE for _, share in filled))


def _fill_set(
    planned: Planned, share: int, given: Given, random: Random, *, known: bool
) -> Iterator[tuple[Segment, int]]:
    """What is done in each bout of the exercise done once, and how much of it there is."""
    drill = planned.drill
    frame_s = estimated_units_s(_framed((), planned, given.phrases))
    own_s = min(drill.framing.bout_s, most_bout_s(drill))
    if isinstance(drill, RandomCues):
        rooms = Rooms(max(own_s, planned.bout_s) - frame_s, planned.bout_s - frame_s)
        yield tuple(cue_bout(drill, rooms, share, given, random)), share
        return
    frame_s += announced_s(given.phrases)
    rooms = Rooms(own_s - frame_s, planned.bout_s - frame_s)
    packed = pack_set(drill, rooms, share, given.phrases, known=known)
    yield from ((units, packed.share) for units in packed.bouts)


def _beats(planned: Planned, options: Options) -> int:
    if isinstance(planned.drill, Holds) and planned.drill.beat:
        return planned.drill.beat
    return 0 if planned.is_seated else options.metronome


def _framed(units: Sequence[Unit], planned: Planned, phrases: Phrases) -> tuple[Unit, ...]:
    """Whoever walks hears what the first movement is before they set off."""
    bout, position = phrases.bout, planned.info.position
    walks = position == "walking" and not isinstance(planned.drill, RandomCues)
    first = tuple(takewhile(lambda unit: walks and not unit.tally, units))
    text = planned.drill.begin_say or phrases.opening.begin(position)
    begin = announcement_unit(text, BEGIN_AFTER["standing" if planned.drill.begin_say else position])
    end = announcement_unit(bout.end("standing" if planned.drill.begin_say else position), ANNOUNCE_AFTER)
    asked = (announcement_unit(text, BOUT_ANSWER_AFTER) for text in planned.drill.after_bout)
    return (*first, count_in(phrases), begin, *units[len(first) :], end, *asked)


def count_in(phrases: Phrases) -> Unit:
    """Three, two, one: a second each."""
    return Unit(count_down(phrases.bout.count))
