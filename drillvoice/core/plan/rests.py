"""Between two bouts: which rest there is, what is said in it, and how one gets up from it.

There are two kinds of rest, seated and on one's feet, and the words fit the kind. Nobody is on their feet for longer
than two minutes without a seated rest, and nobody is cued while getting up: a gate stands before what is done on one's
feet after sitting.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Self

from drillvoice.core.drill.rules import MOST_ON_FEET_S
from drillvoice.core.phrases import Phrases, capital_first
from drillvoice.core.plan.estimates import estimated_units_s
from drillvoice.core.plan.exercises import PLACE_AGAIN_S, Planned
from drillvoice.core.plan.given import Given
from drillvoice.core.plan.lines import (
    Block,
    BlockKind,
    Kind,
    Line,
    ReadyGate,
    Sound,
    Unit,
    announcement_unit,
    spoken_line,
)
from drillvoice.core.plan.opening import OPENING_AFTER, OpeningMaker
from drillvoice.core.plan.options import Options
from drillvoice.core.plan.packing import ANNOUNCE_AFTER
from drillvoice.core.ticks import to_ticks

READY_WAIT = to_ticks(20)
"""The question for "ready" is asked again after so long; where nobody can answer, it lasts so long."""
SIT_DOWN = to_ticks(15)
"""Time to sit down before a seated exercise; a choice."""
SEATED_REST_S = 60.0
"""A shorter rest is not worth sitting down for; a choice."""
OPEN_REST_ASK = to_ticks(60)
"""In a rest that lasts until "ready", the question comes less often; a choice."""
LEFT_S = 60.0
"""So much of a rest left is spoken, where the rest is longer than `LONG_REST_S`."""
LONG_REST_S = 90.0
WARNING_S = 15.0
"""The end of a rest is warned of so long before, where the rest is longer than `WARNED_REST_S`."""
WARNED_REST_S = 30.0


class RestKind(Enum):
    """How a rest is spent."""

    NONE = auto()
    SEATED = auto()
    STANDING = auto()
    """On one's feet, holding on to something."""
    STILL = auto()
    """By somebody who is seated anyway."""
    SITTING_DOWN = auto()
    """Time to sit down for what comes next."""
    OPEN = auto()
    """Seated, for as long as one likes."""


@dataclass(frozen=True, slots=True)
class RestBetween:
    """The rest between two bouts."""

    kind: RestKind
    seconds: float = 0.0
    heard_s: float = 0.0
    """So much of it at its end is spent with hearing what comes next."""

    def heard_in(self, seconds: float) -> Self:
        """The same rest, in whose end what comes next is heard; a minute is quiet in any case."""
        heard_s = min(seconds, self.seconds - SEATED_REST_S) if self.kind is RestKind.SEATED else 0.0
        return replace(self, heard_s=heard_s)

    @property
    def ends_seated(self) -> bool:
        """Whether one sits when it is over, who stood before."""
        return self.kind in (RestKind.SEATED, RestKind.OPEN, RestKind.SITTING_DOWN)


def choose_rest(before: Planned, after: Planned, on_feet_s: float, ahead_s: float, options: Options) -> RestBetween:
    """The rest between bouts of one exercise, or of two.

    Args:
        before: what has been done.
        after: what comes.
        on_feet_s: for how long one has been on one's feet without sitting.
        ahead_s: how long what comes takes up to its next chance to sit.
        options: what was asked for.

    """
    if before.begins_seated:
        still = after is before and after.rest_s > 0
        return RestBetween(RestKind.STILL, after.rest_s) if still else RestBetween(RestKind.NONE)
    if after.begins_seated:
        return RestBetween(RestKind.SITTING_DOWN)
    if options.rest_until_ready and options.attended:
        return RestBetween(RestKind.OPEN)
    if after.rest_s >= SEATED_REST_S:
        return RestBetween(RestKind.SEATED, after.rest_s)
    if on_feet_s + after.rest_s + ahead_s > MOST_ON_FEET_S:
        return RestBetween(RestKind.SEATED, SEATED_REST_S)
    return RestBetween(RestKind.STANDING, after.rest_s) if after.rest_s > 0 else RestBetween(RestKind.NONE)


