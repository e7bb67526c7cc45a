"""What every part of a plan is made from."""

from dataclasses import dataclass

from drillvoice.core.phrases import Phrases
from drillvoice.core.plan.options import Options


@dataclass(frozen=True, slots=True)
class Given:
    """What was asked for, and the words for it."""

    options: Options
    phrases: Phrases
