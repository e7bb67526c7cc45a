"""State on its way down: each page has one place for the newest state, so who reads slowly is sent less and not later.

Used by the server's loop alone.
"""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from starlette.types import Message, Receive, Scope, Send

from drillvoice.web.browsers import Browser
from drillvoice.web.connections import Connections

MOST_STREAMS = 8
SEND_LIMIT_S = 5.0
"""A page that has taken nothing for so long is not there any more."""
StateFor = Callable[[Browser], dict[str, Any]]
HEAD = (b"content-type", b"text/event-stream; charset=utf-8"), (b"x-accel-buffering", b"no")


class Stream:
    """One page."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self._news = asyncio.Event()
        self._state = True
        """Whether there is a state that it has not been sent."""
        self._beat: int | None = None
        self.is_open = True

    def owe_state(self) -> None:
        """The state has changed."""
        self._state = True
        self._news.set()

    def owe_beat(self, number: int) -> None:
        """The heart has beaten."""
        self._beat = number
        self._news.set()

    def close(self) -> None:
        """Nothing more is sent."""
        self.is_open = False
        self._news.set()

    async def next_piece(self, state_for: StateFor) -> bytes:
        """What is to be sent next, once there is something."""
        await self._news.wait()
        self._news.clear()
        beat, self._beat, state, self._state = self._beat, None, self._state, False
        pieces = b"" if beat is None else _event("beat", {"beat": beat})
        return pieces + (_event("state", state_for(self.browser)) if state else b"")


class Streams:
    """All pages that are connected.

    Args:
        state_for: the state as a browser is to see it.
        tell_count: told how many there are, each time that changes.
        connections: those that they have.

    """

    def __init__(self, state_for: StateFor, tell_count: Callable[[], None], connections: Connections) -> None:
        self._state_for = state_for
        self._tell_count = tell_count
        self._connections = connections
        self._open: list[Stream] = []

    @property
    def browsers(self) -> list[Browser]:
        """Whose pages are connected, each once."""
        return list({stream.browser.mark: stream.browser for stream in self._open}.values())

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._open)

    @property
    def is_full(self) -> bool:
        """Whether there is no room for one more page."""
        return self.count >= MOST_STREAMS

    def owe_state(self) -> None:
        """The state has changed, for all."""
        for stream in self._open:
            stream.owe_state()

    def owe_beat(self, number: int) -> None:
        """The heart has beaten, for all."""
        for stream in self._open:
            stream.owe_beat(number)

    def close_phones(self) -> None:
        """No phone is sent anything more."""
        for stream in self._open:
            if not stream.browser.here:
                stream.close()

    def close_all(self) -> None:
        """Nobody is."""
        for stream in self._open:
            stream.close()

    async def serve_page(self, browser: Browser, beat: int, scope: Scope, receive: Receive, send: Send) -> None:
        """Send one page all that changes, until it goes or takes nothing more."""
        stream = Stream(browser)
        stream.owe_beat(beat)
        self._open.append(stream)
        self._connections.note_stream(tuple(scope["client"]))
        self._tell_count()
        leaving = asyncio.create_task(_wait_for_end(receive, stream))
        try:
            with suppress(OSError):
                await self._send_pieces(stream, scope, send)
        finally:
            leaving.cancel()
            self._open.remove(stream)
            self._tell_count()

    async def _send_pieces(self, stream: Stream, scope: Scope, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": list(HEAD)})
        while stream.is_open:
            piece = await stream.next_piece(self._state_for)
            try:
                async with asyncio.timeout(SEND_LIMIT_S):
                    await send({"type": "http.response.body", "body": piece, "more_body": True})
            except TimeoutError:
                self._connections.abort_stream(tuple(scope["client"]))
                return
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _wait_for_end(receive: Receive, stream: Stream) -> None:
    """Until the page has gone."""
    message: Message = {"type": ""}
    while message["type"] != "http.disconnect":
        message = await receive()
    stream.close()


def _event(name: str, data: dict[str, Any]) -> bytes:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode(errors="replace")
