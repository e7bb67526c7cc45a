"""Exercises one after the other: openings, bouts, rests and getting up, in order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from drillvoice.core.plan.amounts import Amount
from drillvoice.core.plan.estimates import estimated_blocks_s
from drillvoice.core.plan.exercises import Planned
from drillvoice.core.plan.given import Given
from drillvoice.core.plan.lines import Block, BlockKind
from drillvoice.core.plan.opening import OpeningMaker, with_place_first
from drillvoice.core.plan.rests import RestBetween, choose_rest, ready_block, rest_block, standing_block
from drillvoice.core.plan.rounds import Rounds, make_rounds


@dataclass(frozen=True, slots=True)
class Framed:
    """All exercises of a session with what is between them."""

    blocks: tuple[Block, ...]
    is_shorter: bool
    """There is less of them than their files have."""


@dataclass
class _Course:
    """Where the person is while the blocks are put one after the other."""

    blocks: list[Block] = field(default_factory=list)
    before: Planned | None = None
    on_feet_s: float = 0.0
    """Since they sat last."""

    def add_blocks(self, blocks: Sequence[Block], *, seated: bool) -> None:
        self.blocks += blocks
        self.on_feet_s = 0.0 if seated else self.on_feet_s + estimated_blocks_s(blocks)


def frame_exercises(exercises: Sequence[Planned], amount: Amount, given: Given) -> Framed:
    """Put an amount of some exercises into a frame, from the first opening to the last bout."""
    kept = exercises[: amount.exercises]
    rounds = [make_rounds(planned, index, amount, given) for index, planned in enumerate(kept)]
    is_shorter = any(each.is_shorter or planned.is_cut for each, planned in zip(rounds, kept, strict=True))
    course, is_alone = _Course(), len(exercises) == 1
    for index, planned in enumerate(kept):
        notes = tuple(_notes(planned, rounds[index], given, is_alone=is_alone))
        opening = OpeningMaker(planned, index, given, is_alone, notes)
        for number, bout in enumerate(rounds[index].blocks):
            entry = (opening.opening_block(), opening.setup_block(from_keyboard=index == 0)) if number == 0 else ()
            _add_bout(course, opening, entry, bout)
            course.before = planned
    return Framed(tuple(course.blocks), is_shorter)


def _notes(planned: Planned, rounds: Rounds, given: Given, *, is_alone: bool) -> Iterator[str]:
    """What has to be said of how this exercise was asked for."""
    phrases = given.phrases
    opening = phrases.opening
    if is_alone and (rounds.is_shorter or planned.is_cut):
        yield opening.shorter
    if planned.is_quickest:
        yield opening.quickest
    most = planned.drill.framing.day_minutes
    before = given.options.bouts_today.get(planned.info.name, 0)
    if most is not None and rounds.practice_s * (1 + before / len(rounds.blocks)) > 60 * most:
        yield opening.enough.format(minutes=phrases.spoken_length(60 * most))


def _add_bout(course: _Course, opening: OpeningMaker, entry: tuple[Block, ...], bout: Block) -> None:
    """Add a bout with the way to it: for the first of an exercise the opening, for others a reminder."""
    planned, before, phrases = opening.planned, course.before, opening.phrases
    if before is None and opening.is_short and not planned.is_seated:
        entry = with_place_first(entry[0], entry[1], phrases)
    entry = tuple(block for block in entry if block.units)
    if before is None:
        course.add_blocks(entry, seated=True)
        course.add_blocks([bout], seated=planned.begins_seated)
        return
    ahead_s = estimated_blocks_s((*entry, bout))
    rest = choose_rest(before, planned, course.on_feet_s, ahead_s, opening.options)
    stays = not before.begins_seated and not rest.ends_seated
    laid = opening.objects_units() if entry else ()
    resting = rest_block(rest.heard_in(estimated_blocks_s(entry)), opening.index, laid, phrases)
    if laid and resting is None:
        entry = (replace(entry[0], units=(*laid, *entry[0].units)), *entry[1:])
    course.add_blocks([*([resting] if resting else []), *entry], seated=not stays)
    course.add_blocks([*_last_steps(opening, rest, entry, stays=stays), bout], seated=planned.begins_seated)


def _last_steps(opening: OpeningMaker, rest: RestBetween, entry: tuple[Block, ...], *, stays: bool) -> Iterator[Block]:
    """From where the person is to where the bout begins."""
    refreshed = () if entry else opening.refreshing_units()
    if opening.planned.begins_seated or stays:
        is_said = entry and (not opening.is_short or opening.planned.begins_seated)
        position = () if is_said else opening.position_units()
        block = standing_block(rest, opening.index, (*position, *refreshed), opening.phrases)
        if block:
            yield block
    else:
        yield ready_block(rest, refreshed, opening)


def way_in(blocks: Sequence[Block], exercise: int) -> tuple[Block, ...]:
    """The opening and the set-up before the first bout of an exercise."""
    mine = [block for block in blocks if block.exercise == exercise]
    first = next(place for place, block in enumerate(mine) if block.kind is BlockKind.BOUT)
    return tuple(block for block in mine[:first] if block.kind in (BlockKind.OPENING, BlockKind.SETUP))
