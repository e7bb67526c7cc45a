"""The commands about a plan for the week, and the one that follows it."""

from datetime import datetime, time
from pathlib import Path
from typing import Any

import click

from drillvoice.terminal.cli.command_names import joined_name
from drillvoice.terminal.cli.options import (
    practice_options,
    print_to_stderr,
    record_option,
    request_of,
    run_options,
    sound_options,
    terminal_wish_of,
    voice_options,
)
from drillvoice.terminal.cli.person_commands import for_one_person
from drillvoice.terminal.printing import print_text


class TimeOfDay(click.ParamType[time]):
    """A time of day: 10:00."""

    name = "HH:MM"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> time:
        """The time."""
        try:
            return datetime.strptime(str(value).strip(), "%H:%M").time()  # noqa: DTZ007 - wherever the phone is
        except ValueError:
            self.fail(f"{value!r} is not a time of day; write it as 10:00, or 16:30", param, ctx)


@click.group()
def week() -> None:
    """A plan for the week: what to do on how many days, from a physiotherapist or your own."""


@week.command("list")
@for_one_person
def list_plans() -> None:
    """List the plans, and which of them is installed."""
    from drillvoice.terminal.cli.week import list_plans

    list_plans(print_to_stderr)


@week.command("show")
@click.argument("plan", nargs=-1, callback=joined_name, metavar="[PLAN|FILE]")
@for_one_person
def show_plan(plan: str) -> None:
    """Show a plan, or the one that is installed."""
    from drillvoice.terminal.cli.week import show_plan

    show_plan(plan)


@week.command("new")
@click.argument("name")
def new_plan(name: str) -> None:
    """Write a commented plan NAME.toml to start from, in your own folder of plans."""
    from drillvoice.terminal.cli.week import new_plan

    print_text(new_plan(name))


@week.command("check")
@click.argument("file", type=click.Path(path_type=Path))
def check_plan(file: Path) -> None:
    """Check a plan: what is wrong, where, and what to do."""
    from drillvoice.terminal.cli.week import check_plan

    check_plan(file)


@week.command("install")
@click.argument("plan", nargs=-1, required=True, callback=joined_name, metavar="PLAN|FILE")
@for_one_person
def install_plan(plan: str) -> None:
    """Make a plan the one that `today` follows, in place of the one before."""
    from drillvoice.terminal.cli.week import install_named_plan

    install_named_plan(plan)


@week.command("remove")
@for_one_person
def remove_plan() -> None:
    """Take the installed plan away; the files of your own plans stay."""
    from drillvoice.terminal.cli.week import remove_installed_plan

    remove_installed_plan()


@week.command("export")
@click.argument("plan", nargs=-1, callback=joined_name, metavar="[PLAN|FILE]")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path),
    help="FILE.html: a page to print; FILE.ics: reminders for a phone or a calendar.",
)
@click.option("--at", type=TimeOfDay(), default="10:00", show_default=True, help="When the calendar reminds you.")
@for_one_person
def export_plan(plan: str, output: Path, at: time) -> None:
    """Write a plan, or the one that is installed, as a page or as a calendar."""
    from drillvoice.terminal.cli.week import export_plan

    export_plan(plan, output, at)


@click.command()
@click.option("--anyway", is_flag=True, help="A day of the plan also where nothing is due.")
@practice_options
@voice_options
@sound_options
@run_options
@record_option
@for_one_person
def today(*, anyway: bool, **given: Any) -> None:
    """Practise what the plan for the week has for today."""
    from drillvoice.terminal.cli.today import run_today

    run_today(request_of((), given), terminal_wish_of(given), print_to_stderr, anyway=anyway)


WEEK_COMMANDS = (week, today)
