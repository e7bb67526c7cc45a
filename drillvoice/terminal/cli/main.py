"""The command line: arguments in, one sentence and an exit code out where something is wrong.

Modules that take long to load are loaded in the commands that need them, so that `--help` is instant and a drill
begins within a second.
"""

import gc
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from drillvoice import __version__
from drillvoice.core.plain_text import shown_line
from drillvoice.errors import DrillError, DrillvoiceError
from drillvoice.terminal.cli.command_names import Commands, command_error, joined_name
from drillvoice.terminal.cli.computer_commands import COMPUTER_COMMANDS
from drillvoice.terminal.cli.model_commands import model
from drillvoice.terminal.cli.options import (
    DEFAULTS,
    choice_options,
    drills_folder,
    lan_option,
    page_option,
    print_to_stderr,
    record_option,
    request_of,
    run_options,
    sound_options,
    terminal_wish_of,
    voice_options,
)
from drillvoice.terminal.cli.page_commands import page
from drillvoice.terminal.cli.person_commands import for_one_person, person
from drillvoice.terminal.cli.record_commands import RECORD_COMMANDS
from drillvoice.terminal.cli.voice_commands import voices
from drillvoice.terminal.cli.week_commands import WEEK_COMMANDS
from drillvoice.terminal.printing import print_text
from drillvoice.terminal.standard_streams import prepare_streams

ALLOCATIONS = 100_000
"""Python looks for garbage in circles each time so many objects have been made, and not each 700: while modules are
loaded there is none, and looking took a fifth of the start."""


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="drillvoice")
@click.option("--person", metavar="NAME", help="Whose record and settings, where several use this computer.")
@click.pass_context
def cli(context: click.Context, person: str | None) -> None:
    """Spoken balance drills: look at the room, not at a screen.

    In a terminal, drillvoice alone lets you choose a drill on the screen.

    A coach, not a medical device: it gives no diagnosis and no treatment advice.
    """
    from drillvoice.housekeeping import keep_house

    keep_house()
    if person is not None:
        from drillvoice.terminal.cli.persons import serve_named

        context.with_resource(serve_named(person, print_to_stderr))
    if context.invoked_subcommand is None:
        _pick_drill(context)


