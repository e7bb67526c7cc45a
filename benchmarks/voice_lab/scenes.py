"""Scenes in which a loudspeaker speaks cues while a person gives commands, made on demand from a seed.

A scene has what the program played, sample by sample, and what the microphone heard of it: later, through a room, by
another clock, through a loudspeaker that bends loud sounds; beside it a person, and the noise of a quiet room. Cues
are spoken by voices that give no commands, and those of the unseen scenes by voices that nothing was tuned to.
"""

import random
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import soxr

from benchmarks.speakers import PITCHES, STRETCHES, forms
from benchmarks.voice_lab.acoustics import (
    RATE,
    ROOMS,
    Signal,
    active_level,
    active_region,
    direct_path,
    gain,
    pink,
    read,
    resampled,
)
from benchmarks.voice_lab.voices import TUNING, UNSEEN, VOICES, Line, Voice, speak
from drillvoice.voice.engine import open_engine

CUES = (
    "Look left",
    "Look right",
    "Look up a little",
    "Look down",
    "Turn all the way round to the left",
    "Step over with the right foot",
    "Left arm up",
    "Shift your weight to the right",
    "Big step forward",
    "Breathe easily",
    "Nice and steady",
    "Heels up, and slowly down",
)
ORDERS = ("Pause", "Stop", "Next", "Back")
TRAPS = (
    *ORDERS,
    "Back to the front",
    "Step back",
    "Slow down, and stop when you are ready.",
    "Stopped. I cannot call anyone. Call out, or use your phone.",
    "A little slower.",
    "You can pause, resume, skip to the next, go back, repeat, go slower or faster, stop, or finish.",
    "I am listening. You can say pause, stop, or next.",
    "Whenever you are ready, say ready, or press Enter.",
)
"""What the program says that holds a command's word, and worse: the bare words."""
OPENING = (
    "Head turns: three rounds of two minutes, about nine minutes.",
    "Walk at your own pace, looking ahead.",
    "Turn only your head, as called, then back to the front.",
    "Clear the floor of rugs, cables and anything else that you could trip over.",
    "If you feel more than mildly dizzy, stop and sit down.",
    "Take your place. We begin in ten seconds.",
)
GAP_S = (3.0, 5.0)
OPENING_GAP_S = (0.5, 1.0)
CUE_VOICES = {
    TUNING: ("flite-kal16", "natural", "espeak-en-gb", "espeak-en-us+f1", "espeak-en-us+m2"),
    UNSEEN: ("espeak-en-us", "festival-ked_diphone", "flite-awb", "espeak-en-gb+steph", "espeak-en-gb+m7"),
}
"""The program's own are the natural one, with which it was tuned, and the first of the unseen, the system's on Linux.
None of them gives commands in a scene of its side."""
SNR_DB = 20.0
VOICE_DBFS = (-34.0, -28.0)
PLAYED_DBFS = -20.0
BEND = 1.5
"""Peaks of speech at the level above lose about 4 dB; what is bent lies 23 dB below the rest."""
DUCKED_DB = -12.0
DUCKED_S = 0.6
"""A cue stays softer for so long after a voice: until a command would have been decided on."""
HUMAN_SHARE = 0.34
COMMAND_EVERY = 2
"""Every second cue is talked over, after the opening; the other one is heard alone."""


@dataclass(frozen=True)
class Setting:
    """What a scene is made from."""

    seed: int
    split: str
    room: str
    delay_s: float
    echo_db: float | None
    """The level of the echo against the person's; None: a headset, no echo."""
    drift_ppm: float
    bent: bool
    cue_voice: str
    cues: int = 40
    talked_over: bool = True
    traps: bool = False
    opening: bool = True
    orders: bool = False
    """Every cue is nothing but a command."""
    ducked_after_s: float | None = None
    """How soon after somebody begins to speak the cue becomes softer; None: never."""


@dataclass(frozen=True)
class Spoken:
    """A command that a person spoke, in seconds of the microphone."""

    command: str
    speaker: str
    start_s: float
    end_s: float


@dataclass(frozen=True)
class Scene:
    """What was played and what the microphone heard."""

    setting: Setting
    microphone: Signal
    reference: Signal
    echo: Signal
    """What of the microphone's sound is the loudspeaker's."""
    spoken: tuple[Spoken, ...]


@dataclass(frozen=True)
class Said:
    """A command before it has a place."""

    command: str
    speaker: str
    clip: Signal


