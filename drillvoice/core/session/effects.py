"""What a session asks the world to do. What sounds or happens leaves a fact behind, which is told once it has."""

from dataclasses import dataclass

from drillvoice.core.plan.lines import Line
from drillvoice.core.session.facts import Fact, Spoken


@dataclass(frozen=True, slots=True)
class Speak:
    """Let a line sound, its first frame at a tick."""

    fact: Spoken
    clip: int
    """Its length in ticks."""

    @property
    def at(self) -> int:
        """The tick of its first frame."""
        return self.fact.at

    @property
    def line(self) -> Line:
        """What is said."""
        return self.fact.line


@dataclass(frozen=True, slots=True)
class Tone:
    """A soft tone: rising says "heard and done", falling "understood, but not now"."""

    at: int
    rising: bool = False


@dataclass(frozen=True, slots=True)
class Beat:
    """Let the metronome tick so often a minute; 0 stops it."""

    at: int
    beats: int


@dataclass(frozen=True, slots=True)
class Loudness:
    """Let everything sound at another loudness from now on."""

    at: int
    percent: int


@dataclass(frozen=True, slots=True)
class Note:
    """Something that happens without a sound of its own."""

    fact: Fact

    @property
    def at(self) -> int:
        """The tick at which it does."""
        return self.fact.at


Effect = Speak | Tone | Beat | Loudness | Note
