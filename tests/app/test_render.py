"""A session in a file: each sound at its time, to the frame."""

import tracemalloc
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from drillvoice.app.event_log import Record, record_of
from drillvoice.app.render import END_SILENCE_S, STEP_TICKS, render_session, undisturbed_records
from drillvoice.audio.mixer import Mixer
from drillvoice.audio.recording import Recording
from drillvoice.core.clips import Clip
from drillvoice.core.plan.lines import Sound
from drillvoice.core.rates import RECORDING_RATE
from drillvoice.core.session.facts import Fact
from drillvoice.core.ticks import TICKS_PER_SECOND
from drillvoice.errors import AudioError, UsageError
from tests.builders import length, session_of, turns

pytestmark = pytest.mark.slow

PER_TICK = RECORDING_RATE // TICKS_PER_SECOND


def constant(sound: Sound) -> Clip:
    """Sound from the first frame to the one before the last of its ticks, so that each onset can be seen."""
    return Clip(np.full(length(sound) * PER_TICK - 1, 0.2, dtype=np.float32), RECORDING_RATE)


def rendered(path: Path, clips: Callable[[Sound], Clip] = constant, **given: object) -> tuple[list[Record], float]:
    records: list[Record] = []

    def watch(fact: Fact) -> None:
        records.append(record_of(fact))

    seconds = render_session(
        session_of(turns(max_cues=6), cadence=None, **given),
        clips,
        Mixer(RECORDING_RATE),
        Recording(path),
        lambda fact: records.append(record_of(fact)),
    )
    return records, seconds


def test_every_sound_begins_at_its_frame(tmp_path: Path) -> None:
    records, _ = rendered(tmp_path / "drill.wav", bouts=2, rest_s=10.0)
    samples, _ = soundfile.read(tmp_path / "drill.wav", dtype="float32")
    loud = np.concatenate([[False], samples > 0.1])
    onsets = np.flatnonzero(loud[1:] & ~loud[:-1]).tolist()
    expected = [round(record["at_s"] * RECORDING_RATE) for record in records if "text" in record]
    assert 20 < len(expected)
    assert expected == onsets


def test_the_file_is_as_long_as_the_session(tmp_path: Path) -> None:
    records, seconds = rendered(tmp_path / "drill.wav", bouts=1)
    frames = soundfile.info(tmp_path / "drill.wav").frames
    assert seconds * RECORDING_RATE == frames
    assert (
        records[-1]["at_s"] + END_SILENCE_S
        <= seconds
        <= records[-1]["at_s"] + END_SILENCE_S + STEP_TICKS / TICKS_PER_SECOND
    )


def test_the_records_are_those_of_the_plan(tmp_path: Path) -> None:
    records, _ = rendered(tmp_path / "drill.wav", bouts=2)
    assert [
        record_of(fact) for fact in undisturbed_records(session_of(turns(max_cues=6), cadence=None, bouts=2))
    ] == records
    assert sorted(records, key=lambda record: record["at_s"]) == records
    assert "ended" == records[-1]["kind"]


def test_the_same_seed_gives_the_same_file(tmp_path: Path) -> None:
    for name in ("one.wav", "two.wav", "other.wav"):
        rendered(tmp_path / name, bouts=1, seed=8 if name == "other.wav" else 7)
    one, two, other = ((tmp_path / name).read_bytes() for name in ("one.wav", "two.wav", "other.wav"))
    assert one == two
    assert one != other


def test_a_clip_that_fails_leaves_no_file(tmp_path: Path) -> None:
    def failing(sound: Sound) -> Clip:
        raise AudioError("The recording cannot be read.")

    with pytest.raises(AudioError, match="The recording"):
        rendered(tmp_path / "drill.wav", failing)
    assert [] == [path for path in tmp_path.iterdir() if path.is_file()]


def test_a_bad_ending_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        rendered(tmp_path / "drill.doc")


def test_memory_does_not_grow_with_the_session(tmp_path: Path) -> None:
    tracemalloc.start()
    try:
        rendered(tmp_path / "drill.wav", bouts=3, rest_s=120.0)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 8_000_000 < (tmp_path / "drill.wav").stat().st_size
