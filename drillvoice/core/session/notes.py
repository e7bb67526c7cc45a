"""What may be noted of a session besides words."""

from typing import Literal

WOBBLE = "wobble"
"""A near-fall, by the name of its note: a stumble, or a grab for support."""
TOUCHED_WALL = "wall"
"""A hand went to the wall or another support."""
NEEDED_HAND = "hand"
"""Somebody held them, or gave a hand."""
TOOK_REST = "rest"
"""They sat down, or stood still to rest, where the drill had none."""
NOTES = (WOBBLE, TOUCHED_WALL, NEEDED_HAND, TOOK_REST)
"""Everything that may be noted with one tap."""
Wall = Literal["none", "some", "often"]
"""How far the wall or another support was needed."""
