"""What has to be ready before a session: for one exercise, or for all of them at once."""

from collections.abc import Iterable, Sequence

from drillvoice.core.drill.schema import Exercise
from drillvoice.core.phrases import Phrases


def chairs_of(drills: Iterable[Exercise], phrases: Phrases) -> str:
    """The one chair that all of them need: to sit on, or to rest on within reach."""
    opening = phrases.opening
    wants = (drill.chair or (opening.chair_place(drill.position),) for drill in drills)
    return ", ".join(dict.fromkeys((opening.chair, *(want for each in wants for want in each if want))))


def equipment_of(drills: Sequence[Exercise], phrases: Phrases) -> tuple[str, ...]:
    """Everything that these drills need, each thing once."""
    things = (thing for drill in drills for thing in drill.equipment)
    return tuple(dict.fromkeys((*things, chairs_of(drills, phrases))))


def objects_of(drills: Iterable[Exercise]) -> tuple[str, ...]:
    """Everything that lies on the path in any of them."""
    return tuple(dict.fromkeys(thing for drill in drills for thing in drill.objects))
