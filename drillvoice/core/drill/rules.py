"""Rules of drill files that compare one field with another, or with the phrases.

They run once the fields are right. Lengths of speech are estimated here, because a check must give the same
answer on every machine, whatever its voice; the plan is laid out with the real lengths, which only ever widen
a gap.
"""

from collections.abc import Iterator
from functools import lru_cache

from drillvoice.core.drill.parts import CueLevel, Phase
from drillvoice.core.drill.schema import Drill, DrillFile, Holds, Programme, RandomCues
from drillvoice.core.phrases import Phrases, capital_first, plain_phrase

CHARACTER_S = 0.05
PAUSE_S = 0.45
PHRASE_EDGE_S = 0.25
"""Least squares over the 300 phrases of the shipped drills as eSpeak NG 1.52 speaks them at 165 words a minute gave
0.046 s a character, 0.44 s a comma, 0.2 s besides, with a standard deviation of 0.2 s; these err on the long side."""
FASTEST_CADENCE = 130
"""Steps per minute; the quickest that is accepted."""
RETURN_AFTER_S = 0.5
"""Silence after the return before the next cue may come; a choice."""
MOST_ON_FEET_S = 120.0
"""Nobody stands or walks for longer without sitting down: people with MS walked farther in three times two minutes
than in six, with less fatigue (Karpatkin 2012, PubMed 24453743)."""


@lru_cache(maxsize=4096)
def estimated_s(text: str) -> float:
    """About how many seconds a phrase takes at the default rate; a plan asks it of each phrase again and again."""
    pauses = sum(text.count(mark) for mark in ",;:") + text.rstrip(".").count(". ")
    return PHRASE_EDGE_S + CHARACTER_S * len(text) + PAUSE_S * pauses


def filled_phrase(text: str, number: str, side: str) -> str:
    """A drill's own phrase with its number and side put in, and a capital letter first."""
    return capital_first(text.replace("{n}", number).replace("{side}", side))


def gap_range_s(drill: RandomCues, cadence: int) -> tuple[float, float]:
    """The gaps of a drill at its level in seconds; steps are turned into time at a cadence in steps a minute."""
    if drill.gap_steps is None:
        return drill.gap_s
    gap = drill.gap_steps * 60 / cadence
    return gap, gap


def called_phrase(drill: RandomCues, name: str) -> str:
    """What is called for a cue: its own phrase, or the one that it is mapped to."""
    return (drill.cue_as or {}).get(name, drill.cues[name].say)


def with_go_word(word: str, phrase: str) -> str:
    """The cue as it is called when it counts: "Please look left"."""
    return f"{word} {phrase[:1].lower()}{phrase[1:]}"


def cross_field_problems(drill: DrillFile, phrases: Phrases) -> list[str]:
    """Every rule that a drill breaks, one sentence each."""
    if isinstance(drill, Programme):
        return []
    problems = list(_shared_problems(drill, phrases))
    if isinstance(drill, RandomCues):
        problems += _cue_text_problems(drill, phrases)
        problems += _cue_table_problems(drill)
        if not problems:
            for number, place in _level_places(drill):
                problems += (f"{place}{problem}" for problem in _gap_problems(drill.at_level(number)))
    return list(dict.fromkeys(problems))


def _level_places(drill: Drill) -> Iterator[tuple[int, str]]:
    if not drill.all_levels:
        yield 1, ""
    for index in range(len(drill.all_levels)):
        yield index + 1, f"`levels[{index}]`: "


def _shared_problems(drill: Drill, phrases: Phrases) -> Iterator[str]:
    yield from _safety_problems(drill, phrases)
    yield from _round_problems(drill)
    yield from _form_problems(drill, phrases)
    for place, phase in _phases(drill):
        yield from _spoken_problems(f"{place}.say", phase.say, phrases)
        yield from _placeholder_problems(f"{place}.say", phase.say)
    for place, text in _hold_texts(drill):
        yield from _placeholder_problems(place, text)


def _safety_problems(drill: Drill, phrases: Phrases) -> Iterator[str]:
    named = [("safety", name) for name in drill.safety]
    named += [
        (f"levels[{index}].safety", name) for index, level in enumerate(drill.all_levels) for name in level.safety or ()
    ]
    if isinstance(drill, RandomCues):
        named += [(f"cues.{key}.safety", cue.safety) for key, cue in drill.cues.items() if cue.safety]
    for place, name in named:
        if name not in phrases.safety.lines:
            yield f"`{place}`: no safety line is called {name!r}; there are {', '.join(phrases.safety.lines)}"


def _round_problems(drill: Drill) -> Iterator[str]:
    """Only who sits may go on for longer than two minutes."""
    for number, place in _level_places(drill):
        at = drill.at_level(number)
        if at.position != "seated" and at.framing.bout_s > MOST_ON_FEET_S:
            yield (
                f"{place}`framing.bout_s`: {at.framing.bout_s:g} s is longer than anybody stands or walks here without "
                f"a seated rest; {MOST_ON_FEET_S:g} is the most"
            )


