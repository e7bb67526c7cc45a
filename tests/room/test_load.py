"""Shortened loads, with both cores busy; the full figures are in benchmarks/."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pytest

from drillvoice.core.clips import Samples, beeps

from .program import (
    BRIEF,
    LOUD,
    PHRASES,
    QUICK,
    RATE,
    Home,
    Program,
    Record,
    Stage,
    at_room_rate,
    last_sound,
    place_of,
    spoken_clip,
)
from .room import Room, end

pytestmark = pytest.mark.load

ROOMS = 3
CUES = 20
"""In each room."""
TRIALS = 10
SLOWEST_CUT_S = 0.5
"""Generous: behaviour, not speed."""


@pytest.fixture(autouse=True)
def busy() -> Iterator[None]:
    """Keep every core busy."""
    burners = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(os.cpu_count() or 1)]
    yield
    for burner in burners:
        end(burner)


@pytest.fixture
def drill(tmp_path: Path) -> Path:
    """The short drill with many cues close together."""
    text = QUICK.read_text(encoding="utf-8")
    text = text.replace("max_cues = 6", f"max_cues = {CUES}").replace("bout_s = 22.0", "bout_s = 60.0")
    text = text.replace("gap_s = [2.0, 2.6]", "gap_s = [1.0, 1.1]").replace("hold_s = 0.5", "hold_s = 0.0")
    path = tmp_path / "many.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_sixty_cues_sound_at_the_frames_that_the_log_names(drill: Path, home: Home, tmp_path: Path) -> None:
    with ExitStack() as leaving:
        performances = []
        for number in range(ROOMS):
            folder = tmp_path / str(number)
            folder.mkdir()
            stage = Stage(leaving.enter_context(Room(rate=RATE)), home, folder)
            heard = leaving.enter_context(stage.listening())
            options = (*BRIEF[:-1], str(number), "--cues", "beep", "--no-voice-control")
            program = Program("run", str(drill), *options, env=stage.env(), events=folder / "events")
            performances.append((leaving.enter_context(program), heard))
        for program, _ in performances:
            program.event(timeout_s=60, kind="say", text=PHRASES.bout.end_seated)
        time.sleep(0.5)
        recorded = [heard.recording.samples() for _, heard in performances]
    assert [CUES] * ROOMS == [len(cues(program)) for program, _ in performances]
    pairs = zip(performances, recorded, strict=True)
    # Three sound servers beside two busy processes: one may leave a gap that it tells nobody of.
    assert any(is_exact(program, samples, home) for (program, _), samples in pairs)


def cues(program: Program) -> list[Record]:
    return [record for _, record in list(program.records) if record["kind"] == "cue"]


def is_exact(program: Program, samples: Samples, home: Home) -> bool:
    """Whether every cue, or every one before the first reported interruption, is where the log says, to the frame."""
    interrupted = (record["at_s"] for _, record in program.records if record["kind"] == "underflow")
    until = next(interrupted, float("inf")) - 1
    exact = [record for record in cues(program) if record["at_s"] < until]
    title = program.records[0][1]
    origin = place_of(samples[: 20 * RATE], at_room_rate(spoken_clip(title["text"], home)))
    return bool(exact) and mismatches(exact, samples, origin) == 0


def mismatches(exact: list[Record], samples: Samples, origin: int) -> int:
    """How many cues do not sound at their frame, if the timeline begins at a frame of the recording."""
    count = 0
    for cue in exact:
        expected = beep_of(cue)
        first = origin + round(cue["at_s"] * RATE)
        part = samples[max(0, first) : max(0, first) + len(expected)]
        count += len(part) != len(expected) or float(np.abs(part - expected).max()) > LOUD
    return count


def beep_of(cue: Record) -> Samples:
    """The drill's first cue is one beep, its second two."""
    return at_room_rate(beeps(["left", "right"].index(cue["cue"]) + 1))


def test_stop_silences_whatever_sounds(stage: Stage) -> None:
    asked: list[tuple[float, float]] = []
    with stage.listening() as heard, stage.run() as program:
        program.event(kind="say")
        for trial in range(TRIALS):
            time.sleep(0.03 * trial)
            stopped_at = program.tell("stop")
            program.event(kind="stopped", since=stopped_at)
            time.sleep(SLOWEST_CUT_S)
            resumed_at = program.tell("resume")
            asked.append((stopped_at, resumed_at))
            program.event(kind="resumed", since=resumed_at)
        assert program.process.poll() is None, program.story()
    cut = [heard.between(stopped_at, resumed_at) for stopped_at, resumed_at in asked]
    assert max(map(last_sound, cut)) < SLOWEST_CUT_S * RATE
    spoken = sum(last_sound(samples) > 0 for samples in cut)
    assert spoken >= TRIALS // 2, "most trials were to cut something"
    largest_step = np.abs(np.diff(stage.clip(PHRASES.reply.resuming))).max()
    for samples in cut[1:]:
        ending = samples[: last_sound(samples)][-RATE // 50 :]
        assert np.abs(np.diff(ending, append=0)).max(initial=0) <= 1.001 * largest_step
