"""The sockets that the page is served on: bound before anything is promised, never to every address at once."""

import errno
import socket
from collections.abc import Sequence

from drillvoice.errors import PageError

PORT = 8437
"""A choice: nothing well known listens there. The same each time, so that a page comes back by itself."""
SEND_BUFFER = 32 * 1024
"""What the system keeps for a page that takes nothing; it would be megabytes."""
DEAD_AFTER_MS = 10_000
"""A phone that has gone without a word is noticed within this time, where the system can be told so."""


def bind_sockets(addresses: Sequence[str], port: int | None) -> list[socket.socket]:
    """A socket on each address, all at one port: the wanted one, or the usual, or another where that is taken.

    Raises:
        PageError: an address or the wanted port cannot be had.

    """
    wanted = PORT if port is None else port
    try:
        return _bind_all(addresses, wanted)
    except OSError as error:
        if port is not None or error.errno not in (errno.EADDRINUSE, errno.EACCES):
            raise PageError(_why_not(addresses, wanted, error)) from error
    try:
        return _bind_all(addresses, 0)
    except OSError as error:
        raise PageError(_why_not(addresses, 0, error)) from error


def _why_not(addresses: Sequence[str], port: int, error: OSError) -> str:
    why = error.strerror or str(error)
    return (
        f"The page cannot be opened at {' and '.join(addresses)}, port {port} ({why}); end what uses it, or choose "
        "another with --port."
    )


def _bind_all(addresses: Sequence[str], port: int) -> list[socket.socket]:
    found: list[socket.socket] = []
    try:
        for address in addresses:
            found.append(_bound_socket(address, found[0].getsockname()[1] if found else port))
    except OSError:
        for each in found:
            each.close()
        raise
    return found


def _bound_socket(address: str, port: int) -> socket.socket:
    """What is set here holds for each connection that it takes."""
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            made.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            made.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, DEAD_AFTER_MS)
        made.bind((address, port))
        made.set_inheritable(False)
    except OSError:
        made.close()
        raise
    return made
