"""Who may lead from a page: secrets that are exchanged once, codes that are typed, and what the computer is asked.

Nothing here knows a socket. A browser on this computer exchanges the secret that its address was opened with. A phone
exchanges the one in the square that it scans, or types eight digits; then somebody at the computer is asked.
"""

import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from drillvoice.web.browsers import Browsers

SECRET_BYTES = 16
"""128 bits."""
CODE_DIGITS = 8
CODE_LIFE_S = 600.0
MOST_TRIES = 5
"""Of codes, right or wrong, in the life of one; a right one does not set it back."""
FIRST_WAIT_S = 1.0
"""After the first wrong code; twice as long after each further one."""
TICKET_LIFE_S = 120.0
MOST_TICKETS = 3
"""So many phones wait for an answer at most."""


class Verdict(Enum):
    """What came of an attempt to join."""

    PAIRED = auto()
    ASKING = auto()
    LINK_USED = auto()
    WRONG_CODE = auto()
    CODE_USED_UP = auto()
    WAIT_FIRST = auto()
    TOO_MANY_ASK = auto()
    REFUSED = auto()


@dataclass(frozen=True, slots=True)
class JoinAttempt:
    """What came of it, with what the browser gets."""

    verdict: Verdict
    cookie: str = ""
    ticket: str = ""
    wait_s: float = 0.0


@dataclass(slots=True)
class _Ticket:
    until: float
    allowed: bool | None = None


class Pairing:
    """The door.

    Args:
        browsers: who has come in.
        clock: seconds.

    """

    def __init__(self, browsers: Browsers, clock: Callable[[], float] = time.monotonic) -> None:
        self.browsers = browsers
        self._clock = clock
        self.start_secret = _new_secret()
        """For the browser of this computer."""
        self.invitation = _new_secret()
        """For a phone; another one once it has been used."""
        self._code = _new_code()
        self._code_until = clock() + CODE_LIFE_S
        self._tries = 0
        self._try_again_at = 0.0
        self._wait_s = FIRST_WAIT_S
        self._tickets: dict[str, _Ticket] = {}

    @property
    def code(self) -> str:
        """What may be typed now; "" where too many were tried."""
        self._renew_code()
        return "" if self._tries >= MOST_TRIES else self._code

    def _renew_code(self) -> None:
        if self._clock() >= self._code_until:
            self._code, self._code_until = _new_code(), self._clock() + CODE_LIFE_S
            self._tries, self._wait_s, self._try_again_at = 0, FIRST_WAIT_S, 0.0

    def exchange_secret(self, secret: str, *, here: bool) -> JoinAttempt:
        """Somebody has opened the address that the program gave, or scanned the square.

        Args:
            secret: what stood in the address.
            here: whether they are at this computer, which needs no more than that.

        """
        if here and _same(secret, self.start_secret):
            self.start_secret = _new_secret()
            return JoinAttempt(Verdict.PAIRED, self.browsers.let_in(here=True))
        if _same(secret, self.invitation):
            attempt = self._ask()
            if attempt.verdict is Verdict.ASKING:
                self.invitation = _new_secret()
            return attempt
        return JoinAttempt(Verdict.LINK_USED)

    def try_code(self, code: str) -> JoinAttempt:
        """Somebody has typed a code."""
        self._renew_code()
        now = self._clock()
        if self._tries >= MOST_TRIES:
            return JoinAttempt(Verdict.CODE_USED_UP, wait_s=self._code_until - now)
        if now < self._try_again_at:
            return JoinAttempt(Verdict.WAIT_FIRST, wait_s=self._try_again_at - now)
        self._tries += 1
        if not _same("".join(code.split()), self._code):
            self._try_again_at, self._wait_s = now + self._wait_s, self._wait_s * 2
            return JoinAttempt(Verdict.WRONG_CODE)
        attempt = self._ask()
        if attempt.verdict is Verdict.ASKING:
            self._code = _new_code()
        return attempt

    def _ask(self) -> JoinAttempt:
        self._drop_old_tickets()
        if len(self._tickets) >= MOST_TICKETS:
            return JoinAttempt(Verdict.TOO_MANY_ASK)
        ticket = _new_secret()
        self._tickets[ticket] = _Ticket(self._clock() + TICKET_LIFE_S)
        return JoinAttempt(Verdict.ASKING, ticket=ticket)

    def _drop_old_tickets(self) -> None:
        now = self._clock()
        self._tickets = {name: each for name, each in self._tickets.items() if each.until > now}

    @property
    def asking(self) -> str:
        """The ticket of the phone that is to be allowed or not; "" where none is."""
        now, tickets = self._clock(), list(self._tickets.items())  # other threads ask too
        return next((name for name, each in tickets if each.allowed is None and each.until > now), "")

    def answer_phone(self, ticket: str, *, allow: bool) -> bool:
        """Let the phone of a ticket in, or not; whether there was such a one that waited."""
        self._drop_old_tickets()
        found = self._tickets.get(ticket)
        if found is None or found.allowed is not None:
            return False
        found.allowed = allow
        return True

    def follow_ticket(self, ticket: str) -> JoinAttempt:
        """What has become of a phone that waits. Its ticket is good for one cookie."""
        self._drop_old_tickets()
        found = self._tickets.get(ticket)
        if found is None:
            return JoinAttempt(Verdict.LINK_USED)
        if found.allowed is None:
            return JoinAttempt(Verdict.ASKING, ticket=ticket)
        del self._tickets[ticket]
        if found.allowed:
            return JoinAttempt(Verdict.PAIRED, self.browsers.let_in(here=False))
        return JoinAttempt(Verdict.REFUSED)


def _new_secret() -> str:
    return secrets.token_urlsafe(SECRET_BYTES)


def _new_code() -> str:
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"


def _same(given: str, kept: str) -> bool:
    return hmac.compare_digest(given.encode(errors="replace"), kept.encode())
