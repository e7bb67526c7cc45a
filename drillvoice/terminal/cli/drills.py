"""Commands that show things: drills, problems of drill files, devices."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from drillvoice.app.catalogue import positions_of, read_drills
from drillvoice.app.library import Library
from drillvoice.app.prepare import open_library
from drillvoice.core.drill.reading import json_schema
from drillvoice.core.drill.schema import DrillFile, Exercise, Programme, RandomCues
from drillvoice.core.phrases import Phrases
from drillvoice.core.plain_text import json_text, shown_line
from drillvoice.core.plan.things import equipment_of, objects_of, placed_objects
from drillvoice.errors import DrillError, UsageError
from drillvoice.language import load_language
from drillvoice.places import user_drills
from drillvoice.terminal.printing import print_line, print_text
from drillvoice.written_files import make_folder, why_unwritable

UNFOLDED = 10_000
"""Columns in which every table has room."""
SHIPPED = (
    "{name} comes with drillvoice, and a drill of your own with that name would hide it; choose another: "
    "`drillvoice new my-{name}`."
)


def list_library(folder: Path | None, *, as_json: bool, tell: Callable[[str], None]) -> None:
    """Print every drill; a file that is wrong costs a sentence, not the list."""
    library = open_library(folder, load_language())
    if not len(library):
        library.find_name("warm-up")
    drills = list(read_drills(library, tell))
    if as_json:
        print_text(json.dumps([_drill_summary(name, drill) for name, drill in drills], indent=2))
        return
    table = table_of("drill", "kind", "position", "levels", "what it trains")
    for name, drill in drills:
        summary = _drill_summary(name, drill)
        levels = str(summary["levels"] or "")
        add_row(table, name, summary["kind"], summary["position"], levels, summary["trains"])
    print_table(table)


def _drill_summary(name: str, drill: DrillFile) -> dict[str, Any]:
    own = (
        {"position": "", "levels": 0, "drills": [item.drill for item in drill.items]}
        if isinstance(drill, Programme)
        else {"position": ", ".join(dict.fromkeys(positions_of(drill))), "levels": len(drill.all_levels), "drills": []}
    )
    return {"name": name, "title": drill.title, "kind": drill.kind, "trains": drill.trains, **own}


def show_drill(wanted: str, folder: Path | None, *, as_json: bool) -> None:
    """Print all that a drill says of itself."""
    language = load_language()
    phrases, library = language.phrases, open_library(folder, language)
    name = library.find_name(wanted)
    drill = library[name]
    if as_json:
        print_text(json_text({"name": name, **drill.model_dump(mode="json")}, indent=2))
        return
    print_text(f"{drill.title} ({name})\n\nTrains: {drill.trains}.\nWhy it helps: {drill.why}")
    if isinstance(drill, Programme):
        _print_section("Exercises", [f"{item.drill}, level {item.level}" for item in drill.items])
        found = ((library[item.drill], item.level) for item in drill.items)
        levels = [each.at_level(level) for each, level in found if not isinstance(each, Programme)]
        _print_section("Have ready for all of it", [*equipment_of(levels, phrases), *objects_of(levels)])
        return
    _print_section("You need", [drill.space, *equipment_of([drill], phrases)])
    _print_section("On the path", [placed_objects(drill, phrases)] if drill.objects else [])
    _print_section("Setting up", drill.setup)
    _print_section("Take care", drill.cautions)
    _print_section("Safety", [phrases.safety.lines[line] for line in drill.safety_names])
    _print_section("Levels", [_level_line(drill, number, phrases) for number in range(1, len(drill.all_levels) + 1)])
    if isinstance(drill, RandomCues) and drill.helper_first:
        print_text("\nWith a helper: add --on-demand, and each call waits until they press a key.")


def _level_line(drill: Exercise, number: int, phrases: Phrases) -> str:
    """A level with what it needs that the drill does not."""
    level, at = drill.all_levels[number - 1], drill.at_level(number)
    usual = (drill.space, *equipment_of([drill], phrases))
    other = [thing for thing in (at.space, *equipment_of([at], phrases)) if thing not in usual]
    other += [placed_objects(at, phrases)] if at.objects != drill.objects else []
    needs = f" (you need: {'; '.join(other)})" if other else ""
    return f"{number}: {level.title}{_therapist_note(level.with_therapist)}{needs}"


def _therapist_note(needed: bool) -> str:
    return " (with a therapist)" if needed else ""


def _print_section(heading: str, lines: list[str] | tuple[str, ...]) -> None:
    if lines:
        print_text(f"\n{heading}:")
        for line in lines:
            print_text(f"- {line}")


def check_files(files: tuple[Path, ...], tell: Callable[[str], None]) -> bool:
    """Check every file; whether all are right."""
    library = open_library(None, load_language())
    fine = True
    for path in files:
        library.add(path)
        try:
            _check_file(path, library)
            print_line(f"{path}: fine.")
        except DrillError as error:
            tell(str(error))
            fine = False
    return fine


def _check_file(path: Path, library: Library) -> None:
    drill = library.read_drill(path)
    if not isinstance(drill, Programme):
        return
    problems = []
    for index, item in enumerate(drill.items):
        inner = library.get(item.drill)
        if inner is None or isinstance(inner, Programme):
            problems.append(f"`items[{index}].drill`: there is no drill called {item.drill!r}; see `drillvoice list`")
        elif item.level > max(1, len(inner.all_levels)):
            problems.append(f"`items[{index}].level`: {item.drill} has {len(inner.all_levels) or 1} levels")
    if problems:
        raise DrillError(str(path), tuple(problems))


def print_schema() -> None:
    """Print the JSON Schema of drill files."""
    print_text(json.dumps(json_schema(), indent=2))


def new_drill(name: str) -> Path:
    """Write a commented drill file; answers where.

    Raises:
        UsageError: the name is none, a shipped drill has it, or the file is there already.

    """
    path = Path(name) if name.endswith(".toml") else user_drills() / f"{name}.toml"
    if not re.fullmatch(r"[a-z][a-z0-9-]*", path.stem):
        raise UsageError(f"{path.stem!r} is not a name for a drill; use small letters, digits and hyphens.")
    language = load_language()
    if path.parent == user_drills() and (language.drills / path.name).exists():
        raise UsageError(SHIPPED.format(name=path.stem))
    text = language.read_file("new_drill.toml")
    try:
        make_folder(path.parent)
        with path.open("x", encoding="utf-8") as file:
            file.write(
                text.replace("{path}", str(path)).replace(
                    "{name}", path.stem if path.parent == user_drills() else str(path)
                )
            )
    except FileExistsError as error:
        raise UsageError(f"{path} is there already; choose another name, or edit it.") from error
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({why_unwritable(path, error)}); choose another place.") from error
    return path


def list_devices() -> None:
    """Print every loudspeaker and microphone; the system's own are marked."""
    from drillvoice.audio import portaudio

    sounddevice = portaudio.load()
    _list_side(portaudio.OUTPUT, sounddevice)
    print_text()
    _list_side(portaudio.INPUT, sounddevice)


