"""People who teach the program by example: how well it understands them before and after.

Each voice says each important command three times, as in the voice check, and then again as in a session; so it does in
every manner that is asked for, in rooms and noise. It is taught by the code of the voice check, and heard by the ear of
the program.
"""

import random
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.speakers import ROOMS, SEED, forms
from benchmarks.voice_lab.acoustics import (
    RATE,
    Signal,
    active_level,
    active_region,
    direct_path,
    gain,
    in_room,
    pink,
    read,
    rms,
)
from benchmarks.voice_lab.unusual import UNUSUAL, Manner, made_unusual
from benchmarks.voice_lab.voices import Line, Voice, speak
from drillvoice.core.hearing.command_spotter import Meaning
from drillvoice.core.hearing.taught_voice import TaughtVoice
from drillvoice.core.session.commands import Command
from drillvoice.core.voice_check.attempts import ENOUGH, Attempt
from drillvoice.core.voice_check.teaching import takes_of
from drillvoice.listening.ear import Ear
from drillvoice.listening.open_ears import Hearing, open_ears
from drillvoice.speech_models.find import shipped_model

USUAL = "usual"
MANNERS: Mapping[str, Manner] = {USUAL: Manner(), **UNUSUAL}
TAUGHT = ("pause", "stop", "resume", "next", "help")
UNTAUGHT = ("back", "repeat", "slower", "ready", "hold on", "go back")
"""Commands that must not be lost for it."""
OTHER_WORDS = [
    "water",
    "kitchen",
    "table",
    "yes",
    "no",
    "seven",
    "happy",
    "marvin",
    "chair",
    "window",
    "breakfast",
    "tomorrow",
    "doctor",
    "paper",
    "music",
    "coffee",
    "garden",
    "letter",
    "number",
    "up",
    "go",
    "dog",
    "off",
    "house",
    "wow",
    "sheila",
    "bird",
    "zero",
]
TAKES, AGAIN = 3, 2
LEVELS_DBFS = (-34.0, -22.0)
QUIET_DBFS = -60.0
BEFORE_S, AFTER_S = 1.0, 1.3
MARGIN = RATE // 50
NEIGHBOUR = 0.08
"""Nobody says a word twice as fast, or as high, as before: so much of the rate, and five of a hundred of the pitch."""


@dataclass(frozen=True)
class Said:
    """Something that a voice says."""

    phrase: str
    signal: Signal


@dataclass(frozen=True)
class Outcome:
    """What was understood of one thing that was said."""

    voice: str
    manner: str
    phrase: str
    meant: str
    """The command; empty for another word."""
    untaught: str
    taught: str
    """What was understood: a command, several of them, or nothing."""


@dataclass(frozen=True)
class Person:
    """A voice in a manner, and what it taught."""

    voice: str
    manner: str
    taught: TaughtVoice
    outcomes: tuple[Outcome, ...]


def people_of(voice: Voice, manners: Sequence[str], noises: Sequence[Path]) -> Iterator[Person]:
    """One voice in each manner, taught and tried."""
    fresh = open_ears(Hearing(shipped_model(), headphones=True))
    for manner in manners:
        takes, again = _said_by(voice, manner, noises)
        taught = teach(takes)
        fresh_taught = open_ears(Hearing(shipped_model(), headphones=True, taught=taught))
        outcomes = [
            Outcome(
                voice.key,
                manner,
                said.phrase,
                forms().get(said.phrase, ""),
                heard_in(fresh(), said.signal),
                heard_in(fresh_taught(), said.signal),
            )
            for said in again
        ]
        yield Person(voice.key, manner, taught, tuple(outcomes))


def false_in(files: Sequence[Path], taught: TaughtVoice) -> list[str]:
    """The commands that are heard in files in which there are none, by somebody who has taught the program."""
    fresh = open_ears(Hearing(shipped_model(), headphones=True, taught=taught))
    return [command.value for file in files for command in heard_by(fresh(), _with_quiet(read(file)))]


def _with_quiet(signal: Signal) -> Signal:
    """A second of quiet noise before it and after it."""
    quiet = pink(RATE, np.random.default_rng(SEED)) * gain(QUIET_DBFS)
    return np.concatenate([quiet, signal, quiet])


