"""Commands by many synthetic voices in four rooms with noise: a corpus on disk, and a manifest that says what is in it.

    python benchmarks/speakers.py [FOLDER] [--split unseen] [--manners normal]

Manners of speaking: `normal` (the benchmark's: 15 dB above the noise), `noisy` (10 dB), and those of
voice_lab/manners.py, of which `soft` is 20 dB less and 10 dB above the noise; the whispering voices are here only.
Every file is 1.0 s of noise, the phrase, 1.5 s of noise: 16 kHz, mono, 16 bits. The same seed gives the same files.
"""

import argparse
import hashlib
import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cache, partial
from importlib.util import find_spec
from multiprocessing import Pool
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
from platformdirs import user_cache_path

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
    write,
)
from benchmarks.voice_lab.manners import MANNERS as UNUSUAL
from benchmarks.voice_lab.manners import SOFT_DB
from benchmarks.voice_lab.voices import TUNING, UNSEEN, VOICES, Line, Voice, missing_engines, speak
from drillvoice.language import load_language

SEED = 20261122
NORMAL = "normal"
MANNERS = (NORMAL, "noisy", *UNUSUAL)
ROOMS = ("room1", "room2", "room3", "room4")
SNR_DB = 15.0
NOISY_DB = 10.0
NOISY = ("noisy", "soft")
STRETCHES = (0.87, 1.5)
"""Of normal speech: 190 to 110 words a minute."""
PITCHES = (30, 70)
LEVELS_DBFS = (-34.0, -22.0)
"""Of normal speech at the microphone: two metres away with the gain at a half, and near with all of it."""
BEFORE_S, AFTER_S = 1.0, 1.5
MARGIN = RATE // 50
"""Kept on both sides of what counts as speech: the faint edges of a word."""
MANIFEST = "manifest.jsonl"


@dataclass(frozen=True)
class Utterance:
    """One file of the corpus, as the manifest has it."""

    file: str
    phrase: str
    command: str
    voice: str
    split: str
    manner: str
    room: str
    noise: str
    snr_db: float
    word_start_s: float
    word_end_s: float


@dataclass(frozen=True)
class Corpus:
    """Where the corpus goes, and what it is made of."""

    folder: Path
    splits: tuple[str, ...] = (TUNING, UNSEEN)
    manners: tuple[str, ...] = MANNERS
    noises: Path | None = None
    """A folder of recorded noise; half of the utterances then have rain or a clock behind them."""
    noisy_db: tuple[float, float] = (NOISY_DB, NOISY_DB)
    """How far `noisy` and `soft` voices are above the noise: anywhere between these."""
    said: tuple[str, ...] = ()
    """What is said instead of every form of every command."""


@cache
def forms() -> dict[str, str]:
    """Each form of words with the command that it gives."""
    return {form: command for command, called in load_language().phrases.commands.items() for form in called}


MAKERS = ("speakers.py", "voice_lab/voices.py", "voice_lab/acoustics.py", "voice_lab/manners.py")


def default_folder() -> Path:
    """Where the corpus is kept from one run to the next; another folder once anything that makes it has changed."""
    makers = ((Path(__file__).parent / name).read_bytes() for name in MAKERS)
    state = hashlib.sha256(json.dumps(forms()).encode() + b"".join(makers)).hexdigest()[:8]
    return user_cache_path("drillvoice-benchmarks") / f"speakers-{state}"


