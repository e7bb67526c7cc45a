"""Which plan for the week held since when, so that each day is counted against its own. Light, for quick commands."""

import contextlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from drillvoice.files import read_text
from drillvoice.places import week_log_file, week_plan_file
from drillvoice.written_files import write_atomically

MOST_KEPT = 500
"""One a week for ten years."""
MOST_BYTES = 1_000_000
DAYS_OF_WEEK = 7


@dataclass(frozen=True, slots=True)
class PlanSince:
    """What counts of a plan, and since when it has held; or since when none has."""

    since: date
    days: int
    """On how many days of a week it asks for something; 0 where there is no plan."""
    drills: tuple[str, ...]
    weekdays: tuple[int, ...] = ()
    """On which, Monday is 0; none where any will do."""

    @classmethod
    def none_since(cls, day: date) -> "PlanSince":
        """From that day on no plan holds."""
        return cls(day, 0, ())

    def counts_like(self, other: "PlanSince") -> bool:
        """Whether a full week is the same with both."""
        return (self.days, self.drills) == (other.days, other.drills)

    def asks_on(self, weekday: int) -> bool:
        """Whether it may be done on a day of the week."""
        return not self.weekdays or weekday in self.weekdays


def read_plan_log() -> list[PlanSince]:
    """The plans that held, and when there was none, the first one first; nothing where the file is missing or damaged,
    which costs no more.
    """
    try:
        found = json.loads(read_text(week_log_file(), MOST_BYTES))
        return sorted(map(_plan_of, found), key=lambda plan: plan.since)
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return []


def present_plans() -> list[PlanSince]:
    """The same as long as a plan is installed; none once it is gone."""
    return read_plan_log() if os.path.exists(week_plan_file()) else []


def _plan_of(entry: Mapping[str, Any]) -> PlanSince:
    days, drills, weekdays = int(entry["days"]), entry["drills"], entry.get("weekdays", [])
    if not 0 <= days <= DAYS_OF_WEEK or not isinstance(drills, list):
        raise ValueError(entry)
    return PlanSince(date.fromisoformat(entry["since"]), days, tuple(map(str, drills)), tuple(map(int, weekdays)))


def _entry_of(plan: PlanSince) -> dict[str, Any]:
    return {"since": plan.since.isoformat(), "days": plan.days, "drills": plan.drills, "weekdays": plan.weekdays}


def log_plan(plan: PlanSince) -> None:
    """Remember that a plan holds from its day on, or none; one that counts like that before the day goes on as it was.

    Plans of one day are all kept: what was done of the first before the second came counts too.

    Raises:
        OSError: that cannot be written.

    """
    known = read_plan_log()
    kept = [each for each in known if each.since < plan.since]
    if not kept or not kept[-1].counts_like(plan):
        kept += [each for each in known if each.since == plan.since and not each.counts_like(plan)]
        kept.append(plan)
    write_atomically(week_log_file(), json.dumps([_entry_of(each) for each in kept[-MOST_KEPT:]]).encode())


def forget_plans() -> None:
    """Which plans held is forgotten; the one that is installed counts from its next installation on."""
    with contextlib.suppress(OSError):
        week_log_file().unlink()
