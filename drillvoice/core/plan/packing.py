"""Pieces shared out over bouts: whole ones where they fit, the two sides of one never without each other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from typing import Self

from drillvoice.core.phrases import Phrases
from drillvoice.core.plan.amounts import WHOLE
from drillvoice.core.plan.estimates import estimated_units_s
from drillvoice.core.plan.lines import Unit, announcement_unit
from drillvoice.core.plan.pieces import Group, Piece, SetDrill, set_groups
from drillvoice.core.ticks import to_ticks

Segment = tuple[Unit, ...]
ANNOUNCE_AFTER = to_ticks(1.0)
"""Silence after an announcement within a bout; a choice."""
ANNOUNCED_REPETITIONS = 8
"""From so many repetitions in a bout on, half-way and the last few are announced; a choice."""
LAST_REPETITIONS = 3
ROOM_STEP_S = 5.0


@dataclass(frozen=True, slots=True)
class Rooms:
    """How long bouts may be, without what frames them."""

    own_s: float
    """In the drill's file."""
    asked_s: float
    """Asked for; of movements, longer ones than the drill's own change nothing."""


@dataclass(frozen=True, slots=True)
class Packed:
    """An exercise done once, in bouts."""

    bouts: tuple[Segment, ...]
    share: int
    """How much of it there is."""


def pack_set(drill: SetDrill, rooms: Rooms, share: int, phrases: Phrases, *, known: bool = False) -> Packed:
    """As much of a share of the exercise as fits into as many bouts as the drill's file would have.

    Shorter bouts never become more of them: there is less in each. One repetition a side is always there.
    """
    bouts = _pack(set_groups(drill, WHOLE, phrases), rooms.own_s)
    most, less = len(bouts), WHOLE
    room_s = min(rooms.own_s, rooms.asked_s)
    if share < WHOLE or room_s < rooms.own_s:
        for less in range(share, 0, -1):
            bouts = _pack(set_groups(drill, less, phrases), room_s)
            if len(bouts) <= most:
                break
    least = set_groups(drill, 1, phrases) if len(bouts) > most else []
    while len(bouts) > most:
        room_s += ROOM_STEP_S
        bouts = _pack(least, room_s)
    alone = len(bouts) == 1
    filled = (
        _bout_units(bout, phrases, known=known, half=alone, last=number == len(bouts))
        for number, bout in enumerate(bouts, start=1)
    )
    return Packed(tuple(filled), less)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A piece, or some of its repetitions."""

    piece: Piece
    start: int
    end: int
    seconds: float

    @classmethod
    def of(cls, piece: Piece, start: int, end: int) -> Self:
        """A stretch with its length."""
        return cls(piece, start, end, estimated_units_s(piece.units(start, end)))

    def units(self, *, known: bool = False) -> tuple[Unit, ...]:
        return self.piece.units(self.start, self.end, known=known)


def _pack(groups: Sequence[Group], room_s: float) -> list[list[_Stretch]]:
    bouts: list[list[_Stretch]] = []
    used_s = room_s
    for together in _kept_together(groups, room_s):
        needed_s = sum(stretch.seconds for stretch in together)
        if used_s + needed_s > room_s:
            bouts.append([])
            used_s = 0.0
        bouts[-1] += together
        used_s += needed_s
    return bouts


def _kept_together(groups: Sequence[Group], room_s: float) -> Iterator[list[_Stretch]]:
    """Groups that fit as wholes; of others each piece, and of one that is longer than a bout even shares."""
    for group in groups:
        whole = [_Stretch.of(piece, 0, len(piece.full)) for piece in group]
        if sum(stretch.seconds for stretch in whole) <= room_s:
            yield whole
            continue
        for stretch in whole:
            yield from ([share] for share in _shares(stretch, room_s))


def _shares(stretch: _Stretch, room_s: float) -> Iterator[_Stretch]:
    """Shares of a piece that fit, as even as its repetitions allow; both sides of a turn stay together."""
    turn = max(1, stretch.piece.reminded)
    turns = stretch.end // turn
    fewest = ceil(stretch.seconds / room_s) if room_s > 0 else turns
    for count in range(min(fewest, turns), turns + 1):
        edges = [turn * round(turns * place / count) for place in range(count + 1)]
        shares = [_Stretch.of(stretch.piece, start, end) for start, end in pairwise(edges) if end > start]
        if all(share.seconds <= room_s for share in shares):
            break
    yield from shares


def announced_s(phrases: Phrases) -> float:
    """The time of the announcements in a bout."""
    words = (phrases.bout.half_way, phrases.bout.last)
    return estimated_units_s(announcement_unit(text, ANNOUNCE_AFTER) for text in words)


def _bout_units(stretches: Sequence[_Stretch], phrases: Phrases, *, known: bool, half: bool, last: bool) -> Segment:
    """The units of a bout with its announcements, none between a lead and its movement.

    Half-way is told of what is done in one bout, and the last few are the last of all.
    """
    steps = [step for stretch in stretches for step in _steps(stretch.units(known=known))]
    if len(steps) >= ANNOUNCED_REPETITIONS:
        places = {
            len(steps) - LAST_REPETITIONS: (phrases.bout.last, last),
            len(steps) // 2: (phrases.bout.half_way, half),
        }
        for place, (text, told) in places.items():
            if told:
                steps[place] = (announcement_unit(text, ANNOUNCE_AFTER), *steps[place])
    return tuple(unit for step in steps for unit in step)


def _steps(units: Sequence[Unit]) -> Iterator[tuple[Unit, ...]]:
    """Each repetition with the lead before it."""
    step: list[Unit] = []
    for unit in units:
        step.append(unit)
        if unit.tally:
            yield tuple(step)
            step = []