def _list_side(side: Any, sounddevice: Any) -> None:
    from drillvoice.audio import portaudio

    found = portaudio.devices(sounddevice, side)
    if not found:
        print_text(side.missing)
        return
    own = portaudio.own_index(sounddevice, side)
    table = table_of("number", f"{side.name} (for {side.option})", "")
    for device in found:
        add_row(table, str(device["index"]), device["name"], "the system's own" if device["index"] == own else "")
    print_table(table)


def table_of(*headings: str) -> Table:
    """An empty table without lines."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table


def add_row(table: Table, *cells: str) -> None:
    """Add a row of texts, in which nothing is a style or acts on the terminal."""
    table.add_row(*(Text(shown_line(cell)) for cell in cells))


def print_table(table: Table) -> None:
    """Print a table; where there is no terminal, no line of it is folded."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=200)
    narrowest = Measurement.get(console, console.options.update(max_width=UNFOLDED), table).minimum
    console.print(table if narrowest <= console.width else _as_paragraphs(table))


def _as_paragraphs(table: Table) -> Group:
    """A row as some lines, its first cell above the others, for a terminal in which the columns would cut words."""
    headings = [str(column.header) for column in table.columns]
    lines: list[RenderableType] = []
    for first, *others in zip(*(column.cells for column in table.columns), strict=True):
        lines.append(Text(str(first), style="bold"))
        told = (
            Text(f"{heading}: {cell}" if heading else str(cell))
            for heading, cell in zip(headings[1:], others, strict=True)
            if str(cell)
        )
        lines += (Padding(text, (0, 0, 0, 2)) for text in told)
    return Group(*lines)
