"""The loop between microphone and ear, with both of them made up."""

import io
import json
import os
import time
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from drillvoice.audio.api import Microphone, SoundBlock
from drillvoice.core.session.answers import Subject
from drillvoice.errors import AudioError, SpeechError
from drillvoice.listening import microphone_loop
from drillvoice.listening.ears import TimedEar
from drillvoice.listening.messages import HeardReport
from drillvoice.listening.process import listen
from drillvoice.listening.wire import packed_samples, packed_subject
from tests.fakes import FakeMicrophone, FakeTimedEar

RATE = 16_000
HEARD = HeardReport("pause", "pause", 1.0, 1.5)


class Lifeline:
    """Standard input of the child: what was played, then nothing until it is cut."""

    def __init__(self, content: bytes = b"") -> None:
        read, self._write = os.pipe()
        self.stream = os.fdopen(read, "rb")
        os.write(self._write, content)
        self._cut = False

    def cut(self) -> None:
        if not self._cut:
            self._cut = True
            os.close(self._write)


def blocks(seconds: float = 1.0, start_s: float = 100.0, size: int = 400, level: float = 0.1) -> list[SoundBlock]:
    samples = np.full(size, level, np.float32)
    return [SoundBlock(samples, start_s + at / RATE) for at in range(0, int(seconds * RATE), size)]


def reports(
    ear: TimedEar | Exception,
    microphones: Sequence[FakeMicrophone | AudioError],
    lifeline: Lifeline,
    opening_s: float = 0.0,
) -> list[dict[str, Any]]:
    """All that is told but for levels; the microphones are opened one after the other."""
    left = list(microphones)

    def make_ear(config: object) -> TimedEar:
        if isinstance(ear, Exception):
            raise ear
        return ear

    def open_microphone(anew: bool) -> Microphone:
        assert anew == (len(left) < len(microphones))
        time.sleep(opening_s)
        found = left.pop(0)
        if isinstance(found, AudioError):
            raise found
        found.ready = lambda: '"listening"' in out.getvalue()
        return found

    out = io.StringIO()
    try:
        listen({}, make_ear, open_microphone, out, lifeline.stream)
    finally:
        lifeline.cut()
        lifeline.stream.close()
    return [json.loads(line) for line in out.getvalue().splitlines()]


def kinds(found: list[dict[str, Any]]) -> list[str]:
    return [report["kind"] for report in found if report["kind"] not in ("level", "echo", "alive")]


@pytest.fixture(autouse=True)
def _quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(microphone_loop, "SEARCH_EVERY_S", 0.001)
    monkeypatch.setattr(microphone_loop, "LATE_S", 0.001)


@pytest.fixture
def lifeline() -> Lifeline:
    return Lifeline()


def test_a_command_heard_is_told(lifeline: Lifeline) -> None:
    ear = FakeTimedEar([HEARD])
    found = reports(ear, [FakeMicrophone(blocks(), lifeline.cut)], lifeline)
    assert {"kind": "heard", "command": "pause", "phrase": "pause", "word_end_s": 1.0, "decided_s": 1.5} in found
    assert {"kind": "listening", "microphone": "mic", "rate": RATE, "latency_s": 0.1} in found


