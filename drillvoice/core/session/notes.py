"""What may be noted of a session besides words."""

from typing import Literal

WOBBLE = "wobble"
"""A near-fall, by the name of its note: a stumble, or a grab for support."""
Wall = Literal["none", "some", "often"]
"""How far the wall or another support was needed."""
