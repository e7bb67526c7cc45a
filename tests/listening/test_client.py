"""The listening process, played by small scripts, seen from the drill."""

import queue
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from drillvoice.core.session.answers import Subject
from drillvoice.listening import client
from drillvoice.listening.client import (
    GIVEN_UP,
    HANGS,
    MOST_RESTARTS,
    MOST_WAITING,
    STARTS_AGAIN,
    Listener,
    listening_command,
)
from drillvoice.listening.messages import Answered, Failed, Found, HeardReport, ListeningReport, Lost, Report
from drillvoice.listening.wire import packed_config

pytestmark = pytest.mark.slow

HEAD = """\
import json, os, struct, sys, time
def tell(**fields): print(json.dumps(fields), flush=True)
def listening(): tell(kind="listening", microphone="mic", rate=16000, latency_s=0.1)
"""
LISTENING = ListeningReport("mic", 16_000, 0.1)
REPEAT_REFERENCE = """
while head := sys.stdin.buffer.read(13):
    start, count, sounds = struct.unpack("=dI?", head)
    loud = sounds and any(sys.stdin.buffer.read(4 * count))
    tell(kind="heard", command=str(count), phrase=str(loud), word_end_s=start, decided_s=0.0)
"""


class Drill:
    """A listener, and what it delivered."""

    def __init__(self, body: str, *arguments: str) -> None:
        self._reports: queue.Queue[Report] = queue.Queue()
        self.listener = Listener([sys.executable, "-S", "-c", HEAD + body, *arguments], self._reports.put)

    def next(self) -> Report:
        return self._reports.get(timeout=10)

    def left(self) -> list[Report]:
        return list(self._reports.queue)


def test_reports_are_delivered_and_nonsense_is_not() -> None:
    drill = Drill('listening(); print("nonsense"); tell(kind="found"); sys.stdin.read()')
    with drill.listener:
        assert [LISTENING, Found()] == [drill.next(), drill.next()]


def test_what_is_played_arrives_at_16_khz_and_its_own_time() -> None:
    drill = Drill(REPEAT_REFERENCE)
    with drill.listener as listener:
        listener.note_played(12.5, np.ones(160, np.float32), 16_000)
        listener.note_played(12.6, np.zeros(160, np.float32), 16_000)
        assert HeardReport("160", "True", 12.5, 0.0) == drill.next()
        assert HeardReport("160", "False", 12.6, 0.0) == drill.next()
        for block in range(40):
            listener.note_played(20 + block / 40, np.ones(1200, np.float32), 48_000)
        count, start_s = 0, 20.0
        while count < 14_000:
            found = drill.next()
            assert isinstance(found, HeardReport)
            assert start_s == pytest.approx(found.word_end_s, abs=1e-4)
            count += int(found.command)
            start_s += int(found.command) / 16_000


def test_a_crash_is_told_and_it_starts_again_a_few_times() -> None:
    drill = Drill("listening(); os.abort()")
    with drill.listener:
        assert LISTENING == drill.next()
        for _ in range(MOST_RESTARTS):
            assert [Lost(STARTS_AGAIN), Found(), LISTENING] == [drill.next() for _ in range(3)]
        assert Failed(GIVEN_UP) == drill.next()
    assert [] == drill.left()


def test_a_failure_that_it_tells_itself_is_final() -> None:
    drill = Drill('tell(kind="failed", why="no model")')
    with drill.listener as listener:
        assert Failed("no model") == drill.next()
        listener._threads[0].join(5)
    assert [] == drill.left()


def test_a_process_that_cannot_be_started_is_a_failure() -> None:
    found: list[Report] = []
    with Listener(["/nowhere/python"], found.append) as listener:
        listener._threads[0].join(5)
    assert ["Voice control cannot be started (No such file or directory); use the keys."] == [
        report.why for report in found if isinstance(report, Failed)
    ]


