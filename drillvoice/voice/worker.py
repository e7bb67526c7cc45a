"""An engine's own process, and what it answers; engines may hang, crash or print, and there they do no harm."""

import contextlib
import json
import queue
import subprocess
import threading
from typing import Any

from drillvoice.errors import UsageError


class WorkerFailed(Exception):
    """The worker gave no useful reply."""


class Worker:
    """One process; its replies are read by a thread, so that waiting for one has a limit.

    Raises:
        WorkerFailed: it does not start.
        UsageError: it has no such voice.

    """

    def __init__(self, command: list[str], limit_s: float) -> None:
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
            )
        except OSError as error:
            raise WorkerFailed(f"it cannot be started: {error.strerror or error}") from error
        self._replies: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read_replies, daemon=True).start()
        try:
            self._next_reply(limit_s)
        except (WorkerFailed, UsageError):
            self.close()
            raise

    def _read_replies(self) -> None:
        assert self._process.stdout is not None
        with contextlib.suppress(ValueError, OSError):
            for line in self._process.stdout:
                self._replies.put(line)
        self._replies.put("")

    def send_request(self, request: dict[str, Any], limit_s: float) -> dict[str, Any]:
        """The reply to a request.

        Raises:
            WorkerFailed: there is none, or it says that something went wrong.

        """
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
        except (OSError, ValueError) as error:
            raise WorkerFailed("it ended by itself") from error
        return self._next_reply(limit_s)

    def _next_reply(self, limit_s: float) -> dict[str, Any]:
        try:
            line = self._replies.get(timeout=limit_s)
        except queue.Empty as error:
            raise WorkerFailed(f"it did not answer within {limit_s:g} seconds") from error
        if not line:
            raise WorkerFailed("it ended by itself")
        try:
            reply = json.loads(line)
        except ValueError:
            reply = None
        if not isinstance(reply, dict):
            raise WorkerFailed("it answered nonsense")
        if reply.get("usage"):
            raise UsageError(reply["error"])
        if "error" in reply:
            raise WorkerFailed(reply["error"])
        return reply

    def close(self) -> None:
        """End the process at once."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError, ValueError):
                if pipe:
                    pipe.close()
