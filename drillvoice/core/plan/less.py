"""Less today: one round of each, at the easiest level that does not walk."""

from collections.abc import Sequence

from drillvoice.core.drill.schema import Exercise, Item


def easier_pairs(pairs: Sequence[tuple[Item, Exercise]]) -> list[tuple[Item, Exercise]]:
    """The same exercises, each at its easiest level; what only walks is left out, so there may be none."""
    found = ((item, exercise, _easiest_level(exercise)) for item, exercise in pairs)
    return [
        (item.model_copy(update={"level": level}), exercise) for item, exercise, level in found if level is not None
    ]


def _easiest_level(exercise: Exercise) -> int | None:
    """The first level that does not walk; None where all do."""
    levels = range(1, max(1, len(exercise.all_levels)) + 1)
    return next((level for level in levels if exercise.at_level(level).position != "walking"), None)
