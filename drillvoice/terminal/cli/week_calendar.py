"""A plan for the week as a calendar: a reminder on each of its days, every week, for a phone or a computer."""

import uuid
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from drillvoice import __version__
from drillvoice.core.drill.schema import DrillFile
from drillvoice.core.week.due import usual_weekdays
from drillvoice.core.week.schema import WeekPlan
from drillvoice.person import Person
from drillvoice.terminal.cli.week_text import plan_lines

BYDAY = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LASTS = timedelta(minutes=30)
"""How long the calendar shows it to be; no session is cut for it."""
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://drillvoice.invalid/week")


def plan_calendar(plan: WeekPlan, library: Mapping[str, DrillFile], today: date, at: time, person: Person) -> str:
    """The calendar as RFC 5545 has it. Times are those of wherever the phone is.

    Args:
        plan: the plan.
        library: the drills, which have the titles.
        today: the first day that may have a reminder.
        at: when.
        person: whose it is.

    """
    from icalendar import Alarm, Calendar, Event

    weekdays = usual_weekdays(plan)
    first = min(today + timedelta(days=(day - today.weekday()) % 7) for day in weekdays)
    event, alarm, calendar = Event(), Alarm(), Calendar()
    event.add("uid", _uid_of(plan, person))
    event.add("dtstamp", datetime.now(UTC).replace(microsecond=0))
    event.add("summary", plan.title)
    event.add("description", "\n".join(plan_lines(plan, library)))
    event.add("dtstart", datetime.combine(first, at))
    event.add("duration", LASTS)
    event.add("rrule", {"freq": "weekly", "byday": [BYDAY[day] for day in weekdays]})
    alarm.add("action", "DISPLAY")
    alarm.add("description", plan.title)
    alarm.add("trigger", timedelta())
    event.add_component(alarm)
    calendar.add("prodid", f"-//drillvoice//{__version__}//EN")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written.decode()


def _uid_of(plan: WeekPlan, person: Person) -> str:
    """The same for the same plan of one person, so that a phone takes a second export for the first one's update; two
    persons keep theirs side by side.
    """
    told = "\n".join(filter(None, (person.folder, plan.written_for, plan.title)))
    return f"{uuid.uuid5(NAMESPACE, told)}@drillvoice.invalid"
