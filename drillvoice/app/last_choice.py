"""What was started last from the screen: state, not a setting."""

import contextlib
import json
import os
from pathlib import Path
from typing import Any

from drillvoice.terminal.screen.picking import Choice


def choice_file() -> Path:
    """Where it is remembered."""
    import platformdirs

    return Path(platformdirs.user_state_dir("drillvoice", appauthor=False)) / "last-choice.json"


def read_choice() -> Choice | None:
    """What was started last; None where that is not known. A file that is damaged costs no more than that."""
    try:
        found = json.loads(choice_file().read_text(encoding="utf-8"))
        return Choice(str(found["drill"]), {str(key): _value(value) for key, value in dict(found["given"]).items()})
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def _value(value: Any) -> Any:
    """JSON knows lists only; a gap is a pair."""
    return tuple(value) if isinstance(value, list) else value


def write_choice(choice: Choice) -> None:
    """Remember it, where the disk allows that."""
    path = choice_file()
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_text(json.dumps({"drill": choice.name, "given": dict(choice.given)}), encoding="utf-8")
        os.replace(part, path)
