"""A stand-in for the page's server: it serves the real assets and words, canned answers, and keeps what is posted."""

import asyncio
import json
import socket
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

import drillvoice
from tests.builders import PHRASES
from tests.web.page import canned
from tests.web.page.canned import Json

ASSETS = Path(drillvoice.__file__).parent / "web" / "assets"
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
}
"""As strict as the real server's, so that nothing inline goes unnoticed."""
QR = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1h3v3H1zM5 5h3v3H5z"/></svg>'
POLL_S = 0.01


@dataclass
class StubServer:
    """What the page asks, and what it is told; changed by a test while the page looks on."""

    state: Json = field(default_factory=canned.state)
    answers: dict[str, Json] = field(default_factory=dict)
    """What GET answers, by its path."""
    refusals: dict[str, tuple[int, str]] = field(default_factory=dict)
    """What POST answers where it refuses, by its path."""
    posts: list[tuple[str, Json]] = field(default_factory=list)
    paired: bool = True
    beating: bool = True
    """A frozen computer keeps the connection and sends nothing."""
    opened: int = 0
    """How many streams there were."""
    dead_streams: int = 0
    """So many of them, the first ones, stay open and silent."""
    joining: Json = field(default_factory=lambda: {"status": "paired"})
    port: int = 0
    beat: int = 0
    beats_sent: dict[int, float] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def show(self, state: Json) -> None:
        """Tell the page another state."""
        self.state = state | {"number": self.state["number"] + 1}

    def posted(self, path: str) -> list[Json]:
        return [body for name, body in list(self.posts) if name == path]

    def wait_for_posts(self, path: str, count: int = 1) -> list[Json]:
        """What was posted there, once there is so much of it."""
        deadline = time.monotonic() + 5
        while len(self.posted(path)) < count and time.monotonic() < deadline:
            time.sleep(POLL_S)
        return self.posted(path)

    def app(self) -> Starlette:
        get = [Route(f"/{name}", self._answer) for name in ("drills", "drills/{name}", "progress", "phones")]
        files = [Route(f"/{name}", self._file) for name in ("page.css", "page.js", "icon.svg")]
        return Starlette(
            routes=[
                Route("/", self._file),
                Route("/words", self._words),
                Route("/events", self._events),
                Route("/qr.svg", lambda _: Response(QR, media_type="image/svg+xml", headers=HEADERS)),
                *files,
                *get,
                Route("/{path:path}", self._post, methods=["POST"]),
            ]
        )

    async def _file(self, request: Request) -> Response:
        return FileResponse(ASSETS / (request.url.path[1:] or "index.html"), headers=HEADERS)

    async def _words(self, _: Request) -> Response:
        return JSONResponse(PHRASES.page.model_dump() | {"lang": "en"}, headers=HEADERS)

    async def _answer(self, request: Request) -> Response:
        if not self.paired:
            return JSONResponse({"message": "Not paired."}, 403)
        return JSONResponse(self.answers.get(request.url.path[1:], {}), headers=HEADERS)

    async def _post(self, request: Request) -> Response:
        path, body = request.path_params["path"], await request.json()
        self.posts.append((path, body))
        if path == "pair" and path not in self.refusals:
            self.paired = self.joining["status"] == "paired"
            return JSONResponse(self.joining)
        if path in self.refusals:
            status, message = self.refusals[path]
            return JSONResponse({"message": message}, status)
        return JSONResponse({} if self.paired else {"message": "Not paired."}, 200 if self.paired else 403)

    async def _events(self, _: Request) -> Response:
        if not self.paired:
            return JSONResponse({"message": "Not paired."}, 403)
        self.opened += 1
        return StreamingResponse(self._stream(self.opened), media_type="text/event-stream", headers=HEADERS)

    async def _stream(self, number: int) -> AsyncIterator[str]:
        told, beaten = None, 0.0
        while True:
            if self.beating and number > self.dead_streams:
                if time.monotonic() - beaten >= 1:
                    beaten = time.monotonic()
                    self.beat += 1
                    self.beats_sent[self.beat] = beaten
                    yield _event("beat", {"beat": self.beat})
                if told is not self.state:
                    told = self.state
                    yield _event("state", told)
            await asyncio.sleep(POLL_S)


def _event(name: str, data: Json) -> str:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n"


def usual_answers() -> dict[str, Any]:
    return {
        "drills": canned.drills(),
        "drills/head-turns": canned.head_turns(),
        "progress": canned.progress(),
        "phones": canned.phones(),
    }


@contextmanager
def serving(stub: StubServer) -> Iterator[uvicorn.Server]:
    """The stand-in on a port of its own, or on that which it had before."""
    with socket.socket() as free:
        free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        free.bind(("127.0.0.1", stub.port))
        stub.port = free.getsockname()[1]
    config = uvicorn.Config(
        stub.app(), host="127.0.0.1", port=stub.port, log_level="critical", timeout_graceful_shutdown=0, ws="none"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(POLL_S)
    try:
        yield server
    finally:
        server.should_exit = True
        thread.join(10)
