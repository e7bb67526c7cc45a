"""People who teach the program by example: how well it understands them before and after.

Each voice says each important command three times, as in the voice check, and then again as in a session; so it does in
every manner that is asked for, in rooms and noise. It is taught by the code of the voice check, and heard by the ear of
the program.
"""

import random
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.speakers import MARGIN, ROOMS, SEED, Corpus, forms, placed
from benchmarks.voice_lab.acoustics import RATE, Signal, active_region, gain, pink, read
from benchmarks.voice_lab.manners import MANNERS as UNUSUAL
from benchmarks.voice_lab.voices import Line, Voice, speak
from drillvoice.core.hearing.command_spotter import Meaning
from drillvoice.core.hearing.taught_voice import TaughtVoice
from drillvoice.core.session.commands import Command
from drillvoice.core.voice_check.attempts import ENOUGH, Attempt
from drillvoice.core.voice_check.teaching import takes_of
from drillvoice.listening.ear import Ear
from drillvoice.listening.open_ears import Hearing, open_ears
from drillvoice.speech_models.find import shipped_model

TAUGHT = ("pause", "stop", "resume", "next", "help")
UNTAUGHT = ("back", "repeat", "slower", "ready", "hold on", "go back")
"""Commands that must not be lost for it."""
OTHER_WORDS = (
    "water kitchen table yes no seven happy marvin chair window breakfast tomorrow doctor paper music coffee garden "
    "letter number up go dog off house wow sheila bird zero"
)
TAKES, AGAIN = 3, 2
QUIET_DBFS = -60.0
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
    phrase: str
    meant: str
    """The command; empty for another word."""
    untaught: str
    taught: str
    """What was understood: a command, several of them, or nothing."""


@dataclass(frozen=True)
class Person:
    """A voice in a manner, and what it taught."""

    taught: TaughtVoice
    outcomes: tuple[Outcome, ...]


def person_of(voice: Voice, manner: str, noises: Path | None) -> Person:
    """One voice in a manner, taught and tried."""
    takes, again = _said_by(voice, manner, noises)
    taught = teach(takes)
    before = open_ears(Hearing(shipped_model(), headphones=True))
    after = open_ears(Hearing(shipped_model(), headphones=True, taught=taught))
    outcomes = [
        Outcome(
            voice.key,
            said.phrase,
            forms().get(said.phrase, ""),
            heard_in(before(), said.signal),
            heard_in(after(), said.signal),
        )
        for said in again
    ]
    return Person(taught, tuple(outcomes))


def false_in(files: Sequence[Path], taught: TaughtVoice) -> list[str]:
    """The commands that are heard in files in which there are none, by somebody who has taught the program."""
    fresh = open_ears(Hearing(shipped_model(), headphones=True, taught=taught))
    return [command.value for file in files for command in heard_by(fresh(), _with_quiet(read(file)))]


def _with_quiet(signal: Signal) -> Signal:
    """A second of quiet noise before it and after it."""
    quiet = pink(RATE, np.random.default_rng(SEED)) * gain(QUIET_DBFS)
    return np.concatenate([quiet, signal, quiet])


def taught_by(voice: Voice, manner: str, noises: Path | None) -> TaughtVoice:
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


def _said_by(voice: Voice, manner: str, noises: Path | None) -> tuple[list[Said], list[Said]]:
    """The takes of the voice check, and what is said later."""
    draw = random.Random(f"{SEED} taught {voice.key}")
    stretch, pitch = draw.uniform(0.9, 1.3), draw.randint(35, 65)
    phrases = [*TAUGHT * (TAKES + AGAIN), *UNTAUGHT, *OTHER_WORDS.split()]
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


def _placed(clip: Signal, manner: str, draw: np.random.Generator, noises: Path | None) -> Signal:
    """A phrase in one of the rooms, with noise before, under and after it."""
    changed = UNUSUAL[manner](clip) if manner in UNUSUAL else clip
    start, end = active_region(changed)
    room = ROOMS[int(draw.integers(len(ROOMS)))]
    said = changed[max(0, start - MARGIN) : end + MARGIN]
    signal, _, _ = placed(said, room, manner, draw, Corpus(Path(), noises=noises))
    return signal
