"""What there is to choose from before a session, as values: drills and options, and what a key does to the choice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from drillvoice.core.plan.options import DEFAULT_RATE

AS_IT_SAYS = "as the drill says"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be started."""

    name: str
    """How the library calls it; "" for going on with a session that was left."""
    title: str
    trains: str = ""
    position: str = ""
    minutes: int = 0
    last: str = ""
    """When it was done last: "yesterday"."""
    levels: tuple[str, ...] = ()
    """The titles of its levels."""
    random: bool = False
    """It has random cues, and so gaps."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One option and the values that it can have."""

    key: str
    """As the command line calls it."""
    title: str
    values: tuple[tuple[Any, str], ...]
    """Each value with its words."""
    usual: Any = None
    """The value without a choice."""

    def words(self, value: Any) -> str:
        """A value as it is shown."""
        return next((words for each, words in self.values if each == value), str(value))

    def step(self, value: Any, by: int) -> Any:
        """The next value, or the one before; there is nothing beyond the ends."""
        places = [index for index, (each, _) in enumerate(self.values) if each == value]
        place = (places[0] if places else 0) + by
        return self.values[min(len(self.values) - 1, max(0, place))][0]


def _numbers(unit: str, *values: float) -> tuple[tuple[Any, str], ...]:
    return ((None, AS_IT_SAYS), *((value, f"{value:g} {unit}") for value in values))


MINUTES = Setting("minutes", "Minutes at most", _numbers("minutes", 3.0, 5.0, 10.0, 15.0, 20.0, 30.0, 45.0))
GAPS = (3.0, 5.0), (4.0, 6.0), (5.0, 7.0), (6.0, 8.0), (7.0, 9.0), (8.0, 12.0)
GAP = Setting(
    "gap", "Time between cues", ((None, AS_IT_SAYS), *((gap, f"{gap[0]:g} to {gap[1]:g} seconds") for gap in GAPS))
)
REST = Setting(
    "rest", "Rest", ((None, AS_IT_SAYS), ("ready", "until you are ready"), *_numbers("seconds", 30.0, 60.0, 120.0)[1:])
)
RATES = (110, 130, 150, 165, 180, 200)


def _yes_no(key: str, title: str) -> Setting:
    return Setting(key, title, ((False, "no"), (True, "yes")), usual=False)


GENERAL = (
    Setting("rate", "Speaking rate", tuple((rate, f"{rate} words a minute") for rate in RATES), DEFAULT_RATE),
    Setting("volume", "Loudness", tuple((volume, f"{volume} %") for volume in (20, 40, 60, 80, 100)), 100),
    _yes_no("brief", "Short announcements"),
    Setting("ask", "Ask how you feel", (("no", "no"), ("yes", "before and after"), ("each", "ask each time")), "no"),
    Setting("no_voice_control", "Spoken commands", ((False, "on"), (True, "off")), usual=False),
    _yes_no("walking_frame", "Walking frame"),
    Setting("cadence", "Your steps a minute", ((None, "not counted"), *((n, str(n)) for n in range(60, 131, 5)))),
    Setting("colours", "Colours", (("dark", "light on dark"), ("light", "dark on light")), "dark"),
    _yes_no("flash", "Flash at each cue"),
)
CUES = Setting("cues", "Cues", (("voice", "voice"), ("beep", "beeps"), ("both", "beeps and voice")), "voice")
DEMAND = _yes_no("on_demand", "Each cue waits for you")


def settings_for(entry: Entry, voices: Sequence[tuple[str, str]]) -> tuple[Setting, ...]:
    """The options of one drill; voices as identifier and name."""
    if not entry.name:
        return ()
    level = [Setting("level", "Level", tuple(_levels(entry)), 1)] if entry.levels else []
    cued = [GAP, CUES, DEMAND] if entry.random else []
    voice = Setting("voice", "Voice", (("", "the usual one"), *voices), "")
    return (*level, MINUTES, *cued[:1], REST, voice, *cued[1:], *GENERAL)


def _levels(entry: Entry) -> list[tuple[int, str]]:
    return [(number, f"{number}: {title}") for number, title in enumerate(entry.levels, start=1)]


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody chose."""

    name: str
    given: Mapping[str, Any] = field(default_factory=dict)
    """Options by the command line's names, where they differ from what is usual."""
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Picking:
    """Where somebody is in choosing."""

    entries: tuple[Entry, ...]
    voices: tuple[tuple[str, str], ...] = ()
    last: Choice | None = None
    """What was started last time."""
    place: int = 0
    options: bool = False
    """The keys act on the options."""
    option: int = 0
    given: Mapping[str, Any] = field(default_factory=dict)
    problem: str = ""

    @property
    def entry(self) -> Entry:
        """What is pointed at."""
        return self.entries[self.place]

    @property
    def settings(self) -> tuple[Setting, ...]:
        """Its options."""
        return settings_for(self.entry, self.voices)

    def value(self, setting: Setting) -> Any:
        """What is chosen of an option."""
        return self.given.get(setting.key, setting.usual)

    def move(self, by: int) -> "Picking":
        """Up or down."""
        if self.options:
            return replace(self, option=_within(self.option + by, len(self.settings)), problem="")
        level = {key: value for key, value in self.given.items() if key != "level"}
        place = _within(self.place + by, len(self.entries))
        return replace(self, place=place, given=level if place != self.place else self.given, problem="")

    def change(self, by: int) -> "Picking":
        """Another value of the option that is pointed at; sideways in the drills leads to the options and back."""
        if not self.options:
            return self.turn() if by > 0 else self
        setting = self.settings[self.option]
        value = setting.step(self.value(setting), by)
        return replace(self, given={**self.given, setting.key: value}, problem="")

    def turn(self) -> "Picking":
        """From the drills to the options, and back."""
        there = not self.options and bool(self.settings)
        return replace(self, options=there, option=_within(self.option, max(1, len(self.settings))))

    def choice(self, *, plain: bool = False) -> Choice:
        """What is pointed at, with its options: none that this drill does not have."""
        keys = {setting.key: setting.usual for setting in self.settings}
        given = {key: value for key, value in self.given.items() if key in keys and value != keys[key]}
        return Choice(self.entry.name, given, plain)


def _within(place: int, count: int) -> int:
    return min(count - 1, max(0, place))


def begin(entries: Sequence[Entry], last: Choice | None = None, voices: Sequence[tuple[str, str]] = ()) -> Picking:
    """Point at what was started last time; at a session that was left, where there is one."""
    names = [entry.name for entry in entries]
    known = last if last and last.name in names else None
    place = names.index(known.name) if known and "" not in names else 0
    return Picking(tuple(entries), tuple(voices), known, place, given=known.given if known else {})
