"""The event log: JSON lines, a header first, then each record once it has sounded."""

import contextlib
import json
from pathlib import Path
from typing import IO

from drillvoice.core.session.effects import Record
from drillvoice.errors import AudioError
from drillvoice.places import open_private


def as_line(record: Record) -> str:
    """A record as one line."""
    return json.dumps(record, ensure_ascii=False)


class EventLog:
    """Writes records as they come.

    Raises:
        AudioError: the file cannot be opened for writing.

    """

    def __init__(self, path: Path) -> None:
        try:
            self._file: IO[str] | None = open_private(path, buffering=1)
        except OSError as error:
            raise AudioError(
                f"The event log {path} cannot be written ({error.strerror}); choose another place."
            ) from error
        self.path = path
        self.complaint = ""
        """One sentence, once a line could not be written; the drill goes on."""

    def __call__(self, record: Record) -> None:
        """Write one record."""
        if self._file is None:
            return
        try:
            self._file.write(as_line(record) + "\n")
        except OSError as error:
            self.complaint = f"The event log {self.path} ends early ({error.strerror}); the drill went on."
            with contextlib.suppress(OSError):
                self._file.close()
            self._file = None

    def close(self) -> None:
        """No more records."""
        if self._file is not None:
            self._file.close()
