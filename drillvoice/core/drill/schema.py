"""What a drill file may say: TOML tables as frozen pydantic models.

One model a kind of exercise. A level overrides what the drill says; `at_level` gives the drill as that level
has it, so that nothing behind this module ever looks at levels. Rules that compare fields with one another are
in `checks`, because pydantic skips them while a field is wrong.
"""

from typing import Annotated, Literal, Self

from pydantic import Field

from drillvoice.core.drill.parts import (
    Beats,
    Count,
    Cue,
    CueLevel,
    Framing,
    HoldLevel,
    HoldTime,
    Level,
    Part,
    Phase,
    PhaseLevel,
    Positive,
    Range,
    Run,
    Seconds,
    Sides,
    StepsLevel,
)
from drillvoice.core.tables import Forms, Lines, Name, Pair, Position, Table, Text


class Drill(Table):
    """What every drill says, whatever its kind."""

    title: Text
    trains: Text = Field(description="what it trains, in a few words; printed in the list")
    why: Text = Field(description="why it helps; printed by `show`")
    helps: Text | None = Field(None, description="the same in one sentence; spoken the first time")
    position: Position
    space: Text = Field(description="the room it needs; spoken in the opening")
    equipment: Lines = ()
    objects: Lines = Field((), description="what lies on the path; in a programme it is laid beside it beforehand")
    placing: Text | None = Field(None, description="how they lie: said when they are laid onto the path")
    chair: Text | None = Field(None, description="where the chair stands; close behind you, or beside the path")
    chair_kind: Text | None = Field(None, description="what the chair has to be like besides: without arms")
    from_chair: bool = Field(False, description="it begins and ends on the chair, so that nobody gets up for it")
    setup: Lines = Field((), description="how to get into place; spoken before the first bout")
    reminder: Text | None = Field(None, description="what of it matters for safety; spoken before every other bout")
    begin_say: Text | None = Field(None, description="what sets a bout going, instead of the usual line")
    cautions: Lines = Field((), description="spoken in the opening")
    safety: tuple[Name, ...] = Field((), description="names of safety lines from the phrases")
    sides: Sides = "none"
    side_names: tuple[Text, ...] = Field(
        (), min_length=2, max_length=2, description="what {side} stands for; left and right where it is left out"
    )
    side_setup: Pair | None = Field(None, description="spoken before each side")
    side_setup_s: Seconds = Field(3.0, description="time to follow it")
    unit: Forms = Field((), description="what the closing counts: one, several; repetitions where it is left out")
    after_bout: Lines = Field((), description="spoken when a bout has ended")
    framing: Framing = Framing()

    def at_level(self, number: int) -> Self:
        """This drill with the fields of one level put in; numbers start at 1."""
        level = self.find_level(number)
        if level is None:
            return self
        own = type(self).model_fields
        changed = {
            key: value
            for key, value in level
            if value is not None and key in own and key not in ("title", "with_therapist")
        }
        return self.model_copy(update=changed)

    @property
    def has_sides(self) -> bool:
        """Whether it is done a side at a time, or in turn."""
        return self.sides != "none"

    @property
    def safety_names(self) -> tuple[str, ...]:
        """The safety lines that what follows asks for."""
        return self.safety

    def find_level(self, number: int) -> Level | None:
        """The level of that number, or None where the drill has no levels."""
        return self.all_levels[number - 1] if self.all_levels else None

    @property
    def all_levels(self) -> tuple[Level, ...]:
        """The levels, easiest first."""
        levels: tuple[Level, ...] = getattr(self, "levels", ())
        return levels


