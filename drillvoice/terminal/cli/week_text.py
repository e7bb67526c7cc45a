"""A plan for the week in words, for whoever reads it: on the screen, on its page and in a calendar."""

from collections.abc import Iterator, Mapping

from drillvoice.core.drill.schema import DrillFile
from drillvoice.core.week.schema import WEEKDAYS, WeekItem, WeekPlan

COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven")


def days_text(plan: WeekPlan) -> str:
    """On which days, or on how many."""
    if plan.weekdays:
        return f"Every {joined_words([WEEKDAYS[day].capitalize() for day in plan.weekdays])}"
    count = plan.day_count
    return f"{COUNTS[count].capitalize()} {'day' if count == 1 else 'days'} a week, whichever suit"


def joined_words(words: list[str]) -> str:
    """One, two and three."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def title_of_item(item: WeekItem, library: Mapping[str, DrillFile]) -> str:
    """An exercise by its title."""
    return library[item.drill].title


def item_facts(item: WeekItem, plan: WeekPlan, library: Mapping[str, DrillFile]) -> Iterator[str]:
    """How an exercise is to be done, a few words each."""
    drill = library[item.drill]
    if drill.kind != "programme":
        level = drill.find_level(item.level or 1)
        if level is not None:
            yield f"level {item.level or 1}, {level.title}"
        rounds = item.rounds or 1
        yield "one round" if rounds == 1 else f"{COUNTS[rounds] if rounds < len(COUNTS) else rounds} rounds"
    if item.first_side:
        yield f"{item.first_side} side first"
    if item.minutes is not None:
        yield f"at most {item.minutes:g} {'minute' if item.minutes == 1 else 'minutes'}"
    if item.days is not None and item.days < plan.day_count:
        yield f"on {COUNTS[item.days]} of the {COUNTS[plan.day_count]} days"


def limit_text(plan: WeekPlan) -> str:
    """What is the most in a day; "" where nothing is said."""
    if plan.minutes_at_most is not None:
        return f"{plan.minutes_at_most:g} {'minute' if plan.minutes_at_most == 1 else 'minutes'} a day"
    return str(plan.at_most or "")


def people_text(plan: WeekPlan) -> str:
    """For whom, and by whom; "" where neither is said."""
    told = (f"for {plan.written_for}" if plan.written_for else "", f"by {plan.written_by}" if plan.written_by else "")
    text = ", ".join(filter(None, told))
    return text[:1].upper() + text[1:]


def plan_lines(plan: WeekPlan, library: Mapping[str, DrillFile]) -> Iterator[str]:
    """All of it, as a person reads it."""
    yield plan.title
    if people_text(plan):
        yield people_text(plan)
    yield f"\n{days_text(plan)}:"
    for item in plan.items:
        facts = "; ".join(item_facts(item, plan, library))
        yield f"- {title_of_item(item, library)} ({item.drill}){': ' if facts else ''}{facts}"
        if item.note:
            yield f"  {item.note}"
    if limit_text(plan):
        yield f"\nAt most: {limit_text(plan)}"
    if plan.go_up_when:
        yield f"\nGo up when: {plan.go_up_when}"
    yield from (f"\n{note}" for note in plan.notes)
    if plan.sources:
        yield "\nSources:"
        yield from (f"- {source}" for source in plan.sources)
