"""What a request asks for, found among the drills."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from drillvoice.app.library import Library
from drillvoice.core.drill.schema import DrillFile, Item, Programme
from drillvoice.core.phrases import Phrases
from drillvoice.core.plan.choices import make_choices
from drillvoice.core.plan.exercises import DEFAULT_REST_S
from drillvoice.core.plan.less import easier_pairs
from drillvoice.core.plan.lines import BlockKind, Choices
from drillvoice.core.plan.options import Options
from drillvoice.core.plan.request import TOGETHER, Dose, Request
from drillvoice.errors import UsageError


def requested_drill(request: Request, library: Library, phrases: Phrases) -> tuple[str, DrillFile]:
    """What is to be practised, and how the record calls it: several things become one programme.

    Raises:
        DrillvoiceError: nothing is asked for, or something that is not there.

    """
    names = library.find_names(request.drills)
    if not names:
        raise UsageError("Nothing is asked for; name a drill, or see `drillvoice list`.")
    if request.doses and len(request.doses) != len(names):
        raise UsageError(f"There are {len(names)} drills with {len(request.doses)} doses; give each of them one.")
    if len(names) == 1:
        return names[0], library[names[0]]
    return TOGETHER.join(names), combined_programme(names, library, phrases, request.doses)


def find_problem(request: Request, library: Library, phrases: Phrases) -> str:
    """Why a session cannot be started; "" where it can."""
    try:
        name, drill = requested_drill(request, library, phrases)
        make_choices(name, drill, library, request.options(1, attended=True), phrases)
    except UsageError as error:
        return str(error)
    return ""


def combined_programme(
    names: Sequence[str], library: Library, phrases: Phrases, doses: Sequence[Dose] = ()
) -> Programme:
    """Several drills and programmes one after the other, as one programme; each with its dose, where there are any.

    Its rests are the longest of all; it lasts at most as long as all of them together, where each has a limit.
    """
    drills = [library[name] for name in names]
    each = zip(names, drills, doses or [Dose()] * len(names), strict=True)
    items = [item for name, drill, dose in each for item in _drill_items(name, drill, dose)]
    combined = Programme(
        kind="programme",
        title=phrases.opening.combined,
        trains=", ".join(names),
        why=", ".join(names),
        rest_s=max(map(_rest_between, drills)),
        items=tuple(items),
    )
    return combined.model_copy(update={"max_minutes": _most_minutes(drills)})  # the sum may be more than one may have


def _rest_between(drill: DrillFile) -> float:
    own = drill.rest_s if isinstance(drill, Programme) else drill.framing.rest_s
    return DEFAULT_REST_S if own is None else own


def _most_minutes(drills: Sequence[DrillFile]) -> float | None:
    limits = [drill.max_minutes if isinstance(drill, Programme) else None for drill in drills]
    known = [limit for limit in limits if limit is not None]
    return sum(known) if len(known) == len(limits) else None


def _drill_items(name: str, drill: DrillFile, dose: Dose) -> tuple[Item, ...]:
    side = dose.first_side or None
    if isinstance(drill, Programme):
        return tuple(item.model_copy(update={"first_side": side or item.first_side}) for item in drill.items)
    level = dose.level or 1
    return (
        Item.model_validate(
            {"drill": name, "level": level, "bouts": dose.bouts, "bout_s": dose.bout_s, "first_side": side}
        ),
    )


def exercise_names(name: str, drill: DrillFile) -> list[str]:
    """The drills behind a name: those of a programme, or the one itself."""
    return [item.drill for item in drill.items] if isinstance(drill, Programme) else [name]


def only_walks(request: Request, library: Library, phrases: Phrases) -> bool:
    """Whether all that is asked for walks, at every level, so that there is no less of it.

    Raises:
        DrillvoiceError: nothing is asked for, or something that is not there.

    """
    name, drill = requested_drill(request, library, phrases)
    items = drill.items if isinstance(drill, Programme) else (Item(drill=name),)
    found = ((item, library.get(item.drill)) for item in items)
    pairs = [(item, each) for item, each in found if each and not isinstance(each, Programme)]
    return bool(pairs) and not easier_pairs(pairs)


def has_less(asked: Choices, name: str, drill: DrillFile, library: Library, options: Options) -> bool:
    """Whether there is less of it than what is asked for: fewer rounds of something, or another level of it.

    Both are compared as drawn up, for where time is short what is asked for may be as little already.
    """
    if options.less:
        return False
    try:
        lesser = make_choices(name, drill, library, replace(options, less=True, bouts=None), library.phrases)
    except UsageError:
        return False
    return not _rounds_of(asked) <= _rounds_of(lesser)


def _rounds_of(choices: Choices) -> Counter[tuple[str, int]]:
    """How many rounds there are of each drill at each level."""
    infos = (choices.exercises[block.exercise] for block in choices.blocks if block.kind is BlockKind.BOUT)
    return Counter((info.name, info.level) for info in infos)
