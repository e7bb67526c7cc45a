"""The closing: it names what was done, specifically, and praises neither more nor longer."""

from collections import Counter
from collections.abc import Iterable, Sequence

from drillvoice.core.phrases import Phrases
from drillvoice.core.plan.lines import ExerciseInfo, Unit, announcement_unit
from drillvoice.core.ticks import to_ticks

CLOSING_AFTER = to_ticks(0.6)

Tally = Counter[str]
"""How often each thing was done: cue names, or the title of a part."""


def tally_of(units: Iterable[Unit]) -> Tally:
    """What is done when these units are done."""
    return Counter(unit.tally for unit in units if unit.tally)


def closing_units(
    exercises: Sequence[ExerciseInfo], tallies: Sequence[Tally], phrases: Phrases, *, early: bool, celebrated: str = ""
) -> tuple[Unit, ...]:
    """The last words of a session; `celebrated` is one true thing to be named, or nothing."""
    words = phrases.closing
    texts = [words.early if early else words.done]
    counted = [_counted(info, tally, phrases) for info, tally in zip(exercises, tallies, strict=True) if tally]
    texts += counted or [words.nothing]
    if counted and celebrated:
        texts.append(celebrated)
    if any(info.position != "seated" for info in exercises):
        texts.append(words.rest)
    return tuple(announcement_unit(text, CLOSING_AFTER) for text in texts)


def _counted(info: ExerciseInfo, tally: Tally, phrases: Phrases) -> str:
    count = phrases.spoken_count(tally.total(), info.unit)
    return phrases.closing.counted.format(title=info.title, count=count, variety=_variety(info, tally, phrases))


def _variety(info: ExerciseInfo, tally: Tally, phrases: Phrases) -> str:
    if info.variety is None or info.varieties < 2:
        return ""
    count = phrases.spoken_count(len(tally), info.variety)
    every = len(tally) == info.varieties > 2
    return (phrases.closing.all_variety if every else phrases.closing.variety).format(count=count)
