"""One line a record, written when it comes."""

import json
import sys
from pathlib import Path

import pytest

from drillvoice.app.event_log import EventLog, as_line
from drillvoice.errors import AudioError


def test_a_record_is_one_line_of_json() -> None:
    record = {"at_s": 1.5, "kind": "say", "text": 'Sit é "well"\nback'}
    assert record == json.loads(as_line(record))
    assert "\n" not in as_line(record)
    assert "é" in as_line(record)


def test_each_record_is_in_the_file_at_once(tmp_path: Path) -> None:
    log = EventLog(tmp_path / "log")
    for number in range(3):
        log({"at_s": number})
        assert number + 1 == len((tmp_path / "log").read_text().splitlines())
    log.close()


def test_an_earlier_log_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("old\n")
    log = EventLog(tmp_path / "log")
    log({"kind": "header"})
    log.close()
    assert '{"kind": "header"}\n' == (tmp_path / "log").read_text()


def test_a_place_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nowhere" / "log"):
        with pytest.raises(AudioError, match=r"The event log .* cannot be written \(.*\); choose another place\."):
            EventLog(path)


@pytest.mark.skipif(sys.platform != "linux", reason="needs /dev/full")
def test_a_full_disk_ends_the_log_and_not_the_drill() -> None:
    log = EventLog(Path("/dev/full"))
    log({"at_s": 0})
    log({"at_s": 1})
    assert "The event log /dev/full ends early (No space left on device); the drill went on." == log.complaint
    log.close()
