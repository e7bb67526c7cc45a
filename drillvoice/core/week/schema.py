"""What a plan for the week may say: TOML tables as frozen pydantic models.

Who writes one does not program: so days and limits may be written as people write them, and what is in somebody's own
words is shown and never computed.
"""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from drillvoice.core.plain_text import refuse_control_characters
from drillvoice.core.tables import Name, Table, Text
from drillvoice.core.toml_reading import suggested_name
from drillvoice.core.typed_numbers import MINUTES, read_number

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
"""Days as they are called in a file, in the order of their numbers."""


def _read_days(value: object) -> object:
    """A number of days, or their numbers in the week."""
    if isinstance(value, list | tuple):
        return tuple(sorted(_weekday_number(each) for each in _each_once(value)))
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= len(WEEKDAYS):
        return value
    raise ValueError('is a number from 1 to 7, or days by their names: ["monday", "thursday"]')


def _each_once(names: list[object] | tuple[object, ...]) -> set[str]:
    found = {str(name).strip().lower() for name in names}
    if not found or len(found) < len(names):
        raise ValueError("names each day once, and at least one")
    return found


def _weekday_number(name: str) -> int:
    if name not in WEEKDAYS:
        raise ValueError(f"no day is called {name[:40]!r}{suggested_name(name, WEEKDAYS) or '; write it in full'}")
    return WEEKDAYS.index(name)


def _read_limit(value: object) -> object:
    """Minutes, with their unit or without, or somebody's own words."""
    minutes = read_number(value, MINUTES) if isinstance(value, str) else None
    if minutes is not None:
        value = minutes
    if isinstance(value, str) and 0 < len(value.strip()) <= MOST_LETTERS:
        return refuse_control_characters(value.strip())
    if isinstance(value, int | float) and not isinstance(value, bool) and MINUTES_RANGE[0] <= value <= MINUTES_RANGE[1]:
        return float(value)
    raise ValueError("is a number of minutes from 1 to 120, or your own words between quotation marks")


MINUTES_RANGE = (1, 120)
MOST_LETTERS = 400
"""As in every text of ours."""
PlanDays = Annotated[int | tuple[int, ...], BeforeValidator(_read_days)]
Limit = Annotated[float | str, BeforeValidator(_read_limit)]
Minutes = Annotated[float, Field(strict=True, ge=MINUTES_RANGE[0], le=60)]
Rounds = Annotated[int, Field(strict=True, ge=1, le=12)]
Level = Annotated[int, Field(strict=True, ge=1, le=12)]
DayCount = Annotated[int, Field(strict=True, ge=1, le=7)]
Remarks = Annotated[tuple[Text, ...], Field(max_length=12)]


class WeekItem(Table):
    """One exercise of the plan."""

    drill: Name = Field(description="a drill or a programme, as `drillvoice list` calls it")
    level: Level | None = Field(None, description="1 where it is left out; programmes have levels of their own")
    rounds: Rounds | None = Field(None, description="1 where it is left out")
    first_side: Literal["left", "right"] | None = Field(None, description="the side to begin with, often the weaker")
    days: DayCount | None = Field(None, description="on how many of the days; on all where it is left out")
    minutes: Minutes | None = Field(None, description="all its rounds together last at most so long, without rests")
    note: Text | None = Field(None, description="shown and printed")


class WeekPlan(Table):
    """A plan for the week."""

    title: Text
    written_by: Text | None = None
    written_for: Text | None = None
    days: PlanDays = Field(description="how many days a week, or which")
    items: Annotated[tuple[WeekItem, ...], Field(min_length=1, max_length=8)]
    go_up_when: Text | None = Field(None, description="when it may become more: shown, never computed")
    at_most: Limit | None = Field(None, description="minutes a day, or a limit in own words")
    notes: Remarks = ()
    sources: Remarks = ()

    @property
    def weekdays(self) -> tuple[int, ...]:
        """The days that it names; none where it only says how many."""
        return self.days if isinstance(self.days, tuple) else ()

    @property
    def day_count(self) -> int:
        """On how many days of a week there is something to do."""
        return self.days if isinstance(self.days, int) else len(self.days)

    @property
    def minutes_at_most(self) -> float | None:
        """The limit of a day, where it is a number."""
        return self.at_most if isinstance(self.at_most, float) else None

    @property
    def drills(self) -> tuple[str, ...]:
        """What it asks for, each once."""
        return tuple(dict.fromkeys(item.drill for item in self.items))

    def items_of_day(self, number: int) -> tuple[WeekItem, ...]:
        """What belongs to the first, second and so on of its days, from 1.

        What is meant for some of the days only is spread over them, beginning with the first.
        """
        count = self.day_count
        place = (number - 1) % count
        return tuple(item for item in self.items if place * (item.days or count) % count < (item.days or count))
