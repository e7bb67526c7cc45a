"""The real server on a free port of this computer, and visitors who speak HTTP to it as browsers do."""

import contextlib
import http.client
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from drillvoice.app import loudspeaker
from drillvoice.app.session_run import SessionRun
from drillvoice.audio.api import Outlet
from drillvoice.audio.silent_outlet import SilentOutlet
from drillvoice.core.plan.request import Request
from drillvoice.language import load_language
from drillvoice.web import desk as desk_module
from drillvoice.web.desk import Desk
from drillvoice.web.page_app import Helpers, PageWish
from drillvoice.web.page_front import PageFront
from drillvoice.web.server import PageServer
from drillvoice.web.take_routes import Renderers
from tests.fakes import only_engine

WORDS = load_language().phrases.page_server
QUICK = Path(__file__).parents[1] / "room" / "quick.toml"
LIMIT_S = 30.0


class Quickly(SilentOutlet):
    """A clock that runs eight times as fast: nobody waits for an opening."""

    @property
    def position(self) -> int:
        return super().position * 8


def wait_for(condition: Callable[[], Any], limit_s: float = LIMIT_S) -> Any:
    """Wait until something holds; answers it."""
    end = time.monotonic() + limit_s
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.01)
    raise AssertionError("it never came")


@dataclass
class Reply:
    """What a server answers."""

    status: int
    body: bytes
    headers: dict[str, str]

    @property
    def data(self) -> Any:
        """The JSON of it."""
        return json.loads(self.body)

    @property
    def message(self) -> str:
        """Why not."""
        return str(self.data["message"])


@dataclass
class Visitor:
    """A browser."""

    port: int
    cookie: str = ""
    states: list[dict[str, Any]] = field(default_factory=list)
    beats: list[tuple[int, float]] = field(default_factory=list)
    """Each with the time at which it came."""
    stream: http.client.HTTPResponse | None = None
    connection: http.client.HTTPConnection | None = None
    reading: threading.Thread | None = None

    @property
    def host(self) -> str:
        """How it calls the server."""
        return f"127.0.0.1:{self.port}"

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Reply:
        """One request, over a connection of its own; a header of "" is left out."""
        raw = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        given = {"Host": self.host, **({"Cookie": self.cookie} if self.cookie else {})}
        if method == "POST":
            given |= {"Origin": f"http://{self.host}", "Content-Type": "application/json"}
            given["Content-Length"] = str(len(raw))
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LIMIT_S)
        with contextlib.closing(connection):
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in given.items():
                if value:
                    connection.putheader(name, value)
            connection.endheaders(raw or None)
            answer = connection.getresponse()
            return Reply(answer.status, answer.read(), {name.lower(): value for name, value in answer.getheaders()})

    def join_with(self, **given: str) -> Reply:
        """Come in, and keep the cookie."""
        reply = self.ask("POST", "/pair", given)
        if "set-cookie" in reply.headers:
            self.cookie = reply.headers["set-cookie"].partition(";")[0]
        return reply

    def listen(self) -> None:
        """Follow the state from now on."""
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LIMIT_S)
        self.connection.request("GET", "/events", headers={"Host": self.host, "Cookie": self.cookie})
        self.stream = self.connection.getresponse()
        assert self.stream.status == 200
        self.reading = threading.Thread(target=self._read_stream, args=(self.stream,), daemon=True)
        self.reading.start()
        wait_for(lambda: self.states and self.beats)

    def _read_stream(self, stream: http.client.HTTPResponse) -> None:
        kind = ""
        with contextlib.suppress(OSError, ValueError, AttributeError, http.client.HTTPException):
            for raw in stream:
                name, _, value = raw.decode().rstrip("\n").partition(": ")
                if name == "event":
                    kind = value
                elif name == "data" and kind == "state":
                    self.states.append(json.loads(value))
                elif name == "data":
                    self.beats.append((json.loads(value)["beat"], time.monotonic()))

    def leave(self) -> None:
        """Close the page."""
        if self.connection and self.connection.sock:
            with contextlib.suppress(OSError):
                self.connection.sock.shutdown(socket.SHUT_RDWR)
        if self.reading:
            self.reading.join(LIMIT_S)
        for each in (self.stream, self.connection):
            if each:
                each.close()

    @property
    def state(self) -> dict[str, Any]:
        """The newest."""
        return self.states[-1]

    @property
    def session(self) -> dict[str, Any]:
        """That of the session."""
        found: dict[str, Any] = self.state["session"]
        return found

    def touch(self) -> dict[str, Any]:
        """What a page tells of a finger that comes now."""
        beat, at = self.beats[-1]
        session = self.state["session"]
        told = {"beat": beat, "since": (time.monotonic() - at) * 1000}
        return told | ({"state": session["state_number"]} if session else {})

    def press(self, path: str, **given: Any) -> Reply:
        """A button, now."""
        return self.ask("POST", path, self.touch() | given)

    def command(self, command: str, **given: Any) -> Reply:
        """A command, now."""
        return self.press("/command", command=command, **given)

    def wait_for_state(self, *states: str) -> None:
        """Until the session is in one of these."""
        wait_for(lambda: self.state["session"] and self.session["state"] in states)


