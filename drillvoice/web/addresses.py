"""Where a helper's phone can find this computer: one private address of the network that it is in."""

import contextlib
import ipaddress
import socket

from drillvoice.errors import PageError

HERE = "127.0.0.1"
OUTSIDE = ("10.255.255.255", "192.168.255.255", "172.31.255.255", "192.0.2.1")
"""Nothing is sent there: the system is only asked which of its addresses it would use."""
NO_NETWORK = (
    "This computer is in no private network that a phone could be in; connect it to the Wi-Fi of the home, or leave "
    "--lan out."
)


def private_address(wanted: str = "") -> str:
    """The address that was named, or the one that this computer has in its own network.

    Raises:
        PageError: there is none, or the named one is not private.

    """
    if wanted:
        if not _is_private(wanted):
            raise PageError(
                f"{wanted[:40]} is no private address of version 4; a page is for your own network only: leave the "
                "address out, and the computer's own is taken."
            )
        return wanted
    found = next((address for address in _own_addresses() if _is_private(address)), "")
    if not found:
        raise PageError(NO_NETWORK)
    return found


def _is_private(address: str) -> bool:
    try:
        found = ipaddress.IPv4Address(address)
    except ValueError:
        return False
    return found.is_private and not (found.is_loopback or found.is_unspecified or found.is_link_local)


def _own_addresses() -> list[str]:
    found = []
    for outside in OUTSIDE:
        with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
            asking.connect((outside, 9))
            found.append(str(asking.getsockname()[0]))
    with contextlib.suppress(OSError):
        found += [str(each[4][0]) for each in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    return found
