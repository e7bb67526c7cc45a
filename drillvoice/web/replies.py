"""Answers of the server: JSON with a sentence where something is refused, and the headers that every answer has."""

from typing import Any

from starlette.responses import JSONResponse, Response
from starlette.types import Message, Send

SAFE_HEADERS = {
    "content-security-policy": (
        "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'"
    ),
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}


class RefusedError(Exception):
    """Something is not done; the answer says why.

    Args:
        status: that of the answer.
        sentence: why.

    """

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


def refusal(status: int, sentence: str, *, close: bool = False) -> Response:
    """Why something is not done, for the page to show.

    Args:
        status: the status.
        sentence: why.
        close: nothing more is read from this connection.

    """
    headers = {"connection": "close"} if close else None
    return JSONResponse({"message": sentence}, status, headers)


def done(**fields: Any) -> Response:
    """It has been done."""
    return JSONResponse({"status": "done", **fields})


def with_safe_headers(send: Send) -> Send:
    """Add what every answer has; a page may have a content security policy of its own."""

    async def send_safely(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = {name for name, _ in message["headers"]}
            added = [(name.encode(), value.encode()) for name, value in SAFE_HEADERS.items()]
            message["headers"] = [*message["headers"], *(pair for pair in added if pair[0] not in own)]
        await send(message)

    return send_safely
