"""Trains models/drillvoice-words: `python training/train.py [-o FILE] [--judge] [--share S] [--examples FOLDER]`.

It needs the extras `natural`, `test` and `train`, the Debian packages of the benchmarks' voices (benchmarks/README.md),
and 100 MB from the package index: EfficientWord-Net's network as its Python package passes it on. SVOX Pico
(libttspico-utils) is used where it is there. What everybody said is kept as vectors in the folder of `--examples`, so
that judging and training hear it once. What is installed was trained with half of what is said, `--share 0.5`.

With `--judge` nothing is written. Words that are no commands are split into four parts, and so are the speakers; each
time it is trained without one part of both, and says how many commands of those speakers it finds where one in 100
of those words passes, beside the layers that are installed. No one split decides: the words that it has met matter more
than whose they are.
"""

import argparse
import sys
import zlib
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np

from benchmarks.speakers import forms
from drillvoice.core.phrases import plain_phrase
from drillvoice.listening.whole_words import WEIGHTS
from drillvoice.speech_models.find import word_model
from training.examples import Heard, heard_everybody
from training.head import Weights, likelihoods, train
from training.public_model import converted, public_model

SPLITS, PASSING = 4, 0.01
SHARE = 0.5


def main() -> None:
    """Convert, let people speak, train, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-o", "--output", type=Path, default=word_model() / WEIGHTS)
    parser.add_argument("--share", type=float, default=SHARE, help=f"how much of it to use (default: {SHARE})")
    parser.add_argument("--examples", type=Path, help="a folder that keeps what was heard, for the next call")
    parser.add_argument("--judge", action="store_true", help="say how good it is instead")
    asked = parser.parse_args()
    with TemporaryDirectory() as folder:
        embedding = converted(public_model(Path(folder)))
        heard = heard_everybody(embedding, asked.share, asked.examples or Path(folder) / "examples")
    phrases = sorted(plain_phrase(form) for form in forms())
    labels = heard.labels(phrases)
    said = np.count_nonzero((labels > 0) & (labels <= len(phrases)))
    print(f"{len(labels)} windows, {said} of them with a phrase, {labels.max() - len(phrases)} other words", flush=True)
    if asked.judge:
        judge(heard, labels, phrases)
        return
    layers = train(heard.vectors, labels, labels.max() + 1)
    np.savez(asked.output, **embedding, **layers, phrases=np.array(phrases))


def judge(heard: Heard, labels: np.ndarray, phrases: Sequence[str]) -> None:
    """What it finds of speakers, and how much it leaves of words, that it has not met: four times."""
    part = np.array([zlib.crc32(text.encode()) % SPLITS for text in heard.texts])
    no_phrase = (labels == 0) | (labels > len(phrases))
    with np.load(word_model() / WEIGHTS) as installed:
        present, known = dict(installed), [str(phrase) for phrase in installed["phrases"]]
    for split in range(SPLITS):
        unmet, stranger = no_phrase & (part == split), heard.voices % SPLITS == split
        learnt = ~unmet & ~stranger
        fresh = train(heard.vectors[learnt], labels[learnt], labels.max() + 1)
        asked = np.flatnonzero(stranger & np.isin(heard.texts, known)), np.flatnonzero(stranger & unmet)
        ours, theirs = found_at(heard, *asked, fresh, phrases), found_at(heard, *asked, present, known)
        print(
            f"split {split + 1}: finds {ours:.1f} % of {len(asked[0])}, with {len(asked[1])} other sounds; "
            f"what is installed, which met words and voices, {theirs:.1f} %",
            flush=True,
        )


def found_at(heard: Heard, chosen: np.ndarray, others: np.ndarray, weights: Weights, phrases: Sequence[str]) -> float:
    """The share of phrases, in percent, that are likelier than any phrase is in all but one in 100 other words."""
    limit = np.quantile(likelihoods(weights, heard.vectors[others], phrases).max(1), 1 - PASSING)
    right = [phrases.index(text) for text in heard.texts[chosen]]
    found = likelihoods(weights, heard.vectors[chosen], phrases)[np.arange(len(chosen)), right]
    return 100 * float(np.mean(found > limit))


if __name__ == "__main__":
    main()