def settings(split: str, count: int = 8) -> list[Setting]:
    """The scenes of one side: every room, echo from -6 to +12 dB, three drifts."""
    first = {TUNING: 100, UNSEEN: 0}[split]
    made = []
    echoes = (-6.0, -3.0, 0.0, 0.0, 3.0, 6.0, 9.0, 12.0)
    for number in range(count):
        draw = random.Random(f"scene {split} {number}")
        order = (number * 5 + first) % len(echoes)
        made.append(
            Setting(
                seed=first + number + 1,
                split=split,
                room=f"room{number % 6 + 1}",
                delay_s=draw.uniform(0.02, 0.15),
                echo_db=echoes[order],
                drift_ppm=(0, 50, 100)[number % 3] * draw.choice((-1, 1)),
                bent=number % 2 == 1,
                cue_voice=CUE_VOICES[split][number % len(CUE_VOICES[split])],
            )
        )
    return made


def alone(setting: Setting, cues: int) -> Setting:
    """The same place with so many cues and nobody in it."""
    return replace(setting, cues=cues, talked_over=False, traps=True, opening=False)


def make(setting: Setting, recordings: Path) -> Scene:
    """Everything in a scene; the same setting gives the same samples."""
    draw = random.Random(f"make {setting.seed}")
    played, placed = _played(setting, draw)
    level = gain(draw.uniform(*VOICE_DBFS))
    person, spoken = np.zeros_like(played), []
    if setting.talked_over:
        commands = _commands(setting, recordings, draw)
        for (start, length), said in zip(placed[::COMMAND_EVERY], commands, strict=False):
            at, heard = _talked_over(setting, start, length, said, draw)
            heard = heard[: len(person) - at] * np.float32(level / active_level(heard))
            person[at : at + len(heard)] += heard
            begins, ends = active_region(said.clip)
            at_s = (at + direct_path(setting.room)) / RATE
            spoken.append(Spoken(said.command, said.speaker, at_s + begins / RATE, at_s + ends / RATE))
    reference = _ducked(played, spoken, setting.ducked_after_s)
    noise = pink(len(reference), np.random.default_rng(setting.seed)) * level * gain(-SNR_DB)
    echo = _echo(setting, reference, level, as_loud_as=played)
    whole = len(reference) // 160 * 160
    microphone = np.clip(noise + echo + person, -1, 1).astype(np.float32)[:whole]
    return Scene(setting, microphone, reference[:whole], echo[:whole], tuple(spoken))


@cache
def impulse(room: str, which: str) -> Signal:
    """From the loudspeaker (`echo`) or from the person to the microphone."""
    return read(ROOMS / f"{room}-{which}.wav")


def convolved(samples: Signal, response: Signal) -> Signal:
    """A signal through a room, as long as it was."""
    size = 1 << (len(samples) + len(response)).bit_length()
    heard = np.fft.irfft(np.fft.rfft(samples, size) * np.fft.rfft(response, size), size)
    return heard[: len(samples)].astype(np.float32)


def _played(setting: Setting, draw: random.Random) -> tuple[Signal, list[tuple[int, int]]]:
    """The reference; start and length of each cue after the opening."""
    said = _cue_clips(setting.cue_voice)
    opening = [said[text] for text in OPENING] if setting.opening else []
    texts = ORDERS if setting.orders else CUES + TRAPS if setting.traps else CUES
    cues = [said[draw.choice(texts)] for _ in range(setting.cues)]
    parts, placed, at = [np.zeros(RATE, np.float32)], [], RATE
    for number, clip in enumerate([*opening, *cues]):
        if number >= len(opening):
            placed.append((at, len(clip)))
        gap = draw.uniform(*(OPENING_GAP_S if number < len(opening) - 1 else GAP_S))
        parts += [clip, np.zeros(round(gap * RATE), np.float32)]
        at += len(parts[-1]) + len(parts[-2])
    return np.concatenate(parts), placed


@cache
def _cue_clips(key: str) -> dict[str, Signal]:
    texts = [*CUES, *TRAPS, *OPENING]
    clips = _spoken_by(key, [Line(text) for text in texts])
    return {
        text: clip * np.float32(gain(PLAYED_DBFS) / active_level(clip)) for text, clip in zip(texts, clips, strict=True)
    }


