"""`drillvoice person`, and the mark of a command that is about one person."""

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import click

from drillvoice.terminal.cli.options import print_to_stderr

Parameters = ParamSpec("Parameters")
Answer = TypeVar("Answer")


def for_one_person(command: Callable[Parameters, Answer]) -> Callable[Parameters, Answer]:
    """A command about one person: where there are several and none was named, it asks who it is before it begins."""

    @functools.wraps(command)
    def serving(*given: Parameters.args, **named: Parameters.kwargs) -> Answer:
        settle_person()
        return command(*given, **named)

    return serving


def settle_person(*, must_be_named: bool = False) -> None:
    """Settle whom the present command is about, until it ends."""
    from drillvoice.places import persons_on_disk

    context = click.get_current_context()
    if context.find_root().params["person"] is None and len(persons_on_disk()) > 1:
        from drillvoice.terminal.cli.persons import serve_somebody

        context.with_resource(serve_somebody(print_to_stderr, must_be_named=must_be_named))


@click.group()
def person() -> None:
    """Keep the records, settings and own words of several persons apart."""


@person.command()
@click.argument("name")
def add(name: str) -> None:
    """Begin to keep somebody's things apart: drillvoice person add Anna."""
    from drillvoice.terminal.cli.persons import begin_person

    begin_person(name, print_to_stderr)


@person.command("list")
def list_persons() -> None:
    """List everybody, with their numbers."""
    from drillvoice.terminal.cli import persons

    persons.list_persons(print_to_stderr)


@person.command()
@click.argument("old")
@click.argument("new")
def rename(old: str, new: str) -> None:
    """Give somebody another name; all that is theirs stays."""
    from drillvoice.terminal.cli.persons import call_person

    call_person(old, new, print_to_stderr)
