"""From the start of the process to the first sound of the warm-up, with the loudspeaker awake."""

import argparse
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.common import (
    PEERS,
    PROGRAM,
    REPOSITORY,
    child,
    espeak_speaks,
    figure,
    heading,
    heard_at,
    loud,
    pyttsx3_speaks,
    spread,
    virtual_room,
    wait_for_sound,
    warm,
)
from drillvoice.voice.engine import open_engine
from tests.room.program import Stage

DRILL = ("warm-up", "--safety-heard")
WARM_S = 0.6
COLD_S = 0.9
TEN_PHRASES_S = 2.5
SILENT_CONTROL = "--no-voice-control"
SECOND_START_S = 0.1


def first_sound(stage: Stage, command: tuple[str, ...]) -> float:
    """Seconds from the start of a program to its first sound."""
    with stage.listening() as heard:
        time.sleep(0.3)
        began = time.monotonic()
        with child(*command, stage=stage):
            wait_for_sound(heard)
    return heard_at(heard, int(loud(heard.recording.samples())[0])) - began


def repeated(stage: Stage, command: tuple[str, ...], count: int, before: Callable[[], None]) -> list[float]:
    """The same, so many times."""
    times = []
    for _ in range(count):
        before()
        times.append(first_sound(stage, command))
    return times


def measure(name: str, times: list[float], target_s: float | None = None) -> None:
    """Print the figure for a way of starting."""
    target = f"median under {target_s} s" if target_s else ""
    figure(name, spread(times, "s", 2), target, met=target_s is None or statistics.median(times) < target_s)


def second_start(repository: Path, count: int) -> None:
    """What script/run adds to the program that it starts."""
    program = repository / ".venv" / "bin" / "drillvoice"
    if not program.exists():
        print(f"  script/run: not measured, {repository} is not set up (start script/run once)")
        return
    through = [seconds(str(repository / "script" / "run"), "--version") for _ in range(count)]
    directly = [seconds(str(program), "--version") for _ in range(count)]
    added = statistics.median(through) - statistics.median(directly)
    figure("script/run, added to a second start", f"{added:.3f} s", f"under {SECOND_START_S} s", met=added < 0.1)


def new_texts(count: int) -> None:
    """How long ten phrases take that nothing has spoken yet, from asking to ready, engine and all."""
    for voice, target_s in (("natural", TEN_PHRASES_S), ("pyttsx3", None)):
        times = []
        for number in range(count):
            began = time.monotonic()
            with closing(open_engine(voice)) as engine:
                for phrase in range(10):
                    engine.speak(f"Lift your left hand to shelf {number}, and hold it there for {phrase} breaths.")
            times.append(time.monotonic() - began)
        measure(f"ten new phrases, {voice}", times, target_s)


def seconds(*command: str) -> float:
    """How long a command takes."""
    began = time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - began


def main() -> None:
    """Measure the starts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10, help="starts of each kind (default: 10)")
    parser.add_argument("--repository", type=Path, default=REPOSITORY, help="where script/run has been set up")
    asked = parser.parse_args()
    heading("Start of the process to the first sound")
    with virtual_room() as stage:
        warm(stage, *DRILL)
        command = (*PROGRAM, "run", *DRILL)
        cache = partial(shutil.rmtree, stage.home.folder / "cache", ignore_errors=True)
        measure("drillvoice, warm cache", repeated(stage, command, asked.count, lambda: None), WARM_S)
        measure("drillvoice, cold cache", repeated(stage, command, asked.count, cache), COLD_S)
        alone = (*command, SILENT_CONTROL)
        measure("the same without voice control, warm", repeated(stage, alone, asked.count, lambda: None))
        system = (*command, "--voice", "pyttsx3")
        warm(stage, *DRILL, "--voice", "pyttsx3")
        measure("with the system's voice, warm cache", repeated(stage, system, asked.count, lambda: None))
        measure("with the system's voice, cold cache", repeated(stage, system, asked.count, cache))
        if pyttsx3_speaks():
            measure("pyttsx3 loop", repeated(stage, (*PEERS, "loop"), asked.count, lambda: None))
        if espeak_speaks():
            measure("espeak-ng at deadlines", repeated(stage, (*PEERS, "deadlines"), asked.count, lambda: None))
    new_texts(asked.count)
    second_start(asked.repository, asked.count)


if __name__ == "__main__":
    main()
