"""Printing what may hold text from anywhere: names of files and devices, notes, and what was typed."""

import sys

import click

from drillvoice.core.plain_text import shown_line, shown_text


def print_text(text: object = "", *, err: bool = False) -> None:
    """Print lines in which nothing acts on the terminal, and in letters that the output knows.

    Args:
        text: one line or several.
        err: to standard error, where it does not mix with the answer.

    """
    encoding = getattr(sys.stderr if err else sys.stdout, "encoding", None) or "utf-8"
    click.echo(shown_text(str(text)).encode(encoding, "backslashreplace").decode(encoding), err=err)


def print_line(text: str, *, err: bool = False) -> None:
    """Print one line, whatever names are in it."""
    print_text(shown_line(text), err=err)
