"""`drillvoice week`: listing, showing, checking and installing plans for the week; writing them for paper and phone."""

import os
import re
from datetime import time
from pathlib import Path

from drillvoice.app.library import Library
from drillvoice.app.prepare import open_library
from drillvoice.app.week_plan import (
    find_plan_file,
    install_plan,
    installed_plan,
    needed_plan,
    plan_files,
    present_day,
    read_plan,
    remove_plan,
)
from drillvoice.core.week.schema import WeekPlan
from drillvoice.errors import DrillError, Tell, UsageError, WeekError
from drillvoice.language import Language, load_language
from drillvoice.person import served_person
from drillvoice.places import user_weeks
from drillvoice.terminal.cli.drills import add_row, print_table, table_of
from drillvoice.terminal.cli.week_text import days_text, plan_lines
from drillvoice.terminal.printing import print_line, print_text
from drillvoice.written_files import make_folder, why_unwritable, writing_private


def _open() -> tuple[Language, Library]:
    language = load_language()
    return language, open_library(None, language)


def list_plans(tell: Tell) -> None:
    """Print every plan; a file that is wrong costs a sentence, not the list."""
    language, library = _open()
    table = table_of("plan", "days", "title")
    for name, path in sorted(plan_files(language).items()):
        try:
            plan = read_plan(path, library)
        except (DrillError, WeekError) as error:
            tell(str(error))
            continue
        add_row(table, name, days_text(plan), plan.title)
    print_table(table)
    try:
        installed = installed_plan(library)
    except (DrillError, WeekError) as error:
        tell(str(error))
        return
    print_text(f"\nInstalled: {installed.title}" if installed else "\nNone is installed.")


def _plan_of(wanted: str) -> tuple[WeekPlan, Language, Library]:
    """A plan by name or file; the one that is installed where nothing is named."""
    language, library = _open()
    plan = read_plan(find_plan_file(wanted, language), library) if wanted else needed_plan(library)
    return plan, language, library


def show_plan(wanted: str) -> None:
    """Print a plan as a person reads it.

    Raises:
        DrillvoiceError: there is none, or it is wrong.

    """
    plan, _, library = _plan_of(wanted)
    print_text("\n".join(plan_lines(plan, library)))


def check_plan(path: Path) -> None:
    """Say that a plan is fine.

    Raises:
        DrillvoiceError: it is not.

    """
    read_plan(path, _open()[1])
    print_line(f"{path}: fine.")


def install_named_plan(wanted: str) -> None:
    """Make a plan the one that `today` follows.

    Raises:
        DrillvoiceError: it is wrong, or cannot be had; the one that was installed stays.

    """
    language, library = _open()
    plan = install_plan(find_plan_file(wanted, language), library)
    print_text(f"Installed: {plan.title}\n`drillvoice today` runs what is due; `drillvoice week show` shows the plan.")


def remove_installed_plan() -> None:
    """Take the installed plan away.

    Raises:
        WeekError: there is none, or it cannot be taken away.

    """
    remove_plan()
    print_text("No plan is installed now. Plans of your own, and what you practised, are still there.")


def new_plan(name: str) -> Path:
    """Write a commented plan; answers where.

    Raises:
        UsageError: the name is none, or the file is there already.

    """
    own = not name.endswith(".toml")
    path = user_weeks() / f"{name}.toml" if own else Path(name)
    called = name if own else path.stem
    if not re.fullmatch(r"[a-z][a-z0-9-]{0,39}", called):
        raise UsageError(
            f"{called[:60]!r} is not a name for a plan; use small letters, digits and hyphens, 40 of them at most."
        )
    text = load_language().read_file("new_week.toml")
    text = text.replace("{path}", str(path)).replace("{name}", called if own else str(path))
    try:
        make_folder(path.parent)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        if os.path.isdir(path.parent) and isinstance(error, FileExistsError):
            raise UsageError(f"{path} is there already; choose another name, or edit it.") from error
        raise UsageError(f"{path} cannot be written ({why_unwritable(path, error)}); choose another place.") from error
    return path


def export_plan(wanted: str, output: Path, at: time) -> None:
    """Write a plan as a page to print, or as a calendar.

    Raises:
        DrillvoiceError: there is no such plan, the ending names no format, or the file cannot be written.

    """
    ending = output.suffix.lower()
    if ending not in (".html", ".htm", ".ics"):
        raise UsageError(f"{output} must end in .html (a page to print) or .ics (a calendar).")
    plan, language, library = _plan_of(wanted)
    if ending == ".ics":
        from drillvoice.terminal.cli.week_calendar import plan_calendar

        text = plan_calendar(plan, library, present_day(), at, served_person())
        what = f"a calendar with reminders at {at:%H:%M}"
    else:
        from drillvoice.terminal.cli.week_page import plan_page

        text, what = plan_page(plan, library, language.code), "one page to print"
    try:
        with writing_private(output, newline="") as file:
            file.write(text)
    except OSError as error:
        raise WeekError(
            f"{output} cannot be written ({why_unwritable(output, error)}); choose another place."
        ) from error
    print_line(f"{output}: {what}.")
