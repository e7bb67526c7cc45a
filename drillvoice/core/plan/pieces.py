"""Repetitions, holds and guided steps as pieces: a movement with what brings a person into it.

Nothing comes between the two, and where a piece is gone on with after a cut, its lead is said again. The pieces of one
group (both sides of a part) stay together where a bout has room for them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from drillvoice.core.drill.parts import Part, Phase
from drillvoice.core.drill.rules import filled_phrase
from drillvoice.core.drill.schema import Exercise, GuidedSteps, Holds, Repetitions
from drillvoice.core.phrases import Phrases, capital_first
from drillvoice.core.plan.amounts import share_of, share_of_holds
from drillvoice.core.plan.lines import Kind, Line, Sound, Unit, count_down, spoken_line
from drillvoice.core.ticks import to_ticks

SetDrill = Repetitions | Holds | GuidedSteps
EXPLAIN_AFTER = to_ticks(2.0)
"""Time to take in what is explained; a choice."""
RELEASE_AFTER = to_ticks(3.0)
"""Time to come out of a hold; a choice."""
TALKED_THROUGH = 2
"""So many repetitions are told in full, then they are counted and toned; a choice."""
SIDE = "{side}"
COUNTDOWN = 3
"""The last seconds of a hold are counted aloud."""
HALF_HOLD_S = 20.0
"""From so many seconds on, the middle of a hold is told; a choice."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One movement on one side, or on both in turn."""

    lead: tuple[Line, ...]
    """What names the side, explains the movement or leads into the position."""
    full: tuple[Unit, ...]
    """Its repetitions, told in full."""
    counted: tuple[Unit, ...]
    """The same repetitions, counted and toned."""
    talked: int = 0
    """So many are told in full the first time."""
    reminded: int = 0
    """So many after that, in another bout or set."""

    def units(self, start: int = 0, end: int | None = None, *, known: bool = False) -> tuple[Unit, ...]:
        """Its lead and a stretch of its repetitions; `known` where it has been talked through before."""
        talked = start + (self.reminded if known or start else self.talked)
        chosen = (*self.full[start:talked], *self.counted[max(start, talked) :])[: (end or len(self.full)) - start]
        led = (Unit((line,), again=self.lead[:place]) for place, line in enumerate(self.lead))
        return (*led, *(replace(unit, again=self.lead) for unit in chosen))


Group = tuple[Piece, ...]


def is_counted(drill: Exercise) -> bool:
    """Whether repetitions of it are counted and toned once they have been talked through."""
    if isinstance(drill, GuidedSteps):
        return any(part.repetitions > TALKED_THROUGH for part in drill.parts)
    return isinstance(drill, Repetitions) and drill.repetitions > TALKED_THROUGH


def set_groups(drill: SetDrill, share: int, phrases: Phrases) -> list[Group]:
    """A share of the exercise done once."""
    if isinstance(drill, Holds):
        return list(_hold_groups(drill, share, phrases))
    if isinstance(drill, GuidedSteps):
        return [tuple(_part_pieces(part, drill, share, phrases)) for part in drill.parts]
    counted = drill.title if drill.sides == "none" else SIDE
    part = Part(title=counted, phases=drill.phases, repetitions=drill.repetitions, sides=drill.sides)
    return [tuple(_part_pieces(part, drill, share, phrases))]


def _part_pieces(part: Part, drill: SetDrill, share: int, phrases: Phrases) -> Iterator[Piece]:
    explained = tuple(spoken_line(text, after=EXPLAIN_AFTER) for text in part.explain)
    part = part.model_copy(update={"repetitions": share_of(part.repetitions, share)})
    if part.sides != "each":
        sides = drill.side_names if part.sides == "alternate" else ("",)
        yield _piece(explained, part, sides, phrases)
        return
    for place, side in enumerate(drill.side_names):
        lead = _side_lead(drill, place)
        piece = _piece((*explained, *lead) if place == 0 else lead, part, (side,), phrases)
        yield replace(piece, talked=piece.reminded) if explained and place > 0 else piece


