"""How browsers come in: the secret of an address, a typed code, and what the computer says to it."""

import io
from collections.abc import Callable
from datetime import UTC, datetime
from math import ceil

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from drillvoice.core.page_server_phrases import PageServerPhrases
from drillvoice.web.browsers import LIFE_S, Browser
from drillvoice.web.pairing import JoinAttempt, Pairing, Verdict
from drillvoice.web.replies import RefusedError, done
from drillvoice.web.streams import Streams
from drillvoice.web.wishes import AllowWish, JoinWish, TouchWish, read_wish

HERE = "127.0.0.1"
QR_SCALE = 8


class JoinRoutes:
    """How browsers come in.

    Args:
        pairing: the door.
        words: what is said there.
        streams: who is connected.
        cookie_name: that of this server.
        ask_computer: somebody at the computer is to say whether a phone may join.

    """

    def __init__(
        self,
        pairing: Pairing,
        words: PageServerPhrases,
        streams: Streams,
        cookie_name: str,
        ask_computer: Callable[[], None],
    ) -> None:
        self._pairing = pairing
        self._words = words
        self._streams = streams
        self._cookie_name = cookie_name
        self._ask_computer = ask_computer
        self.address = ""
        """Where phones find this server; "" where it is for this computer alone."""
        self.routes = [
            Route("/pair", self.join, methods=["POST"]),
            Route("/phones", self.list_phones, methods=["GET"]),
            Route("/phones/allow", self.answer_phone, methods=["POST"]),
            Route("/phones/forget", self.forget_phones, methods=["POST"]),
            Route("/qr.svg", self.draw_square, methods=["GET"]),
        ]

    async def join(self, request: Request) -> Response:
        """Somebody wants to come in."""
        wish = await read_wish(request, JoinWish)
        if wish.secret is not None:
            attempt = self._pairing.exchange_secret(wish.secret, here=is_here(request))
        elif wish.code is not None:
            attempt = self._pairing.try_code(wish.code)
        elif wish.ticket is not None:
            attempt = self._pairing.follow_ticket(wish.ticket)
        else:
            raise RefusedError(422, self._words.misunderstood.format(what="nothing to join with"))
        if attempt.verdict is Verdict.ASKING and wish.ticket is None:
            self._ask_computer()
        return self._answer_attempt(attempt)

    def _answer_attempt(self, attempt: JoinAttempt) -> Response:
        match attempt.verdict:
            case Verdict.PAIRED:
                answer = JSONResponse({"status": "paired"})
                answer.set_cookie(
                    self._cookie_name, attempt.cookie, max_age=int(LIFE_S), path="/", httponly=True, samesite="strict"
                )
                return answer
            case Verdict.ASKING:
                return JSONResponse({"status": "asking", "ticket": attempt.ticket})
        raise RefusedError(403, self._why_not(attempt))

    def _why_not(self, attempt: JoinAttempt) -> str:
        words = self._words
        sentences = {
            Verdict.LINK_USED: words.link_used,
            Verdict.WRONG_CODE: words.wrong_code,
            Verdict.CODE_USED_UP: words.code_used_up.format(minutes=ceil(attempt.wait_s / 60)),
            Verdict.WAIT_FIRST: words.wait_first.format(seconds=ceil(attempt.wait_s)),
            Verdict.TOO_MANY_ASK: words.asked_too_often,
            Verdict.REFUSED: words.phone_refused,
        }
        return sentences[attempt.verdict]

    @property
    def invitation_url(self) -> str:
        """What the square says; the secret is behind the mark that browsers send to nobody."""
        return f"{self.address}/#{self._pairing.invitation}" if self.address else ""

    async def list_phones(self, request: Request) -> Response:
        """Who is connected. How to join is told at the computer only."""
        is_open = bool(self.address) and request.scope["browser"].here
        code = self._pairing.code if is_open else ""
        phones = [each for each in self._streams.browsers if not each.here]
        return JSONResponse(
            {
                "lan": bool(self.address),
                "address": self.address,
                "qr": "/qr.svg" if is_open else "",
                "code": spaced_code(code),
                "connected": [self._phone_json(each) for each in phones],
            }
        )

    def _phone_json(self, browser: Browser) -> dict[str, str]:
        since = datetime.fromtimestamp(browser.since, UTC).astimezone()
        return {"name": self._words.phone.format(n=browser.number), "since": f"{since:%H:%M}"}

    async def draw_square(self, request: Request) -> Response:
        """The address to join at, for a camera."""
        if not (self.address and request.scope["browser"].here):
            raise RefusedError(404, self._words.unknown_page)
        import segno

        drawn = io.BytesIO()
        segno.make(self.invitation_url, micro=False).save(drawn, kind="svg", scale=QR_SCALE, border=4, light="white")
        return Response(drawn.getvalue(), media_type="image/svg+xml")

    async def answer_phone(self, request: Request) -> Response:
        """Somebody at the computer says whether a phone may join."""
        wish = await read_wish(request, AllowWish)
        if not request.scope["browser"].here:
            raise RefusedError(403, self._words.not_now)
        if not self._pairing.answer_phone(wish.ticket, allow=wish.allow):
            raise RefusedError(409, self._words.not_now)
        return done()

    async def forget_phones(self, request: Request) -> Response:
        """No phone may lead any more."""
        await read_wish(request, TouchWish)
        self._pairing.browsers.forget_phones()
        self._streams.close_phones()
        return done()


def spaced_code(code: str) -> str:
    """A code as it is written: eight digits in a row are copied wrongly."""
    return f"{code[:4]} {code[4:]}".strip()


def is_here(request: Request) -> bool:
    """Whether a request came to the address that only this computer can reach."""
    server = request.scope["server"]
    return server is not None and server[0] == HERE
