"""Vosk, loaded late, quietly and without a socket."""

import socket
from typing import Any


def load() -> Any:
    """The module. It imports requests, for downloads that nothing here asks it for, and that binds a socket at once
    to see whether there is IPv6; who listens opens none.
    """
    has_ipv6, socket.has_ipv6 = socket.has_ipv6, False
    try:
        import vosk
    finally:
        socket.has_ipv6 = has_ipv6
    vosk.SetLogLevel(-1)
    return vosk
