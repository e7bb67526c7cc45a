"""What is kept of a person's takes of one command."""

from collections.abc import Sequence
from itertools import chain

from drillvoice.core.hearing.taught_voice import MOST_TAKES
from drillvoice.core.hearing.templates import Vectors, consistent_takes
from drillvoice.core.voice_check.attempts import Attempt

MOST_APART = 0.45
"""Takes of the same word by the same person are 0.05 to 0.35 apart, other words 0.5 and more."""


def takes_of(attempts: Sequence[Attempt]) -> list[Vectors]:
    """Those takes that are alike in two attempts at least; none where there are none."""
    by_attempt = consistent_takes([attempt.sounds for attempt in attempts], MOST_APART)
    return list(chain.from_iterable(by_attempt))[:MOST_TAKES]
