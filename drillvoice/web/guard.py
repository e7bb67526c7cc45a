"""What is looked at before anything else: host, origin, cookie, kind and size. The body has not been read by then.

A page of another site may send requests to this server, and names may be made to point at it. So `Host` is exactly one
of ours, a POST comes from our own page, and only JSON is taken, which no form can send. All that tells of a person, or
changes anything, needs the cookie of a browser that was let in.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from drillvoice.core.page_server_phrases import PageServerPhrases
from drillvoice.web.browsers import Browser, Browsers
from drillvoice.web.presses import Allowance
from drillvoice.web.replies import refusal, with_safe_headers

MOST_BODY_BYTES = 1024
PUBLIC_PAGES = frozenset({"/", "/page.css", "/page.js", "/icon.svg", "/words"})
"""What the screen to join on is made of; nothing in it is about anybody."""
JOINING = "/pair"
JOINS_A_SECOND = 20.0
"""Attempts to join of all who are not let in, together; whoever waits for the computer asks once a second."""
OWN_SITE = ("", "same-origin", "none")
"""What a browser says of where a request comes from: nothing in an older one, "none" for a typed address."""


@dataclass(frozen=True)
class Known:
    """What the guard knows."""

    browsers: Browsers
    words: PageServerPhrases
    cookie_name: str
    keep_connection: Callable[[tuple[str, int]], None]
    """Is told of a connection that belongs to a browser that was let in."""
    hosts: set[str] = field(default_factory=set)
    """By which names and ports this server may be called."""


class Guard:
    """Stands before the routes.

    Args:
        app: the routes.
        known: whom to let through.

    """

    def __init__(self, app: ASGIApp, known: Known) -> None:
        self._app = app
        self._known = known
        self._joining = Allowance(JOINS_A_SECOND)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through to the routes, or refuse it."""
        assert scope["type"] == "http", "the server speaks nothing else"
        headers = Headers(scope=scope)
        browser = self._browser_of(headers)
        if browser and scope["client"]:
            self._known.keep_connection(tuple(scope["client"]))
        answer = self._refuse_stranger(scope, headers, browser) or self._refuse_body(scope, headers)
        send = with_safe_headers(send)
        if answer is not None:
            await answer(scope, receive, send)
            return
        scope["browser"] = browser
        await self._app(scope, receive, send)

    def _browser_of(self, headers: Headers) -> Browser | None:
        try:
            morsel = SimpleCookie(headers.get("cookie", "")).get(self._known.cookie_name)
        except CookieError:
            return None
        return self._known.browsers.find_browser(morsel.value) if morsel else None

    def _refuse_stranger(self, scope: Scope, headers: Headers, browser: Browser | None) -> Response | None:
        """The answer to whoever may not come here; None for who may."""
        words, method, path = self._known.words, scope["method"], scope["path"]
        hosts = headers.getlist("host")
        if len(hosts) != 1 or hosts[0] not in self._known.hosts:
            return refusal(421, words.unknown_page, close=True)
        if method not in ("GET", "HEAD", "POST"):
            return refusal(405, words.unknown_page, close=True)
        if method == "POST" and headers.getlist("origin") != [f"http://{hosts[0]}"]:
            return refusal(403, words.not_paired, close=True)
        if path in PUBLIC_PAGES and method != "POST":
            return None
        if headers.get("sec-fetch-site", "") not in OWN_SITE:
            return refusal(403, words.not_paired, close=True)
        if path == JOINING and method == "POST":
            return None if self._joining.take_one("") else refusal(429, words.asked_too_often, close=True)
        return None if browser else refusal(403, words.not_paired, close=True)

    def _refuse_body(self, scope: Scope, headers: Headers) -> Response | None:
        """The same for what would have to be read."""
        words = self._known.words
        length = headers.get("content-length", "0" if scope["method"] != "POST" else "")
        if "transfer-encoding" in headers or not (length.isascii() and length.isdecimal()):
            return refusal(411, words.misunderstood.format(what="length"), close=True)
        if int(length[:10]) > MOST_BODY_BYTES:
            return refusal(413, words.misunderstood.format(what="size"), close=True)
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        if scope["method"] == "POST" and kind != "application/json":
            return refusal(415, words.misunderstood.format(what="type"), close=True)
        return None
