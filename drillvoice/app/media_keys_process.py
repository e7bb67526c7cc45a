"""The process that takes media keys: `python -m drillvoice.app.media_keys_process`, until its standard input ends.

It offers the desktop a player over D-Bus (`app/mpris_player.py`); the desktop hands it the keys of the keyboard and of
headsets. Each line of its input is a `PlayerStatus` as JSON, each of its output a key with the number of the state that
was shown and the time. Where there is no D-Bus it ends, and nothing is said: the drill goes on all the same.
"""

import contextlib
import json
import os
import selectors
import time
from dataclasses import asdict
from typing import Any

from drillvoice.app.mpris_player import NAME, PATH, PLAYER, PROPERTIES, PlayerStatus, answer_call, changing_properties

STDIN, STDOUT = 0, 1
READ_BYTES = 65_536


def main() -> None:
    """Take keys until the input ends, or the bus does."""
    with contextlib.suppress(Exception):
        _BusPlayer().serve_calls()


class _BusPlayer:
    """The player on the session bus."""

    def __init__(self) -> None:
        from jeepney import DBusAddress, message_bus
        from jeepney.io.blocking import open_dbus_connection

        self._status = PlayerStatus()
        self._rest = b""
        self._bus = open_dbus_connection("SESSION")
        self._bus.send_and_get_reply(message_bus.RequestName(f"{NAME}.drillvoice.instance{os.getpid()}"))
        self._place = DBusAddress(PATH, interface=PROPERTIES)

    def serve_calls(self) -> None:
        """Answer calls and take statuses."""
        waiting = selectors.DefaultSelector()
        waiting.register(STDIN, selectors.EVENT_READ)
        waiting.register(self._bus.sock, selectors.EVENT_READ)
        while True:
            for key, _ in waiting.select():
                if key.fd != STDIN:
                    self._answer_waiting()
                elif not self._take_statuses():
                    return

    def _take_statuses(self) -> bool:
        """Show the newest status; False once there are no more."""
        read = os.read(STDIN, READ_BYTES)
        *lines, self._rest = (self._rest + read).split(b"\n")
        if lines:
            self._show(PlayerStatus(**json.loads(lines[-1])))
        return bool(read)

    def _show(self, status: PlayerStatus) -> None:
        from jeepney import new_signal

        before, self._status = changing_properties(self._status), status
        changed = {name: value for name, value in changing_properties(status).items() if before[name] != value}
        if changed:
            self._bus.send(new_signal(self._place, "PropertiesChanged", "sa{sv}as", (PLAYER, changed, [])))

    def _answer_waiting(self) -> None:
        with contextlib.suppress(TimeoutError):
            while True:
                self._answer_message(self._bus.receive(timeout=0))

    def _answer_message(self, message: Any) -> None:
        from jeepney import HeaderFields, MessageFlag, MessageType, new_error, new_method_return

        header = message.header
        if header.message_type is not MessageType.method_call:
            return
        interface, member = (header.fields.get(field, "") for field in (HeaderFields.interface, HeaderFields.member))
        reply = answer_call(interface, member, message.body, self._status)
        if reply.key:
            _write_line({"key": reply.key, "number": self._status.number, "at_s": time.monotonic()})
        if header.flags & MessageFlag.no_reply_expected:
            return
        if reply.error:
            self._bus.send(new_error(message, reply.error))
        else:
            self._bus.send(new_method_return(message, reply.signature or None, reply.body))


def status_line(status: PlayerStatus) -> bytes:
    """A status as it is sent to the process."""
    return json.dumps(asdict(status)).encode() + b"\n"


def _write_line(record: dict[str, Any]) -> None:
    os.write(STDOUT, json.dumps(record).encode() + b"\n")


if __name__ == "__main__":
    main()
