"""What has to be ready before a session: for one exercise, or for all of them at once."""

from collections.abc import Iterable, Sequence

from drillvoice.core.drill.schema import Exercise
from drillvoice.core.phrases import Phrases


def chairs_of(drills: Iterable[Exercise], phrases: Phrases) -> str:
    """The chair that all of them need, to sit or to rest on; one at each place where there are several."""
    opening, drills = phrases.opening, list(drills)
    places = list(
        dict.fromkeys(place for drill in drills if (place := drill.chair or opening.chair_place(drill.position)))
    )
    kinds = tuple(dict.fromkeys(drill.chair_kind for drill in drills if drill.chair_kind))
    if len(places) > 1:
        return opening.chairs.format(
            kinds="".join(f", {kind}" for kind in kinds), places=phrases.grammar.list_spoken(places)
        )
    return ", ".join((opening.chair, *kinds, *places))


def equipment_of(drills: Sequence[Exercise], phrases: Phrases) -> tuple[str, ...]:
    """Everything that these drills need, each thing once."""
    things = (thing for drill in drills for thing in drill.equipment)
    return tuple(dict.fromkeys((*things, chairs_of(drills, phrases))))


def objects_of(drills: Iterable[Exercise]) -> tuple[str, ...]:
    """Everything that lies on the path in any of them."""
    return tuple(dict.fromkeys(thing for drill in drills for thing in drill.objects))


def placed_objects(drill: Exercise, phrases: Phrases) -> str:
    """What lies on the path, and how."""
    things = phrases.grammar.list_spoken(drill.objects)
    return f"{things}, {drill.placing}" if drill.placing else things
