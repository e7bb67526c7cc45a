"""`drillvoice plan`: a session that nobody disturbs, on paper."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from drillvoice.app.catalogue import USUAL_CADENCE, read_drills
from drillvoice.app.event_log import as_line, record_of
from drillvoice.app.library import Library
from drillvoice.app.prepare import Prepared, open_library, prepare_session
from drillvoice.app.render import undisturbed_records
from drillvoice.core.drill.schema import Programme
from drillvoice.core.plan.request import Request
from drillvoice.errors import Tell, UsageError
from drillvoice.language import load_language
from drillvoice.terminal.lines.printer import LinePrinter
from drillvoice.terminal.printing import print_line, print_text
from drillvoice.written_files import why_unwritable, writing_whole

FIRST_SEED = 1
"""Of plans that are written for reading: the same each time."""


def print_plan(request: Request, tell: Tell, *, as_json: bool) -> None:
    """Print every line of a session with its time.

    Raises:
        DrillvoiceError: what was asked for cannot be had.

    """
    _write_plan(_prepare(request, tell, anew=False), print_text, as_json=as_json)


def write_plans(request: Request, folder: Path, tell: Tell, *, as_json: bool) -> None:
    """Write the plan of every drill at every level, and of every programme, into a folder, a file each.

    Raises:
        DrillvoiceError: what was asked for cannot be had, or the folder cannot be written.

    """
    if request.practice.level is not None:
        raise UsageError("--all writes every level, so leave --level out.")
    library = open_library(request.folder, load_language(request.language))
    ending = "jsonl" if as_json else "txt"
    count = 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, level in _all_levels(library, tell):
            try:
                prepared = _prepare(_at_level(request, name, level), tell, anew=True)
            except UsageError as error:
                tell(str(error))
                continue
            path = folder / f"{name}{f'-{level}' if level else ''}.{ending}"
            with writing_whole(path) as part, part.open("w", encoding="utf-8") as file:
                _write_plan(prepared, partial(print, file=file), as_json=as_json)
            count += 1
    except OSError as error:
        raise UsageError(
            f"{folder} cannot be written ({why_unwritable(folder, error)}); choose another folder."
        ) from error
    print_line(f"{folder}: {count} plans.")


def _all_levels(library: Library, tell: Tell) -> Iterator[tuple[str, int | None]]:
    for name, drill in read_drills(library, tell):
        levels = 0 if isinstance(drill, Programme) else len(drill.all_levels)
        yield from ((name, level) for level in (range(1, levels + 1) or (None,)))


def _at_level(request: Request, name: str, level: int | None) -> Request:
    """One drill at a level, as if for the first time; with an easy pace, where a level follows the person's own."""
    practice = replace(request.practice, level=level, cadence=request.practice.cadence or USUAL_CADENCE)
    seed = FIRST_SEED if request.seed is None else request.seed
    return replace(request, drills=(name,), seed=seed, practice=practice)


def _write_plan(prepared: Prepared, write: Callable[[str], None], *, as_json: bool) -> None:
    if as_json:
        write(as_line(prepared.header))
    show = (lambda fact: write(as_line(record_of(fact)))) if as_json else LinePrinter(write, prepared.phrases, "")
    for fact in undisturbed_records(prepared.new_session()):
        show(fact)


def _prepare(request: Request, tell: Tell, *, anew: bool) -> Prepared:
    return prepare_session(request, tell, needs_voice=True, anew=anew)