def _pick_drill(context: click.Context) -> None:
    """Let somebody choose where there is a screen; how to go on is printed where there is none."""
    if not (sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"):
        print_text(context.get_help())
        return
    _open_picker()


@for_one_person
def _open_picker() -> None:
    from drillvoice.terminal.cli.pick import pick_and_run

    pick_and_run(print_to_stderr)


def main() -> None:
    """Run the program; every error that a person can meet ends here."""
    gc.set_threshold(ALLOCATIONS)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # it would look through every installed package
    prepare_streams()
    try:
        cli.main(standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        print_to_stderr(shown_line(command_error(error)))
        sys.exit(error.exit_code)
    except DrillvoiceError as error:
        sentence = str(error)
        print_to_stderr(sentence if isinstance(error, DrillError) else shown_line(sentence))
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)


@cli.command()
@click.argument("drills", nargs=-1, metavar="[DRILL|PROGRAMME|FILE]...")
@choice_options
@voice_options
@sound_options
@run_options
@page_option
@lan_option
@record_option
@for_one_person
def run(drills: tuple[str, ...], **given: Any) -> None:
    """Speak a drill (the warm-up where none is named), in real time.

    Several drills are practised one after the other.
    """
    from drillvoice.terminal.cli.run import run_session

    run_session(request_of(drills or DEFAULTS.drills, given), terminal_wish_of(given))


@cli.command()
@sound_options
@run_options
@record_option
@for_one_person
def resume(**given: Any) -> None:
    """Go on with the session that was left unfinished, from the round in which it stopped.

    One that you finished early can be gone on with for an hour.
    """
    from drillvoice.terminal.cli.run import resume_session

    resume_session(request_of((), given), terminal_wish_of(given), print_to_stderr)


@cli.command()
@click.argument("drill", nargs=-1, callback=joined_name, metavar="[DRILL]")
@click.option("--drills", "folder", type=drills_folder, help="A folder with more drills.")
@voice_options
@sound_options
@run_options
@for_one_person
def safety(drill: str, **given: Any) -> None:
    """Read the safety advice aloud: of one drill, or of all of them."""
    from drillvoice.terminal.cli.run import run_session

    request = replace(request_of((drill,) if drill else ("whole", "whole-2"), given), only_safety=True)
    run_session(request, terminal_wish_of(given))


@cli.command()
@click.argument("drills", nargs=-1, metavar="[DRILL|PROGRAMME|FILE]...")
@choice_options
@voice_options
@click.option("--json", "as_json", is_flag=True, help="JSON lines: the same records as the event log.")
@click.option("--all", "every", is_flag=True, help="Every drill at every level, and every programme, a file each.")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FOLDER", help="The folder for --all.")
@for_one_person
def plan(drills: tuple[str, ...], output: Path | None, *, as_json: bool, every: bool, **given: Any) -> None:
    """Print all that a drill, or several in a row, will say, and when."""
    from drillvoice.terminal.cli.plan import print_plan, write_plans

    if every == bool(drills) or every != (output is not None):
        raise click.UsageError("Name a drill, or several, or give --all with -o FOLDER for a file of each.")
    if output is not None:
        write_plans(request_of((), given), output, print_to_stderr, as_json=as_json)
    else:
        print_plan(request_of(drills, given), print_to_stderr, as_json=as_json)


@cli.command()
@click.argument("drill", nargs=-1, required=True, callback=joined_name, metavar="DRILL")
@click.option(
    "-o", "--output", required=True, type=click.Path(), help="FILE.mp3, .wav, .flac or .ogg; FOLDER/; FILE.html"
)
@choice_options
@voice_options
@sound_options
@click.option("--events", type=click.Path(path_type=Path), help="Write JSON lines of what sounds when.")
def render(drill: str, output: str, events: Path | None, **given: Any) -> None:
    """Turn a drill into something to take along: a sound file, an album in a folder, or a page."""
    from drillvoice.terminal.cli.render import render_drill

    render_drill(request_of((drill,), given), output, events, print_to_stderr)


@cli.command("list")
@click.option("--drills", "folder", type=drills_folder, help="A folder with more drills.")
@click.option("--json", "as_json", is_flag=True)
def list_drills(folder: Path | None, *, as_json: bool) -> None:
    """List the drills and programmes."""
    from drillvoice.terminal.cli.drills import list_library

    list_library(folder, as_json=as_json, tell=print_to_stderr)


@cli.command()
@click.argument("drill", nargs=-1, required=True, callback=joined_name, metavar="DRILL")
@click.option("--drills", "folder", type=drills_folder, help="A folder with more drills.")
@click.option("--json", "as_json", is_flag=True)
def show(drill: str, folder: Path | None, *, as_json: bool) -> None:
    """Show a drill: what it trains, why it helps, its levels and cautions."""
    from drillvoice.terminal.cli.drills import show_drill

    show_drill(drill, folder, as_json=as_json)


@cli.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--schema", is_flag=True, help="Print the JSON Schema of drill files, for editors.")
def check(files: tuple[Path, ...], *, schema: bool) -> None:
    """Check drill files: what is wrong, where, and what to do."""
    from drillvoice.terminal.cli.drills import check_files, print_schema

    if schema:
        print_schema()
    elif not files:
        raise click.UsageError("Name at least one drill file to check")
    elif not check_files(files, print_to_stderr):
        sys.exit(DrillError.exit_code)


@cli.command()
@click.argument("name")
def new(name: str) -> None:
    """Write a commented drill file NAME.toml to start from, in your own drills folder."""
    from drillvoice.terminal.cli.drills import new_drill

    print_text(new_drill(name))


for command in (*COMPUTER_COMMANDS, *RECORD_COMMANDS, *WEEK_COMMANDS, model, voices, person, page):
    cli.add_command(command)


if __name__ == "__main__":
    main()
