"""A drill that nobody disturbs: what the loudspeaker played is what the log says, to the frame."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
import soxr

from drillvoice.core.clips import Samples

from .program import (
    BRIEF,
    LOUD,
    QUICK,
    RATE,
    Heard,
    Home,
    Program,
    Record,
    Stage,
    difference,
    expected_sound,
    place_of,
    run_to_end,
    spoken_clip,
)
from .room import Room

DRILL = (str(QUICK), *BRIEF, "--bout", "25", "--gap", "2-2.2")
MODEL = Path(__file__).parents[2] / "models" / "drillvoice-en-tiny"
ROUNDING = 1.5 / 32_768
"""Of a 16-bit file."""
ATTEMPTS = 3
"""On a busy computer the sound may be interrupted; then nothing is promised but that it is reported."""
MOST_MISSES = 1
"""The small model may miss one cue."""
HEARD_LATE_S = 0.02
"""How exactly the room knows when a frame was heard."""


@dataclass
class Performance:
    """A drill from its start to its end."""

    stage: Stage
    program: Program
    heard: Heard
    samples: Samples
    origin: int
    """The frame of the recording at which the timeline begins."""

    @property
    def records(self) -> list[Record]:
        return [record for _, record in self.program.records]


@pytest.fixture(scope="module")
def performance(home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Performance]:
    with Room(rate=RATE) as room:
        for _ in range(ATTEMPTS):
            played = perform(Stage(room, home, tmp_path_factory.mktemp("performance")))
            if "underflow" not in {record["kind"] for record in played.records}:
                break
        yield played


def perform(stage: Stage) -> Performance:
    program = Program(
        "run", *DRILL, "--no-record", "--no-voice-control", env=stage.env(), events=stage.folder / "events"
    )
    with stage.listening() as heard, program:
        assert program.ended(60) == 0, program.story()
    samples = heard.recording.samples()
    clip = stage.clip(program.records[0][1]["text"])
    return Performance(stage, program, heard, samples, place_of(samples[: 10 * RATE], clip))


def test_every_sample_is_the_one_that_the_log_calls_for(performance: Performance) -> None:
    seconds = performance.records[-1]["at_s"]
    expected = expected_sound(performance.records, performance.stage.home, seconds)
    assert difference(performance.samples, expected, performance.origin) < ROUNDING
    before = performance.samples[: performance.origin]
    assert not before.any()


def test_the_sound_is_never_interrupted(performance: Performance) -> None:
    assert "underflow" not in {record["kind"] for record in performance.records}


def test_a_line_is_logged_only_after_its_sound_has_begun(performance: Performance) -> None:
    for written, record in performance.program.records:
        onset = performance.heard.start + performance.origin / RATE + record["at_s"]
        assert onset - HEARD_LATE_S < written < onset + 0.5, record


def test_plan_and_render_say_the_same_as_the_run(performance: Performance, tmp_path: Path) -> None:
    env = performance.stage.env()
    planned = run_to_end("plan", *DRILL, "--json", env=env)
    assert (planned.returncode, planned.stderr) == (0, "")
    assert [json.loads(line) for line in planned.stdout.splitlines()[1:]] == performance.records
    files = ("-o", str(tmp_path / "drill.wav"), "--events", str(tmp_path / "events"))
    rendered = run_to_end("render", *DRILL, *files, env=env)
    assert (rendered.returncode, rendered.stderr) == (0, "")
    lines = (tmp_path / "events").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines[1:]] == performance.records


def test_a_rendered_file_sounds_as_the_loudspeaker_did(performance: Performance, tmp_path: Path) -> None:
    target = tmp_path / "drill.wav"
    run_to_end("render", *DRILL, "-o", str(target), env=performance.stage.env())
    rendered, rate = soundfile.read(target, dtype="float32")
    assert rate == RATE
    seconds = performance.records[-1]["at_s"]
    assert difference(performance.samples, rendered[: round(seconds * RATE)], performance.origin) < ROUNDING


def test_the_program_prints_what_it_says_and_when(performance: Performance) -> None:
    printed = [re.sub(r"^\d+:\d\d  ", "", line) for line in performance.program.out.texts()]
    assert printed == [record["text"] for record in performance.records if "text" in record]
    assert performance.program.complaints() == []


def test_a_recogniser_understands_the_cues(performance: Performance) -> None:
    cues = [record for record in performance.records if record["kind"] == "cue"]
    assert len(cues) >= 4
    phrases = sorted({record["text"].lower() for record in cues})
    understood = [recognised(performance, record, phrases) for record in cues]
    misses = [(record["text"], heard) for record, heard in zip(cues, understood, strict=True) if wrong(record, heard)]
    assert len(misses) <= MOST_MISSES, misses
    assert not any(heard in phrases for _, heard in misses), "one direction was heard as another"


def wrong(record: Record, heard: str) -> bool:
    return bool(record["text"].lower() != heard)


def recognised(performance: Performance, record: Record, phrases: list[str]) -> str:
    """What the recogniser hears from half a second before a cue to half a second after it."""
    import vosk

    vosk.SetLogLevel(-1)
    length = len(spoken_clip(record["text"], performance.stage.home).samples)
    first = performance.origin + round((record["at_s"] - 0.5) * RATE)
    sound = performance.samples[first : first + length * 2 + RATE]
    assert np.abs(sound).max() > LOUD
    narrow = soxr.resample(sound, RATE, 16_000)
    recogniser: Any = vosk.KaldiRecognizer(model(), 16_000, json.dumps([*phrases, "[unk]"]))
    recogniser.AcceptWaveform((narrow * 32_767).astype("<i2").tobytes())
    return str(json.loads(recogniser.FinalResult())["text"])


def model() -> Any:
    import vosk

    return vosk.Model(model_path=str(MODEL))