def taught_by(voice: Voice, manner: str, noises: Sequence[Path]) -> TaughtVoice:
    """What a voice teaches in a manner."""
    return teach(_said_by(voice, manner, noises)[0])


def teach(takes: Sequence[Said]) -> TaughtVoice:
    """What the voice check keeps of some takes."""
    fresh = open_ears(Hearing(shipped_model(), headphones=True, keeps_sounds=True))
    voice = TaughtVoice()
    for phrase in dict.fromkeys(said.phrase for said in takes):
        attempts = []
        for said in takes:
            if said.phrase == phrase:
                ear = fresh()
                heard = [command for command in heard_by(ear, said.signal) if isinstance(command, Command)]
                attempts.append(
                    Attempt(heard[0] if heard else None, "", ear.level_db, ear.floor_db, sounds=ear.sounds_since(0.0))
                )
        kept, command = takes_of(attempts), Command(forms()[phrase])
        form = phrase if sum(attempt.command is command for attempt in attempts) >= ENOUGH else ""
        voice = voice.with_takes(command, form, kept) if kept else voice
    return voice


def heard_by(ear: Ear, signal: Signal) -> list[Meaning]:
    """All commands that an ear understands."""
    whole = signal[: len(signal) // (2 * 160) * (2 * 160)]
    return [found.command for found in ear.feed_frames(whole, np.zeros_like(whole))]


def heard_in(ear: Ear, signal: Signal) -> str:
    """The same in a word."""
    return " ".join(dict.fromkeys(command.value for command in heard_by(ear, signal)))


def _said_by(voice: Voice, manner: str, noises: Sequence[Path]) -> tuple[list[Said], list[Said]]:
    """The takes of the voice check, and what is said later."""
    draw = random.Random(f"{SEED} taught {voice.key}")
    stretch, pitch = draw.uniform(0.9, 1.3), draw.randint(35, 65)
    phrases = [*TAUGHT * (TAKES + AGAIN), *UNTAUGHT, *OTHER_WORDS]
    near = [
        Line(phrase, stretch * draw.uniform(1 - NEIGHBOUR, 1 + NEIGHBOUR), pitch + draw.randint(-5, 5))
        for phrase in phrases
    ]
    with tempfile.TemporaryDirectory(prefix="taught-") as folder:
        clips = list(speak(voice, near, Path(folder)))
    said = [
        Said(
            phrase,
            _placed(clip, manner, np.random.default_rng([SEED, number, *voice.key.encode(), *manner.encode()]), noises),
        )
        for number, (phrase, clip) in enumerate(zip(phrases, clips, strict=True))
    ]
    return said[: len(TAUGHT) * TAKES], said[len(TAUGHT) * TAKES :]


def _placed(clip: Signal, manner: str, draw: np.random.Generator, noises: Sequence[Path]) -> Signal:
    """A phrase in one of the rooms, with noise before, under and after it."""
    how = MANNERS[manner]
    clip = made_unusual(clip, how, draw)
    start, end = active_region(clip)
    clip = clip[max(0, start - MARGIN) : end + MARGIN]
    level = draw.uniform(*LEVELS_DBFS) - how.softer_db
    room = ROOMS[int(draw.integers(len(ROOMS)))]
    wet = in_room(clip, room)
    wet *= gain(level) / active_level(wet)
    before = round(BEFORE_S * RATE)
    heard = _noise(before + direct_path(room) + len(clip) + round(AFTER_S * RATE), draw, noises) * gain(
        level - how.snr_db
    )
    count = min(len(wet), len(heard) - before)
    heard[before : before + count] += wet[:count]
    return np.asarray(heard, np.float32)


def _noise(count: int, draw: np.random.Generator, noises: Sequence[Path]) -> Signal:
    """Noise of level 1: pink, and in half of the cases as much of a recorded one."""
    steady = pink(count, draw)
    if not noises or draw.random() < 0.5:
        return steady
    other = read(noises[int(draw.integers(len(noises)))])
    other = np.resize(np.roll(other, -int(draw.integers(len(other)))), count)
    mixed = steady + other / np.float32(max(rms(other), 1e-6))
    return np.asarray(mixed / rms(mixed), np.float32)
