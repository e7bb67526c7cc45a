"""Trains models/drillvoice-keywords: `python training/train.py [-o FILE] [--judge] [--examples FOLDER]`.

It needs the extras `natural`, `test` and `train`, the Debian packages of the benchmarks' voices (benchmarks/README.md),
and 10 MB from the package index: Google's speech embedding as the Python package openWakeWord 0.4.0 passes it on. SVOX
Pico (libttspico-utils) is used where it is there. `--share 0.05` tries it out. What everybody said is kept as vectors
in the folder of `--examples`, so that judging and training hear it once.

It goes on from the installed network; `--learn phrases` only adds what that does not know, `--learn anew` begins anew.

With `--judge` nothing is written. Words that are no commands are split into four parts, and so are the speakers; each
time it is trained without one part of both, and says how many commands of those speakers it finds where one in 100
of those words passes, beside the network that is installed. No one split decides: the words that it has met matter more
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
from drillvoice.listening.keywords import WEIGHTS
from drillvoice.speech_models.find import keyword_model
from training.examples import Heard, heard_everybody
from training.head import RATE, RATE_AFTER, Weights, begun, likelihoods, only_new, train, widened
from training.public_model import converted, public_models

SPLITS, PASSING = 4, 0.01
LEARN = ("everything", "phrases", "anew")
"""All weights of the installed network, those of phrases that it does not know, or a network of its own."""


def main() -> None:
    """Convert, let people speak, train, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-o", "--output", type=Path, default=keyword_model() / WEIGHTS)
    parser.add_argument("--share", type=float, default=1.0, help="how much of what is said to use (default: 1)")
    parser.add_argument("--examples", type=Path, help="a folder that keeps what was heard, for the next call")
    parser.add_argument("--learn", choices=LEARN, default=LEARN[0], help="what of the network (default: everything)")
    parser.add_argument("--judge", action="store_true", help="say how good it is instead")
    asked = parser.parse_args()
    with TemporaryDirectory() as folder:
        embedding = converted(*public_models(Path(folder)))
        heard = heard_everybody(embedding, asked.share, asked.examples or Path(folder) / "examples")
    phrases = sorted(plain_phrase(form) for form in forms())
    labels = heard.labels(phrases)
    print(f"{len(labels)} windows, {np.count_nonzero(labels)} of them with a phrase", flush=True)
    if asked.judge:
        judge(heard, phrases, what=asked.learn)
        return
    head = learn(heard.vectors, labels, phrases, what=asked.learn)
    np.savez_compressed(asked.output, **embedding, **head, phrases=np.array(phrases))


def learn(vectors: np.ndarray, labels: np.ndarray, phrases: Sequence[str], *, what: str) -> Weights:
    """A network that goes on from the installed one, which has heard more than one share, or begins anew."""
    if what == "anew":
        return train(vectors, labels, begun(vectors, len(phrases) + 1))
    present, known = installed_network()
    before = widened(present, known, phrases)
    if what == "phrases":
        return train(vectors, labels, before, RATE, only_new(before, known, phrases))
    return train(vectors, labels, before, RATE_AFTER)


def installed_network() -> tuple[Weights, list[str]]:
    """What is installed, and which phrases it knows."""
    with np.load(keyword_model() / WEIGHTS) as installed:
        return dict(installed), [str(phrase) for phrase in installed["phrases"]]


def judge(heard: Heard, phrases: Sequence[str], *, what: str) -> None:
    """What it finds of speakers, and how much it leaves of words, that it has not met: four times."""
    labels = heard.labels(phrases)
    part = np.array([zlib.crc32(text.encode()) % SPLITS for text in heard.texts])
    present, known = installed_network()
    for split in range(SPLITS):
        unmet, stranger = (labels == 0) & (part == split), heard.voices % SPLITS == split
        learnt = ~unmet & ~stranger
        fresh = learn(heard.vectors[learnt], labels[learnt], phrases, what=what)
        asked = np.flatnonzero(stranger & np.isin(heard.texts, known)), np.flatnonzero(stranger & unmet)
        ours, theirs = found_at(heard, *asked, fresh, phrases), found_at(heard, *asked, present, known)
        print(
            f"split {split + 1}: finds {ours:.1f} % of {len(asked[0])}, with {len(asked[1])} other sounds; "
            f"what is installed, which met words and voices, {theirs:.1f} %",
            flush=True,
        )


def found_at(heard: Heard, chosen: np.ndarray, others: np.ndarray, weights: Weights, phrases: Sequence[str]) -> float:
    """The share of phrases, in percent, that are likelier than any phrase is in all but one in 100 other words."""
    limit = np.quantile(likelihoods(weights, heard.vectors[others])[:, 1:].max(1), 1 - PASSING)
    right = [phrases.index(text) + 1 for text in heard.texts[chosen]]
    found = likelihoods(weights, heard.vectors[chosen])[np.arange(len(chosen)), right]
    return 100 * float(np.mean(found > limit))


if __name__ == "__main__":
    main()
