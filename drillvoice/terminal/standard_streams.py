"""Standard input and output as the program needs them: there in any case, and able to take and give any character."""

import contextlib
import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

MOST_LETTERS = 200
"""No command is as long; what follows in such a line is passed over, and never held in memory."""
PASSED_LETTERS = 1 << 16


def prepare_streams() -> None:
    """Stand in for streams that were closed, so that no other file is taken for them; and let a byte that is no text,
    and a character that an output does not know, be replaced rather than end the program.
    """
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            with contextlib.suppress(OSError):
                _open_missing(number)
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115, for as long as we run
        elif isinstance(stream, io.TextIOWrapper) and name != "stderr":
            stream.reconfigure(errors="replace")


def _open_missing(number: int) -> None:
    """Let a descriptor that is not open lead nowhere: the next file that is opened would get its number."""
    try:
        os.fstat(number)
    except OSError:
        nowhere = os.open(os.devnull, os.O_RDWR)
        if nowhere != number:
            os.dup2(nowhere, number)
            os.close(nowhere)


def read_bounded_lines(source: TextIO) -> Iterator[str]:
    """The lines, each cut off where it becomes longer than any command."""
    with contextlib.suppress(OSError, ValueError):
        os.set_blocking(source.fileno(), True)  # whoever shares it may have wanted otherwise
    while line := source.readline(MOST_LETTERS):
        rest = line
        while rest and not rest.endswith("\n"):
            rest = source.readline(PASSED_LETTERS)
        yield line
