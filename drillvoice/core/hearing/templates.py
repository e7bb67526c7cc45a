"""What one person's commands sound like, by their own example: vectors of a few takes, and how near a sound is to them.

A take is a row of vectors, 96 numbers every 80 ms (`listening/keyword_embedding.py`). Two takes are compared by dynamic
time warping (Sakoe and Chiba 1978), so that one may be slower than the other, or slower in a part of it. No letters and
no phones: it serves a word of any language, a hum, or two clicks of the tongue.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from drillvoice.core.session.commands import Command

Vectors = NDArray[np.float32]
"""Shape (n, 96), n at least 1, each of the 96 spread about as widely as the others."""

WIDTH = 96
UNLIKE = float("inf")
FAR = 0.6
"""Two words that have nothing in common are about so far apart."""
MOST_TIMES_LONGER = 3
"""Nobody says the same word so much slower."""
BAND = 0.5
"""How far from the straight way through both two takes may be warped, as a share of the longer."""
LEAST_SHARE = 0.5
"""Of the longest take of an attempt; what is shorter is beside the word, or a piece of it."""
FAINT = np.float32(1e-6)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How far a sound is from each command that was taught: at least one."""

    distances: Mapping[Command, float]

    @property
    def nearest(self) -> Command:
        """The command that it is nearest to."""
        return min(self.distances, key=lambda command: self.distances[command])

    @property
    def distance(self) -> float:
        """How far from that."""
        return min(self.distances.values())

    @property
    def rival_distance(self) -> float:
        """How far from the next one, which is far away where there is none."""
        return min((FAR, *sorted(self.distances.values())[1:2]))


def compare_sound(sound: Vectors, takes: Mapping[Command, Sequence[Vectors]]) -> Likeness | None:
    """How far a sound is from each command; None where nothing was taught."""
    distances = {command: distance_to_nearest(sound, taught) for command, taught in takes.items()}
    return Likeness(distances) if distances else None


def distance_to_nearest(sound: Vectors, takes: Sequence[Vectors]) -> float:
    """How far a sound is from the nearest of some takes."""
    return min((distance_between(sound, take) for take in takes), default=UNLIKE)


def distance_between(one: Vectors, other: Vectors) -> float:
    """How far two takes are apart: the mean cost of the best way through both; 0 for the same, 1 for any two sounds."""
    if max(len(one), len(other)) > MOST_TIMES_LONGER * min(len(one), len(other)):
        return UNLIKE
    costs = (1 - _directions(one) @ _directions(other).T).tolist()
    count, width = len(one), len(other)
    reach = max(1.0, BAND * max(count, width))
    total = [[UNLIKE] * (width + 1) for _ in range(count + 1)]
    total[0][0] = 0.0
    for row, column in product(range(count), range(width)):
        if abs(row * width / count - column) <= reach:
            cost = costs[row][column]
            total[row + 1][column + 1] = min(
                total[row][column] + 2 * cost, total[row][column + 1] + cost, total[row + 1][column] + cost
            )
    return float(total[count][width] / (count + width))


def _directions(vectors: Vectors) -> Vectors:
    """Each of length 1: a clear sound has longer vectors than the same one in noise."""
    directions: Vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), FAINT)
    return directions


def consistent_takes(attempts: Sequence[Sequence[Vectors]], most_apart: float) -> list[list[Vectors]]:
    """What is alike in several attempts, by attempt: a cough may come in between. Where an attempt was placed twice,
    by the recogniser and by its loudness, both may stand: either may come in a session. But a click beside a word is
    none, though there be one beside each: the room makes such sounds, and all commands would have them.

    Args:
        attempts: what sounded in each of them.
        most_apart: what is further from everything in the others is no take of the same.

    """
    kept = []
    for place, attempt in enumerate(attempts):
        others = [take for elsewhere, other in enumerate(attempts) if elsewhere != place for take in other]
        alike = [take for take in attempt if distance_to_nearest(take, others) <= most_apart]
        if alike:
            longest = max(map(len, alike))
            kept.append([take for take in alike if len(take) >= LEAST_SHARE * longest])
    return kept
