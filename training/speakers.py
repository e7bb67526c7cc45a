"""What is said for training, and by whom: clips without room or noise, each with what was said.

Only voices are used to which things may be tuned (see benchmarks/voice_lab/voices.py), more of eSpeak NG's, and SVOX
Pico's. Of the few that were recorded from people many are made, with WORLD: of another pitch, another length of throat,
breathier, trembling, of another rhythm.
"""

import random
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import soundfile
from hibari import Hibari
from numpy.typing import NDArray

from benchmarks.speakers import forms
from benchmarks.voice_lab.acoustics import RATE, Signal
from benchmarks.voice_lab.manners import FRAME_MS, Parts, put_together, taken_apart
from benchmarks.voice_lab.scenes import CUES, TRAPS
from benchmarks.voice_lab.voices import ENGINES, TUNING, VOICES, Line, Voice, speak
from drillvoice.speech_models.find import shipped_model
from drillvoice.voice.natural_voices import USUAL_NATURAL

Array = NDArray[Any]

OTHER = "-"
"""What is no phrase of ours."""
MORE = (
    "Alicia belinda david ed edward Gene john Lee max Michael paul quincy rob robert zac anika victor shelby travis "
    "sandro norbert caleb boris benjamin aunty Henrique"
)
ACCENTS = ("en-us", "en-gb", "en-us", "en-gb-scotland")
PICO = ("en-US", "en-GB")
NATURAL = Voice("natural", USUAL_NATURAL, TUNING)
"""hibari-tts with the voice that is in its package."""
LIKE_COMMANDS = (
    "paws pose boss cause applause presume assume resort text nest neck vex knacks pack bag black bank beck repeal "
    "receipt compete replay slow lower flower over master past last fast fester shop top step stock stuff spot stomp "
    "finnish finished vanish diminish red steady already helps health held self kelp weight late gate white way awake "
    "old on hold hole one told him in how hello long are you along song time lift what can do I am carry container "
    "ship skin against a gain it take look make brake us week up forward here four floor for more lore nor war bird "
    "bed bad dog cat cut go no low know five nine six sick two three seven eight zero yes yeah left right down off "
    "okay hey come sit stand turn around good morning thank please water tea phone call later tomorrow mum nurse "
    "doctor door open close light music louder quiet careful walk walking foot feet head eyes breathe rest easy well "
    "fall bat burn cap hat had half helm hull kept nicks goat dock talk won cup snow sower up off white wide quite "
    "which rich race want wake weight wet boss spot skid skim slope loud loader shout soft sofa quiet choir lesson "
    "yesterday tell tie why wise wow tree"
)
TIMES = 4
"""How often each voice says each phrase."""
CUES_SAID, LIKE_SAID, WORDS_SAID = 15, 30, 90
VARIANTS = {"festival": 14, "flite": 14, "pico": 8, "natural": 20}
"""Of the engines whose voices were made from recordings of people."""
CRIES = 6
STRETCHES, PITCHES = (0.8, 1.6), (20, 80)
SHORTEST_S, LONGEST_S = 0.1, 5.0
PEAK = 0.5


@dataclass(frozen=True)
class Clip:
    """Something that was said."""

    text: str
    samples: Signal


def voices() -> list[Voice]:
    """All who speak; SVOX Pico's only where it is installed."""
    told = [voice for voice in VOICES if voice.split == TUNING]
    more = [
        Voice("espeak", f"{ACCENTS[place % len(ACCENTS)]}+{name}", TUNING) for place, name in enumerate(MORE.split())
    ]
    pico = PICO if which("pico2wave") else ()
    return [*told, *more, NATURAL, *(Voice("pico", name, TUNING) for name in pico)]


def clips(voice: Voice, share: float) -> list[Clip]:
    """What a voice says, all or a share of it, and what is made of that."""
    draw = random.Random(voice.key)
    chosen = [text for text in texts(draw) if draw.random() < share]
    lines = [Line(text, draw.uniform(*STRETCHES), draw.randint(*PITCHES)) for text in chosen]
    with TemporaryDirectory() as folder:
        said = [Clip(line.phrase, clip) for line, clip in zip(lines, speak(voice, lines, Path(folder)), strict=True)]
    said = [clip for clip in said if SHORTEST_S * RATE < len(clip.samples) < LONGEST_S * RATE]
    chance = np.random.default_rng(draw.getrandbits(32))
    variants = [
        replace(clip, samples=another)
        for clip in said
        for another in other_speakers(clip.samples, VARIANTS.get(voice.engine, 0), chance)
    ]
    cries = [Clip(OTHER, cry(clip.samples, chance)) for clip in said[:CRIES]]
    return [*said, *variants, *cries]