def _side_lead(drill: SetDrill, place: int) -> tuple[Line, ...]:
    return (spoken_line(drill.side_setup[place], after=to_ticks(drill.side_setup_s)),) if drill.side_setup else ()


def _piece(lead: tuple[Line, ...], part: Part, sides: Sequence[str], phrases: Phrases, *, first: bool = True) -> Piece:
    turns = [(number, side) for number in range(1, part.repetitions + 1) for side in sides]
    full = (_told(part, phrases.spoken_number(number), side) for number, side in turns)
    counted = (_counted(part, phrases.spoken_number(number), side, len(sides), phrases) for number, side in turns)
    return Piece(lead, tuple(full), tuple(counted), TALKED_THROUGH * len(sides), len(sides))


def _told(part: Part, number: str, side: str) -> Unit:
    lines = (_phase_line(phase, Sound(filled_phrase(phase.say, number, side))) for phase in part.phases)
    return Unit(tuple(lines), scales=True, tally=part.title.replace(SIDE, side))


def _counted(part: Part, number: str, side: str, sides: int, phrases: Phrases) -> Unit:
    """The first phase is counted, the others are toned, unless they are better said or passed over."""
    form = phrases.bout.counted if sides == 1 else phrases.bout.counted_side
    lines = [_phase_line(part.phases[0], Sound(capital_first(form.format(n=number, side=side))))]
    if part.phases[0].later == "words":
        lines = [_phase_line(part.phases[0], Sound(filled_phrase(part.phases[0].say, number, side)))]
    for phase in part.phases[1:]:
        text = filled_phrase(phase.say, number, side)
        match phase.later:
            case "silence":
                lines[-1] = replace(lines[-1], pace=lines[-1].pace + to_ticks(phase.seconds))
            case "tone":
                lines.append(_phase_line(phase, Sound(text, beeps=1, voiced=False)))
            case _:
                lines.append(_phase_line(phase, Sound(text)))
    return Unit(tuple(lines), scales=True, tally=part.title.replace(SIDE, side))


def _phase_line(phase: Phase, sound: Sound) -> Line:
    return Line(Kind.CUE, sound, pace=to_ticks(phase.seconds))


def _hold_groups(drill: Holds, share: int, phrases: Phrases) -> Iterator[Group]:
    count, seconds = share_of_holds(drill.repetitions, drill.seconds, share)
    sides: Sequence[str] = ("",) if drill.sides == "none" else drill.side_names
    for _ in range(count):
        yield tuple(_hold_piece(drill, place, side, seconds, phrases) for place, side in enumerate(sides))


def _hold_piece(drill: Holds, place: int, side: str, seconds: float, phrases: Phrases) -> Piece:
    entering = (filled_phrase(text, "", side) for text in drill.enter)
    lead = (
        *(_side_lead(drill, place) if side else ()),
        *(spoken_line(text, after=to_ticks(drill.enter_s)) for text in entering),
    )
    held = (_hold(drill, side, seconds, phrases),)
    return Piece(lead, held, held)


def _hold(drill: Holds, side: str, seconds: float, phrases: Phrases) -> Unit:
    """The seconds are counted from where the position is held: its lead has brought the person there."""
    total, counted = to_ticks(seconds), to_ticks(COUNTDOWN)
    lines = [spoken_line(drill.hold_say, kind=Kind.CUE, least=total - counted)]
    if seconds >= HALF_HOLD_S:
        half = total // 2
        lines = [replace(lines[0], least=half), spoken_line(phrases.bout.half_hold, least=total - half - counted)]
    release = spoken_line(drill.release_say, kind=Kind.RETURN, after=RELEASE_AFTER)
    return Unit((*lines, *count_down(phrases.bout.count), release), tally=side or drill.title)
