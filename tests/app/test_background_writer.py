"""Writing that nobody waits for, with real pipes."""

import contextlib
import os
import threading
import time
from functools import partial
from pathlib import Path

import pytest

from drillvoice.app import background_writer
from drillvoice.app.background_writer import MOST_WAITING, BackgroundWriter, write_to_descriptor

GAP = b"(missing)\n"


class Pipe:
    """A pipe whose reader takes nothing until it is told to."""

    def __init__(self) -> None:
        self.reader, self.writer = os.pipe()

    def read_all(self, until: bytes) -> bytes:
        found = b""
        while until not in found:
            found += os.read(self.reader, 1 << 16)
        return found

    def fill(self) -> int:
        os.set_blocking(self.writer, False)
        count = 0
        try:
            while True:
                count += os.write(self.writer, b"x" * 4096)
        except BlockingIOError:
            return count
        finally:
            os.set_blocking(self.writer, True)

    def close(self) -> None:
        for descriptor in (self.reader, self.writer):
            with contextlib.suppress(OSError):
                os.close(descriptor)


@pytest.fixture
def pipe() -> Pipe:
    return Pipe()


def test_all_is_written_in_order(pipe: Pipe) -> None:
    writer = BackgroundWriter(partial(write_to_descriptor, pipe.writer))
    for number in range(100):
        writer.put(f"{number}\n".encode())
    assert list(range(100)) == [int(line) for line in pipe.read_all(b"99\n").splitlines()]
    assert writer.close()
    assert (0, False) == (writer.dropped, writer.failed)
    pipe.close()


def test_an_output_that_takes_nothing_holds_nobody_up_and_the_oldest_are_dropped_and_told_once(pipe: Pipe) -> None:
    filled = pipe.fill()
    writing = threading.Event()

    def write(piece: bytes) -> None:
        writing.set()
        write_to_descriptor(pipe.writer, piece)

    writer = BackgroundWriter(write, missing=GAP)
    lines = 3 * MOST_WAITING
    begun = time.monotonic()
    writer.put(b"0\n")
    # The thread may begin late: what is dropped before its first piece is a gap of its own.
    assert writing.wait(10)
    for number in range(1, lines):
        writer.put(f"{number}\n".encode())
    assert time.monotonic() - begun < 5
    assert writer.is_behind
    text = pipe.read_all(f"\n{lines - 1}\n".encode())[filled:]
    assert writer.close()
    found = text.splitlines(keepends=True)
    assert 1 == found.count(GAP)
    numbers = [int(line) for line in found if line != GAP]
    assert numbers[-MOST_WAITING:] == list(range(lines - MOST_WAITING, lines))
    assert lines - len(numbers) == writer.dropped
    pipe.close()


@pytest.mark.slow
def test_the_end_waits_for_an_output_that_is_slow_and_not_for_one_that_is_stuck(
    pipe: Pipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background_writer, "CLOSE_LIMIT_S", 0.2)

    def take_slowly(piece: bytes) -> None:
        time.sleep(0.1)
        taken.append(piece)

    taken: list[bytes] = []
    slow = BackgroundWriter(take_slowly)
    for _ in range(6):
        slow.put(b"x")
    assert slow.close()
    assert 6 == len(taken)
    pipe.fill()
    stuck = BackgroundWriter(partial(write_to_descriptor, pipe.writer))
    stuck.put(b"x")
    assert not stuck.close()
    assert 1 == stuck.dropped
    pipe.read_all(b"x")
    pipe.close()


def test_an_output_that_is_gone_is_told_once_and_nothing_more_is_written(pipe: Pipe) -> None:
    told: list[OSError] = []
    os.close(pipe.reader)
    writer = BackgroundWriter(partial(write_to_descriptor, pipe.writer), told.append)
    for _ in range(10):
        writer.put(b"x")
    assert writer.close()
    writer.put(b"x")
    assert [BrokenPipeError] == [type(error) for error in told]
    assert writer.failed
    pipe.close()


def test_an_open_file_that_somebody_else_made_impatient_gets_all_of_it(pipe: Pipe) -> None:
    os.set_blocking(pipe.writer, False)
    content = bytes(range(256)) * 4096
    thread = threading.Thread(target=write_to_descriptor, args=(pipe.writer, content))
    thread.start()
    found = b""
    while len(found) < len(content):
        found += os.read(pipe.reader, 1 << 16)
    thread.join()
    assert content == found
    pipe.close()


def test_a_full_disk_is_told() -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("needs /dev/full")
    told: list[OSError] = []
    with full.open("wb", buffering=0) as file:
        writer = BackgroundWriter(partial(write_to_descriptor, file.fileno()), told.append)
        writer.put(b"x")
        writer.close()
    assert ["No space left on device"] == [error.strerror for error in told]
