"""What is said before an exercise: its opening and how to get into place. Little where it is well known."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from drillvoice.core.drill.schema import RandomCues
from drillvoice.core.phrases import Phrases
from drillvoice.core.plan.estimates import estimated_units_s
from drillvoice.core.plan.exercises import Planned
from drillvoice.core.plan.given import Given
from drillvoice.core.plan.lines import Block, BlockKind, Role, Unit, announcement_unit, spoken_line
from drillvoice.core.plan.options import Options
from drillvoice.core.plan.pieces import is_counted
from drillvoice.core.plan.teaching import refreshing_units, teaching_units
from drillvoice.core.plan.things import equipment_of, objects_of, placed_objects
from drillvoice.core.ticks import to_ticks

OPENING_AFTER = to_ticks(0.6)
SETUP_AFTER = to_ticks(1.5)
"""Time to follow one sentence of the set-up; a choice."""
PLACE_WAIT = to_ticks(10)
"""From the keyboard to the place, before the first bout; a choice."""


@dataclass(frozen=True, slots=True)
class OpeningMaker:
    """Makes the opening of one exercise."""

    planned: Planned
    index: int
    given: Given
    is_alone: bool
    """It is the only exercise, and no programme has named what it needs."""
    notes: tuple[str, ...] = ()
    """What else has to be said of it."""

    @property
    def options(self) -> Options:
        """What was asked for."""
        return self.given.options

    @property
    def phrases(self) -> Phrases:
        """The words for it."""
        return self.given.phrases

    @property
    def is_short(self) -> bool:
        """Only what cannot be left out is said."""
        return self.options.brief or self.planned.is_familiar

    def opening_block(self) -> Block:
        """Title, space, things and cautions."""
        planned, options, phrases = self.planned, self.options, self.phrases
        drill = planned.drill
        units = [*self._title()]
        if planned.with_therapist:
            units.append(self._say(phrases.opening.therapist))
        units += map(self._say, self._first_time())
        if not self.is_short:
            units += self._space_and_things()
        if drill.objects and self.index == 0:
            things = phrases.grammar.list_spoken(drill.objects) if self.is_short else placed_objects(drill, phrases)
            units.append(self._say(phrases.opening.objects.format(objects=things)))
        units += map(self._say, self.notes)
        short = () if options.safety else (phrases.safety.short(planned.info.position),)
        units += [announcement_unit(text, OPENING_AFTER, Role.CAUTION) for text in drill.cautions or short]
        return Block(BlockKind.OPENING, self.index, 0, tuple(units))

    def setup_block(self, *, from_keyboard: bool) -> Block:
        """How to get into place, what has to be learnt, and time to get there for who comes from the keyboard.

        Who gets up for it later hears the short form then.
        """
        later = self.is_short and not from_keyboard and not self.planned.begins_seated
        units = [*(() if later else self._how_to_stand()), *self._explained()]
        if from_keyboard and not self.planned.is_seated and not self.is_short:
            units.append(way_to_place(self.phrases))
        return Block(BlockKind.SETUP, self.index, 0, tuple(units))

    def refreshing_units(self) -> tuple[Unit, ...]:
        """What has to be kept in mind, said again before every other bout."""
        drill = self.planned.drill
        if not isinstance(drill, RandomCues) or not (drill.cue_as or drill.go_word):
            return ()
        return tuple(refreshing_units(drill, self.options, self.phrases))

    def position_units(self) -> tuple[Unit, ...]:
        """What brings a person back into position, where they stand: it matters for safety."""
        reminder = self.planned.drill.reminder
        return (self._say(reminder),) if reminder else ()

    def _say(self, text: str) -> Unit:
        return announcement_unit(text, OPENING_AFTER)

    def _title(self) -> Iterator[Unit]:
        planned, opening = self.planned, self.phrases.opening
        title = opening.title if self.index == 0 else opening.next
        yield self._say(title.format(title=planned.info.title))
        if planned.level_title:
            form = opening.level_short if self.is_short else opening.level
            number = self.phrases.spoken_number(planned.info.level)
            yield self._say(form.format(level=number, title=planned.level_title))

    def _space_and_things(self) -> Iterator[Unit]:
        drill, opening, grammar = self.planned.drill, self.phrases.opening, self.phrases.grammar
        yield self._say(opening.space.format(space=drill.space))
        if self.is_alone:
            things = grammar.list_spoken(equipment_of([drill], self.phrases))
            yield self._say(opening.equipment.format(equipment=things))

    def objects_units(self) -> tuple[Unit, ...]:
        """What is laid onto the path before this exercise of a programme."""
        drill, opening = self.planned.drill, self.phrases.opening
        if not drill.objects:
            return ()
        return (self._say(opening.objects_now.format(objects=placed_objects(drill, self.phrases))),)

    def _first_time(self) -> Iterator[str]:
        """Why it helps, and how it is best begun."""
        drill = self.planned.drill
        if self.options.safety and drill.helps:
            yield drill.helps
        if self.options.safety and isinstance(drill, RandomCues) and drill.helper_first and not self.options.on_demand:
            yield self.phrases.opening.with_helper

    def _how_to_stand(self) -> Iterator[Unit]:
        drill = self.planned.drill
        if not self.is_short:
            yield from (announcement_unit(text, SETUP_AFTER) for text in drill.setup)
            if self.options.safety and is_counted(drill):
                yield self._say(self.phrases.opening.counting)
        elif drill.reminder:
            yield self._say(drill.reminder)

    def _explained(self) -> Iterator[Unit]:
        drill, options, phrases = self.planned.drill, self.options, self.phrases
        if options.metronome and not self.planned.is_seated and not self.is_short:
            yield self._say(phrases.opening.metronome)
        if not isinstance(drill, RandomCues):
            return
        if drill.gap_steps and options.gap_s is None and not self.is_short:
            yield self._say(phrases.opening.cadence.format(steps=phrases.spoken_number(drill.gap_steps)))
        if options.on_demand:
            yield self._say(drill.on_demand_say or phrases.reply.waiting_cue)
        if self.is_short:
            yield from refreshing_units(drill, options, phrases)
        else:
            yield from teaching_units(drill, options, phrases, Random(options.seed + self.index))


def programme_units(drills: Sequence[Planned], phrases: Phrases, *, is_short: bool) -> Iterator[Unit]:
    """Everything that a programme needs, once, so that nobody has to get up for it when tired."""
    opening, grammar, found = phrases.opening, phrases.grammar, [planned.drill for planned in drills]
    if not is_short:
        things = grammar.list_spoken(equipment_of(found, phrases))
        yield announcement_unit(opening.all_equipment.format(equipment=things), OPENING_AFTER)
    objects = objects_of(found)
    if objects:
        text = opening.objects_beside.format(objects=grammar.list_spoken(objects))
        yield announcement_unit(text, OPENING_AFTER)


def way_to_place(phrases: Phrases) -> Unit:
    """From the keyboard to the place."""
    return Unit((replace(spoken_line(phrases.opening.place, least=PLACE_WAIT), role=Role.PLACE),))


def with_place_first(opening: Block, setup: Block, phrases: Phrases) -> tuple[Block, Block]:
    """A short opening is heard on the way from the keyboard, which takes its time all the same."""
    place = announcement_unit(phrases.opening.place_again, OPENING_AFTER)
    units = (place, *opening.units)
    left = PLACE_WAIT - to_ticks(estimated_units_s((*units, *setup.units)))
    rest_of_way = (Unit(least=left),) if left > 0 else ()
    return replace(opening, units=units), replace(setup, units=(*setup.units, *rest_of_way))
