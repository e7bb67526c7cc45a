"""What an engine's process answers, with a driver that is written here."""

import io
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from drillvoice.voice.engine import VoiceInfo
from drillvoice.voice.worker_loop import answer_request, serve

VOICES = [VoiceInfo("gmw/de", "German", ("de",)), VoiceInfo("gmw/en", "English (Great Britain)", ("en-gb",))]


class FakeDriver:
    """Writes the text itself into the file."""

    def __init__(self, voice: str) -> None:
        if voice == "unknown":
            raise LookupError('there is no voice "unknown"')
        if voice == "broken":
            raise ImportError

    def voices(self) -> list[VoiceInfo]:
        return VOICES

    def save(self, text: str, path: str) -> None:
        if text == "bad":
            raise OSError("the speech engine wrote no sound")
        Path(path).write_text(text)


def test_a_request_saves_a_phrase_or_lists_voices(tmp_path: Path) -> None:
    path = str(tmp_path / "a.wav")
    driver = FakeDriver("")
    assert {"voices": [asdict(voice) for voice in VOICES]} == answer_request(driver, {"list": True})
    assert {"saved": path} == answer_request(driver, {"text": "Look left", "path": path})
    assert "Look left" == Path(path).read_text()


def serving(requests: str, voice: str = "") -> list[dict[str, Any]]:
    replies = io.StringIO()
    serve(io.StringIO(requests), replies, lambda: FakeDriver(voice))
    return [json.loads(line) for line in replies.getvalue().splitlines()]


def test_the_first_reply_says_that_the_engine_is_there() -> None:
    assert [{"ready": True}] == serving("")


def test_the_first_reply_says_why_there_is_no_such_voice() -> None:
    assert [{"error": 'there is no voice "unknown"', "usage": True}] == serving('{"list": true}\n', "unknown")


def test_the_first_reply_says_why_the_engine_does_not_work() -> None:
    assert [{"error": "ImportError"}] == serving('{"list": true}\n', "broken")


def test_a_phrase_that_fails_does_not_end_the_worker() -> None:
    bad = json.dumps({"text": "bad", "path": "x"})
    replies = serving(f'{bad}\nnonsense\n{{"list": true}}\n')
    assert {"error": "the speech engine wrote no sound"} == replies[1]
    assert ["error"] == list(replies[2])
    assert [asdict(voice) | {"languages": list(voice.languages)} for voice in VOICES] == replies[3]["voices"]
