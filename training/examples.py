"""What everybody says for training, as the second opinion hears it: vectors, what was said, and by whom."""

import random
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.voice_lab.voices import Voice
from drillvoice.core.phrases import plain_phrase
from drillvoice.listening.word_embedding import WordEmbedding
from training import speakers, windows

WINDOWS_OF_EACH = 2
WINDOWS_OF_NOBODY = 4_000
PROCESSES = 2
OFTEN = 8
"""A word that is heard so often is told apart from others."""


@dataclass(frozen=True)
class Heard:
    """All windows."""

    vectors: np.ndarray
    """Shape (n, 1024)."""
    texts: np.ndarray
    voices: np.ndarray
    """Which voice said it, by its number."""

    def labels(self, phrases: Sequence[str]) -> np.ndarray:
        """0 for anything else, then the phrases, then each other word that is heard often."""
        counts = Counter(str(text) for text in self.texts)
        often = sorted(text for text, count in counts.items() if count >= OFTEN and text != speakers.OTHER)
        kinds = [*phrases, *(text for text in often if text not in phrases)]
        number = {text: place for place, text in enumerate(kinds, start=1)}
        return np.array([number.get(str(text), 0) for text in self.texts])


def heard_everybody(weights: Mapping[str, Any], share: float, folder: Path) -> Heard:
    """All that everybody says, or a share of it; what a folder has of an earlier call is not heard again."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = speakers.voices()
    busiest_first = sorted(wanted, key=lambda voice: -speakers.VARIANTS.get(voice.engine, 0))
    with Pool(PROCESSES) as pool:
        for voice, count in pool.imap_unordered(partial(_keep_examples, weights, share, folder), busiest_first):
            print(f"{voice.key}: {count}", file=sys.stderr, flush=True)
    found = [dict(np.load(_kept(folder, voice, share))) for voice in wanted]
    return Heard(
        np.concatenate([one["vectors"] for one in found]),
        np.concatenate([one["texts"] for one in found]),
        np.repeat(np.arange(len(found)), [len(one["texts"]) for one in found]),
    )


def _kept(folder: Path, voice: Voice, share: float) -> Path:
    return folder / f"{voice.key}-{share:g}.npz"


def _keep_examples(weights: Mapping[str, Any], share: float, folder: Path, voice: Voice) -> tuple[Voice, int]:
    path = _kept(folder, voice, share)
    if not path.exists():
        vectors, texts = examples(weights, share, voice)
        begun = path.with_name(f"{path.name}.part")
        with begun.open("wb") as file:
            np.savez(file, vectors=vectors, texts=np.array(texts))
        begun.replace(path)
    with np.load(path) as kept:
        return voice, len(kept["texts"])


def examples(weights: Mapping[str, Any], share: float, voice: Voice) -> tuple[np.ndarray, list[str]]:
    """What one voice gives: vectors, shape (n, 1024), and what was said."""
    chance = np.random.default_rng(random.Random(voice.key).getrandbits(32))
    clips = speakers.clips(voice, share)
    others = [clip.samples for clip in clips]
    heard = [
        (windows.window(clip.samples, others, chance), plain_phrase(clip.text)) for clip in clips * WINDOWS_OF_EACH
    ]
    silent = round(share * WINDOWS_OF_NOBODY / len(speakers.voices()))
    heard += [(windows.nobody(others, chance), speakers.OTHER) for _ in range(silent)]
    embedding = WordEmbedding(weights)
    vectors = np.array([embedding.vector_of(samples) for samples, _ in heard], np.float16)
    return vectors, [text for _, text in heard]
