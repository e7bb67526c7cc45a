"""How long an exercise takes, worked out from its file without making a plan: one of days would never be made."""

from collections.abc import Iterator, Sequence

from drillvoice.core.drill.parts import Phase, Sides
from drillvoice.core.drill.rules import estimated_s, gap_range_s
from drillvoice.core.drill.schema import Exercise, GuidedSteps, Holds, RandomCues

LONGEST_S = 2 * 3600.0
"""As much as `--minutes` may ask for."""
SIDES: dict[Sides, int] = {"none": 1, "each": 2, "alternate": 2}
SLOWEST_CADENCE = 40


def length_problems(drill: Exercise) -> Iterator[str]:
    """The levels at which a drill would take hours without end."""
    for number in range(1, len(drill.all_levels) + 1) or (1,):
        at = drill.at_level(number)
        seconds = practice_s(at) * at.framing.bouts
        if seconds > LONGEST_S:
            place = f"`levels[{number - 1}]`: " if drill.all_levels else ""
            yield (
                f"{place}`framing.bouts`: all of its rounds together take about {hours_text(seconds)}; "
                f"{hours_text(LONGEST_S)} are the most, so ask for less of it"
            )


def hours_text(seconds: float) -> str:
    """Some hours, in words that may be said of them."""
    return f"{f'{seconds / 3600:.1f}'.removesuffix('.0')} hours"


def practice_s(drill: Exercise) -> float:
    """About how many seconds the exercise takes once, without its opening and its rests."""
    if isinstance(drill, RandomCues):
        return min(drill.framing.bout_s, drill.max_cues * gap_range_s(drill, SLOWEST_CADENCE)[1])
    if isinstance(drill, Holds):
        entering_s = sum(estimated_s(text) + drill.enter_s for text in drill.enter)
        return SIDES[drill.sides] * drill.repetitions * (drill.seconds + entering_s)
    if isinstance(drill, GuidedSteps):
        return sum(SIDES[part.sides] * part.repetitions * _phases_s(part.phases) for part in drill.parts)
    return SIDES[drill.sides] * drill.repetitions * _phases_s(drill.phases)


def _phases_s(phases: Sequence[Phase]) -> float:
    """A repetition; the words of most are toned once they are known."""
    return sum(phase.seconds + (estimated_s(phase.say) if phase.later == "words" else 0.0) for phase in phases)
