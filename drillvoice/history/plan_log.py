"""Which plan for the week held since when, so that each week is counted against its own. Light, for quick commands."""

import contextlib
import json
from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from drillvoice.places import week_log_file, week_plan_file, write_atomically

MOST_KEPT = 500
"""One a week for ten years."""
DAYS_OF_WEEK = 7


@dataclass(frozen=True, slots=True)
class PlanSince:
    """What counts of a plan, and since when it has held."""

    since: date
    days: int
    """On how many days of a week it asks for something."""
    drills: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanWeek:
    """A week beside the plan that held in it."""

    monday: date
    done: int
    """On how many of the planned days something of the plan was done; more is not counted."""
    planned: int

    @property
    def is_kept(self) -> bool:
        """Whether as many days were reached as were planned."""
        return self.done >= self.planned


def read_plan_log() -> list[PlanSince]:
    """The plans that held, the first one first; none where the file is missing or damaged, which costs no more."""
    try:
        found = json.loads(week_log_file().read_text(encoding="utf-8"))
        return sorted(map(_plan_of, found), key=lambda plan: plan.since)
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return []


def present_plans() -> list[PlanSince]:
    """The same as long as a plan is installed; none once it is gone."""
    return read_plan_log() if week_plan_file().exists() else []


def _plan_of(entry: Mapping[str, Any]) -> PlanSince:
    days, drills = int(entry["days"]), entry["drills"]
    if not 1 <= days <= DAYS_OF_WEEK or not isinstance(drills, list):
        raise ValueError(entry)
    return PlanSince(date.fromisoformat(entry["since"]), days, tuple(map(str, drills)))


def log_plan(plan: PlanSince) -> None:
    """Remember that a plan holds from its day on; one that counts the same goes on as it was.

    Raises:
        OSError: that cannot be written.

    """
    kept = [each for each in read_plan_log() if each.since < plan.since]
    if not kept or (kept[-1].days, kept[-1].drills) != (plan.days, plan.drills):
        kept.append(plan)
    entries = [{"since": each.since.isoformat(), "days": each.days, "drills": each.drills} for each in kept]
    write_atomically(week_log_file(), json.dumps(entries[-MOST_KEPT:]).encode())


def forget_plans() -> None:
    """Which plans held is forgotten; the one that is installed counts from its next installation on."""
    with contextlib.suppress(OSError):
        week_log_file().unlink()


def plan_weeks(plans: Sequence[PlanSince], done: Mapping[date, Collection[str]], last: date) -> list[PlanWeek]:
    """Every week from the first plan's to that of a day.

    Args:
        plans: those that held, the first one first.
        done: the drills that were done, by day.
        last: a day of the last week.

    """
    if not plans:
        return []
    starts = [plan.since for plan in plans]
    monday = starts[0] - timedelta(days=starts[0].weekday())
    weeks = []
    while monday <= last:
        days = [monday + timedelta(days=number) for number in range(DAYS_OF_WEEK)]
        plan = plans[bisect_right(starts, days[-1]) - 1]
        count = sum(any(name in plan.drills for name in done.get(day, ())) for day in days)
        weeks.append(PlanWeek(monday, min(count, plan.days), plan.days))
        monday += timedelta(weeks=1)
    return weeks


def completing_drills(plans: Sequence[PlanSince], done: Mapping[date, Collection[str]], today: date) -> tuple[str, ...]:
    """The drills of which any would make this the first week in which a plan was kept; none where it would not be."""
    weeks = plan_weeks(plans, done, today)
    if not weeks or any(week.is_kept for week in weeks):
        return ()
    drills = plans[-1].drills
    done_today = any(name in drills for name in done.get(today, ()))
    return drills if weeks[-1].done + 1 == weeks[-1].planned and not done_today else ()


def week_text(week: PlanWeek, today: date) -> str:
    """A week in words: "Week of 23 November: 2 of 3 days"."""
    year = "" if week.monday.year == today.year else f" {week.monday.year}"
    days = "day" if week.planned == 1 else "days"
    return f"Week of {week.monday.day} {week.monday:%B}{year}: {week.done} of {week.planned} {days}"