def _form_problems(drill: Drill, phrases: Phrases) -> Iterator[str]:
    needed = phrases.grammar.forms
    for name in ("unit", "variety"):
        given = len(getattr(drill, name, None) or ())
        if given not in (0, needed):
            example = ", ".join(phrases.drills.unit)
            yield f"`{name}`: a noun has {needed} forms here ({example}), not {given}"


def _phases(drill: Drill) -> Iterator[tuple[str, Phase]]:
    tables: list[tuple[str, object]] = [("", drill)]
    tables += [(f"levels[{index}].", level) for index, level in enumerate(drill.all_levels)]
    for place, table in tables:
        for index, phase in enumerate(getattr(table, "phases", None) or ()):
            yield f"{place}phases[{index}]", phase
        for number, part in enumerate(getattr(table, "parts", None) or ()):
            for index, phase in enumerate(part.phases):
                yield f"{place}parts[{number}].phases[{index}]", phase


def _hold_texts(drill: Drill) -> Iterator[tuple[str, str]]:
    if isinstance(drill, Holds):
        yield from ((f"enter[{index}]", text) for index, text in enumerate(drill.enter))
        yield "hold_say", drill.hold_say
        yield "release_say", drill.release_say


def _placeholder_problems(place: str, text: str) -> Iterator[str]:
    if {"{", "}"} & set(filled_phrase(text, "", "")):
        yield f"`{place}`: only {{n}} and {{side}} can stand in braces"


def _spoken_problems(place: str, text: str, phrases: Phrases) -> Iterator[str]:
    command = command_called(text, phrases)
    if command:
        yield f'`{place}`: "{text}" is also the command "{command}"; use other words'
    elif len(plain_phrase(text).split()) < 2:
        yield f'`{place}`: "{text}" is a bare word, which is hard to catch; use a phrase of two words or more'


def command_called(text: str, phrases: Phrases) -> str | None:
    """The command that a phrase would give if somebody said it."""
    heard = plain_phrase(text)
    return next((name for name, forms in phrases.commands.items() if heard in map(plain_phrase, forms)), None)


def _cue_table_problems(drill: RandomCues) -> Iterator[str]:
    known = ", ".join(drill.cues)
    groups = {cue.group for cue in drill.cues.values()}
    for group in drill.never_in_a_row:
        if group not in groups:
            yield f"`never_in_a_row`: no cue has the group {group!r}"
    yield from _need_problems(drill)
    for place, table in _cue_tables(drill):
        used = table.use or () if isinstance(table, CueLevel) else ()
        for name in used:
            if name not in drill.cues:
                yield f"`{place}use`: no cue is called {name!r}; there are {known}"
        for name in table.cue_as or {}:
            if name not in drill.cues:
                yield f"`{place}cue_as`: no cue is called {name!r}; there are {known}"


def _need_problems(drill: RandomCues) -> Iterator[str]:
    for name, cue in drill.cues.items():
        mates = [key for key, other in drill.cues.items() if key != name and cue.group and other.group == cue.group]
        if cue.needs and cue.needs not in mates:
            yield f"`cues.{name}.needs`: {cue.needs!r} is no other cue of its group"
        elif cue.needs and cue.group not in drill.never_in_a_row:
            yield f"`cues.{name}.needs`: its group {cue.group!r} has to stand in `never_in_a_row`"


def _cue_tables(drill: RandomCues) -> Iterator[tuple[str, RandomCues | CueLevel]]:
    yield "", drill
    yield from ((f"levels[{index}].", level) for index, level in enumerate(drill.levels))


def _cue_text_problems(drill: RandomCues, phrases: Phrases) -> Iterator[str]:
    for name, cue in drill.cues.items():
        yield from _spoken_problems(f"cues.{name}.say", cue.say, phrases)
    for place, table in _cue_tables(drill):
        for name, text in (table.cue_as or {}).items():
            yield from _spoken_problems(f"{place}cue_as.{name}", text, phrases)


def _gap_problems(drill: RandomCues) -> Iterator[str]:
    low, high = gap_range_s(drill, FASTEST_CADENCE)
    if low > high:
        yield f"`gap_s`: the shortest gap ({low:g} s) is longer than the longest ({high:g} s)"
    needed = needed_gap_s(drill)
    if low < needed:
        yield (
            f'`gap_s`: {low:g} s is shorter than the cue "{_longest(drill)}" with its hold and return, about '
            f"{needed:.1f} s; lengthen the gap, or shorten the cue or the hold"
        )
    if drill.cues and all(cue.group in drill.never_in_a_row for cue in drill.cues.values()):
        yield "`never_in_a_row`: every cue is in such a group, so none could follow another"


def needed_gap_s(drill: RandomCues) -> float:
    """The shortest gap that leaves room for the longest cue with its hold and the way back."""
    back = estimated_s(drill.return_say) + RETURN_AFTER_S if drill.return_say else 0.0
    return estimated_s(_longest(drill)) + drill.hold_s + back


def _longest(drill: RandomCues) -> str:
    texts = [called_phrase(drill, name) for name in drill.cues]
    if drill.go_word:
        texts = [with_go_word(drill.go_word, text) for text in texts]
    return max(texts, key=estimated_s)
