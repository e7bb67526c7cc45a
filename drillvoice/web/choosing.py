"""From what a page asks for to a request, and what was asked for last."""

import contextlib
import json
from dataclasses import replace

from drillvoice.app.catalogue import USUAL_CADENCE
from drillvoice.app.library import Library
from drillvoice.app.prepare import open_library
from drillvoice.app.requested import find_problem, requested_drill
from drillvoice.core.drill.schema import RandomCues
from drillvoice.core.plan.request import Request
from drillvoice.core.plan.request_json import request_from_json, request_to_json
from drillvoice.core.typed_numbers import SECONDS, read_range
from drillvoice.errors import DrillNotFoundError, UsageError
from drillvoice.files import read_text
from drillvoice.language import load_language
from drillvoice.places import page_choice_file
from drillvoice.web.wishes import StartWish
from drillvoice.written_files import write_atomically

MOST_BYTES = 100_000
WARM_UP = Request().drills


def request_of_wish(wish: StartWish, base: Request) -> Request:
    """What a page asks for, with the sound and the listening of this computer.

    Raises:
        DrillvoiceError: there is no such drill, or it cannot be done so.

    """
    language = load_language(base.language)
    library = open_library(base.folder, language)
    request = _asked_request(wish, base, library)
    problem = find_problem(request, library, language.phrases)
    if problem:
        raise UsageError(problem)
    return request


def _asked_request(wish: StartWish, base: Request, library: Library) -> Request:
    if wish.same:
        last = read_last_request()
        if last is None:
            raise UsageError("Nothing was started from the page before; choose a drill.")
        return replace(last, sound=base.sound, listening=base.listening, record=base.record, folder=base.folder)
    drills = WARM_UP if wish.warm_up else wish.drills
    unknown = [name for name in drills if name not in library]
    if unknown:
        raise DrillNotFoundError(f'There is no drill called "{unknown[0][:40]}"; load the page again.')
    wanted = {
        "drills": list(drills),
        "practice": _practice_json(wish),
        "voice": {"name": wish.voice or base.voice.name, "rate": wish.rate or base.voice.rate},
        "ask": "yes" if wish.ask else base.ask.value,
    }
    try:
        request = request_from_json(request_to_json(replace(base, practice=Request().practice)) | wanted)
    except ValueError as error:
        raise UsageError(f"{error}.") from error
    return _with_cadence(request, library)


def _practice_json(wish: StartWish) -> dict[str, object]:
    asked = {"level": wish.level, "bouts": wish.rounds, "minutes": wish.minutes, "gap_s": _gap_of(wish.gap)}
    return {name: value for name, value in asked.items() if value is not None}


def _gap_of(text: str | None) -> list[float] | None:
    if not text:
        return None
    found = read_range(text, SECONDS)
    if found is None:
        raise UsageError(f'"{text[:20]}" is not a gap; write it as 3-6, in seconds.')
    return list(found)


def _with_cadence(request: Request, library: Library) -> Request:
    """Some levels follow a person's own steps; whoever has not counted them is given a usual number."""
    drills = [library[name] for name in request.drills]
    level = request.practice.level or 1
    cued = [each for each in drills if isinstance(each, RandomCues)]
    levels = [each.at_level(level) for each in cued if level <= max(1, len(each.levels))]
    if request.practice.cadence is None and any(each.gap_steps for each in levels):
        return replace(request, practice=replace(request.practice, cadence=USUAL_CADENCE))
    return request


def title_of(request: Request) -> str:
    """What a request is called; "" where it asks for something that is gone."""
    language = load_language(request.language)
    library = open_library(request.folder, language)
    try:
        names = library.find_names(request.drills)
        requested_drill(request, library, language.phrases)
        return ", ".join(library[name].title for name in names)
    except (DrillNotFoundError, UsageError):
        return ""


def read_last_request() -> Request | None:
    """What was started last from the page; None where that is not known."""
    try:
        return request_from_json(json.loads(read_text(page_choice_file(), MOST_BYTES)))
    except (OSError, ValueError, TypeError, RecursionError):
        return None


def remember_request(request: Request) -> None:
    """Remember it, where the disk allows that."""
    with contextlib.suppress(OSError):
        write_atomically(page_choice_file(), json.dumps(request_to_json(request)).encode())
