"""What was started last from the screen: state, not a setting."""

import contextlib
import json
from typing import Any

from drillvoice.places import last_choice_file, write_atomically
from drillvoice.terminal.screen.picking import Choice


def read_choice() -> Choice | None:
    """What was started last; None where that is not known. A file that is damaged costs no more than that."""
    try:
        found = json.loads(last_choice_file().read_text(encoding="utf-8"))
        return Choice(str(found["drill"]), {str(key): _value(value) for key, value in dict(found["given"]).items()})
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def _value(value: Any) -> Any:
    """JSON knows lists only; a gap is a pair."""
    return tuple(value) if isinstance(value, list) else value


def write_choice(choice: Choice) -> None:
    """Remember it, where the disk allows that."""
    content = json.dumps({"drill": choice.name, "given": dict(choice.given)})
    with contextlib.suppress(OSError):
        write_atomically(last_choice_file(), content.encode())
