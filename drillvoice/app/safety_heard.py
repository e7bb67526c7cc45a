"""For which drills the safety advice has been heard in full."""

import contextlib
import json
from collections.abc import Iterable
from pathlib import Path

from drillvoice.files import read_text
from drillvoice.places import write_atomically

MOST_BYTES = 100_000


class SafetyHeard:
    """Names of drills; a file that cannot be read or written only means that the advice is heard again."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._names = self._read()

    def _read(self) -> set[str]:
        try:
            names = json.loads(read_text(self._path, MOST_BYTES))
        except (OSError, ValueError, RecursionError):
            return set()
        return {str(name) for name in names} if isinstance(names, list) else set()

    def all_heard(self, names: Iterable[str]) -> bool:
        """Whether the advice was heard for every one of these drills."""
        return set(names) <= self._names

    def add(self, names: Iterable[str]) -> None:
        """Remember that it was heard."""
        self._names |= set(names)
        with contextlib.suppress(OSError):
            write_atomically(self._path, json.dumps(sorted(self._names)).encode())
