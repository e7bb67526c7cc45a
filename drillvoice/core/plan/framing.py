"""The frame around one exercise: its opening, its bouts, the rests between them and the waits for "ready"."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random

from drillvoice.core.drill.schema import RandomCues
from drillvoice.core.phrases import Phrases, capital_first
from drillvoice.core.plan.exercises import Planned
from drillvoice.core.plan.lines import (
    Block,
    BlockKind,
    Kind,
    Line,
    ReadyGate,
    Sound,
    Unit,
    announcement_unit,
    count_down,
    spoken_line,
)
from drillvoice.core.plan.options import Options
from drillvoice.core.plan.random_cues import ANNOUNCE_AFTER, cue_bout, teaching_units
from drillvoice.core.plan.repetitions import Segment, estimated_unit_s, pack_bouts, set_segments
from drillvoice.core.tables import Position
from drillvoice.core.ticks import to_ticks
from drillvoice.errors import UsageError

OPENING_AFTER = to_ticks(0.6)
SETUP_AFTER = to_ticks(1.5)
"""Time to follow one sentence of the set-up; a choice."""
READY_WAIT = to_ticks(20)
"""The question for "ready" is asked again after so long; where nobody can answer, it lasts so long."""
PLACE_WAIT = to_ticks(10)
"""From the keyboard to the place, before the first bout; a choice."""
PLACE_AGAIN_WAIT = to_ticks(5)
"""The same after "ready", which is mostly said near the place; a choice."""
SIT_DOWN = to_ticks(15)
"""Time to sit down before a seated exercise; a choice."""
SEATED_REST_S = 60.0
"""A shorter rest is not worth sitting down for; a choice."""
OPEN_REST_ASK = to_ticks(60)
"""In a rest that lasts until "ready", the question comes less often; a choice."""
BEGIN_AFTER: Mapping[Position, int] = {"seated": to_ticks(1), "standing": to_ticks(2), "walking": to_ticks(4)}
"""A few steps before the first cue of a walking bout; a choice."""
BOUT_ANSWER_AFTER = to_ticks(3)
LEFT_S = 60.0
"""So much of a rest left is spoken, where the rest is longer than `LONG_REST_S`."""
LONG_REST_S = 90.0
WARNING_S = 15.0
"""The end of a rest is warned of so long before, where the rest is longer than `WARNED_REST_S`."""
WARNED_REST_S = 30.0


@dataclass(frozen=True, slots=True)
class ExerciseFrame:
    """Makes the blocks of one exercise."""

    planned: Planned
    index: int
    options: Options
    phrases: Phrases
    random: Random

    def opening_block(self) -> Block:
        """Title, space and caution; with --brief only what cannot be left out."""
        planned, options, phrases = self.planned, self.options, self.phrases
        units = [*self._title()]
        if planned.with_therapist:
            units.append(announcement_unit(phrases.opening.therapist, OPENING_AFTER))
        if not options.brief:
            units += self._space_and_equipment()
        cautions = planned.drill.cautions[: 1 if options.brief else None]
        units += (announcement_unit(text, OPENING_AFTER) for text in cautions)
        if not options.safety:
            units.append(announcement_unit(phrases.safety.short(planned.info.position), OPENING_AFTER))
        return Block(BlockKind.OPENING, self.index, 0, tuple(units))

    def setup_block(self, *, on_their_feet: bool) -> Block:
        """How to get into place, what has to be learnt, and time to get there where nobody has asked for it."""
        units = [*self._explained()]
        if not self.options.brief:
            units = [*(announcement_unit(text, SETUP_AFTER) for text in self.planned.drill.setup), *units]
        if not self.planned.is_seated and not on_their_feet:
            units.append(way_to_place(self.phrases))
        return Block(BlockKind.SETUP, self.index, 0, tuple(units))

    def _title(self) -> Iterator[Unit]:
        planned, opening = self.planned, self.phrases.opening
        title = opening.title if self.index == 0 else opening.next
        yield announcement_unit(title.format(title=planned.info.title), OPENING_AFTER)
        if planned.level_title:
            text = opening.level.format(level=self.phrases.spoken_number(planned.info.level), title=planned.level_title)
            yield announcement_unit(text, OPENING_AFTER)

    def _space_and_equipment(self) -> Iterator[Unit]:
        drill, opening = self.planned.drill, self.phrases.opening
        yield announcement_unit(opening.space.format(space=drill.space), OPENING_AFTER)
        if drill.equipment:
            yield announcement_unit(
                opening.equipment.format(equipment=self.phrases.grammar.list_spoken(drill.equipment)), OPENING_AFTER
            )

    def _explained(self) -> Iterator[Unit]:
        drill, options, phrases = self.planned.drill, self.options, self.phrases
        if self._has_metronome():
            yield announcement_unit(phrases.opening.metronome, OPENING_AFTER)
        if not isinstance(drill, RandomCues):
            return
        if drill.gap_steps and options.gap_s is None:
            steps = phrases.spoken_number(drill.gap_steps)
            yield announcement_unit(phrases.opening.cadence.format(steps=steps), OPENING_AFTER)
        if options.on_demand:
            yield announcement_unit(drill.on_demand_say or phrases.reply.waiting_cue, OPENING_AFTER)
        yield from teaching_units(drill, options, phrases, self.random)

    def bout_blocks(self) -> Iterator[Block]:
        """Every bout of the exercise, without the rests."""
        for number, units in enumerate(self._bout_units(), start=1):
            yield Block(BlockKind.BOUT, self.index, number, self._framed_bout(units), beat=self._has_metronome())

    def _has_metronome(self) -> bool:
        return bool(self.options.metronome) and self.planned.info.position != "seated"

    def _bout_units(self) -> Iterator[Segment]:
        planned, options, phrases = self.planned, self.options, self.phrases
        if isinstance(planned.drill, RandomCues):
            room_s = planned.bout_s - sum(map(estimated_unit_s, self._framed_bout(())))
            for _ in range(planned.bouts):
                units = tuple(cue_bout(planned.drill, room_s, options, phrases, self.random))
                if not any(unit.tally or unit.scales for unit in units):
                    raise UsageError(
                        f"A bout of {planned.bout_s:g} seconds leaves no room for a cue of {planned.info.name}; "
                        f"make it {planned.bout_s - room_s + 15:.0f} seconds or longer."
                    )
                yield units
            return
        one_set = list(set_segments(planned.drill, phrases))
        for _ in range(planned.bouts):
            yield from pack_bouts(one_set, planned.bout_s)

    def _framed_bout(self, units: Segment) -> tuple[Unit, ...]:
        bout, position = self.phrases.bout, self.planned.info.position
        begin = announcement_unit(self.phrases.opening.begin(position), BEGIN_AFTER[position])
        end = announcement_unit(bout.end(position), ANNOUNCE_AFTER)
        asked = (announcement_unit(text, BOUT_ANSWER_AFTER) for text in self.planned.drill.after_bout)
        return (count_in(self.phrases), begin, *units, end, *asked)

    def rest_block(self, before: Planned) -> Block | None:
        """The rest before a bout of this exercise, or None where it has none."""
        if self._open_rest:
            unit = Unit((spoken_line(self.phrases.rest.start_ready, kind=Kind.REST, after=ANNOUNCE_AFTER),))
            return Block(BlockKind.REST, self.index, 0, (unit,))
        if self.planned.is_seated and not before.is_seated:
            sit_down = spoken_line(self.phrases.rest.sit_down, kind=Kind.REST, least=SIT_DOWN)
            return Block(BlockKind.REST, self.index, 0, (Unit((sit_down,)),))
        seconds = self.planned.rest_s
        if seconds <= 0:
            return None
        return Block(BlockKind.REST, self.index, 0, tuple(self._timed_rest(seconds, before)))

    @property
    def _open_rest(self) -> bool:
        """Whether rests last until "ready"; where nobody can say so, they last as long as usual."""
        return self.options.rest_until_ready and self.options.attended and not self.planned.is_seated

    def _timed_rest(self, seconds: float, before: Planned) -> Iterator[Unit]:
        rest, time = self.phrases.rest, self.phrases.spoken_length(seconds)
        start = rest.start if seconds >= SEATED_REST_S else rest.start_short
        if before.is_seated:
            start = rest.pause
        marks: list[tuple[float, str]] = [(seconds, start.format(time=capital_first(time)))]
        if seconds >= LONG_REST_S:
            marks.append((LEFT_S, rest.left.format(time=capital_first(self.phrases.spoken_length(LEFT_S)))))
        if seconds >= WARNED_REST_S:
            marks.append((WARNING_S, rest.ending))
        ends = [left for left, _ in marks[1:]] + [0.0]
        for (left, text), end in zip(marks, ends, strict=True):
            yield Unit((spoken_line(text, kind=Kind.REST, least=to_ticks(left) - to_ticks(end)),))

    def ready_block(self) -> Block | None:
        """The wait until the person is on their feet, or None where nobody has to get up."""
        if self.planned.is_seated:
            return None
        rest = self.phrases.rest
        over = () if self._open_rest else (announcement_unit(rest.over, OPENING_AFTER),)
        walks = self.options.attended and self.planned.info.position == "walking"
        place = (Unit((spoken_line(self.phrases.opening.place_again, least=PLACE_AGAIN_WAIT),)),) if walks else ()
        return Block(BlockKind.READY, self.index, 0, (*over, self._get_up(), *place))

    def _get_up(self) -> Unit:
        rest = self.phrases.rest
        if not self.options.attended:
            return Unit((spoken_line(rest.ready_unattended, kind=Kind.READY),), least=READY_WAIT)
        again, again_by_voice = (
            Line(Kind.READY, Sound(text), quiet=True) for text in (rest.ready_again, rest.ready_again_by_voice)
        )
        every = OPEN_REST_ASK if self._open_rest else READY_WAIT
        by_voice = spoken_line(rest.ready_by_voice, kind=Kind.READY)
        return Unit(gate=ReadyGate(spoken_line(rest.ready, kind=Kind.READY), again, every, by_voice, again_by_voice))


def way_to_place(phrases: Phrases) -> Unit:
    """From the keyboard to the place."""
    return Unit((spoken_line(phrases.opening.place, least=PLACE_WAIT),))


def count_in(phrases: Phrases) -> Unit:
    """Three, two, one: a second each."""
    return Unit(count_down(phrases.bout.count))
