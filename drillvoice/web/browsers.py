"""The browsers that may lead: known by the hash of their cookie, for twelve hours, also after a new start."""

import contextlib
import hashlib
import json
import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from drillvoice.files import read_text
from drillvoice.written_files import write_atomically

COOKIE_BYTES = 32
LIFE_S = 12 * 3600.0
"""A choice: whoever was let in this morning comes back by themselves after a crash, and is asked about tomorrow."""
MOST_BROWSERS = 32
MOST_BYTES = 20_000


@dataclass(frozen=True, slots=True)
class Browser:
    """One that was let in."""

    mark: str
    """The hash of its cookie; the cookie itself is kept by the browser alone."""
    here: bool
    """It is on this computer."""
    number: int
    """Which of the phones it is; 0 on this computer."""
    since: float
    """When it was let in, on the clock of the wall."""


class Browsers:
    """Who has come in.

    Args:
        file: where they are remembered.
        clock: the clock of the wall, in seconds.

    """

    def __init__(self, file: Path, clock: Callable[[], float] = time.time) -> None:
        self._file = file
        self._clock = clock
        self._known = {each.mark: each for each in _read_browsers(file)}

    def let_in(self, *, here: bool) -> str:
        """One more; answers its cookie. Where there are too many the oldest goes."""
        cookie = secrets.token_urlsafe(COOKIE_BYTES)
        number = 0 if here else max((each.number for each in self._known.values()), default=0) + 1
        browser = Browser(_mark_of(cookie), here, number, self._clock())
        kept = [each for each in self._known.values() if self._is_valid(each)][-MOST_BROWSERS + 1 :]
        self._known = {each.mark: each for each in (*kept, browser)}
        self._write()
        return cookie

    def find_browser(self, cookie: str) -> Browser | None:
        """The browser of a cookie; None where it has none that holds."""
        found = self._known.get(_mark_of(cookie))
        return found if found and self._is_valid(found) else None

    def forget_phones(self) -> None:
        """Let no phone in any more until it has been asked about anew."""
        self._known = {mark: each for mark, each in self._known.items() if each.here}
        self._write()

    def _is_valid(self, browser: Browser) -> bool:
        return 0 <= self._clock() - browser.since < LIFE_S

    def _write(self) -> None:
        """Where the disk allows that; otherwise they have to join anew after the next start."""
        kept = [asdict(each) for each in self._known.values()]
        with contextlib.suppress(OSError):
            write_atomically(self._file, json.dumps(kept).encode())


def _read_browsers(file: Path) -> Iterator[Browser]:
    try:
        found = json.loads(read_text(file, MOST_BYTES))
        for each in found:
            yield Browser(str(each["mark"]), each["here"] is True, int(each["number"]), float(each["since"]))
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return


def _mark_of(cookie: str) -> str:
    return hashlib.sha256(cookie.encode(errors="replace")).hexdigest()
