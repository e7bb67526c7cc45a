"""`drillvoice page` and its options."""

from pathlib import Path
from typing import Any

import click

from drillvoice.terminal.cli.options import (
    device_options,
    drills_folder,
    events_option,
    print_to_stderr,
    request_of,
    sound_options,
    voice_options,
)

OWN_ADDRESS = "own"
"""What stands for the address that this computer has in its network."""


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), help="Another port than the usual one.")
@click.option("--no-browser", is_flag=True, help="Do not open the browser; the address is printed.")
@click.option(
    "--lan",
    is_flag=False,
    flag_value=OWN_ADDRESS,
    default=None,
    metavar="[ADDRESS]",
    help="Let a helper's phone in your own network join; the address is the computer's own where none is named.",
)
@click.option("--pause-when-alone", is_flag=True, help="Pause the drill once no page is connected any more.")
@click.option("--install-shortcut", is_flag=True, help="Make something to double-click that opens the page.")
@click.option("--remove-shortcut", is_flag=True, help="Remove it again.")
@click.option("--drills", "folder", type=drills_folder, help="A folder with more drills.")
@click.option("--no-record", is_flag=True, help="Keep no record of the sessions.")
@voice_options
@sound_options
@device_options
@events_option
@click.pass_context
def page(context: click.Context, /, **given: Any) -> None:
    """Choose and lead drills in the browser, on this computer or on a helper's phone."""
    if given["install_shortcut"] or given["remove_shortcut"]:
        from drillvoice.terminal.cli import page_shortcut

        if given["install_shortcut"] and given["remove_shortcut"]:
            raise click.UsageError("Give --install-shortcut or --remove-shortcut, not both.")
        change = page_shortcut.install_shortcut if given["install_shortcut"] else page_shortcut.remove_shortcut
        change(print_to_stderr)
        return
    from drillvoice.terminal.cli.page import PageOptions, open_page

    options = PageOptions(
        port=given["port"],
        lan={OWN_ADDRESS: ""}.get(given["lan"], given["lan"]),
        browser=not given["no_browser"],
        pause_when_alone=given["pause_when_alone"],
        events=Path(given["events"]) if given["events"] else None,
        person_is_named=context.find_root().params["person"] is not None,
    )
    open_page(request_of((), given), options)