class RandomCues(Drill):
    """Cues called in random order at random gaps."""

    kind: Literal["random-cues"]
    cues: dict[Name, Cue] = Field(min_length=1, max_length=30)
    gap_s: Range = Field(description="shortest and longest time from one cue's onset to the next")
    gap_steps: Count | None = None
    hold_s: Seconds = Field(0.0, description="the position is held so long before the return is called")
    return_say: Text | None = Field(None, description="called after the hold, always")
    max_run: Run = Field(2, description="at most so many alike in a row")
    max_cues: Count = Field(20, description="a bout ends after so many cues, or when its time is up")
    never_in_a_row: tuple[Name, ...] = Field((), description="groups that never follow themselves")
    helper_first: bool = Field(False, description="best begun with a helper who lets each cue come")
    on_demand_say: Text | None = Field(None, description="spoken in the opening with --on-demand")
    variety: Forms = Field((), description="what the closing calls the different cues; kinds where it is left out")
    cue_as: dict[Name, Text] | None = None
    go_word: Text | None = None
    go_share: Annotated[float, Field(gt=0, lt=1)] = 0.7
    levels: tuple[CueLevel, ...] = Field((), max_length=12)

    def at_level(self, number: int) -> Self:
        """As for every drill; the level's `use` picks from the drill's cues."""
        drill = super().at_level(number)
        level = self.find_level(number)
        if not isinstance(level, CueLevel):
            return drill
        used = self.cues if level.use is None else level.use
        chosen = {name: cue for name, cue in self.cues.items() if name in used}
        returns = None if level.returns is False else self.return_say
        return drill.model_copy(update={"cues": chosen, "return_say": returns})

    @property
    def safety_names(self) -> tuple[str, ...]:
        """Those of the drill, and those of its cues."""
        return tuple(dict.fromkeys((*self.safety, *(cue.safety for cue in self.cues.values() if cue.safety))))


class Repetitions(Drill):
    """A movement repeated at a tempo, perhaps a side."""

    kind: Literal["repetitions"]
    repetitions: Count
    phases: Annotated[tuple[Phase, ...], Field(min_length=1, max_length=8)]
    levels: tuple[PhaseLevel, ...] = Field((), max_length=12)


class Holds(Drill):
    """A position held for a time, perhaps a side."""

    kind: Literal["holds"]
    seconds: HoldTime
    repetitions: Count = 1
    enter: Lines = Field((), description="spoken one by one on the way into the position")
    enter_s: Seconds = Field(2.0, description="time to follow each of them")
    hold_say: Text = Field(description="spoken as the hold begins")
    release_say: Text = Field(description="spoken as it ends")
    beat: Beats | None = Field(None, description="soft ticks a minute while it is done, seated too")
    levels: tuple[HoldLevel, ...] = Field((), max_length=12)


class GuidedSteps(Drill):
    """Parts explained and practised one after the other."""

    kind: Literal["guided-steps"]
    parts: Annotated[tuple[Part, ...], Field(min_length=1, max_length=20)]
    levels: tuple[StepsLevel, ...] = Field((), max_length=12)

    @property
    def has_sides(self) -> bool:
        """Whether any part is."""
        return any(part.sides != "none" for part in self.parts)


class Item(Table):
    """One drill of a programme."""

    drill: Name
    level: Count = 1
    bouts: Count | None = None
    bout_s: Positive | None = None
    first_side: Literal["left", "right"] | None = Field(None, description="with which side to begin")


class Programme(Table):
    """Drills one after the other, with rests between."""

    kind: Literal["programme"]
    title: Text
    trains: Text
    why: Text
    rest_s: Seconds = Field(120.0, description="seated rest between bouts and drills that are not seated")
    max_minutes: Annotated[float, Field(strict=True, ge=1, le=120)] | None = Field(
        None, description="what does not fit is left out"
    )
    items: Annotated[tuple[Item, ...], Field(min_length=1, max_length=30)]


Exercise = RandomCues | Repetitions | Holds | GuidedSteps
DrillFile = Exercise | Programme
KINDS: dict[str, type[RandomCues | Repetitions | Holds | GuidedSteps | Programme]] = {
    "random-cues": RandomCues,
    "repetitions": Repetitions,
    "holds": Holds,
    "guided-steps": GuidedSteps,
    "programme": Programme,
}