def texts(draw: random.Random) -> list[str]:
    """Every phrase some times, cues of drills, words that are like commands, and any words."""
    lines = (shipped_model() / "graph" / "words.txt").read_text(encoding="utf-8").splitlines()
    words = [word for word in (line.split()[0] for line in lines) if word.isalpha() and len(word) > 1]
    alike = LIKE_COMMANDS.split()
    return [
        *(phrase for phrase in sorted(forms()) for _ in range(TIMES)),
        *(draw.choice((*CUES, *TRAPS)) for _ in range(CUES_SAID)),
        *alike,
        *(" ".join(draw.sample(alike, draw.choice((1, 1, 1, 2)))) for _ in range(LIKE_SAID)),
        *(" ".join(draw.sample(words, draw.choice((1, 1, 2, 2, 3, 4)))) for _ in range(WORDS_SAID)),
    ]


def other_speakers(samples: Signal, count: int, chance: np.random.Generator) -> list[Signal]:
    """The same, as so many others say it; to take it apart is most of the work."""
    if not count:
        return []
    parts = taken_apart(samples)
    return [_another_speaker(parts, chance) for _ in range(count)]


def another_speaker(samples: Signal, chance: np.random.Generator) -> Signal:
    """The same, as somebody else says it."""
    return _another_speaker(taken_apart(samples), chance)


def _another_speaker(parts: Parts, chance: np.random.Generator) -> Signal:
    pitch, envelope, breath = parts
    usual = float(np.median(pitch[pitch > 0])) if np.any(pitch > 0) else 120.0
    wanted = chance.uniform(75, 260)
    length = np.clip((1.0 if wanted < 140 else 1.12) * chance.normal(1, 0.07), 0.8, 1.3)
    melody = np.where(pitch > 0, wanted * (np.maximum(pitch, 1) / usual) ** chance.uniform(0.3, 1.6), 0)
    if chance.random() < 0.3:
        phase = 2 * np.pi * chance.uniform(3, 8) * np.arange(len(pitch)) * FRAME_MS / 1000
        melody *= 1 + chance.uniform(0, 0.06) * np.sin(phase)
    if chance.random() < 0.35:
        breath = breath + chance.uniform(0, 0.5) * (1 - breath)
    tilt = chance.normal(0, 4) / 20 * np.log(10) * np.log2((np.arange(envelope.shape[1]) + 8) / 64)
    place = _rhythm(len(pitch), chance)
    return _loud(melody[place], (_lengthened(envelope, length) * np.exp(tilt))[place], breath[place])


def cry(samples: Signal, chance: np.random.Generator) -> Signal:
    """A vowel, or all of it, as babies and animals cry."""
    pitch, envelope, breath = taken_apart(samples)
    count = int(chance.uniform(80, 350))
    held = np.full(count, int(chance.integers(len(pitch))))
    place = held if chance.random() < 0.5 else np.linspace(0, len(pitch) - 1, count).astype(int)
    bends = np.interp(np.linspace(0, 4, count), range(5), chance.standard_normal(5))
    melody = chance.uniform(330, 750) * np.exp(0.15 * bends)
    return _loud(melody, _lengthened(envelope, chance.uniform(1.2, 1.5))[place], 0.3 * breath[place])


def _loud(pitch: Array, envelope: Array, breath: Array) -> Signal:
    spoken = put_together(Parts(pitch, envelope, breath))
    return np.asarray(PEAK * spoken / (np.abs(spoken).max() + 1e-9), np.float32)


def _lengthened(envelope: Array, factor: float) -> Array:
    """The envelope of a shorter throat: all formants so much higher."""
    places = np.minimum((np.arange(envelope.shape[1]) / factor).astype(int), envelope.shape[1] - 1)
    return envelope[:, places]


def _rhythm(count: int, chance: np.random.Generator) -> Array:
    """The places of frames, faster here and slower there."""
    wanted = max(20, int(count / chance.uniform(0.75, 1.35)))
    pace = np.cumsum(np.exp(0.25 * np.interp(np.linspace(0, 5, wanted), range(6), chance.standard_normal(6))))
    places: Array = np.round((pace - pace[0]) / (pace[-1] - pace[0]) * (count - 1)).astype(np.intp)
    return places


def _pico(voice: Voice, lines: Sequence[Line], folder: Path) -> Iterable[Path]:
    for number, line in enumerate(lines):
        path = folder / f"{number}.wav"
        text = f'<speed level="{round(100 / line.stretch)}">{line.phrase}</speed>'
        subprocess.run(["pico2wave", "-l", voice.name, "-w", str(path), text], check=True, stdout=subprocess.DEVNULL)
        yield path


def _natural(voice: Voice, lines: Sequence[Line], folder: Path) -> Iterable[Path]:
    speaker = Hibari(voice.name)
    for number, line in enumerate(lines):
        path = folder / f"{number}.wav"
        soundfile.write(path, speaker(line.phrase, speed=1 / line.stretch, seed=number), speaker.sample_rate)
        yield path


ENGINES["natural"] = _natural
ENGINES["pico"] = _pico
