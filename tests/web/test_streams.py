"""State on its way down: who takes nothing is dropped, and nothing piles up for them."""

import contextlib
import socket
import tracemalloc
from collections.abc import Iterator

import pytest

from drillvoice.web import streams
from tests.web.serving import LIMIT_S, Served, quiet_sound, served, wait_for


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    quiet_sound(monkeypatch)
    monkeypatch.setattr(streams, "SEND_LIMIT_S", 0.3)
    with served() as found:
        yield found


def test_a_page_that_reads_nothing_is_dropped_and_no_memory_piles_up(page: Served) -> None:
    visitor = page.visitor()
    sleeper = socket.socket()
    with contextlib.closing(sleeper):
        sleeper.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        sleeper.connect(("127.0.0.1", page.server.port))
        sleeper.settimeout(LIMIT_S)
        head = f"GET /events HTTP/1.1\r\nHost: {visitor.host}\r\nCookie: {visitor.cookie}\r\n\r\n"
        sleeper.sendall(head.encode())
        wait_for(lambda: page.server.app.pulse.streams.count == 2)
        tracemalloc.start()
        for number in range(3000):
            page.desk.tell(f"{number} {'x' * 3000}")
            if page.server.app.pulse.streams.count == 1:
                break
            wait_for(lambda number=number: (visitor.state["notice"] or {}).get("text", "").startswith(f"{number} "))  # type: ignore[misc]
            visitor.states[:-1] = []
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        wait_for(lambda: page.server.app.pulse.streams.count == 1)
        assert most < 5_000_000
    beats = len(visitor.beats)
    wait_for(lambda: len(visitor.beats) > beats)