def _spoken_by(key: str, lines: Sequence[Line]) -> list[Signal]:
    if key == "natural":
        return list(_spoken_by_the_program(lines))
    voice = next(voice for voice in VOICES if voice.key == key)
    with TemporaryDirectory(prefix="scenes-") as scratch:
        clips = list(speak(voice, lines, Path(scratch)))
    regions = [active_region(clip) for clip in clips]
    return [clip[first:last] for clip, (first, last) in zip(clips, regions, strict=True)]


def _spoken_by_the_program(lines: Sequence[Line]) -> Iterator[Signal]:
    """In the natural voice, cut as for a session."""
    with closing(open_engine("natural")) as engine:
        for line in lines:
            clip = engine.speak(line.phrase)
            yield resampled(clip.samples, clip.rate)


def _ducked(played: Signal, spoken: Sequence[Spoken], after_s: float | None) -> Signal:
    """What is played, softer from a while after each person begins until a while after the end."""
    if after_s is None:
        return played
    gains = np.ones_like(played)
    for said in spoken:
        gains[round((said.start_s + after_s) * RATE) : round((said.end_s + DUCKED_S) * RATE)] = gain(DUCKED_DB)
    ramp = RATE // 50
    return played * np.convolve(gains, np.full(ramp, 1 / ramp, np.float32))[: len(played)].astype(np.float32)


def _echo(setting: Setting, reference: Signal, level: float, *, as_loud_as: Signal) -> Signal:
    """What the microphone hears of the loudspeaker, by its own clock; another signal would be as loud as the level."""
    if setting.echo_db is None:
        return np.zeros_like(reference)
    heard = _through(setting, reference)
    full = heard if reference is as_loud_as else _through(setting, as_loud_as)
    heard *= level * gain(setting.echo_db) / active_level(full)
    late = np.concatenate([np.zeros(round(setting.delay_s * RATE), np.float32), heard])
    if setting.drift_ppm:
        late = soxr.resample(late, 1.0, 1.0 + setting.drift_ppm * 1e-6, quality="VHQ").astype(np.float32)
    return np.pad(late, (0, max(0, len(reference) - len(late))))[: len(reference)]


def _through(setting: Setting, played: Signal) -> Signal:
    """Loudspeaker and room."""
    bent = np.tanh(BEND * played) / np.float32(BEND) if setting.bent else played
    return convolved(bent, impulse(setting.room, "echo"))


def _talked_over(setting: Setting, start: int, length: int, said: Said, draw: random.Random) -> tuple[int, Signal]:
    """A place in which at least half of a command falls into a cue, and what is heard of it in the room."""
    half = len(said.clip) // 2
    heard_from = start + round(setting.delay_s * RATE)
    at = draw.randint(heard_from - half, max(heard_from - half, heard_from + length - half))
    padded = np.pad(said.clip, (0, RATE // 2))
    return max(0, at), convolved(padded, impulse(setting.room, "person"))


def _commands(setting: Setting, recordings: Path, draw: random.Random) -> Iterator[Said]:
    """Commands without end: recorded people where there are any, else synthetic voices of the scene's side."""
    voices = [
        voice
        for voice in VOICES
        if voice.split == setting.split and not voice.whispers and voice.key not in CUE_VOICES[setting.split]
    ]
    people = human_stops(recordings, setting.split)
    by_voice = {voice.key: iter(_said_by(voice, draw)) for voice in draw.sample(voices, min(5, len(voices)))}
    while True:
        if people and draw.random() < HUMAN_SHARE:
            name, clip = draw.choice(people)
            yield Said("stop", name, clip)
        else:
            key = draw.choice(sorted(by_voice))
            yield next(by_voice[key])


def human_stops(recordings: Path, split: str) -> list[tuple[str, Signal]]:
    """Recorded people who say "stop": one half of them to tune with."""
    files = sorted((recordings / "commands" / "stop").glob("*.flac"))
    chosen = files[::2] if split == UNSEEN else files[1::2]
    clips = [(f"human-{file.stem}", read(file)) for file in chosen]
    return [(name, clip[slice(*active_region(clip))]) for name, clip in clips]


def _said_by(voice: Voice, draw: random.Random) -> Iterator[Said]:
    """A synthetic voice says commands in turn, without end."""
    chosen = draw.sample(sorted(forms()), 12)
    lines = [Line(form, draw.uniform(*STRETCHES), draw.randint(*PITCHES)) for form in chosen]
    clips = _spoken_by(voice.key, lines)
    while True:
        for form, clip in zip(chosen, clips, strict=True):
            yield Said(forms()[form], voice.key, clip)
