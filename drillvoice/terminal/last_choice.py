"""What was started last from the screen: state, not a setting."""

import contextlib
import json
from dataclasses import replace

from drillvoice.core.plan.request_json import request_from_json, request_to_json
from drillvoice.files import read_text
from drillvoice.places import last_choice_file
from drillvoice.terminal.wishes import Choice, TerminalWish
from drillvoice.written_files import write_atomically

MOST_BYTES = 100_000


def read_choice() -> Choice | None:
    """What was started last; None where that is not known. A file that is damaged costs no more than that."""
    try:
        found = json.loads(read_text(last_choice_file(), MOST_BYTES))
        terminal = TerminalWish(light=found["light"] is True, flash=found["flash"] is True)
        return Choice(request_from_json(found["request"]), terminal)
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def write_choice(choice: Choice) -> None:
    """Remember it, where the disk allows that; less was for that day."""
    practice = replace(choice.request.practice, less=False)
    kept = {
        "request": request_to_json(replace(choice.request, practice=practice)),
        "light": choice.terminal.light,
        "flash": choice.terminal.flash,
    }
    with contextlib.suppress(OSError):
        write_atomically(last_choice_file(), json.dumps(kept).encode())