def read_manifest(folder: Path) -> list[Utterance]:
    """What is in a corpus; nothing where there is none."""
    path = folder / MANIFEST
    if not path.exists():
        return []
    return [Utterance(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def main() -> None:
    """Make the corpus."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=default_folder())
    parser.add_argument("--split", action="append", choices=(TUNING, UNSEEN), help="both unless given")
    parser.add_argument("--manners", default=",".join(MANNERS), help="separated by commas")
    parser.add_argument("--noises", type=Path, help="a folder of recorded noise (rain-*, clock-*)")
    asked = parser.parse_args()
    splits = tuple(asked.split or (TUNING, UNSEEN))
    made = make(Corpus(asked.folder, splits, tuple(asked.manners.split(",")), asked.noises))
    print(f"{len(made)} utterances in {asked.folder}")


def make(corpus: Corpus) -> list[Utterance]:
    """Speak all of the corpus, by two processes, and write its manifest."""
    if missing := missing_engines():
        sys.exit(missing)
    if {*corpus.manners} & {*UNUSUAL} and not find_spec("pyworld"):
        sys.exit("pyworld is not installed, which takes voices apart: pip install -e '.[bench]'")
    voices = [voice for voice in VOICES if voice.split in corpus.splits]
    corpus.folder.mkdir(parents=True, exist_ok=True)
    made: list[Utterance] = []
    with Pool(2) as pool:
        for voice, utterances in zip(voices, pool.imap(partial(recorded, corpus), voices), strict=True):
            made += utterances
            print(f"  {voice.key}: {len(utterances)}", file=sys.stderr, flush=True)
    write_manifest(corpus.folder, made)
    return made


def write_manifest(folder: Path, made: Sequence[Utterance]) -> None:
    """Say what is in a corpus."""
    lines = [json.dumps(asdict(utterance)) for utterance in made]
    (folder / MANIFEST).write_text("\n".join(lines) + "\n", encoding="utf-8")


def recorded(corpus: Corpus, voice: Voice) -> list[Utterance]:
    """Everything that a voice says, written to files."""
    manners = [manner for manner in corpus.manners if manner == "soft" or not voice.whispers]
    return [
        utterance
        for manner in manners
        for utterance in placed_in_rooms(corpus, voice, manner, said_by(voice, manner, corpus.said))
    ]


def said_by(voice: Voice, manner: str, said: Sequence[str] = ()) -> list[tuple[str, Signal]]:
    """Some words, or every form of every command, in a voice and a manner, without a room."""
    draw = random.Random(f"{SEED} {voice.key} {manner}")
    said = said or tuple(forms())
    lines = [Line(text, draw.uniform(*STRETCHES), draw.randint(*PITCHES)) for text in said]
    with TemporaryDirectory(prefix="speakers-") as scratch:
        clips = list(speak(voice, lines, Path(scratch)))
    if manner in UNUSUAL:
        clips = [UNUSUAL[manner](clip) for clip in clips]
    return list(zip(said, clips, strict=True))


def placed_in_rooms(
    corpus: Corpus, voice: Voice, manner: str, said: Sequence[tuple[str, Signal]]
) -> Iterator[Utterance]:
    """Normal speech is heard in every room, the other manners in one each in turn."""
    for number, (form, clip) in enumerate(said):
        for room in ROOMS if manner == NORMAL else (ROOMS[number % len(ROOMS)],):
            name = f"{voice.split}/{manner}/{voice.key}/{form.replace(' ', '-')}-{room}.wav"
            draw = np.random.default_rng([SEED, *name.encode()])
            start, end = active_region(clip)
            first = max(0, start - MARGIN)
            signal, noise, snr_db = placed(clip[first : end + MARGIN], room, manner, draw, corpus)
            write(corpus.folder / name, signal)
            begins = BEFORE_S + (start - first + direct_path(room)) / RATE
            yield Utterance(
                name,
                form,
                forms().get(form, ""),
                voice.key,
                voice.split,
                manner,
                room,
                noise,
                snr_db,
                round(begins, 3),
                round(begins + (end - start) / RATE, 3),
            )


def placed(
    clip: Signal, room: str, manner: str, draw: np.random.Generator, corpus: Corpus
) -> tuple[Signal, str, float]:
    """A phrase in a room with noise before, under and after it; what the noise is; and how far it is below."""
    level = draw.uniform(*LEVELS_DBFS) + (SOFT_DB if manner == "soft" else 0)
    snr_db = round(draw.uniform(*corpus.noisy_db), 1) if manner in NOISY else SNR_DB
    wet = in_room(clip, room)
    wet *= gain(level) / active_level(wet)
    before = round(BEFORE_S * RATE)
    length = before + direct_path(room) + len(clip) + round(AFTER_S * RATE)
    noise, name = _noise(length, draw, corpus.noises)
    noise *= gain(level - snr_db)
    count = min(len(wet), length - before)
    noise[before : before + count] += wet[:count]
    return noise, name, snr_db


def _noise(count: int, draw: np.random.Generator, noises: Path | None) -> tuple[Signal, str]:
    """Noise of level 1: pink, and in half of the cases as much of rain or a clock."""
    steady = pink(count, draw)
    if noises is None or draw.random() < 0.5:
        return steady, "pink"
    paths = [*sorted(noises.glob("rain-*")), *sorted(noises.glob("clock-*"))]
    path = paths[int(draw.integers(len(paths)))]
    recorded_noise = read(path)
    # From any place, but a clip is shorter than the longest utterance: it starts again.
    other = np.resize(np.roll(recorded_noise, -int(draw.integers(len(recorded_noise)))), count)
    mixed = steady + other / np.float32(max(rms(other), 1e-6))
    return np.asarray(mixed / rms(mixed), np.float32), f"pink+{path.stem}"


if __name__ == "__main__":
    main()
