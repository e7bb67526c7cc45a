"""The commands about the record: what was practised, and how it went."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from drillvoice.core.session.notes import Wall
from drillvoice.terminal.cli.option_types import Since
from drillvoice.terminal.cli.options import print_to_stderr
from drillvoice.terminal.cli.person_commands import for_one_person, settle_person

if TYPE_CHECKING:
    from drillvoice.history.export import Decimal


@click.command()
@click.option("--drill", default="", metavar="DRILL", help="Only sessions with this drill.")
@click.option("--since", type=Since(), help='A day such as 2026-03-01, or "2 weeks".')
@for_one_person
def history(drill: str, since: date | None) -> None:
    """List the sessions that you had."""
    from drillvoice.terminal.cli.record import print_history

    print_history(drill, since, print_to_stderr)


@click.command()
@click.option("--drill", default="", metavar="DRILL", help="Only sessions with this drill.")
@click.option("--since", type=Since(), help='A day such as 2026-03-01, or "6 months"; 12 weeks where it is left out.')
@click.option("-o", "--output", type=click.Path(path_type=Path), help="FILE.html or .svg: a page to print.")
@click.option("--name", default="", metavar="NAME", help="A name at the top of that page.")
@for_one_person
def progress(drill: str, since: date | None, output: Path | None, name: str) -> None:
    """Show the weeks: days, minutes, levels, and how you felt before and after."""
    from drillvoice.terminal.cli.record import show_progress

    show_progress(drill, since, output, print_to_stderr, name=name)


@click.command()
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="FILE.csv or .json")
@click.option(
    "--decimal",
    type=click.Choice(["point", "comma"]),
    default="point",
    show_default=True,
    help="How your spreadsheet writes fractions; comma puts semicolons between the cells.",
)
@for_one_person
def export(output: Path, decimal: "Decimal") -> None:
    """Write the record to a file, for a spreadsheet or another program."""
    from drillvoice.terminal.cli.record import export_file

    export_file(output, decimal, print_to_stderr)


@click.command()
@click.option("--before", type=Since(), help='Sessions before this day, such as 2026-03-01, or "1 year".')
@click.option("--all", "everything", is_flag=True, help="All sessions.")
@click.option("--person", "name", metavar="NAME", help="All that is kept of a person.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def forget(before: date | None, name: str | None, *, everything: bool, yes: bool) -> None:
    """Delete sessions from the record, or all that is kept of a person, for good."""
    if name is not None:
        if everything or before is not None:
            raise click.UsageError("--person deletes all of a person; leave out --all and --before")
        from drillvoice.terminal.cli.persons import forget_somebody

        forget_somebody(name, print_to_stderr, yes=yes)
        return
    from drillvoice.terminal.cli.forget import forget_sessions

    settle_person(must_be_named=yes)
    forget_sessions(before, everything=everything, yes=yes, tell=print_to_stderr)


@click.command()
@click.argument("words", nargs=-1, metavar="[TEXT]")
@click.option("--wobble", is_flag=True, help="A near-fall: a stumble, or a grab for support.")
@click.option("--wall", type=click.Choice(["none", "some", "often"]), help="How far the wall or support was needed.")
@for_one_person
def note(words: tuple[str, ...], wall: Wall | None, *, wobble: bool) -> None:
    """Add a note to the last session: drillvoice note the chair helped."""
    from drillvoice.terminal.cli.note import NoteWish, write_note

    write_note(NoteWish(" ".join(" ".join(words).split()), wobble, wall), print_to_stderr)


RECORD_COMMANDS = (history, progress, export, forget, note)
