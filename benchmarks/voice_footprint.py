"""What voice control takes: processor time, memory, and how memory grows."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from subprocess import Popen
from threading import Event, Thread

import numpy as np
import psutil

from benchmarks.common import PROGRAM, child, figure, scratch, virtual_room, wait_for_sound, warm
from benchmarks.footprint import DRILL, alone_s
from benchmarks.voice_lab import acoustics
from benchmarks.voice_lab.acoustics import Signal, active_level, gain, pink
from benchmarks.voice_lab.voices import UNSEEN, VOICES, Line, speak
from drillvoice.listening.ear import Ear
from drillvoice.listening.open_ears import Hearing, open_ears
from drillvoice.speech_models.find import shipped_model
from tests.room.program import Stage
from tests.room.room import Room

MOST_PERCENT = 30.0
MOST_GROWTH_MB = 10.0
MINUTES = 1.0
EVERY_S = 1.0
"""How often memory is looked at."""
SETTLED_S = 30.0
"""From its start until a program has what it needs; growth counts from there."""
TALK = (
    "How are you feeling today?",
    "slower",
    "I think it is going to rain.",
    "Could you put the kettle on?",
    "faster",
)
TALK_EVERY_S = 5.0
LEVEL_DBFS, NOISE_DBFS = -26.0, -50.0
HOUR_MINUTES = 60
WARM_MINUTES = 10
"""The recogniser has been renewed once by then."""


@dataclass
class Member:
    """One process of the program, watched."""

    process: psutil.Process
    name: str
    began_s: float
    resident_mb: list[float]


def measure(minutes: float | None) -> None:
    """Print all figures."""
    with scratch() as folder:
        talk = sentences(folder)
        live(talk, minutes or MINUTES)
        hour(talk)


def sentences(folder: Path) -> list[Path]:
    """What people say beside the drill, and now and then to it."""
    voices = [voice for voice in VOICES if voice.split == UNSEEN and not voice.whispers]
    paths = []
    for number, (text, voice) in enumerate(zip(TALK * 2, voices, strict=False)):
        (signal,) = speak(voice, [Line(text)], folder)
        paths.append(folder / f"talk-{number}.wav")
        acoustics.write(paths[-1], signal * np.float32(gain(LEVEL_DBFS) / active_level(signal)))
    return paths


def live(talk: list[Path], minutes: float) -> None:
    """The program in the room."""
    with virtual_room() as stage:
        warm(stage, *DRILL)
        with running(stage) as program, talking(stage.room, talk):
            members = family(psutil.Process(program.pid))
            began = time.monotonic()
            while time.monotonic() - began < 60 * minutes and program.poll() is None:
                time.sleep(EVERY_S)
                for member in members:
                    member.resident_mb.append(member.process.memory_info().rss / 1e6)
            took = time.monotonic() - began
            percents = [(alone_s(member.process) - member.began_s) / took * 100 for member in members]
    # The drill's own process counts its children only once they have ended, and the listening one has not.
    parts = ", ".join(f"{member.name} {percent:.1f}" for member, percent in zip(members, percents, strict=True))
    total = sum(percents)
    figure("processor time", f"{total:.1f} % of a core ({parts})", f"under {MOST_PERCENT:.0f} %", met=total < 30)
    for member in members:
        most, grown = max(member.resident_mb), growth(member.resident_mb)
        figure(f"memory, {member.name}", f"{most:.0f} MB at most, {grown:+.1f} MB in {took / 60:.1f} minutes")
    grown = sum(growth(member.resident_mb) for member in members)
    figure("growth, both together", f"{grown:+.1f} MB", f"under {MOST_GROWTH_MB:.0f} MB", met=grown < MOST_GROWTH_MB)


def growth(resident_mb: list[float]) -> float:
    """From the first tenth of some values to the last."""
    tenth = max(1, len(resident_mb) // 10)
    return float(np.median(resident_mb[-tenth:]) - np.median(resident_mb[:tenth]))


@contextmanager
def running(stage: Stage) -> Iterator["Popen[str]"]:
    """A drill that goes on and on, from the time on at which it has what it needs."""
    how = ("run", *DRILL, "--bouts", "12", "--bout", "300", "--no-record")
    with stage.listening() as heard, child(*PROGRAM, *how, stage=stage) as program:
        wait_for_sound(heard)
        time.sleep(SETTLED_S)
        yield program


def family(process: psutil.Process) -> list[Member]:
    """The drill and its listening process."""
    found = [process, *process.children(recursive=True)]
    names = ["listening" if "drillvoice.listening.process" in member.cmdline() else "drill" for member in found]
    return [Member(one, name, alone_s(one), []) for one, name in zip(found, names, strict=True)]


@contextmanager
def talking(room: Room, talk: list[Path]) -> Iterator[None]:
    """Somebody talks now and then."""
    over = Event()

    def go_on() -> None:
        for path in cycle(talk):
            if over.wait(TALK_EVERY_S):
                return
            room.say_into_microphone(path)

    thread = Thread(target=go_on)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def hour(talk: list[Path]) -> None:
    """An hour of talk in noise, as fast as the ear takes it."""
    ear = open_ears(Hearing(shipped_model()))()
    minute = a_minute([acoustics.read(path) for path in talk])
    resident: list[float] = []
    began = time.process_time()
    for _ in range(HOUR_MINUTES):
        hear(ear, minute)
        resident.append(psutil.Process().memory_info().rss / 1e6)
    took = time.process_time() - began
    share = took / (60 * HOUR_MINUTES) * 100
    grown = max(resident[WARM_MINUTES:]) - resident[WARM_MINUTES - 1]
    figure(
        "an hour of talk through the ear", f"{share:.1f} % of a core, {max(resident):.0f} MB at most with the benchmark"
    )
    figure(
        f"growth after the first {WARM_MINUTES} minutes of it",
        f"{grown:+.1f} MB",
        f"under {MOST_GROWTH_MB:.0f} MB",
        met=grown < MOST_GROWTH_MB,
    )


def hear(ear: Ear, samples: Signal) -> None:
    """A second at a time; the loudspeaker is silent."""
    for first in range(0, len(samples), acoustics.RATE):
        block = samples[first : first + acoustics.RATE]
        ear.feed_frames(block, np.zeros_like(block))


def a_minute(said: list[Signal]) -> Signal:
    """One sentence after the other in noise."""
    samples = (pink(60 * acoustics.RATE, np.random.default_rng(4)) * gain(NOISE_DBFS)).astype(np.float32)
    every = 60 * acoustics.RATE // len(said)
    for number, signal in enumerate(said):
        room = samples[number * every : (number + 1) * every]
        room[: len(signal)] += signal[: len(room)]
    return samples
