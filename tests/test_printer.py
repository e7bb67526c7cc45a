"""Lines for terminals, screen readers and pipes; and the event log."""

import errno
import io
import json
from pathlib import Path

import pytest

from drillvoice.core.effects import Record
from drillvoice.errors import AudioError
from drillvoice.eventlog import EventLog
from drillvoice.printer import LinePrinter, clock


def printed(record: Record) -> list[str]:
    written: list[str] = []
    LinePrinter(written.append, "the keys")(record)
    return written


class TestPrinter:
    @pytest.mark.parametrize(
        ("record", "expected"),
        [
            ({"at_s": 65.2, "kind": "cue", "text": "Look left"}, ["1:05  Look left"]),
            ({"at_s": 0.0, "kind": "ended", "how": "complete"}, []),
            ({"at_s": 1.0, "kind": "command", "command": "ready", "action": "not_now"}, ["0:01  (not now)"]),
            ({"at_s": 1.0, "kind": "command", "command": "pause", "action": "pause"}, []),
            ({"at_s": 1.0, "kind": "command", "command": "what-can-i-say", "action": "tell_commands"}, ["the keys"]),
        ],
    )
    def test_a_record_is_a_line_where_it_says_anything(self, record: Record, expected: list[str]) -> None:
        assert expected == printed(record)

    @pytest.mark.parametrize(("kind", "text"), [("stopped", "Stopped."), ("lost", "is gone"), ("found", "is back")])
    def test_what_makes_no_sound_is_put_into_words(self, kind: str, text: str) -> None:
        assert text in printed({"at_s": 3.0, "kind": kind})[0]

    @pytest.mark.parametrize(("seconds", "text"), [(0.0, "0:00"), (59.99, "0:59"), (1800, "30:00")])
    def test_time_is_minutes_and_seconds(self, seconds: float, text: str) -> None:
        assert text == clock(seconds)


class TestEventLog:
    def test_each_record_is_a_line_at_once(self, tmp_path: Path) -> None:
        log = EventLog(tmp_path / "log.jsonl")
        for record in ({"at_s": 1.0, "text": "Ünïcode"}, {"at_s": 2.0}):
            log(record)
        lines = (tmp_path / "log.jsonl").read_text(encoding="utf-8").splitlines()
        assert [{"at_s": 1.0, "text": "Ünïcode"}, {"at_s": 2.0}] == [json.loads(line) for line in lines]
        log.close()

    def test_a_place_that_cannot_be_written_is_an_error(self, tmp_path: Path) -> None:
        with pytest.raises(AudioError, match="cannot be written .*; choose another place"):
            EventLog(tmp_path / "no" / "log.jsonl")

    def test_a_full_disk_costs_the_log_and_not_the_drill(self, tmp_path: Path) -> None:
        log = EventLog(tmp_path / "log.jsonl")
        log.close()
        log._file = FullDisk()
        for _ in range(2):
            log({"at_s": 1.0})
        assert "ends early (No space left on device); the drill went on." in log.complaint
        log.close()


class FullDisk(io.StringIO):
    """A file on a disk that has no room left."""

    def write(self, _text: str) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")
