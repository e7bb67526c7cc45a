"""From a day of the plan to the request for its session, and how that is said."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from drillvoice.core.drill.schema import DrillFile, Programme
from drillvoice.core.phrases import Phrases
from drillvoice.core.plan.options import Practice
from drillvoice.core.plan.request import Dose, Request
from drillvoice.core.plan.request_json import RANGES
from drillvoice.core.week.due import Due, WeekSoFar
from drillvoice.core.week.reading import seconds_of_round
from drillvoice.core.week.schema import WeekItem

USUAL_ROUNDS = 1
"""Of an exercise whose rounds are left out: more of them are a step of their own (docs/week-plans.md)."""
MOST_SPOKEN = 300
"""A longer list is left out, since nobody can remember it by ear; the session names each exercise anyway."""


def request_of_day(week: WeekSoFar, wanted: Request, library: Mapping[str, DrillFile], phrases: Phrases) -> Request:
    """The session of the plan's next day. What is wanted of the practice itself counts more than the plan; more minutes
    than it has for a day are said.

    Args:
        week: the plan, and how far its week is.
        wanted: all that the plan does not say: voice, loudspeaker and so on.
        library: the drills.
        phrases: how it is announced.

    """
    items = week.items
    doses = tuple(_dose_of(item, library[item.drill]) for item in items)
    said = (*day_sentences(week, library, phrases), *_limit_sentences(week, wanted.practice, phrases))
    request = replace(
        wanted,
        drills=tuple(item.drill for item in items),
        announcement=" ".join(said),
        practice=_with_limit(wanted.practice, week),
    )
    if len(doses) == 1:
        return replace(request, practice=_with_dose(request.practice, doses[0]))
    return replace(request, doses=doses)


def _dose_of(item: WeekItem, drill: DrillFile) -> Dose:
    side = item.first_side or ""
    if isinstance(drill, Programme):
        return Dose(first_side=side)
    bout_s = None
    if item.minutes is not None:
        bout_s = min(seconds_of_round(item.minutes, item.rounds), RANGES["bout_s"][1])
    return Dose(level=item.level or 1, bouts=item.rounds or USUAL_ROUNDS, bout_s=bout_s, first_side=side)


def _with_limit(practice: Practice, week: WeekSoFar) -> Practice:
    """As many minutes as are wanted; as the plan says where nothing is wanted."""
    minutes = week.plan.minutes_at_most if practice.minutes is None else practice.minutes
    return replace(practice, minutes=minutes)


def _with_dose(practice: Practice, dose: Dose) -> Practice:
    """The dose as if it had been asked for; with less of it the rounds of the plan do not count."""
    return replace(
        practice,
        level=practice.level or dose.level,
        bouts=practice.bouts or (None if practice.less else dose.bouts),
        bout_s=practice.bout_s or dose.bout_s,
        first_side=practice.first_side or dose.first_side,
    )


def titles_of_day(week: WeekSoFar, library: Mapping[str, DrillFile]) -> tuple[str, ...]:
    """What belongs to the plan's next day, by its titles, each once."""
    return tuple(dict.fromkeys(library[item.drill].title for item in week.items))


def day_sentences(week: WeekSoFar, library: Mapping[str, DrillFile], phrases: Phrases) -> Iterator[str]:
    """What the plan's next day has, and which one it is."""
    words = phrases.week
    listed = words.today.format(exercises=phrases.grammar.list_spoken(titles_of_day(week, library)))
    if len(listed) <= MOST_SPOKEN:
        yield listed
    yield from place_sentences(week, phrases)


def _limit_sentences(week: WeekSoFar, practice: Practice, phrases: Phrases) -> Iterator[str]:
    """That more minutes are wanted than the plan has for a day, where they are."""
    asked, most = practice.minutes, week.plan.minutes_at_most
    if asked is not None and most is not None and asked > most:
        lengths = {"asked": phrases.spoken_length(60 * asked), "most": phrases.spoken_length(60 * most)}
        yield phrases.week.over_limit.format(**lengths)


def place_sentences(week: WeekSoFar, phrases: Phrases) -> Iterator[str]:
    """Which of the plan's days the next one is; nothing beyond the last."""
    words, count = phrases.week, week.day_count
    if week.number > count:
        return
    days = phrases.spoken_count(count, words.day)
    yield words.only_day if count == 1 else words.nth_day.format(nth=words.nth[week.number - 1], days=days)


def rest_sentences(week: WeekSoFar, phrases: Phrases, *, broke_off: bool = False) -> Iterator[str]:
    """Why nothing is due, and what is left in the week.

    Args:
        week: the plan, and how far its week is.
        phrases: how it is said.
        broke_off: today's session stopped before its end, so that nothing is called done because of it.

    """
    words = phrases.week
    if week.due is Due.OTHER_DAY and week.next_weekday is not None:
        yield words.other_day.format(day=phrases.dates.weekdays[week.next_weekday])
    elif not (broke_off and week.due is Due.DONE_TODAY):
        yield words.week_done if week.due is Due.WEEK_DONE or not week.left else words.done_today
    if week.left:
        yield left_sentence(week, phrases)


def left_sentence(week: WeekSoFar, phrases: Phrases) -> str:
    """What is left in the week."""
    words = phrases.week
    return words.left.format(days=phrases.spoken_count(week.left, words.day)) if week.left else words.none_left
