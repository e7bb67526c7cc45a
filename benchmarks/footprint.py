"""Processor time and memory of a running drill, children included, over a minute.

Without voice control, as the other ways are; what that takes is in voice.py.
"""

import argparse
import sys
import time
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import psutil

from benchmarks.common import (
    PEERS,
    PROGRAM,
    child,
    espeak_speaks,
    figure,
    heading,
    pyttsx3_speaks,
    terminal,
    virtual_room,
    wait_for_sound,
    warm,
)
from tests.room.program import Stage

MOST_PERCENT = 5.0
MOST_MB = 120.0
EVERY_S = 0.1
"""How often memory and living children are looked at."""
DRILL = ("head-turns", "--level", "1", "--gap", "3-3.2", "--brief", "--safety-heard", "--seed", "1")
RUN = (*PROGRAM, "run", *DRILL, "--no-voice-control")
GAP_S = 3


@dataclass
class Footprint:
    """What a program and its children took."""

    percent: float
    """Of one core."""
    peak_mb: float
    """Resident, pages that are shared counted in each process."""


def watch(process: psutil.Process, seconds: float) -> Footprint:
    """Watch a running program."""
    began, used = time.monotonic(), processor_s(process)
    peak = 0.0
    while time.monotonic() - began < seconds and process.is_running():
        peak = max(peak, resident_mb(process))
        time.sleep(EVERY_S)
    took = time.monotonic() - began
    return Footprint((processor_s(process) - used) / took * 100, peak)


def family(process: psutil.Process) -> list[psutil.Process]:
    """A program and its children."""
    return [process, *process.children(recursive=True)]


def processor_s(process: psutil.Process) -> float:
    """Seconds of processor time so far: its own, that of children that have ended, and of those that live."""
    total = 0.0
    for member in family(process):
        with suppress(psutil.NoSuchProcess):
            total += alone_s(member)
    return total


def alone_s(process: psutil.Process) -> float:
    """The same without children that live."""
    spent = process.cpu_times()
    return float(spent.user + spent.system + spent.children_user + spent.children_system)


def resident_mb(process: psutil.Process) -> float:
    """Resident memory now."""
    total = 0
    for member in family(process):
        try:
            total += member.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return total / 1e6


def measured(stage: Stage, command: tuple[str, ...], seconds: float, screen: int | None = None) -> Footprint:
    """Start a program, perhaps in a terminal, and watch it from its first sound on."""
    with stage.listening() as heard, child(*command, stage=stage, screen=screen) as program:
        wait_for_sound(heard)
        return watch(psutil.Process(program.pid), seconds)


def main() -> None:
    """Measure the footprints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="how long each is watched (default: 60)")
    parser.add_argument("--screen", action="store_true", help="full screen, in a terminal")
    asked = parser.parse_args()
    heading(f"Footprint of a running drill{', full screen' if asked.screen else ''}")
    peer = ("--count", str(round(asked.seconds)), "--gap", str(GAP_S))
    with virtual_room() as stage, terminal() if asked.screen else nullcontext() as screen:
        warm(stage, *DRILL)
        taken = measured(stage, RUN, asked.seconds, screen)
        percent, peak = f"{taken.percent:.1f} % of a core", f"{taken.peak_mb:.0f} MB"
        figure("drillvoice, processor", percent, f"under {MOST_PERCENT:.0f} %", met=taken.percent < MOST_PERCENT)
        figure("drillvoice, peak memory", peak, f"under {MOST_MB:.0f} MB", met=taken.peak_mb < MOST_MB)
        if asked.screen:
            lines = measured(stage, RUN, asked.seconds)
            figure("the same in lines", f"{lines.percent:.1f} % of a core, {lines.peak_mb:.0f} MB")
        ways = (("pyttsx3 loop", "loop", pyttsx3_speaks), ("espeak-ng at deadlines", "deadlines", espeak_speaks))
        for name, way, can_speak in ways:
            if can_speak():
                taken = measured(stage, (*PEERS, way, *peer), asked.seconds)
                figure(name, f"{taken.percent:.1f} % of a core, {taken.peak_mb:.0f} MB")


if __name__ == "__main__":
    main()