@pytest.mark.parametrize(
    "body",
    [
        "listening(); sys.stdin.read()",
        "listening(); time.sleep(60)",
        "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); listening(); time.sleep(60)",
    ],
    ids=["reads", "hangs", "ignores"],
)
def test_the_end_is_quick_and_leaves_no_process(body: str) -> None:
    drill = Drill(body)
    with drill.listener as listener:
        assert LISTENING == drill.next()
        process = listener._process
        began = time.monotonic()
    assert time.monotonic() - began < 20  # a process that is waited for takes 60
    assert process is not None
    assert process.returncode is not None
    assert [] == drill.left()


def test_what_a_hanging_process_does_not_take_is_dropped_and_counted() -> None:
    drill = Drill("listening(); time.sleep(60)")
    with drill.listener as listener:
        assert LISTENING == drill.next()
        for _ in range(3 * MOST_WAITING):
            listener.note_played(0.0, np.ones(2400, np.float32), 16_000)
        assert listener.dropped > 0


def test_each_process_is_told_what_to_listen_for() -> None:
    drill = Drill(
        "listening()\nhead = sys.stdin.buffer.read(13)\ntell(kind='answered', answer=str(head[8]))\nos.abort()"
    )
    drill.listener.listen_for(Subject.ANSWERS)
    with drill.listener:
        expected = [LISTENING, Answered("1"), Lost(STARTS_AGAIN), Found(), LISTENING, Answered("1")]
        assert expected == [drill.next() for _ in expected]


def test_the_configuration_goes_through_the_pipe_and_not_into_the_command_line() -> None:
    code = "tell(kind='lost', why=json.loads(sys.stdin.buffer.readline())['own']); sys.stdin.read()"
    reports: queue.Queue[Report] = queue.Queue()
    config = packed_config({"own": "Grüß Gott", "device": "Blue"})
    with Listener([sys.executable, "-S", "-c", HEAD + code], reports.put, config):
        assert Lost("Grüß Gott") == reports.get(timeout=10)
    assert ["-m", "drillvoice.listening.process"] == listening_command()[1:]


BEATING = """
listening()
while True:
    tell(kind='alive', next_s=0.6)
    tell(kind='found')
    if {stuck}:
        open(sys.argv[1], 'w')
        time.sleep(99)
    time.sleep(0.05)
"""


@pytest.mark.parametrize("stuck", [False, True], ids=["stopped by a signal", "stuck"])
def test_a_process_that_hangs_is_noticed_told_and_started_again(tmp_path: Path, stuck: bool) -> None:
    """The script beats until it is stopped, or gets stuck by itself the first time."""
    condition = "not os.path.exists(sys.argv[1])" if stuck else "False"
    drill = Drill(BEATING.format(stuck=condition), str(tmp_path / "stuck"))
    with drill.listener as listener:
        assert [LISTENING, Found()] == [drill.next(), drill.next()]
        process = listener._process
        assert process is not None
        if not stuck:
            process.send_signal(signal.SIGSTOP)
        while (report := drill.next()) == Found():
            pass
        assert Lost(HANGS) == report
        assert [Found(), LISTENING, Found()] == [drill.next() for _ in range(3)]
        assert process.returncode is not None


def test_a_program_that_stood_still_itself_blames_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "LOOK_EVERY_S", 1.0)
    monkeypatch.setattr(client, "LOOK_AT_MOST_S", 0.01)
    drill = Drill("listening(); tell(kind='alive', next_s=0.5); time.sleep(99)")
    with drill.listener:
        assert LISTENING == drill.next()
        time.sleep(1.5)
        assert [] == drill.left()


def test_after_a_long_time_a_failure_is_the_first_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "STEADY_S", 0.0)
    drill = Drill("listening(); os.abort()")
    with drill.listener:
        for _ in range(MOST_RESTARTS + 2):
            assert LISTENING == drill.next()
            assert [Lost(STARTS_AGAIN), Found()] == [drill.next(), drill.next()]


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_the_system_keeps_no_copy_of_what_was_heard() -> None:
    code = """if True:
        import ctypes, resource
        from drillvoice.listening.process import leave_no_core
        leave_no_core()
        print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
    """
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "(0, 0) 0\n" == done.stdout
