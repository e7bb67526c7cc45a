"""Repetitions, holds and guided steps as segments: stretches of units that are best not torn apart by a rest."""

from collections.abc import Iterator, Sequence

from drillvoice.core.drill.rules import estimated_s, filled_phrase
from drillvoice.core.drill.schema import GuidedSteps, Holds, Part, Phase, Repetitions
from drillvoice.core.phrases import Phrases
from drillvoice.core.plan.lines import Kind, Line, Unit, announcement_unit, count_down, spoken_line
from drillvoice.core.plan.random_cues import ANNOUNCE_AFTER
from drillvoice.core.ticks import to_seconds, to_ticks

Segment = tuple[Unit, ...]
SetDrill = Repetitions | Holds | GuidedSteps
EXPLAIN_AFTER = to_ticks(2.0)
"""Time to take in what is explained; a choice."""
RELEASE_AFTER = to_ticks(3.0)
"""Time to come out of a hold; a choice."""
ANNOUNCED_REPETITIONS = 8
"""From so many repetitions on, half-way and the last few are announced; a choice."""
LAST_REPETITIONS = 3
COUNTDOWN = 3
"""The last seconds of a hold are counted aloud."""


def set_segments(drill: SetDrill, phrases: Phrases) -> Iterator[Segment]:
    """One set of the exercise, in segments."""
    if isinstance(drill, Repetitions):
        part = Part(title=drill.title, phases=drill.phases, repetitions=drill.repetitions, sides=drill.sides)
        yield from _part_segments(part, drill, phrases)
    elif isinstance(drill, Holds):
        yield from _hold_segments(drill, phrases)
    else:
        for part in drill.parts:
            yield from _part_segments(part, drill, phrases)


def pack_bouts(pieces: Sequence[Segment], bout_s: float) -> Iterator[Segment]:
    """Put segments into bouts of at most `bout_s` seconds; a longer segment is cut between its units."""
    bout: list[Unit] = []
    used_s = 0.0
    for segment in pieces:
        lengths_s = [estimated_unit_s(unit) for unit in segment]
        whole_s = sum(lengths_s)
        for unit, length_s in zip(segment, lengths_s, strict=True):
            needed_s = whole_s if unit is segment[0] else length_s
            if bout and used_s + needed_s > bout_s:
                yield tuple(bout)
                bout, used_s = [], 0.0
            bout.append(unit)
            used_s += length_s
    if bout:
        yield tuple(bout)


def estimated_unit_s(unit: Unit) -> float:
    """About how many seconds a unit takes, from the estimated lengths of its lines."""
    spoken = sum(
        max(to_seconds(line.least), estimated_s(line.sound.text) + to_seconds(line.after))
        for line in unit.lines
        if not line.optional
    )
    return max(to_seconds(unit.least), spoken)


def _part_segments(part: Part, drill: SetDrill, phrases: Phrases) -> Iterator[Segment]:
    explained = [announcement_unit(text, EXPLAIN_AFTER) for text in part.explain]
    if part.sides == "each":
        both = (unit for index in range(2) for unit in _side_units(part, drill, index, phrases))
        yield (*explained, *both)
    else:
        sides = drill.side_names if part.sides == "alternate" else ("",)
        yield (*explained, *_repetitions(part, sides, phrases))


def _side_units(part: Part, drill: SetDrill, index: int, phrases: Phrases) -> Iterator[Unit]:
    if drill.side_setup:
        yield announcement_unit(drill.side_setup[index], to_ticks(drill.side_setup_s))
    yield from _repetitions(part, (drill.side_names[index],), phrases)


def _repetitions(part: Part, sides: Sequence[str], phrases: Phrases) -> Iterator[Unit]:
    total = part.repetitions * len(sides)
    for index in range(total):
        if total >= ANNOUNCED_REPETITIONS and index == total // 2:
            yield announcement_unit(phrases.bout.half_way, ANNOUNCE_AFTER)
        if total >= ANNOUNCED_REPETITIONS and index == total - LAST_REPETITIONS:
            yield announcement_unit(phrases.bout.last, ANNOUNCE_AFTER)
        number = phrases.spoken_number(index // len(sides) + 1)
        side = sides[index % len(sides)]
        yield Unit(tuple(_phase(phase, number, side) for phase in part.phases), scales=True, tally=part.title)


def _phase(phase: Phase, number: str, side: str) -> Line:
    return spoken_line(filled_phrase(phase.say, number, side), kind=Kind.CUE, least=to_ticks(phase.seconds))


def _hold_segments(drill: Holds, phrases: Phrases) -> Iterator[Segment]:
    sides: Sequence[str] = ("",) if drill.sides == "none" else drill.side_names
    for repetition in range(drill.repetitions):
        for index, side in enumerate(sides):
            yield (*_entering(drill, index, side, first=repetition == 0), _hold(drill, phrases))


def _entering(drill: Holds, index: int, side: str, *, first: bool) -> Iterator[Unit]:
    if drill.side_setup:
        yield announcement_unit(drill.side_setup[index], to_ticks(drill.side_setup_s))
    if first or drill.sides != "none":
        yield from (announcement_unit(filled_phrase(text, "", side), to_ticks(drill.enter_s)) for text in drill.enter)


def _hold(drill: Holds, phrases: Phrases) -> Unit:
    total = to_ticks(drill.seconds)
    counted = to_ticks(COUNTDOWN)
    half = total // 2
    lines = [spoken_line(drill.hold_say, kind=Kind.CUE, least=half)]
    if half - counted >= to_ticks(2):
        lines.append(spoken_line(phrases.bout.half_hold, least=total - half - counted))
    else:
        lines = [spoken_line(drill.hold_say, kind=Kind.CUE, least=max(total - counted, to_ticks(1)))]
    lines += count_down(phrases.bout.count)
    release = Line(Kind.RETURN, spoken_line(drill.release_say).sound, after=RELEASE_AFTER)
    return Unit((*lines, release), tally=drill.title)
