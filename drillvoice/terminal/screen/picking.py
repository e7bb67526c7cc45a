"""What there is to choose from before a session, as values: drills and options, and what a key does to the choice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from drillvoice.app.catalogue import OFFERED_GAPS, OFFERED_MINUTES, OFFERED_ROUNDS, Entry
from drillvoice.core.plan.options import Ask, CueSound
from drillvoice.core.plan.request import Request
from drillvoice.core.shown_phrases import OptionPhrases
from drillvoice.terminal.wishes import Choice


@dataclass(frozen=True, slots=True)
class Setting:
    """One option and the values that it can have."""

    name: str
    """How the phrases call it."""
    path: str
    """Where it stands in a choice: "request.practice.minutes"."""
    values: tuple[Any, ...]
    named: Mapping[Any, str] = field(default_factory=dict)
    """What some values are called that belong to no language: voices, and a drill's own levels."""

    def value_in(self, choice: Choice) -> Any:
        """What is chosen of it."""
        found: Any = choice
        for name in self.path.split("."):
            found = getattr(found, name)
        return found

    def chosen(self, choice: Choice, value: Any) -> Choice:
        """The choice with another value."""
        changed = _replaced(choice, self.path.split("."), value)
        assert isinstance(changed, Choice), "a choice stays one"
        return changed

    def value_words(self, value: Any, words: OptionPhrases) -> str:
        """A value as it is shown."""
        known = words.values.get(_value_name(value))
        if known is not None:
            return known
        low, high = value if isinstance(value, tuple) else (value, value)
        if isinstance(low, str):
            return self.named.get(low, low)
        return words.number.format(n=f"{low:g}", most=f"{high:g}", title=self.named.get(value, ""))

    def step(self, value: Any, by: int) -> Any:
        """The next value, or the one before; there is nothing beyond the ends."""
        place = (self.values.index(value) if value in self.values else 0) + by
        return self.values[min(len(self.values) - 1, max(0, place))]


def _value_name(value: Any) -> str:
    """How the phrases call a value that is no number."""
    if value is None or value == "":
        return "usual"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


class LevelSetting(Setting):
    """The level: the first is what a drill has without a choice."""

    def value_in(self, choice: Choice) -> Any:
        """The number of the level."""
        return choice.request.practice.level or 1

    def chosen(self, choice: Choice, value: Any) -> Choice:
        """The choice with another level."""
        return Setting.chosen(self, choice, None if value == 1 else value)


class RestSetting(Setting):
    """The rest: seconds, or until somebody is ready."""

    def value_in(self, choice: Choice) -> Any:
        """Seconds, "ready", or None."""
        practice = choice.request.practice
        return "ready" if practice.rest_until_ready else practice.rest_s

    def chosen(self, choice: Choice, value: Any) -> Choice:
        """The choice with another rest."""
        rest_s = None if value == "ready" else value
        practice = replace(choice.request.practice, rest_s=rest_s, rest_until_ready=value == "ready")
        return replace(choice, request=replace(choice.request, practice=practice))


def _replaced(value: Any, names: Sequence[str], new: Any) -> Any:
    name, *rest = names
    return replace(value, **{name: _replaced(getattr(value, name), rest, new) if rest else new})


def _yes_no(name: str, path: str) -> Setting:
    return Setting(name, path, (False, True))


ROUNDS = Setting("rounds", "request.practice.bouts", (None, *OFFERED_ROUNDS))
LESS = _yes_no("less", "request.practice.less")
MINUTES = Setting("minutes", "request.practice.minutes", (None, *OFFERED_MINUTES))
GAP = Setting("gap", "request.practice.gap_s", (None, *OFFERED_GAPS))
REST = RestSetting("rest", "", (None, "ready", 30.0, 60.0, 120.0))
RATE = Setting("rate", "request.voice.rate", (110, 130, 150, 165, 180, 200))
GENERAL = (
    Setting("volume", "request.sound.volume", (20, 40, 60, 80, 100)),
    _yes_no("clear", "request.voice.clear"),
    _yes_no("brief", "request.practice.brief"),
    Setting("ask", "request.ask", tuple(Ask)),
    _yes_no("listening_off", "request.listening.off"),
    _yes_no("walking_frame", "request.practice.walking_frame"),
    Setting("cadence", "request.practice.cadence", (None, *range(60, 131, 5))),
    _yes_no("light", "terminal.light"),
    _yes_no("flash", "terminal.flash"),
)
CUES = Setting("cues", "request.practice.cue_sound", tuple(CueSound))
DEMAND = _yes_no("on_demand", "request.practice.on_demand")
LEVEL = LevelSetting("level", "request.practice.level", ())
VOICE = Setting("voice", "request.voice.name", ("",))
NOT_EVERYWHERE = (LEVEL, GAP, CUES, DEMAND)
"""Options that only some drills have."""


