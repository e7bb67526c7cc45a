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
    done = [(info, tally) for info, tally in zip(exercises, tallies, strict=True) if tally]
    counted = [counted_text(info, tally.total(), len(tally), phrases) for info, tally in done]
    texts += counted or [words.nothing]
    if counted and celebrated:
        texts.append(celebrated)
    if any(info.position != "seated" for info in exercises):
        texts.append(words.rest)
    return tuple(announcement_unit(text, CLOSING_AFTER) for text in texts)


def counted_text(info: ExerciseInfo, count: int, varieties: int, phrases: Phrases) -> str:
    """How often something was done, with so many different cues, as the closing says it."""
    variety = _variety_text(info, varieties, phrases)
    spoken = phrases.spoken_count(count, info.unit)
    return phrases.closing.counted.format(title=info.title, count=spoken, variety=variety)


def _variety_text(info: ExerciseInfo, varieties: int, phrases: Phrases) -> str:
    if info.variety is None or info.varieties < 2:
        return ""
    count = phrases.spoken_count(varieties, info.variety)
    every = varieties == info.varieties > 2
    return (phrases.closing.all_variety if every else phrases.closing.variety).format(count=count)
