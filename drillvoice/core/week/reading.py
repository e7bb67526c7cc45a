"""From the text of a plan's file to a checked plan: every problem of a stage at once."""

from collections.abc import Iterator, Mapping

from pydantic import ValidationError

from drillvoice.core.drill.schema import DrillFile, Exercise, Programme
from drillvoice.core.plan.request_json import RANGES
from drillvoice.core.toml_reading import field_problems, read_toml, suggested_name
from drillvoice.core.week.schema import WeekItem, WeekPlan
from drillvoice.errors import DrillError

SEE_LIST = "see `drillvoice list`"
NEARLY_ALIKE = 0.8
"""A drill that is gone is not one of which a word is the same: `old-stretch` is no slip for `calf-stretch`."""


def parse_week(text: str, source: str, library: Mapping[str, DrillFile], *, if_gone: str = SEE_LIST) -> WeekPlan:
    """Read a plan for the week.

    Args:
        text: the TOML text.
        source: what to call the file in messages.
        library: the drills that it may ask for.
        if_gone: what to do where one of them is not there.

    Raises:
        DrillError: with all problems of the first stage that has any: syntax, then fields, then rules that compare
            fields with each other and with the drills. Also where a drill that it asks for is wrong itself.

    """
    table = read_toml(text, source)
    try:
        plan = WeekPlan.model_validate(table)
    except ValidationError as error:
        raise DrillError(source, field_problems(error, WeekPlan, "plan")) from error
    problems = tuple(week_problems(plan, library, if_gone))
    if problems:
        raise DrillError(source, problems)
    return plan


def week_problems(plan: WeekPlan, library: Mapping[str, DrillFile], if_gone: str) -> Iterator[str]:
    """Every rule that a plan breaks, a sentence each."""
    for index, item in enumerate(plan.items):
        place = f"items[{index}]"
        if item.days is not None and item.days > plan.day_count:
            yield f"`{place}.days`: {item.days} is more than the {plan.day_count} of the plan"
        if item.drill in library:
            yield from _item_problems(place, item, library)
        else:
            guess = suggested_name(item.drill, library, NEARLY_ALIKE) or ";"
            yield f"`{place}.drill`: there is no drill called {item.drill!r}{guess} {if_gone}"
    for number in range(1, plan.day_count + 1):
        if not plan.items_of_day(number):
            yield (
                f"`items`: day {number} of {plan.day_count} would have nothing to do; "
                "give one of them more `days`, or leave its `days` out"
            )


def _item_problems(place: str, item: WeekItem, library: Mapping[str, DrillFile]) -> Iterator[str]:
    drill = library[item.drill]
    if isinstance(drill, Programme):
        yield from _programme_problems(place, item, drill, library)
        return
    levels = _level_count(drill)
    if item.level is not None and item.level > levels:
        known = f"levels 1 to {levels}" if drill.all_levels else "one level only"
        yield f"`{place}.level`: {item.drill} has {known}, so {item.level} is none of them"
    elif item.first_side and not _has_first_side(drill, item.level or 1):
        at_level = f" at level {item.level or 1}" if drill.all_levels else ""
        yield f"`{place}.first_side`: {item.drill} has no first side to choose{at_level}; leave `first_side` out"
    if item.minutes is not None and seconds_of_round(item.minutes, item.rounds) < RANGES["bout_s"][0]:
        yield f"`{place}.minutes`: too short for {item.rounds} rounds; name fewer rounds, or more minutes"


def _programme_problems(
    place: str, item: WeekItem, programme: Programme, library: Mapping[str, DrillFile]
) -> Iterator[str]:
    for name in ("level", "rounds", "minutes"):
        if getattr(item, name) is not None:
            yield (
                f"`{place}.{name}`: {item.drill} is a programme, whose drills have their own; "
                f"leave `{name}` out, or name its drills one by one"
            )
    parts = ((library.get(part.drill), part.level) for part in programme.items)
    if item.first_side and not any(drill and _has_first_side(drill, level) for drill, level in parts):
        yield f"`{place}.first_side`: no drill of {item.drill} has a first side to choose; leave `first_side` out"


def _has_first_side(drill: DrillFile, level: int) -> bool:
    """Whether it has that level, and is done there on one side after the other, so that one of them comes first."""
    if isinstance(drill, Programme) or level > _level_count(drill):
        return False
    return drill.at_level(level).has_sides


def _level_count(drill: Exercise) -> int:
    return max(1, len(drill.all_levels))


def seconds_of_round(minutes: float, rounds: int | None) -> float:
    """How long each round lasts at most where all of them together have so many minutes."""
    return 60 * minutes / (rounds or 1)
