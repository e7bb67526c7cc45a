"""The lines of a session on their way to a terminal, a pipe or a file, none of which can hold up the voice."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import NamedTuple, TextIO

from drillvoice.app.background_writer import BackgroundWriter, write_to_descriptor
from drillvoice.core.plain_text import shown_text
from drillvoice.core.shown_phrases import PrintedPhrases
from drillvoice.errors import Tell


class LineWriter:
    """Writes lines to a stream; what the stream cannot show is replaced.

    Args:
        stream: standard output, or standard error.
        missing: the line that stands for those that were dropped, since the stream took nothing for a while.
        fail: is told once why it takes no more.

    """

    def __init__(self, stream: TextIO, missing: str, fail: Callable[[OSError], None] = lambda error: None) -> None:
        self._encoding = stream.encoding or "utf-8"
        self._writer = BackgroundWriter(_writing_to(stream, self._encoding), fail, self._encode(missing))

    def write_line(self, line: str) -> None:
        """Have a line written; never waits."""
        self._writer.put(self._encode(line))

    def close(self) -> None:
        """Write what waits, as long as any of it is taken."""
        self._writer.close()

    def _encode(self, line: str) -> bytes:
        return f"{shown_text(line)}\n".encode(self._encoding, errors="replace")


def _writing_to(stream: TextIO, encoding: str) -> Callable[[bytes], None]:
    """Past the buffers of a stream where it is an open file: Python waits for those when it ends."""
    try:
        stream.flush()
        return partial(write_to_descriptor, stream.fileno())
    except (OSError, ValueError, io.UnsupportedOperation):
        return lambda piece: _write_text(stream, piece.decode(encoding))


def _write_text(stream: TextIO, text: str) -> None:
    stream.write(text)
    stream.flush()


class SessionLines(NamedTuple):
    """Where a session prints."""

    echo: Tell
    """Its own lines."""
    warn: Tell
    """What is beside them."""


@contextmanager
def session_lines(out: TextIO, err: TextIO, printed: PrintedPhrases) -> Iterator[SessionLines]:
    """Two outputs for a session; of the first it is said on the second where it is full or gone."""
    beside = LineWriter(err, printed.lines_missing)

    def tell_of_failure(error: OSError) -> None:
        beside.write_line(printed.output_gone.format(why=error.strerror or error))

    lines = LineWriter(out, printed.lines_missing, tell_of_failure)
    try:
        yield SessionLines(lines.write_line, beside.write_line)
    finally:
        lines.close()
        beside.close()
