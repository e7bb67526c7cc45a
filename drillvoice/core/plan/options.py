"""What a person may ask for. Light to import: the command line needs it for --help."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

DEFAULT_RATE = 165
"""Words a minute; 150 to 200 is what young and old find most comfortable (Sutton 1995)."""
CADENCE_RANGE = (40, 130)
"""Steps a minute; in daily life people with MS spend little time above 119 (PubMed 37864454)."""


class CueSound(StrEnum):
    """How cues sound."""

    VOICE = "voice"
    BEEP = "beep"
    BOTH = "both"


class OverCues(StrEnum):
    """Which commands are heard while the program speaks from a loudspeaker, as far as its voice can be taken out."""

    NONE = "none"
    URGENT = "urgent"
    """Pause and stop: a missed one is dangerous, and one that nobody gave does no harm."""
    ALL = "all"


class Ask(StrEnum):
    """Whether it is asked how somebody feels, before and after."""

    NO = "no"
    YES = "yes"
    EACH = "each"
    """It is asked each time whether they shall be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """How to practise; None means: as the drill says."""

    level: int | None = None
    minutes: float | None = None
    """The session lasts at most about so many minutes."""
    gap_s: tuple[float, float] | None = None
    bouts: int | None = None
    """How often each exercise is done."""
    bout_s: float | None = None
    rest_s: float | None = None
    rest_until_ready: bool = False
    without: tuple[str, ...] = ()
    """Cues left out."""
    cadence: int | None = None
    """The person's own steps a minute."""
    walking_frame: bool = False
    on_demand: bool = False
    brief: bool = False
    cue_sound: CueSound = CueSound.VOICE
    metronome: int = 0
    """Its beats a minute; 0 for none."""
    first_side: str = ""
    """"left" or "right": with which side to begin; "" as the drill says."""
    less: bool = False
    """Less today: one round, the easiest level that does not walk, and no walking."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options(Practice):
    """The same with what is settled when a session is prepared."""

    seed: int = 1
    attended: bool = False
    """Somebody can say "ready"; where nobody can, waits last a fixed time, as in a recording."""
    safety: bool = False
    """It is the first time: the safety advice is heard in full, and why it helps."""
    announcement: str = ""
    """Said before everything else."""
    times: Mapping[tuple[str, int], int] = field(default_factory=dict)
    """How often each drill was done at each level, by the drill's name and the level; 0 where it has none."""
    bouts_today: Mapping[str, int] = field(default_factory=dict)
    """How many bouts of each drill were done earlier on the same day."""
