"""The network that tells the phrases apart: how it is trained, and how likely it finds each of them."""

from collections.abc import Sequence
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax

Weights = dict[str, Any]

VECTORS = 16
HIDDEN, JOINED = 64, 128
TAPS = 3
DROPPED = 0.3
BATCH, EPOCHS = 256, 18
RATE, DECAY = 2e-3, 1e-3
RATE_AFTER = 5e-4
"""Of a network that was trained before."""
LAST, UNLIKELY = 3, -4.0


def train(
    vectors: np.ndarray, labels: np.ndarray, before: Weights, rate: float = RATE, free: Weights | None = None
) -> Weights:
    """The network that tells the phrases apart.

    Args:
        vectors: of all windows.
        labels: what each of them is.
        before: the weights to begin with.
        rate: how fast they move at first.
        free: by which factor each weight moves; all of them do unless it is said.

    """
    mean, spread = before["mean"], before["spread"]
    steps = len(labels) // BATCH * EPOCHS
    optimiser = optax.adamw(optax.cosine_decay_schedule(rate, steps), weight_decay=DECAY)

    def loss(weights: Weights, some: Any, right: Any, key: Any) -> Any:
        odds = forward(weights, (some - mean) / spread, key)
        return optax.softmax_cross_entropy_with_integer_labels(odds, right).mean()

    def step(weights: Weights, state: Any, some: Any, right: Any, key: Any) -> Any:
        value, gradient = jax.value_and_grad(loss)(weights, some, right, key)
        updates, state = optimiser.update(gradient, state, weights)
        updates = updates if free is None else jax.tree.map(jnp.multiply, updates, free)
        return optax.apply_updates(weights, updates), state, value

    fast = jax.jit(step)
    weights = {name: jnp.asarray(value, jnp.float32) for name, value in before.items() if name.startswith("head")}
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


def begun(vectors: np.ndarray, kinds: int) -> Weights:
    """Weights before any training."""
    mean, spread = (np.asarray(of(vectors.astype(np.float32), (0, 1))) for of in (np.mean, np.std))
    size = vectors.shape[2]
    flat = (VECTORS - 2 * (TAPS - 1)) * HIDDEN
    shapes = [(TAPS, size, HIDDEN), (TAPS, HIDDEN, HIDDEN), (flat, JOINED), (JOINED, kinds)]
    keys = jax.random.split(jax.random.PRNGKey(0), len(shapes))
    weights: Weights = {"mean": mean, "spread": spread}
    for number, (key, shape) in enumerate(zip(keys, shapes, strict=True)):
        weights[f"head{number}"] = jax.random.normal(key, shape) * np.sqrt(2 / np.prod(shape[:-1]))
        weights[f"head_bias{number}"] = jnp.zeros(shape[-1])
    return weights


def widened(installed: Weights, known: Sequence[str], phrases: Sequence[str]) -> Weights:
    """An earlier network, in which each new phrase is begun as unlikely as anything that is no phrase of ours."""
    weights = {name: value for name, value in installed.items() if name.startswith(("head", "mean", "spread"))}
    last = f"head{LAST}", f"head_bias{LAST}"
    columns = [0, *(known.index(phrase) + 1 if phrase in known else 0 for phrase in phrases)]
    unlikely = np.array([0.0, *(0.0 if phrase in known else UNLIKELY for phrase in phrases)], np.float32)
    kernel, bias = (np.asarray(installed[name], np.float32)[..., columns] for name in last)
    return weights | {last[0]: kernel, last[1]: bias + unlikely}


def only_new(weights: Weights, known: Sequence[str], phrases: Sequence[str]) -> Weights:
    """Which weights are free where all that was known stays as it is."""
    columns = np.array([0.0, *(float(phrase not in known) for phrase in phrases)], np.float32)
    free = {name: np.zeros(np.shape(value), np.float32) for name, value in weights.items() if name.startswith("head")}
    return free | {name: free[name] + columns for name in (f"head{LAST}", f"head_bias{LAST}")}


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


def likelihoods(weights: Weights, vectors: np.ndarray) -> np.ndarray:
    """The logarithm of the probability of each kind, shape (n, kinds)."""
    heads = {name: np.asarray(value, np.float32) for name, value in weights.items() if name.startswith("head")}
    batches = np.array_split(vectors, len(vectors) // BATCH + 1)
    odds = [forward(heads, (some.astype(np.float32) - weights["mean"]) / weights["spread"]) for some in batches]
    return np.asarray(jax.nn.log_softmax(jnp.concatenate(odds)))
