"""What is kept of a person's takes of one command."""

from collections.abc import Sequence

from drillvoice.core.hearing.templates import Vectors, consistent_takes
from drillvoice.core.voice_check.attempts import Attempt

MOST_APART = 0.45
"""Takes of the same word by the same person are 0.05 to 0.35 apart, other words 0.5 and more."""
LEAST_TAKES = 2
"""One alone may be a cough."""


def takes_of(attempts: Sequence[Attempt]) -> list[Vectors]:
    """Those takes that are alike, one of each attempt at most; none where there are no two."""
    takes = consistent_takes([attempt.sounds for attempt in attempts], MOST_APART)
    return takes if len(takes) >= LEAST_TAKES else []
