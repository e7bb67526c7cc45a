"""The tables inside a drill file: cues, phases, parts, how it is framed, and what a level changes."""

from typing import Annotated, Literal

from pydantic import Field

from drillvoice.core.tables import Lines, Name, Pair, Position, Table, Text

Count = Annotated[int, Field(strict=True, ge=1, le=60)]
Seconds = Annotated[float, Field(strict=True, ge=0, le=300, allow_inf_nan=False)]
Positive = Annotated[float, Field(strict=True, ge=0.5, le=300, allow_inf_nan=False)]
HoldTime = Annotated[float, Field(strict=True, ge=5, le=300, allow_inf_nan=False)]
Range = tuple[Positive, Positive]
Beats = Annotated[int, Field(strict=True, ge=40, le=130)]
Sides = Literal["none", "each", "alternate"]
Later = Literal["tone", "silence", "words"]
Run = Annotated[int, Field(strict=True, ge=1, le=5)]


class Framing(Table):
    """How often the exercise is done, and how it is cut into bouts and rests."""

    bouts: Count = Field(1, description="how many rounds, each the whole exercise once")
    bout_s: Positive = Field(120.0, description="a round lasts at most so many seconds; 120 at most on one's feet")
    rest_s: Seconds | None = Field(None, description="rest between rounds; 120 s, or 0 when seated")
    day_minutes: Annotated[float, Field(strict=True, gt=0, le=240)] | None = Field(
        None, description="so many minutes of it a day at most; beyond it that is said, once"
    )


class Cue(Table):
    """One thing to do when it is called."""

    say: Text = Field(description="a phrase, never one bare word")
    weight: Annotated[int, Field(strict=True, ge=1, le=9)] = 1
    group: Name | None = Field(None, description="cues that count as the same sort, such as 'pace'")
    recording: Text | None = Field(None, description="a sound file beside the drill, instead of the voice")
    walking_frame: bool = Field(True, description="can be done with a walking frame")
    returns: bool = Field(True, description="is followed by the drill's return")
    needs: Name | None = Field(None, description="is called only where this was the last cue of its group")
    safety: Name | None = Field(None, description="name of a safety line that belongs to it")


class Phase(Table):
    """A part of one repetition: what is said, and how long there is to do it once it has been said."""

    say: Text = Field(description="{n} is the repetition, {side} the side")
    seconds: Positive
    later: Later = Field("tone", description="what stands for it from the third repetition on; the first is counted")


class Part(Table):
    """One guided part: its explanation, then its phases, so many times a side."""

    title: Text
    explain: Lines = ()
    phases: Annotated[tuple[Phase, ...], Field(min_length=1, max_length=12)]
    repetitions: Count = 1
    sides: Sides = "none"


class Level(Table):
    """One difficulty; only what differs from the drill is written."""

    title: Text = Field(description="what is special about this level; spoken after the drill's title")
    position: Position | None = None
    space: Text | None = None
    equipment: Lines | None = None
    objects: Lines | None = None
    placing: Text | None = None
    chair: Text | None = None
    safety: tuple[Name, ...] | None = Field(None, description="instead of the drill's")
    setup: Lines | None = Field(None, description="spoken instead of the drill's set-up")
    reminder: Text | None = None
    cautions: Lines | None = Field(None, description="spoken instead of the drill's cautions")
    framing: Framing | None = Field(None, description="instead of the drill's")
    with_therapist: bool = Field(False, description="only together with a therapist; said so")


class CueLevel(Level):
    """A level of random cues."""

    use: tuple[Name, ...] | None = Field(None, min_length=1, description="the cues that this level uses")
    gap_s: Range | None = None
    gap_steps: Count | None = Field(None, description="a cue every so many steps of the person's cadence")
    hold_s: Seconds | None = None
    returns: bool | None = Field(None, description="false: nothing calls back, each cue is kept until the next")
    max_run: Run | None = None
    max_cues: Count | None = None
    cue_as: dict[Name, Text] | None = Field(None, description="mapped cues: what is called for each cue")
    go_word: Text | None = Field(None, description="go/no-go: act only when the cue begins with it")
    go_share: Annotated[float, Field(gt=0, lt=1)] | None = Field(
        None, description="share of the cues that begin with the go word"
    )


class PhaseLevel(Level):
    """A level of repetitions."""

    repetitions: Count | None = None
    phases: tuple[Phase, ...] | None = Field(None, min_length=1, max_length=8)


class HoldLevel(Level):
    """A level of holds."""

    seconds: HoldTime | None = None
    repetitions: Count | None = None
    sides: Sides | None = None
    side_setup: Pair | None = None
    enter: Lines | None = Field(None, description="spoken instead of the drill's way into the position")
    beat: Beats | None = None


class StepsLevel(Level):
    """A level of guided steps."""

    parts: tuple[Part, ...] | None = Field(None, min_length=1, max_length=20)
