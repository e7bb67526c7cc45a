"""What is counted of one side only: the left leg, the right leg."""

from collections import defaultdict
from collections.abc import Iterable

SIDE_MARK = "|"
"""Between what is done and its side, in the name of what is counted; names of cues and sides have none."""


def tally_of_side(name: str, side: str) -> str:
    """What is counted where something is done on one side."""
    return f"{name}{SIDE_MARK}{side}"


def has_both_sides(tallied: Iterable[str]) -> bool:
    """Whether anything that was counted was done on more than one side."""
    sides: defaultdict[str, set[str]] = defaultdict(set)
    for name in tallied:
        thing, mark, side = name.partition(SIDE_MARK)
        if mark:
            sides[thing].add(side)
    return any(len(each) > 1 for each in sides.values())
