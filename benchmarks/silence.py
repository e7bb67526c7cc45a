"""From `pause` or `stop` on standard input to silence at the loudspeaker; and whether the cut clicks.

The recorder gets each block at the moment from which it is heard, so the earliest arrival of a block tells when each
frame of the recording was heard, but for the length of the recorder's first block (20 ms). This is checked in the
same run: another PortAudio stream plays clicks at times that PortAudio tells (`outputBufferDacTime`).

A trial counts only if speech was cut: if the clip would have gone on aloud after the last frame that was heard.
"""

import argparse
import random
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np

from benchmarks.common import (
    PEERS,
    PROGRAM,
    child,
    espeak_speaks,
    figure,
    frame_at,
    heading,
    heard_at,
    loud,
    pyttsx3_speaks,
    spread,
    virtual_room,
    wait_for_sound,
    warm,
    write_drill,
)
from benchmarks.peers import LONG
from drillvoice.core.clips import Samples
from tests.room.program import LOUD, RATE, Heard, Stage, place_of

WORD = "Going on."
"""What is cut: the answer to `resume`, which comes at once."""
AT_ONCE = 10
"""Trials in one run of the program. An underflow makes it enlarge its buffer for the rest of the run, so that these
trials say nothing about the latency that was reported at first: they are listed by themselves.
"""
QUIET_S = 0.3
"""After a cut there is silence of 400 ms at least."""
FADE_S = 0.01
ROUNDING = 1e-4
"""Between the clip and what arrives in the recording."""
WITHIN_S = 0.7
"""Into the sentence of the other ways, and not between two words of it."""
MEDIAN_MS = 40
WORST_MS = 100
CLICKS = """
import sys, time
from drillvoice.audio.speaker import FIRST_LATENCY_S
import sounddevice
position, marks = 0, []
def callback(out, frames, at, status):
    global position
    now = time.monotonic()
    out[:] = 0
    due = -(-position // 11025) * 11025
    if due + 20 < position + frames:
        out[due - position : due - position + 20] = 0.5
        marks.append(now + at.outputBufferDacTime - at.currentTime + (due - position) / 44100)
    position += frames
with sounddevice.OutputStream(44100, channels=2, latency=FIRST_LATENCY_S, callback=callback) as stream:
    time.sleep(5)
    print(stream.latency, *marks)
"""


@dataclass
class Cut:
    """One trial."""

    latency_ms: float
    """From the command to the end of the last frame that was heard."""
    step: float
    """The largest step between two samples around the cut."""


def last_before_quiet(samples: Samples) -> int | None:
    """The frame after the last one before the first silence; None where it is silent from the start."""
    frames = loud(samples)
    if not len(frames) or frames[0] > QUIET_S * RATE:
        return None
    pauses = np.flatnonzero(np.diff(frames) > QUIET_S * RATE)
    return int(frames[pauses[0]] if len(pauses) else frames[-1]) + 1


