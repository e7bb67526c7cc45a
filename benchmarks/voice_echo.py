"""The program hears itself, and must not obey.

Faster than real time: every drill is rendered, with a seed, a level and a voice of its own; the microphone hears the
rendered sound through the echo of one of six rooms, 20 to 150 ms later than the program was told, in a little noise.
Both go through the ear of the program, as the program listens with `--over-cues`. As a check of the
method the same is done with neither.
"""

import json
import os
import random
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from benchmarks.common import PROGRAM, figure, scratch
from benchmarks.voice_lab.acoustics import RATE, ROOMS, Signal, gain, pink, read
from drillvoice.app.library import Library
from drillvoice.core.drill.schema import Programme
from drillvoice.core.hearing.command_spotter import Spotted
from drillvoice.core.plan.options import OverCues
from drillvoice.language import load_language
from drillvoice.listening.open_ears import Hearing, open_ears
from drillvoice.places import shipped_drills
from drillvoice.speech_models.find import shipped_model
from tests.room.program import Home

VOICES = ("natural", "gmw/en-us", "natural", "gmw/en-gb-scotland", "natural", "gmw/en-gb-x-rp")
"""Of the program: its usual one every other time, and others."""
RATES = (165, 130, 165, 180)
DELAYS_S = (0.02, 0.15)
ECHO_DB = (-12.0, 6.0)
"""How much louder the echo is than the sound that was played."""
NOISE_DBFS = -60.0
BLOCK = 10 * RATE
SEED = 20261122


@dataclass(frozen=True)
class Rehearsal:
    """A drill, and how it is to be played."""

    drill: str
    number: int
    """The pass; it settles seed, level, voice and room."""
    levels: int

    def arguments(self) -> list[str]:
        """For `drillvoice render`."""
        level = ["--level", str(1 + self.number % self.levels)] if self.levels else []
        voice = ["--voice", VOICES[self.number % len(VOICES)], "--rate", str(RATES[self.number % len(RATES)])]
        return [self.drill, "--seed", str(self.number + 1), *level, *voice]


@dataclass
class Outcome:
    """What was heard in the echo of a drill."""

    minutes: float
    guarded: list[Spotted]
    unguarded: int


def rendered(passes: int, *, over_cues: OverCues) -> None:
    """Every drill, so many times."""
    library = Library([shipped_drills()], load_language().phrases)
    outcomes: list[Outcome] = []
    with scratch() as folder:
        for place, name in enumerate(sorted(library)):
            drill = library[name]
            levels = 0 if isinstance(drill, Programme) else len(drill.all_levels)
            found = [rehearse(Rehearsal(name, place + step, levels), folder, over_cues) for step in range(passes)]
            false = sum(len(outcome.guarded) for outcome in found)
            figure(name, f"{false} in {sum(outcome.minutes for outcome in found):.0f} minutes")
            outcomes += found
    total, false = sum(outcome.minutes for outcome in outcomes), sum(len(outcome.guarded) for outcome in outcomes)
    figure("commands heard in all drills' echo", f"{false} in {total:.0f} minutes", "none", met=not false)
    figure("the same with nothing against it", str(sum(outcome.unguarded for outcome in outcomes)))


def rehearse(rehearsal: Rehearsal, folder: Path, over_cues: OverCues) -> Outcome:
    """Play a drill to the ear."""
    sound, log = folder / "drill.wav", folder / "drill.jsonl"
    files = ("-o", str(sound), "--events", str(log))
    env = Home(folder / "home").env
    subprocess.run(
        [*PROGRAM, "render", *rehearsal.arguments(), *files], check=True, capture_output=True, env=environment(env)
    )
    records = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    cues = sorted({record["text"] for record in records if record["kind"] == "cue"})
    reference = read(sound)
    microphone = echoed(reference, rehearsal)
    guarded = heard(microphone, reference, Hearing(shipped_model(), over_cues=over_cues, cues=cues))
    for command in guarded:
        print(f'      "{command.phrase}" at {command.word_end_s:.1f} s: {" ".join(rehearsal.arguments())}')
    unguarded = heard(microphone, reference, Hearing(shipped_model(), headphones=True, cues=cues))
    return Outcome(len(reference) / RATE / 60, guarded, len(unguarded))


def environment(more: dict[str, str]) -> dict[str, str]:
    """Ours, with other folders."""
    return {**os.environ, **more}


def heard(microphone: Signal, reference: Signal, hearing: Hearing) -> list[Spotted]:
    """What the ear takes for commands."""
    ear = open_ears(hearing)()
    blocks = zip(cut(microphone), cut(reference), strict=True)
    return [command for both in blocks for command in ear.feed_frames(*both)]


def cut(samples: Signal) -> Iterator[Signal]:
    """Whole frames of 10 ms."""
    samples = samples[: len(samples) // 160 * 160]
    return (samples[first : first + BLOCK] for first in range(0, len(samples), BLOCK))


def echoed(reference: Signal, rehearsal: Rehearsal) -> Signal:
    """What the microphone hears of what was played, in noise."""
    draw = random.Random(f"{SEED} {rehearsal}")
    response = rooms()[rehearsal.number % len(rooms())]
    late = round(draw.uniform(*DELAYS_S) * RATE)
    echo = np.concatenate([np.zeros(late, np.float32), through(response, reference)])[: len(reference)]
    loudest = np.abs(reference).max() / np.abs(echo).max()
    noise = pink(len(reference), np.random.default_rng(rehearsal.number)) * np.float32(gain(NOISE_DBFS))
    level = np.float32(loudest * gain(draw.uniform(*ECHO_DB)))
    return np.clip(echo * level + noise, -1, 1)


@cache
def rooms() -> tuple[Signal, ...]:
    """The echo of each room."""
    return tuple(read(path) for path in sorted(ROOMS.glob("*-echo.wav")))


def through(response: Signal, samples: Signal) -> Signal:
    """A signal as it arrives, some minutes of it, block by block."""
    result = np.zeros(len(samples) + len(response) + BLOCK, np.float32)
    size = 1 << (BLOCK + len(response)).bit_length()
    spectrum = np.fft.rfft(response, size)
    for first in range(0, len(samples), BLOCK):
        block = np.fft.irfft(np.fft.rfft(samples[first : first + BLOCK], size) * spectrum, size)
        length = min(BLOCK + len(response), len(result) - first)
        result[first : first + length] += block[:length].astype(np.float32)
    return result[: len(samples)]