def settings_for(entry: Entry, voices: Sequence[tuple[str, str]]) -> tuple[Setting, ...]:
    """The options of one drill; voices as identifier and name."""
    if not entry.name:
        return ()
    titles = dict(enumerate(entry.levels, start=1))
    level = [replace(LEVEL, values=tuple(titles), named=titles)] if titles else []
    demand = [DEMAND] if entry.random else []
    first, last = (demand, []) if entry.helper_first else ([], demand)
    gap, cues = ([GAP], [CUES]) if entry.random else ([], [])
    voice = replace(VOICE, values=(*VOICE.values, *dict(voices)), named=dict(voices))
    return (*level, *first, ROUNDS, LESS, MINUTES, *gap, REST, voice, RATE, *cues, *last, *GENERAL)


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
    wish: Choice = field(default_factory=Choice)
    """What is chosen of all options, also of those that the drill pointed at does not have."""
    problem: str = ""

    @property
    def entry(self) -> Entry:
        """What is pointed at."""
        return self.entries[self.place]

    @property
    def settings(self) -> tuple[Setting, ...]:
        """Its options."""
        return settings_for(self.entry, self.voices)

    def chosen_value(self, setting: Setting) -> Any:
        """What is chosen of an option."""
        return setting.value_in(self.wish)

    def move(self, by: int) -> "Picking":
        """Up or down."""
        if self.options:
            return replace(self, option=_clamp_place(self.option + by, len(self.settings)), problem="")
        place = _clamp_place(self.place + by, len(self.entries))
        wish = LEVEL.chosen(self.wish, None) if place != self.place else self.wish
        return replace(self, place=place, wish=wish, problem="")

    def change_value(self, by: int) -> "Picking":
        """Another value of the option that is pointed at; sideways in the drills leads to the options and back."""
        if not self.options:
            return self.toggle_options() if by > 0 else self
        setting = self.settings[self.option]
        value = setting.step(self.chosen_value(setting), by)
        return replace(self, wish=setting.chosen(self.wish, value), problem="")

    def toggle_options(self) -> "Picking":
        """From the drills to the options, and back."""
        there = not self.options and bool(self.settings)
        return replace(self, options=there, option=_clamp_place(self.option, max(1, len(self.settings))))

    def make_choice(self, *, plain: bool = False) -> Choice:
        """What is pointed at, with its options: none that this drill does not have."""
        if not self.entry.name:
            return Choice(Request(drills=()), replace(self.wish.terminal, plain=plain))
        usual, found = Choice(), self.wish
        has = {setting.name for setting in self.settings}
        for setting in NOT_EVERYWHERE:
            if setting.name not in has:
                found = setting.chosen(found, setting.value_in(usual))
        terminal = replace(found.terminal, plain=plain)
        if self.entry.request_for is not None:
            return Choice(self.entry.request_for(found.request), terminal, is_of_plan=True)
        return Choice(replace(found.request, drills=(self.entry.name,)), terminal)


def _clamp_place(place: int, count: int) -> int:
    return min(count - 1, max(0, place))


def begin_picking(
    entries: Sequence[Entry], last: Choice | None = None, voices: Sequence[tuple[str, str]] = ()
) -> Picking:
    """Point at a session that was left, where there is one; else at what is due today, or was started last time."""
    names = [entry.name for entry in entries]
    known = last if last and last.name in names else None
    wanted = "" if "" in names else known.name if known and not entries[0].is_due else names[0]
    return Picking(tuple(entries), tuple(voices), known, names.index(wanted), wish=known or Choice())
