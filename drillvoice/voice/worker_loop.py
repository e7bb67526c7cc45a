"""What an engine's own process does: one JSON line in, one JSON line out.

{"text": ..., "path": ...} saves a phrase, {"list": true} lists voices.
"""

import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, Protocol, TextIO

from drillvoice.voice.engine import VoiceInfo


class Driver(Protocol):
    """An engine with one voice and rate."""

    def voices(self) -> list[VoiceInfo]:
        """Every voice of the engine, where only the engine itself knows them."""
        return []

    def save(self, text: str, path: str) -> None:
        """Speak a phrase into a new file."""
        ...


OpenDriver = Callable[[], Driver]
"""May raise a LookupError where there is no such voice, and other errors where the engine does not work."""
TROUBLES = (ImportError, OSError, RuntimeError, ValueError, ReferenceError, AttributeError)


def answer_request(driver: Driver, request: dict[str, Any]) -> dict[str, Any]:
    """Do what one request asks for."""
    if "list" in request:
        return {"voices": [asdict(voice) for voice in driver.voices()]}
    driver.save(request["text"], request["path"])
    return {"saved": request["path"]}


def serve(requests: TextIO, replies: TextIO, open_driver: OpenDriver) -> None:
    """Answer requests until there are no more; the first reply says that the engine is there, or why not."""
    try:
        driver = open_driver()
    except LookupError as error:
        _send_reply(replies, {"error": str(error), "usage": True})
        return
    except TROUBLES as error:
        _send_reply(replies, {"error": str(error) or type(error).__name__})
        return
    _send_reply(replies, {"ready": True})
    for line in requests:
        try:
            _send_reply(replies, answer_request(driver, json.loads(line)))
        except (OSError, RuntimeError, ValueError) as error:
            _send_reply(replies, {"error": str(error)})


def _send_reply(replies: TextIO, reply: dict[str, Any]) -> None:
    replies.write(json.dumps(reply) + "\n")
    replies.flush()


def serve_voice(open_driver: Callable[..., Driver]) -> None:
    """Serve the process's own streams, with the voice and the rate that it was started for, and what else was given.

    The real standard output is kept for replies: engines and their libraries print.
    """
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    requests = os.fdopen(os.dup(0), encoding="utf-8")
    serve(requests, replies, lambda: open_driver(sys.argv[1], int(sys.argv[2]), *sys.argv[3:]))
