"""What a person may ask of a session beyond the drill itself."""

from dataclasses import dataclass
from enum import StrEnum


class CueSound(StrEnum):
    """How cues sound."""

    VOICE = "voice"
    BEEP = "beep"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Options:
    """None means: as the drill says."""

    level: int | None = None
    seed: int = 1
    minutes: float | None = None
    """The session lasts at most about so many minutes."""
    gap_s: tuple[float, float] | None = None
    bouts: int | None = None
    bout_s: float | None = None
    rest_s: float | None = None
    rest_until_ready: bool = False
    without: tuple[str, ...] = ()
    """Cues left out."""
    cadence: int | None = None
    """The person's own steps a minute."""
    walking_frame: bool = False
    on_demand: bool = False
    attended: bool = False
    """Somebody can say "ready"; where nobody can, waits last a fixed time, as in a recording."""
    brief: bool = False
    safety: bool = False
    """The safety advice is heard in full."""
    cue_sound: CueSound = CueSound.VOICE
    metronome: bool = False