def calibrated(stage: Stage) -> tuple[float, float]:
    """The output latency that PortAudio reports, and how far the time of a frame is off, both in milliseconds."""
    with stage.listening() as heard:
        done = subprocess.run([sys.executable, "-c", CLICKS], env=stage.env(), check=True, capture_output=True)
    latency, *marks = (float(part) for part in done.stdout.split())
    frames = loud(heard.recording.samples())
    starts = frames[np.diff(frames, prepend=-RATE) > RATE // 10]
    times = [heard_at(heard, int(frame)) for frame in starts]
    errors = [min((at - mark for mark in marks), key=abs) for at in times]
    return latency * 1000, statistics.median(errors) * 1000


def trials(stage: Stage, drill: str, command: str, count: int) -> tuple[Heard, list[float]]:
    """Interrupt the answer to `resume` so many times; answers the recording and the times of the commands."""
    chance = random.Random(1)
    arguments = (
        "run",
        drill,
        "--brief",
        "--safety-heard",
        "--seed",
        "1",
        "--no-voice-control",
        "--stdin-commands",
        "--events",
        str(stage.folder / "events"),
    )
    with stage.listening() as heard, child(*PROGRAM, *arguments, stage=stage) as program:
        wait_for_sound(heard)
        tell(program, command)
        told = []
        for _ in range(count):
            time.sleep(1.3)
            tell(program, "resume")
            time.sleep(chance.uniform(0.4, 0.75))
            told.append(tell(program, command))
        time.sleep(1)
    return heard, told


def tell(program: "subprocess.Popen[str]", line: str) -> float:
    """Write a line to a program's standard input; answers the time just before."""
    assert program.stdin is not None
    now = time.monotonic()
    program.stdin.write(f"{line}\n")
    program.stdin.flush()
    return now


def cuts(heard: Heard, told: list[float], clip: Samples) -> list[Cut]:
    """The trials in which speech was cut."""
    samples = heard.recording.samples()
    found = [cut_at(samples, frame_at(heard, at), clip) for at in told]
    return [cut for cut in found if cut]


def cut_at(samples: Samples, command: int, clip: Samples) -> Cut | None:
    """What became of the sound after a command."""
    silent = last_before_quiet(samples[command : command + RATE])
    if silent is None:
        return None
    window = samples[max(0, command - RATE) : command + silent]
    origin = place_of(np.append(window, np.zeros(len(clip), np.float32)), clip)
    rest = clip[len(window) - origin :]
    if not len(rest) or np.abs(rest[: round(FADE_S * RATE)]).max() < LOUD:
        return None
    around = samples[command + silent - round(FADE_S * RATE) : command + silent + RATE // 100]
    return Cut(silent / RATE * 1000, float(np.abs(np.diff(around)).max()))


def underflows(stage: Stage) -> int:
    """How often the sound was interrupted in the last run; each time the program doubles its buffer, up to 400 ms."""
    return (stage.folder / "events").read_text(encoding="utf-8").count('"underflow"')


def measure(stage: Stage, drill: str, command: str, count: int, latency_ms: float) -> list[Cut]:
    """Print the figures for one command; the program is started anew every few trials."""
    clip = stage.clip(WORD)
    calm: list[Cut] = []
    enlarged: list[Cut] = []
    for _ in range(2 * -(-count // AT_ONCE)):
        heard, told = trials(stage, drill, command, AT_ONCE + 2)
        (enlarged if underflows(stage) else calm).extend(cuts(heard, told, clip))
        if len(calm) >= count:
            break
    values = [cut.latency_ms for cut in calm[:count]]
    median, worst = latency_ms + MEDIAN_MS, latency_ms + WORST_MS
    if values:
        met = statistics.median(values) <= median and max(values) <= worst
        figure(f"drillvoice, {command}", spread(values), f"{median:.0f}, {worst:.0f} ms", met=met)
    if enlarged:
        figure(f"drillvoice, {command}, runs with underflows", spread([cut.latency_ms for cut in enlarged]))
    return [*calm, *enlarged]


def clicks(found: list[Cut], clip: Samples) -> None:
    """Compare the largest step at a cut with those of speech."""
    worst, ordinary = max(cut.step for cut in found), float(np.abs(np.diff(clip)).max())
    figure(
        "largest step at a cut", f"{worst:.4f}", f"{ordinary:.4f}, the largest within the word", met=worst < ordinary
    )


def stop_pyttsx3(stage: Stage, count: int) -> list[float]:
    """Milliseconds from `engine.stop()` in another thread to silence."""
    values = []
    for _ in range(count):
        with stage.listening() as heard, child(*PEERS, "stoppable", "--count", "1", stage=stage) as program:
            tell(program, "say")
            try:
                wait_for_sound(heard)
            except TimeoutError:
                print("    pyttsx3: a phrase was never heard")
                continue
            time.sleep(WITHIN_S)
            told = tell(program, "stop")
            time.sleep(8)
        values.append(until_silent(heard, told))
    return values


def kill_espeak(stage: Stage, count: int) -> list[float]:
    """Milliseconds from killing espeak-ng to silence."""
    values = []
    for _ in range(count):
        with stage.listening() as heard, child("espeak-ng", "-s", "165", LONG, stage=stage) as program:
            wait_for_sound(heard)
            time.sleep(WITHIN_S)
            told = time.monotonic()
            program.kill()
            time.sleep(2)
        values.append(until_silent(heard, told))
    return values


def until_silent(heard: Heard, told: float) -> float:
    """Milliseconds from a moment to the end of what sounded then."""
    after = heard.recording.samples()[frame_at(heard, told) :]
    return (last_before_quiet(after) or 0) / RATE * 1000


def main() -> None:
    """Measure the cuts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=50, help="trials of each command (default: 50)")
    asked = parser.parse_args()
    heading("From pause or stop on standard input to silence at the loudspeaker")
    with virtual_room() as stage:
        drill = write_drill(stage.folder / "drill.toml")
        warm(stage, drill, "--brief", "--safety-heard")
        latency_ms, error_ms = calibrated(stage)
        figure("output latency that PortAudio reports", f"{latency_ms:.1f} ms")
        figure("time base against PortAudio's clicks", f"{error_ms:+.1f} ms")
        found = [
            cut for command in ("pause", "stop") for cut in measure(stage, drill, command, asked.count, latency_ms)
        ]
        clicks(found, stage.clip(WORD))
        if pyttsx3_speaks():
            figure("pyttsx3, engine.stop() from a thread", spread(stop_pyttsx3(stage, max(1, asked.count // 10))))
        if espeak_speaks():
            figure("espeak-ng, killed", spread(kill_espeak(stage, max(1, asked.count // 5))))


if __name__ == "__main__":
    main()