def rest_block(rest: RestBetween, index: int, first: tuple[Unit, ...], phrases: Phrases) -> Block | None:
    """What is said in a rest, with something that is to be done meanwhile; None where there is none."""
    words = phrases.rest
    match rest.kind:
        case RestKind.NONE:
            return None
        case RestKind.OPEN:
            units = [Unit((spoken_line(words.start_ready, kind=Kind.REST, after=ANNOUNCE_AFTER),))]
        case RestKind.SITTING_DOWN:
            units = [Unit((spoken_line(words.sit_down, kind=Kind.REST, least=SIT_DOWN),))]
        case RestKind.SEATED:
            units = list(_timed_units(words.start, rest, phrases))
        case RestKind.STANDING:
            units = list(_timed_units(words.start_short, rest, phrases))
        case _:
            units = list(_timed_units(words.pause, rest, phrases))
    return Block(BlockKind.REST, index, 0, (*_with_task(units[0], first), *units[1:]))


def _with_task(start: Unit, task: tuple[Unit, ...]) -> Iterator[Unit]:
    """The beginning of a rest, with what others do meanwhile said at once: the rest is no longer for it."""
    (line,) = start.lines
    if not task:
        yield start
        return
    said = Unit((replace(line, least=0, after=ANNOUNCE_AFTER),))
    left = line.least - to_ticks(estimated_units_s((said, *task)))
    yield from (said, *task, Unit(least=max(0, left)))


def _timed_units(start: str, rest: RestBetween, phrases: Phrases) -> Iterator[Unit]:
    words, time = phrases.rest, capital_first(phrases.spoken_length(rest.seconds))
    marks: list[tuple[float, str]] = [(rest.seconds, start.format(time=time))]
    if rest.seconds >= LONG_REST_S and rest.heard_s < LEFT_S:
        marks.append((LEFT_S, words.left.format(time=capital_first(phrases.spoken_length(LEFT_S)))))
    if rest.seconds >= WARNED_REST_S and rest.heard_s < WARNING_S:
        marks.append((WARNING_S, words.ending))
    ends = [left for left, _ in marks[1:]] + [rest.heard_s]
    for (left, text), end in zip(marks, ends, strict=True):
        yield Unit((spoken_line(text, kind=Kind.REST, least=to_ticks(left) - to_ticks(end)),))


def ready_block(rest: RestBetween, before: tuple[Unit, ...], opening: OpeningMaker) -> Block:
    """What is said while one still sits, the wait until one is on one's feet, and what brings one into position."""
    phrases = opening.phrases
    timed = rest.kind is RestKind.SEATED
    over = (announcement_unit(phrases.rest.over, OPENING_AFTER),) if timed else ()
    walks = opening.options.attended and opening.planned.info.position == "walking"
    place = (Unit((spoken_line(phrases.opening.place_again, least=to_ticks(PLACE_AGAIN_S)),)),) if walks else ()
    units = (*over, *before, _get_up(rest, opening.given), *place, *opening.position_units())
    return Block(BlockKind.READY, opening.index, 0, units)


def _get_up(rest: RestBetween, given: Given) -> Unit:
    words = given.phrases.rest
    if not given.options.attended:
        return Unit((spoken_line(words.ready_unattended, kind=Kind.READY),), least=READY_WAIT)
    again, again_by_voice = (
        Line(Kind.READY, Sound(text), quiet=True) for text in (words.ready_again, words.ready_again_by_voice)
    )
    every = OPEN_REST_ASK if rest.kind is RestKind.OPEN else READY_WAIT
    by_voice = spoken_line(words.ready_by_voice, kind=Kind.READY)
    return Unit(gate=ReadyGate(spoken_line(words.ready, kind=Kind.READY), again, every, by_voice, again_by_voice))


def standing_block(rest: RestBetween, index: int, reminder: tuple[Unit, ...], phrases: Phrases) -> Block | None:
    """The way on for who has stayed where they are; None where nothing has to be said."""
    over = (announcement_unit(phrases.rest.over_standing, OPENING_AFTER),) if rest.kind is RestKind.STANDING else ()
    units = (*over, *reminder)
    return Block(BlockKind.SETUP, index, 0, units) if units else None
