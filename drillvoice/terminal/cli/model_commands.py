"""The commands about speech models."""

from pathlib import Path

import click

from drillvoice.terminal.cli.options import print_to_stderr


@click.group()
def model() -> None:
    """The speech models that understand spoken commands."""


@model.command("list")
@click.option("--json", "as_json", is_flag=True)
def list_models(*, as_json: bool) -> None:
    """List the speech models, and which of them is used."""
    from drillvoice.terminal.cli.model import list_models

    list_models(print_to_stderr, as_json=as_json)


@model.command("install")
@click.argument("name")
@click.option("--from", "archive", type=click.Path(path_type=Path), help="FILE.zip, for computers without internet.")
def install_model(name: str, archive: Path | None) -> None:
    """Download a speech model from its publisher and install it."""
    from drillvoice.terminal.cli.model import install_model

    install_model(name, archive, print_to_stderr)


@model.command("remove")
@click.argument("name")
def remove_model(name: str) -> None:
    """Remove an installed speech model."""
    from drillvoice.terminal.cli.model import remove_model

    remove_model(name)


@model.command("path")
@click.argument("name", required=False)
def model_path(name: str | None) -> None:
    """Print the folder of a speech model, or of the one that is used."""
    from drillvoice.terminal.cli.model import print_path

    print_path(name, print_to_stderr)
