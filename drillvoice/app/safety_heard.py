"""For which drills the safety advice has been heard in full."""

import contextlib
import json
from collections.abc import Iterable
from pathlib import Path

from drillvoice.core.plan.lines import Role
from drillvoice.core.session.commands import Action
from drillvoice.core.session.facts import Commanded, Fact, Spoken
from drillvoice.files import read_text
from drillvoice.places import safety_heard_file
from drillvoice.written_files import write_atomically

PASSED_OVER = frozenset({Action.NEXT_LINE, Action.TO_PLACE, Action.NEXT, Action.FINISH})

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


class SafetyWatch:
    """Follows a session, and remembers its safety advice once that was heard to its end, or read.

    Advice of which any line was passed over was not heard: it comes again the next time.
    """

    def __init__(self, drills: Iterable[str]) -> None:
        self._drills = tuple(drills)
        self._is_whole = True

    def __call__(self, fact: Fact) -> None:
        """One fact, as it is told."""
        match fact:
            case Commanded(action=Action.ADVICE_READ):
                self._remember()
            case Commanded() if fact.action in PASSED_OVER:
                self._is_whole = False
            case Commanded(action=Action.BACK):
                self._is_whole = True
            case Spoken() if fact.line.role is Role.SAFETY_END and self._is_whole:
                self._remember()

    def _remember(self) -> None:
        SafetyHeard(safety_heard_file()).add(self._drills)
