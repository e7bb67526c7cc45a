"""What somebody wants to do, as one value: command line, picker and page fill it. Light to import, for --help.

Every default stands here and in `Practice`, and nowhere else.
"""

from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from drillvoice.core.plan.options import DEFAULT_RATE, Ask, Options, OverCues, Practice
from drillvoice.errors import UsageError

FIRST_LANGUAGE = "en"
TOGETHER = "+"
"""Stands between the names of what is practised in one session, where the record names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceWish:
    """With which voice."""

    name: str = ""
    """Its identifier; the usual one where it is empty."""
    rate: int = DEFAULT_RATE
    """Words a minute."""
    clear: bool = False
    """Consonants are lifted, for ears that miss them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundWish:
    """From which loudspeaker."""

    speaker: str = ""
    """Its name or number; the system's own where it is empty."""
    volume: int = 100
    """In per cent."""
    keep_awake: bool = False
    """Inaudible noise, for loudspeakers that fall asleep."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListeningWish:
    """How spoken commands are listened for."""

    off: bool = False
    microphone: str = ""
    """Its name or number; the system's own where it is empty."""
    model: Path | None = None
    """Another speech model."""
    headphones: bool = False
    over_cues: OverCues = OverCues.URGENT
    wake: str = ""
    """A word that must come before each command."""
    learn: bool = False
    """How commands sound that are understood, and not taken back, is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dose:
    """How much of one drill, where each of several has its own."""

    level: int | None = None
    bouts: int | None = None
    bout_s: float | None = None
    first_side: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One session."""

    drills: tuple[str, ...] = ("warm-up",)
    """Names or paths, one after the other."""
    doses: tuple[Dose, ...] = ()
    """One for each of the drills, in their order; none where `practice` says it for all."""
    announcement: str = ""
    """Said before anything else: what is due today, and what is left in the week."""
    folder: Path | None = None
    """A folder with more drills."""
    language: str = FIRST_LANGUAGE
    """By its code."""
    seed: int | None = None
    """Repeats a session; one is drawn where there is none."""
    practice: Practice = field(default_factory=Practice)
    voice: VoiceWish = field(default_factory=VoiceWish)
    sound: SoundWish = field(default_factory=SoundWish)
    listening: ListeningWish = field(default_factory=ListeningWish)
    ask: Ask = Ask.NO
    safety_heard: bool = False
    """The safety advice is said in short."""
    safety_read: bool = False
    """The same from now on: it was read, which is as good as heard."""
    only_safety: bool = False
    """The safety advice is all that is said."""
    record: bool = True
    one_switch: bool = False
    """Every key does what is to be done next: somebody has but one."""
    keep_computer_awake: bool = True
    """And its screen, while the session goes on."""

    def lesser(self, announcement: str) -> "Request":
        """The same, but as little as it can be: rounds that were asked for do not count any more."""
        practice = replace(self.practice, less=True, bouts=None)
        return replace(self, practice=practice, announcement=announcement)

    def options(self, seed: int, *, attended: bool = False) -> Options:
        """How to practise, once the seed is known and whether somebody can say "ready".

        Raises:
            UsageError: two wishes contradict each other.

        """
        if self.practice.on_demand and self.practice.gap_s:
            raise UsageError(
                "With --on-demand every cue waits for you, so --gap has no meaning; leave one of them out."
            )
        gap_s = self.practice.gap_s
        if gap_s and gap_s[0] > gap_s[1]:
            raise UsageError(
                f"The gap {gap_s[0]:g} to {gap_s[1]:g} seconds ends before it begins; put the shorter one first."
            )
        return Options(**asdict(self.practice), seed=seed, attended=attended, announcement=self.announcement)
