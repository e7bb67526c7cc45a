"""A disk that is really full: it is called that, what is there can be read, and nothing of it is lost."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from drillvoice.places import history_file
from tests.terminal.cli.program import Program

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="needs a file system of its own, which root alone mounts"
)
RUN = ("run", "head-turns", "--brief", "--rounds", "1")
FULL = "the disk is full"
LONG = "a dizzy morning " * 40


@pytest.fixture
def drillvoice(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Program:
    return Program(monkeypatch, capsys)


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", "size=512k,mode=0700", "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("no file system can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk") as found:
        yield found


@pytest.fixture
def record_disk() -> Iterator[Path]:
    """The disk of the record."""
    with small_disk(history_file().parent) as found:
        yield found


def fill_disk(folder: Path) -> Path:
    """Leave no byte; what fills it may be removed again."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(4096))
    return filler


def sessions(drillvoice: Program) -> int:
    answer = drillvoice("history")
    assert (0, "") == (answer.code, answer.err)
    return answer.out.count("Head turns")


def test_the_record_is_read_on_and_goes_on_once_there_is_room(drillvoice: Program, record_disk: Path) -> None:
    assert 0 == drillvoice(*RUN).code
    assert 0 == drillvoice("note", "before").code
    filler = fill_disk(record_disk)
    kept = drillvoice("history").out
    said = f"The disk is full, so the record {history_file()} cannot be written; free some space.\n"
    assert (8, "", said) == drillvoice("note", LONG)
    session = drillvoice(*RUN)
    assert 0 == session.code
    assert "The disk is full" in session.err
    assert kept == drillvoice("history").out
    filler.unlink()
    assert 0 == drillvoice(*RUN).code
    assert 2 == sessions(drillvoice)
    assert "before" in drillvoice("history").out


def test_a_first_start_on_a_full_disk_speaks_all_the_same(drillvoice: Program, record_disk: Path) -> None:
    filler = fill_disk(record_disk)
    answer = drillvoice(*RUN)
    assert 0 == answer.code
    assert "The disk is full" in answer.err
    assert 0 == drillvoice("history").code
    filler.unlink()
    drillvoice(*RUN)
    assert 1 == sessions(drillvoice)


@pytest.mark.parametrize("ending", ["wav", "flac", "ogg", "mp3"])
def test_a_recording_that_has_no_room_is_called_so_and_leaves_nothing(
    drillvoice: Program, disk: Path, ending: str
) -> None:
    path = disk / f"drill.{ending}"
    path.write_bytes(b"the one before")
    fill_disk(disk)
    answer = drillvoice("render", *RUN[1:], "-o", path)
    assert f"{path} cannot be written ({FULL}); choose another folder or free some space.\n" == answer.err
    assert (6, b"the one before") == (answer.code, path.read_bytes())
    assert ["drill." + ending, "filler"] == sorted(os.listdir(disk))


@pytest.mark.parametrize(
    ("command", "name"),
    [("export", "all.csv"), ("export", "all.json"), ("progress", "all.svg"), ("progress", "all.html")],
)
def test_what_was_taken_out_of_the_record_before_stays(
    drillvoice: Program, disk: Path, command: str, name: str
) -> None:
    drillvoice(*RUN)
    path = disk / name
    path.write_text("the one before")
    fill_disk(disk)
    answer = drillvoice(command, "-o", path)
    assert f"{path} cannot be written ({FULL}); choose another place.\n" == answer.err
    assert (8, "the one before") == (answer.code, path.read_text())
    assert ["filler", name] == sorted(os.listdir(disk), key=lambda each: each != "filler")


def test_an_event_log_ends_early_and_the_record_does_not(drillvoice: Program, disk: Path) -> None:
    fill_disk(disk)
    answer = drillvoice(*RUN, "--events", disk / "log")
    assert 0 == answer.code
    assert f"The event log {disk / 'log'} ends early ({FULL}); the drill went on.\n" in answer.err
    assert 1 == sessions(drillvoice)
