"""A publisher on this machine: a real HTTP server, with every fault that one can have."""

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

from drillvoice.store.download import Publisher

LIMITS_S = (5.0, 0.1)


class Server:
    """Serves one content in one manner; use as a context."""

    def __init__(self, content: bytes, manner: str = "well") -> None:
        self.content = content
        self.manner = manner
        self.asked: list[str] = []
        self.over = threading.Event()
        answer = self._answer

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                answer(self)

            def log_message(self, *_: object) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.005,))

    @property
    def publisher(self) -> Publisher:
        """This server as a publisher, which is given up soon."""
        return Publisher(f"http://127.0.0.1:{self._http.server_port}", LIMITS_S)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        self.asked.append(handler.path)
        manners: dict[str, Callable[[BaseHTTPRequestHandler], None]] = {
            "well": lambda handler: self._send(handler, self.content),
            "breaks off": lambda handler: self._send(handler, self.content[:-100]),
            "without a length": lambda handler: self._send(handler, self.content, length=None),
            "breaks off without a length": lambda handler: self._send(handler, self.content[:-100], length=None),
            "says less": lambda handler: self._send(handler, self.content, length=str(len(self.content) - 100)),
            "says far more": lambda handler: self._send(handler, self.content, length="999999999999"),
            "says nonsense": lambda handler: self._send(handler, self.content, length="many"),
            "stalls": self._stall,
            "stalls before a word": lambda _handler: self._wait(),
            "has nothing": lambda handler: handler.send_error(404),
            "is ill": lambda handler: handler.send_error(503),
        }
        manners[self.manner](handler)

    def _send(self, handler: BaseHTTPRequestHandler, content: bytes, length: str | None = "") -> None:
        handler.send_response(200)
        if length is not None:
            handler.send_header("Content-Length", length or str(len(self.content)))
        handler.end_headers()
        handler.wfile.write(content)

    def _stall(self, handler: BaseHTTPRequestHandler) -> None:
        self._send(handler, self.content[:-100])
        handler.wfile.flush()
        self._wait()

    def _wait(self) -> None:
        self.over.wait(30)