def test_a_microphone_that_takes_long_to_open_is_told_meanwhile(
    lifeline: Lifeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert microphone_loop.OPENS_SLOWLY_S < 3.0
    monkeypatch.setattr(microphone_loop, "OPENS_SLOWLY_S", 0.05)
    found = reports(FakeTimedEar(), [FakeMicrophone(blocks(), lifeline.cut)], lifeline, opening_s=0.5)
    assert ["lost", "found", "listening"] == kinds(found)[:3]
    assert ["The microphone has not opened yet; until it does use the keys."] == [
        each["why"] for each in found if each["kind"] == "lost"
    ]


def test_the_ear_gets_whole_frames_that_join(lifeline: Lifeline) -> None:
    ear = FakeTimedEar()
    reports(ear, [FakeMicrophone(blocks(3.0, size=441), lifeline.cut)], lifeline)
    assert all(len(microphone) % 160 == 0 and len(microphone) == len(played) for microphone, played, _ in ear.given)
    starts = [start for _, _, start in ear.given]
    ends = [start + len(microphone) / RATE for microphone, _, start in ear.given]
    assert starts[1:] == pytest.approx(ends[:-1], abs=1e-6)


def test_the_ear_gets_what_was_played_at_that_time() -> None:
    played = np.arange(1, 3 * RATE + 1, dtype=np.float32)
    parts = [packed_samples(100.0 + at / RATE, played[at : at + 1600]) for at in range(0, len(played), 1600)]
    lifeline = Lifeline()
    ear = FakeTimedEar()
    feeder = iter(parts)

    class Fed(FakeMicrophone):
        def read_block(self, timeout_s: float) -> SoundBlock | None:
            part = next(feeder, None)
            if part is not None:
                os.write(lifeline._write, part)
            return super().read_block(timeout_s)

    reports(ear, [Fed(blocks(2.0), lifeline.cut)], lifeline)
    lined_up = [(start, reference[0]) for _, reference, start in ear.given if reference.all()]
    assert lined_up
    assert all(
        first == pytest.approx(1 + (start + microphone_loop.AHEAD_S - 100.0) * RATE, abs=0.1)
        for start, first in lined_up
    )


def test_after_lost_frames_nothing_is_joined(lifeline: Lifeline) -> None:
    ear = FakeTimedEar()
    later = blocks(1.0, 200.0, level=0.5)
    later[0] = SoundBlock(later[0].samples, later[0].start_s, lost=100)
    reports(ear, [FakeMicrophone(blocks(1.0) + later, lifeline.cut)], lifeline)
    assert all(len(set(microphone.tolist())) == 1 for microphone, _, _ in ear.given)
    assert 200.0 in [start for _, _, start in ear.given]


def test_a_microphone_that_goes_is_told_once_and_found_again(lifeline: Lifeline) -> None:
    first = FakeMicrophone(blocks())
    none = AudioError("There is none.")
    second = FakeMicrophone(blocks(), lifeline.cut)
    found = reports(FakeTimedEar(), [first, none, none, second], lifeline)
    assert ["lost", "found", "listening"] == kinds(found)[-3:]
    assert first.closed
    assert second.closed


def test_a_microphone_that_was_put_in_its_place_is_let_go(lifeline: Lifeline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(microphone_loop, "CHECK_EVERY_S", 0.0)
    other = FakeMicrophone(blocks(), replaced=True)
    found = reports(FakeTimedEar(), [other, FakeMicrophone(blocks(), lifeline.cut)], lifeline)
    assert {"kind": "lost", "why": "It is another."} in found
    assert other.closed


def test_no_microphone_at_the_start_is_a_loss(lifeline: Lifeline) -> None:
    found = reports(FakeTimedEar(), [AudioError("There is none."), FakeMicrophone(blocks(), lifeline.cut)], lifeline)
    assert {"kind": "lost", "why": "There is none."} in found
    assert kinds(found).index("lost") < kinds(found).index("found")
    assert 1 == kinds(found).count("found")


def test_without_a_model_nobody_listens(lifeline: Lifeline) -> None:
    found = reports(SpeechError("There is no model."), [FakeMicrophone([])], lifeline)
    assert {"kind": "failed", "why": "There is no model."} == found[-1]
    assert ["failed"] == kinds(found)


def test_a_muted_microphone_is_named(lifeline: Lifeline) -> None:
    sound = [*blocks(4, level=0.0), *blocks(1)]
    found = reports(FakeTimedEar(), [FakeMicrophone(sound, lifeline.cut)], lifeline)
    assert ["silent", "sounding"] == [kind for kind in kinds(found) if kind != "listening"]
    assert "mic gives no sound at all" in next(report["why"] for report in found if report["kind"] == "silent")


def test_a_microphone_that_is_too_loud_is_named(lifeline: Lifeline) -> None:
    found = reports(FakeTimedEar(), [FakeMicrophone(blocks(4, level=1.0), lifeline.cut)], lifeline)
    assert "clipped" in kinds(found)


def test_how_it_hears_over_the_cues_is_told_when_it_has_changed(lifeline: Lifeline) -> None:
    ear = FakeTimedEar(erle_db=[0.0, 1.0, 14.0, 15.0, 13.0, 9.0, *[9.0] * 100])
    found = reports(ear, [FakeMicrophone(blocks(4), lifeline.cut)], lifeline)
    assert [0.0, 14.0, 9.0] == [report["erle_db"] for report in found if report["kind"] == "echo"]


@pytest.mark.parametrize(("found_s", "told_s"), [(0.0, 0.0), (0.1123, 0.0823)])
def test_what_is_handed_on_early_is_taken_off_the_delay(lifeline: Lifeline, found_s: float, told_s: float) -> None:
    found = reports(FakeTimedEar(delay_s=found_s), [FakeMicrophone(blocks(2), lifeline.cut)], lifeline)
    assert [told_s] == [report["delay_s"] for report in found if report["kind"] == "echo"]


def test_levels_come_four_times_a_second(lifeline: Lifeline) -> None:
    ear = FakeTimedEar()
    found = reports(ear, [FakeMicrophone(blocks(10), lifeline.cut)], lifeline)
    levels = [report for report in found if report["kind"] == "level"]
    heard_s = sum(len(microphone) for microphone, _, _ in ear.given) / RATE
    assert {"kind": "level", "db": -20.0, "noise_db": -60.0} == levels[0]
    assert 4 * heard_s == pytest.approx(len(levels), abs=1.5)


def test_it_ends_where_nobody_reads_its_reports(lifeline: Lifeline) -> None:
    read, write = os.pipe()
    os.close(read)
    microphone = FakeMicrophone(blocks(1), lambda: None)
    out = os.fdopen(write, "w")
    listen({}, lambda _: FakeTimedEar(), lambda _: microphone, out, lifeline.stream)
    assert microphone.closed
    with pytest.raises(BrokenPipeError):
        out.close()
    lifeline.cut()
    lifeline.stream.close()


def test_it_turns_to_answers_as_soon_as_it_is_told() -> None:
    ear, lifeline = FakeTimedEar(), Lifeline(packed_subject(Subject.ANSWERS))
    microphone = FakeMicrophone([])
    microphone.then = lambda: lifeline.cut() if ear.attended else microphone.blocks.extend(blocks())
    reports(ear, [microphone], lifeline)
    assert [Subject.ANSWERS] == [subject for _, subject in ear.attended]
