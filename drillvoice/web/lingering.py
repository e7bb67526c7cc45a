"""Closing a connection so that its last answer arrives.

Whoever is refused is answered before the body has been read. Were the connection closed at once, the rest of the body
would reach a closed one; the system answers that by a reset, which takes the answer away from the other end too. So
our half is closed first, and what still comes is dropped for a while (RFC 9112, section 9.6).
"""

import asyncio
from collections.abc import Callable
from typing import Any

LINGER_S = 1.0
"""A choice: far longer than the rest of a body takes at home, and short for a page that closes."""
MOST_DROPPED_BYTES = 1024 * 1024
"""A choice: whoever sends more of what nobody wants does without the answer."""


class LingeringTransport(asyncio.Transport):
    """A connection that is closed in two steps where something may still come up; the rest is the transport's.

    Args:
        transport: the connection.
        has_more: whether more of a request may come.

    """

    def __init__(self, transport: asyncio.Transport, has_more: Callable[[], bool]) -> None:
        super().__init__()
        self._transport = transport
        self._has_more = has_more
        self._dropped_bytes = 0
        self.is_lingering = False

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        """The transport's."""
        return self._transport.get_extra_info(name, default)

    def is_closing(self) -> bool:
        """Nothing more can be sent."""
        return self.is_lingering or self._transport.is_closing()

    def write(self, data: "bytes | bytearray | memoryview[Any]") -> None:
        """The transport's, until our half is closed."""
        if not self.is_lingering:
            self._transport.write(data)

    def pause_reading(self) -> None:
        """The transport's, as long as what comes is wanted."""
        if not self.is_lingering:
            self._transport.pause_reading()

    def resume_reading(self) -> None:
        """The transport's."""
        self._transport.resume_reading()

    def abort(self) -> None:
        """The transport's."""
        self._transport.abort()

    def close(self) -> None:
        """Close our half now, and the other one when the other end has closed it, or after a while."""
        if self.is_closing():
            return
        if not self._has_more():
            self._transport.close()
            return
        self._transport.write_eof()
        self._transport.resume_reading()
        self.is_lingering = True
        asyncio.get_running_loop().call_later(LINGER_S, self._transport.close)

    def drop_bytes(self, count: int) -> None:
        """So many more have come, for nobody."""
        self._dropped_bytes += count
        if self._dropped_bytes > MOST_DROPPED_BYTES:
            self._transport.abort()
