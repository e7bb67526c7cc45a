"""Requests that nobody has thought of, over all routes: no error of the server, and no effect by whoever is outside."""

import http.client
import json
import random
import string
from collections import Counter
from typing import Any

import pytest
from starlette.routing import Route

from drillvoice.core.session.commands import Command
from drillvoice.web.guard import PUBLIC_PAGES
from tests.web.serving import Served, Visitor, quiet_sound, served

NO_ANSWER = 0
METHODS = ("GET", "POST", "POST", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE")
FIELDS = ("command", "cue", "text", "note", "state", "beat", "since", "drills", "level", "rounds", "minutes", "gap")
MORE_FIELDS = (
    "voice",
    "rate",
    "ask",
    "same",
    "warm_up",
    "person",
    "ticket",
    "allow",
    "secret",
    "code",
    "symptom",
    "value",
)
TEXTS = (
    "",
    "x",
    "stop",
    "wobble",
    "quick",
    "left",
    "3-5",
    "../..",
    "\x00",
    "\ud800",
    "\u202e",
    "'; DROP TABLE note;--",
)
HEADERS = (
    "Host",
    "Origin",
    "Content-Type",
    "Content-Length",
    "Cookie",
    "Sec-Fetch-Site",
    "Transfer-Encoding",
    "Expect",
)


class Fuzzer:
    """Makes requests up, the same ones for a seed."""

    def __init__(self, seed: int, page: Served) -> None:
        self.chance = random.Random(seed)
        routes = [each for each in page.server.app.routes if isinstance(each, Route)]
        self._paths = [each.path for each in routes if each.path != "/events"]

    def value(self, depth: int = 0) -> Any:
        """Any JSON."""
        chance = self.chance
        kinds: list[Any] = [
            None,
            True,
            chance.choice([0, -1, 1, 7, 10, 2**63, 10**30]),
            chance.choice([0.5, -1e308, 1e9]),
            chance.choice(TEXTS),
            chance.choice(list(Command)).value,
            "".join(chance.choices(string.printable, k=chance.randrange(40))),
        ]
        if depth < 3:
            kinds += [[self.value(depth + 1) for _ in range(chance.randrange(3))], {"a": self.value(depth + 1)}]
        return chance.choice(kinds)

    def body(self) -> bytes:
        """Something like a command, or something like nothing."""
        chance = self.chance
        if chance.random() < 0.2:
            return chance.randbytes(chance.randrange(1100))
        names = chance.sample((*FIELDS, *MORE_FIELDS), chance.randrange(5))
        return json.dumps({name: self.value() for name in names}).encode()

    def path(self) -> str:
        """One of ours, more or less."""
        chance = self.chance
        path = chance.choice(self._paths).replace("{name}", chance.choice(["quick", "x", "%00", "..%2f", "%ff", "%E2"]))
        path = path.replace("{file}", chance.choice(["quick.zip", "quick.html", "x.zip", "quick", "%00.html"]))
        tail = chance.choice(["", "", "", "", "/", "?level=9", "?x=%00", "//", "/..", "#x"])
        return path + tail

    def headers(self, visitor: Visitor) -> dict[str, str]:
        """Those of a browser, now and then with one that is odd."""
        chance = self.chance
        if chance.random() < 0.7:
            return {}
        name = chance.choice(HEADERS)
        return {
            name: chance.choice(["", "x", "0", "5", "chunked", "100-continue", visitor.host, "drillvoice=x", "null"])
        }


def fuzz(count: int) -> Counter[int]:
    """Send so many requests, and see that none has an error or an effect; answers how often each status came."""
    statuses: Counter[int] = Counter()
    with served() as page:
        insider, stranger = page.visitor(), page.stranger()
        fuzzer = Fuzzer(count, page)
        for number in range(count):
            visitor = insider if number % 2 else stranger
            method, path = fuzzer.chance.choice(METHODS), fuzzer.path()
            body = fuzzer.body() if method == "POST" else None
            try:
                reply = visitor.ask(method, path, body, **fuzzer.headers(visitor))
            except (http.client.HTTPException, ConnectionError, TimeoutError):
                statuses[NO_ANSWER] += 1  # it was no HTTP, and the connection has ended
                continue
            statuses[reply.status] += 1
            assert reply.status < 500, (method, path, body)
            assert b"Traceback" not in reply.body
            if visitor is stranger:
                plain = path.partition("?")[0].partition("#")[0]
                assert reply.status >= 400 or plain in PUBLIC_PAGES, (method, path, body)
                assert "set-cookie" not in reply.headers
        assert page.server.app.pairing.asking == ""
        assert [] == [told for told in page.told if "went wrong" in told]
        assert 200 == insider.ask("GET", "/phones").status
    return statuses


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    quiet_sound(monkeypatch)


@pytest.mark.timeout(600)
def test_five_thousand_requests_find_nothing() -> None:
    fuzz(5000)