@dataclass
class Served:
    """A page that is served."""

    server: PageServer
    desk: Desk
    told: list[str]
    asked: list[str]
    visitors: list[Visitor] = field(default_factory=list)

    def visitor(self) -> Visitor:
        """Somebody who has come in at this computer, and follows."""
        visitor = self.stranger()
        assert visitor.join_with(secret=self.server.app.pairing.start_secret).data == {"status": "paired"}
        visitor.listen()
        return visitor

    def stranger(self) -> Visitor:
        """Somebody who has not."""
        self.visitors.append(Visitor(self.server.port))
        return self.visitors[-1]


@contextlib.contextmanager
def served(base: Request | None = None, *, renderers: Renderers | None = None, **wish: Any) -> Iterator[Served]:
    """Serve the page with a desk that runs what is begun there."""
    told: list[str] = []
    asked: list[str] = []
    front = PageFront(WORDS)
    desk = Desk(front, told.append, lambda: None)
    base = base or Request(record=False, safety_heard=True, folder=QUICK.parent)
    helpers = Helpers(front, desk, told.append, lambda: asked.append("a phone"), renderers)
    server = PageServer(PageWish(base=base, **{"port": free_port(), **wish}), helpers)
    server.start()
    serving = threading.Thread(target=desk.serve, daemon=True)
    serving.start()
    found = Served(server, desk, told, asked)
    try:
        yield found
    finally:
        for visitor in found.visitors:
            visitor.leave()
        desk.leave()
        if desk.present_run:
            front.leave_early()
            desk.present_run.inbox.put(finish())
            desk.present_run.inbox.put(finish())
        serving.join(LIMIT_S)
        server.stop()


def finish() -> Any:
    """What ends a session."""
    from drillvoice.core.session.commands import Command
    from drillvoice.core.session.messages import Asked

    return Asked(Command.FINISH, "test")


def free_port() -> int:
    """A port that nobody has."""
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        return int(made.getsockname()[1])


def quiet_sound(monkeypatch: pytest.MonkeyPatch, clock: type[Outlet] = Quickly) -> None:
    """A voice that hums, no loudspeaker, and a clock in its place."""
    monkeypatch.setattr(desk_module, "LOOK_EVERY_S", 0.02)
    only_engine(monkeypatch)
    monkeypatch.setattr(SessionRun, "_open_outlet", lambda _run, *, afresh: clock())
    monkeypatch.setattr(SessionRun, "_listening", lambda _run, _prepared: contextlib.nullcontext())
    monkeypatch.setattr(loudspeaker, "SilentOutlet", clock)
