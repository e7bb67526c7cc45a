"""Less today: one round of each, at the easiest level that does not walk."""

from collections.abc import Mapping

from drillvoice.core.drill.schema import DrillFile, Item, Programme
from drillvoice.errors import UsageError


def easier_items(name: str, items: tuple[Item, ...], library: Mapping[str, DrillFile]) -> tuple[Item, ...]:
    """The same exercises in their easiest form; what only walks is left out.

    Raises:
        UsageError: all of it walks.

    """
    found = [(item, _easiest_level(library.get(item.drill))) for item in items]
    easier = tuple(item.model_copy(update={"level": level, "bouts": 1}) for item, level in found if level is not None)
    if not easier:
        raise UsageError(
            f"{name} has nothing that is done without walking, so there is no less of it; "
            "choose another drill for today, such as start-small."
        )
    return easier


def _easiest_level(drill: DrillFile | None) -> int | None:
    """The first level that does not walk; None where all do."""
    if drill is None or isinstance(drill, Programme):
        return 1
    levels = range(1, max(1, len(drill.all_levels)) + 1)
    return next((level for level in levels if drill.at_level(level).position != "walking"), None)
