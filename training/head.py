"""The two layers that tell the phrases apart: how they are trained, and how likely they find each of them."""

from collections.abc import Sequence
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax

Weights = dict[str, Any]

HIDDEN = 384
DROPPED = 0.3
BATCH, EPOCHS = 256, 12
RATE, DECAY = 1e-3, 1e-2
LAYERS = 2
SMALL = 1e-4


def train(vectors: np.ndarray, labels: np.ndarray, kinds: int) -> Weights:
    """The layers.

    Args:
        vectors: of all windows, shape (n, 1024).
        labels: which kind each of them is, from 0.
        kinds: how many there are.

    """
    mean, spread = (np.asarray(of(vectors.astype(np.float32), 0)) for of in (np.mean, np.std))
    spread += SMALL
    optimiser = optax.adamw(optax.cosine_decay_schedule(RATE, len(labels) // BATCH * EPOCHS), weight_decay=DECAY)

    def loss(weights: Weights, some: Any, right: Any, key: Any) -> Any:
        odds = forward(weights, (some - mean) / spread, key)
        return optax.softmax_cross_entropy_with_integer_labels(odds, right).mean()

    def step(weights: Weights, state: Any, some: Any, right: Any, key: Any) -> Any:
        value, gradient = jax.value_and_grad(loss)(weights, some, right, key)
        updates, state = optimiser.update(gradient, state, weights)
        return optax.apply_updates(weights, updates), state, value

    fast = jax.jit(step)
    weights = begun(vectors.shape[1], kinds)
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
    """Weights before any training."""
    weights: Weights = {}
    for number, shape in enumerate([(size, HIDDEN), (HIDDEN, kinds)]):
        key = jax.random.fold_in(jax.random.PRNGKey(0), number)
        weights[f"head{number}"] = jax.random.normal(key, shape) * np.sqrt(2 / shape[0])
        weights[f"head_bias{number}"] = jnp.zeros(shape[1])
    return weights


def forward(weights: Weights, vectors: Any, key: Any = None) -> Any:
    """As `WholeWords` does it; where there is a key, with some of the numbers dropped."""
    keys = iter(() if key is None else jax.random.split(key, LAYERS))

    def dropped(values: Any) -> Any:
        if key is None:
            return values
        return values * jax.random.bernoulli(next(keys), 1 - DROPPED, values.shape) / (1 - DROPPED)

    hidden = jax.nn.relu(dropped(vectors) @ weights["head0"] + weights["head_bias0"])
    return dropped(hidden) @ weights["head1"] + weights["head_bias1"]


def likelihoods(weights: Weights, vectors: np.ndarray, phrases: Sequence[str]) -> np.ndarray:
    """The logarithm of the probability of each phrase, shape (n, phrases)."""
    heads = {name: np.asarray(value, np.float32) for name, value in weights.items() if name.startswith("head")}
    batches = np.array_split(vectors, len(vectors) // BATCH + 1)
    odds = [forward(heads, (some.astype(np.float32) - weights["mean"]) / weights["spread"]) for some in batches]
    return np.asarray(jax.nn.log_softmax(jnp.concatenate(odds)))[:, 1 : 1 + len(phrases)]
