"""Onsets of 60 cues in the recording of the loudspeaker against the event log, with both cores busy.

Each cue is found in the recording by cross-correlation with its clip at the loudspeaker's rate, around the place that
the log gives; the error is what is left once the offset of the first cue is taken away. `--minutes 10` looks for
drift. The other two ways have no log: their intervals are compared with the gap that was wanted.
"""

import argparse
import math
import os
import statistics
import sys
import time
from contextlib import nullcontext
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np

from benchmarks.common import (
    PEERS,
    PROGRAM,
    busy,
    child,
    espeak_speaks,
    figure,
    heading,
    loud,
    pyttsx3_speaks,
    terminal,
    virtual_room,
    warm,
    write_drill,
)
from drillvoice.core.clips import Samples
from tests.room.program import RATE, Program, Record, Stage, place_of

AROUND_S = 0.3
"""A cue is looked for so far on both sides of its place."""
QUIET_S = 0.6
"""There is less silence within a phrase, and more between two."""
BOUT_MINUTES = 2.2
"""60 cues, the most that a bout may have."""
FIRST_GAP_S = 2.0
SEEN_LATE_S = 0.5
"""An underflow is noticed so much later at most."""
SETTLED_S = 5.0
"""After an underflow the stream is opened anew with a larger buffer, at the next moment of silence."""
LIMIT_S = 90.0
"""More than what surrounds the cues of a drill."""


def drill_for(stage: Stage, cues: int, minutes: float) -> tuple[str, ...]:
    """A drill of so many cues, or of so many minutes, as arguments."""
    values = {"bouts": math.ceil(minutes / BOUT_MINUTES)} if minutes else {"max_cues": cues}
    path = write_drill(stage.folder / "drill.toml", gap_s=[FIRST_GAP_S, FIRST_GAP_S + 0.2], **values)
    return (path, "--brief", "--safety-heard", "--seed", "1")


def run(stage: Stage, drill: tuple[str, ...], seconds: float, *, screen: bool) -> tuple[list[Record], Samples]:
    """Let the drill run, perhaps full screen in a terminal; answers its event log and the recording."""
    env, events = stage.env({"TERM": "xterm-256color"}), stage.folder / "events"
    with terminal() if screen else nullcontext() as side:
        program = Program("run", *drill, env=env, events=events, command=PROGRAM, terminal=side)
        with stage.listening() as heard, program:
            program.ended(seconds)
    return [record for _, record in program.records], heard.recording.samples()


def errors(stage: Stage, records: list[Record], samples: Samples) -> list[tuple[float, int]]:
    """For each cue its time in the log and its error in frames, without the offset of the first cue."""
    cues = [record for record in records if record["kind"] == "cue"]
    first_line = next(record for record in records if "text" in record)
    origin = place_of(samples[: 30 * RATE], stage.clip(first_line["text"])) - frame_of(first_line)
    found = [(record["at_s"], error_of(stage, record, samples, origin)) for record in cues]
    return [(at, error - found[0][1]) for at, error in found]


def frame_of(record: Record) -> int:
    """The frame of the timeline at which a record says that it sounds."""
    at_s: float = record["at_s"]
    return round(at_s * RATE)


def error_of(stage: Stage, record: Record, samples: Samples, origin: int) -> int:
    """How many frames after its logged place a cue was heard."""
    clip = stage.clip(record["text"])
    around = round(AROUND_S * RATE)
    first = origin + frame_of(record) - around
    return place_of(samples[first : first + len(clip) + 2 * around], clip) - around


def measure(stage: Stage, drill: tuple[str, ...], seconds: float, *, screen: bool) -> None:
    """Print the figures of one drill."""
    records, samples = run(stage, drill, seconds, screen=screen)
    found = errors(stage, records, samples)
    underflows = [record for record in records if record["kind"] == "underflow"]
    calm = stretches(found, [record["at_s"] for record in underflows])
    off = [error for stretch in calm for _, error in stretch]
    worst = max(off, key=abs, default=0)
    figure(
        f"drillvoice, {len(off)} of {len(found)} cues, worst error", f"{worst} frames", "0", met=worst == 0 < len(off)
    )
    longest = max(calm, key=len, default=[(0.0, 0)])
    length, drift = longest[-1][0] - longest[0][0], longest[-1][1]
    figure(f"drillvoice, drift over {length / 60:.1f} minutes", f"{drift} frames", "0", met=drift == 0)
    count = underflows[-1]["count"] if underflows else 0
    figure("drillvoice, underflows", str(count), "0", met=count == 0)
    if underflows:
        moved = sorted({error for _, error in found})
        print(f"    at {[record['at_s'] for record in underflows]} s; offsets from the first cue: {moved} frames")


def stretches(found: list[tuple[float, int]], underflows: list[float]) -> list[list[tuple[float, int]]]:
    """The cues between two underflows, each stretch without the offset of its first cue."""
    starts = [0.0, *(at + SETTLED_S for at in underflows)]
    ends = [*(at - SEEN_LATE_S for at in underflows), float("inf")]
    parts = [[cue for cue in found if start < cue[0] < end] for start, end in zip(starts, ends, strict=True)]
    return [[(at, error - part[0][1]) for at, error in part] for part in parts if part]


def compare(stage: Stage, name: str, way: str, count: int, gap_s: float) -> None:
    """Print how far the intervals of another way lie from the wanted gap."""
    with (
        stage.listening() as heard,
        child(*PEERS, way, "--count", str(count), "--gap", str(gap_s), stage=stage) as process,
    ):
        process.wait(count * (gap_s + 8))
        time.sleep(3)
    frames = loud(heard.recording.samples())
    starts = frames[np.diff(frames, prepend=-RATE) > QUIET_S * RATE] / RATE
    off = [float(interval - gap_s) * 1000 for interval in np.diff(starts)]
    late = (starts[-1] - starts[0]) - (count - 1) * gap_s
    worst = max(off, key=abs)
    sd = statistics.pstdev(off)
    figure(name, f"sd {sd:.0f} ms, worst {worst:+.0f} ms, {len(starts)} of {count} heard, {late:+.1f} s at the end")


def main() -> None:
    """Measure the onsets."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cues", type=int, default=60, help="cues of each way (default: 60)")
    parser.add_argument("--minutes", type=float, default=0.0, help="rather a drill of so many minutes, without peers")
    parser.add_argument("--alone", action="store_true", help="without the other ways")
    parser.add_argument("--busy", type=int, default=os.cpu_count() or 2, help="busy processes (default: one a core)")
    parser.add_argument("--screen", action="store_true", help="full screen, in a terminal")
    asked = parser.parse_args()
    heading(f"Onsets of cues, with {asked.busy} busy processes{' and the screen' if asked.screen else ''}")
    with virtual_room() as stage:
        drill = drill_for(stage, asked.cues, asked.minutes)
        warm(stage, *drill)
        with busy(asked.busy):
            measure(stage, drill, LIMIT_S + 3 * asked.cues + 120 * asked.minutes, screen=asked.screen)
            if asked.minutes or asked.alone:
                return
            if pyttsx3_speaks():
                compare(stage, "pyttsx3 loop, error of the intervals", "loop", asked.cues, FIRST_GAP_S)
            if espeak_speaks():
                compare(stage, "espeak-ng at deadlines, error of the intervals", "deadlines", asked.cues, FIRST_GAP_S)


if __name__ == "__main__":
    main()
