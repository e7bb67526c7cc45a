"""Open connections, bounded: whoever says nothing, or has not been let in, cannot keep others out."""

import asyncio
from collections.abc import Callable
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from drillvoice.web.lingering import LingeringTransport

MOST_STRANGERS = 64
"""Connections that no browser of ours has used yet. The oldest goes for each one more, so that there is always room."""
MOST_KEPT = 96
"""The same of browsers that were let in: eight pages with half a dozen connections each, and those just left."""
STRANGER_LIFE_S = 15.0
"""A browser begins a new one by itself where it needs one."""
UNREAD = (h11.SEND_BODY, h11.ERROR)
"""Where a request stands of which more may come: in its body, or where it was no HTTP."""
Client = tuple[str, int]
"""Address and port at the other end: the name of a connection."""


class Connections:
    """All that are open. Used by the server's loop alone."""

    def __init__(self) -> None:
        self._strangers: dict[Client, asyncio.Transport] = {}
        self._kept: dict[Client, asyncio.Transport] = {}
        self._streams: set[Client] = set()

    @property
    def stranger_count(self) -> int:
        """How many there are that no browser of ours has used."""
        return len(self._strangers)

    def add_connection(self, client: Client, transport: asyncio.Transport) -> None:
        """One more, by somebody unknown."""
        self._strangers[client] = transport
        if len(self._strangers) > MOST_STRANGERS:
            self._strangers.pop(next(iter(self._strangers))).abort()

    def keep_connection(self, client: Client) -> None:
        """It belongs to a browser that was let in."""
        transport = self._strangers.pop(client, None)
        if transport is None:
            return
        self._kept[client] = transport
        idle = [each for each in self._kept if each not in self._streams]
        if len(idle) > MOST_KEPT:
            self._kept.pop(idle[0]).abort()

    def note_stream(self, client: Client) -> None:
        """The state goes down this one: it stays, although nothing more comes up."""
        self._streams.add(client)

    def end_if_stranger(self, client: Client) -> None:
        """It has been open for long enough, unless it is known by now."""
        transport = self._strangers.pop(client, None)
        if transport is not None:
            transport.abort()

    def abort_stream(self, client: Client) -> None:
        """End one whose other end takes nothing: what it has not taken is dropped."""
        transport = self._kept.get(client)
        if transport is not None:
            transport.abort()

    def remove_connection(self, client: Client) -> None:
        """It has ended."""
        self._strangers.pop(client, None)
        self._kept.pop(client, None)
        self._streams.discard(client)


def bounded_protocol(connections: Connections) -> type[H11Protocol]:
    """Uvicorn's protocol, told of each connection's beginning and end."""

    class BoundedProtocol(H11Protocol):
        """HTTP, for as long as it is wanted."""

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            self._lingering = LingeringTransport(transport, lambda: self.conn.their_state in UNREAD)
            super().connection_made(self._lingering)
            self._end: Callable[[], Any] = lambda: None
            if self.client is None:
                transport.abort()
                return
            connections.add_connection(self.client, transport)
            self._end = self.loop.call_later(STRANGER_LIFE_S, connections.end_if_stranger, self.client).cancel

        def data_received(self, data: bytes) -> None:
            if self._lingering.is_lingering:
                self._lingering.drop_bytes(len(data))
            else:
                super().data_received(data)

        def connection_lost(self, exc: Exception | None) -> None:
            self._end()
            if self.client is not None:
                connections.remove_connection(self.client)
            super().connection_lost(exc)

    return BoundedProtocol
