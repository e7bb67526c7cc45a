"""Every piece of text that the program can say in a session of the shipped drills, for script/make-clips.

What a drill says by itself is taken from its plans. Where a number, a title or a thing is filled in, the phrases are
filled with all that there is; large numbers are pieces of their own.
"""

import re
import string
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import product

from drillvoice.app.library import Library
from drillvoice.app.prepare import open_library
from drillvoice.core.drill.rules import filled_phrase
from drillvoice.core.drill.schema import Exercise, Programme, Repetitions
from drillvoice.core.phrases import Phrases, capital_first
from drillvoice.core.plan.choices import make_choices
from drillvoice.core.plan.closing import tally_of
from drillvoice.core.plan.lines import Choices
from drillvoice.core.plan.options import CueSound, Options
from drillvoice.core.plan.rests import LEFT_S
from drillvoice.core.plan.timing import needed_sounds
from drillvoice.core.session.questions import question_texts
from drillvoice.errors import UsageError
from drillvoice.history.celebration import MANY_KINDS, load_rules
from drillvoice.language import Language
from drillvoice.voice.piecing import as_piece, pieces_of

MOST_LEVELS = 12
LONGEST_WHOLE_MIN = 60
"""Up to so many minutes a length of time is one piece; beyond, its number is another."""
LARGEST_WHOLE = 20
"""So is a count up to so many, and up to what a drill has without --rounds."""
MOST_HUNDREDS = 9
SENTENCE = re.compile(r"(?<=[.!?])\s+")
MARK = re.compile(r"(?<=[.!?:,])\s+")


class _Known(dict[tuple[str, int], int]):
    """Everything was done often before."""

    def get(self, key: tuple[str, int], default: int = 0) -> int:  # type: ignore[override]
        """So often, whatever it is."""
        return 50


KNOWN = _Known()
VARIANTS: tuple[dict[str, object], ...] = (
    {"safety": True},
    {"safety": True, "on_demand": True},
    {"safety": True, "attended": False},
    {"first_side": "right"},
    {"cue_sound": CueSound.BOTH},
    {"cue_sound": CueSound.BOTH, "walking_frame": True, "metronome": 100},
    {"rest_until_ready": True},
    {"rest_s": 10.0},
    {"rest_s": 20.0, "times": KNOWN},
    {"times": KNOWN, "attended": False},
    {"times": KNOWN, "cue_sound": CueSound.BOTH, "on_demand": True},
    {"less": True},
    {"bouts": 12},
    {"gap_s": (1.0, 2.0)},
    {"bout_s": 20.0},
    {"rest_s": 0.0},
)
"""Wishes that bring out every sentence at least once; tests/voice/test_ready_clips.py tries random ones."""


@dataclass
class Pieces:
    """Names of pieces, collected."""

    names: set[str] = field(default_factory=set)

    def add(self, text: str) -> None:
        """A piece with an end."""
        self.names.add(as_piece(text))

    def add_within(self, *texts: str) -> None:
        """Pieces that end within a phrase."""
        self.names.update(texts)

    def add_sentences(self, text: str) -> None:
        """The sentences of a text, unless they can be put together already."""
        for sentence in SENTENCE.split(text):
            if pieces_of(sentence, self.names.__contains__) is None:
                self.add(sentence)

    def add_filled(self, template: str, **fields: Iterable[str]) -> None:
        """The atoms of a phrase, each filled with everything that its own places can hold."""
        known = {name: list(values) for name, values in fields.items()}
        for sentence in SENTENCE.split(template):
            for atom in MARK.split(sentence) if "{" in sentence else [sentence]:
                places = list(dict.fromkeys(name for _, name, _, _ in string.Formatter().parse(atom) if name))
                for values in product(*(known[place] for place in places)):
                    self.add(atom.format(**dict(zip(places, values, strict=True))))

    def add_around_numbers(self, template: str, place: str, texts: Iterable[str]) -> None:
        """What stands before and after a large number with its noun, where that is not one piece."""
        for text in texts:
            filled = as_piece(template.format(**{place: text}))
            self.add_within(*(part for part in re.split(r"\s*\d+\s*", filled) if part))


def shipped_pieces(language: Language) -> set[str]:
    """The names of all of them."""
    library, pieces = open_library(None, language), Pieces()
    full = language.phrases
    _add_numbers(pieces)
    for phrases in (full, full.shortened()):
        _add_openings(pieces, library, phrases)
        _add_times(pieces, phrases)
        _add_fixed(pieces, phrases)
    _add_week(pieces, library, full)
    _add_celebrations(pieces, library, language)
    _add_planned(pieces, library, full)
    return pieces.names


def _exercises(library: Library) -> list[Exercise]:
    return [drill for name in library if not isinstance(drill := library[name], Programme)]


def _at_all_levels(library: Library) -> list[Exercise]:
    return [drill.at_level(n + 1) for drill in _exercises(library) for n in range(max(1, len(drill.all_levels)))]


def _titles(library: Library, phrases: Phrases) -> list[str]:
    return [*(library[name].title for name in library), phrases.opening.combined]


def _lengths(phrases: Phrases, most_min: int, *, from_s: int = 60) -> list[str]:
    """Lengths of time as they are spoken."""
    seconds = [*range(from_s, 60), *range(60, 60 * most_min + 1, 30)]
    return list(dict.fromkeys(phrases.spoken_length(each) for each in seconds))


def _add_numbers(pieces: Pieces) -> None:
    pieces.add_within(*(str(n) for n in range(1, 101)))
    pieces.add_within(
        *(f"{n}00 and" for n in range(1, MOST_HUNDREDS + 1)), *(f"{n}00" for n in range(1, MOST_HUNDREDS + 1))
    )


def _add_list(pieces: Pieces, things: Iterable[str], phrases: Phrases) -> None:
    """Things as they stand in a list: the last one after "and", each perhaps with commas of its own."""
    last = phrases.grammar.spoken_last.format(first="", last="{last}").removeprefix(", ")
    for thing in dict.fromkeys(things):
        for text in (f"{thing},", f"{thing}.", f"{last.format(last=thing)}."):
            for atom in MARK.split(text):
                pieces.add(atom)


def _add_openings(pieces: Pieces, library: Library, phrases: Phrases) -> None:
    words, titles, drills = phrases.opening, _titles(library, phrases), _at_all_levels(library)
    for template in (words.title, words.going_on, words.next):
        pieces.add_filled(template, title=titles)
    numbers = [phrases.spoken_number(n) for n in range(1, MOST_LEVELS + 1)]
    level_titles = [level.title for drill in _exercises(library) for level in drill.all_levels]
    pieces.add_filled(words.level_short, level=numbers)
    pieces.add_filled(words.level, level=numbers, title=level_titles)
    counts = [phrases.spoken_count(n, words.exercises) for n in range(1, LARGEST_WHOLE + 1)]
    lengths = _lengths(phrases, LONGEST_WHOLE_MIN)
    pieces.add_filled(words.programme, title=titles, count=counts, minutes=lengths)
    pieces.add_filled(words.least, minutes=lengths)
    pieces.add_around_numbers("about {minutes}.", "minutes", [phrases.spoken_length(6000)])
    pieces.add_around_numbers("{count},", "count", [phrases.spoken_count(50, words.exercises)])
    _add_list(pieces, titles, phrases)
    _add_things(pieces, drills, phrases)
    _add_repetitions(pieces, drills, phrases)
    for drill in drills:
        if drill.framing.day_minutes is not None:
            pieces.add_filled(words.enough, minutes=[phrases.spoken_length(60 * drill.framing.day_minutes)])


def _add_things(pieces: Pieces, drills: Sequence[Exercise], phrases: Phrases) -> None:
    words = phrases.opening
    for drill in drills:
        pieces.add_sentences(words.space.format(space=drill.space))
    lists = (words.equipment, words.all_equipment, words.objects, words.objects_beside, words.objects_now)
    for template in (*lists, words.left_out):
        pieces.add(MARK.split(template)[0])
        for atom in MARK.split(template)[1:-1]:
            pieces.add(atom)
    kinds = [drill.chair_kind for drill in drills if drill.chair_kind]
    places = [drill.chair or words.chair_place(drill.position) for drill in drills]
    placing = [drill.placing for drill in drills if drill.placing]
    things = [thing for drill in drills for thing in (*drill.equipment, *drill.objects)]
    chairs = words.chairs.format(kinds="", places="").strip()
    _add_list(pieces, (*things, *kinds, *filter(None, places), *placing, words.chair), phrases)
    for text in (chairs, chairs.replace(":", ","), f"{words.chair},", *(f"{kind}:" for kind in kinds)):
        pieces.add(text)
        pieces.add(phrases.grammar.spoken_last.format(first="", last=text).removeprefix(", "))


def _add_repetitions(pieces: Pieces, drills: Sequence[Exercise], phrases: Phrases) -> None:
    """What is said at a repetition, with its number and side."""
    for drill in drills:
        if not isinstance(drill, Repetitions):
            continue
        numbers = [phrases.spoken_number(n) for n in range(1, drill.repetitions + 1)]
        for phase, number, side in product(drill.phases, numbers, drill.side_names or phrases.drills.side_names):
            pieces.add_sentences(filled_phrase(phase.say, number, side))


def _add_times(pieces: Pieces, phrases: Phrases) -> None:
    rest = phrases.rest
    for template in (rest.start, rest.start_short, rest.pause):
        pieces.add_filled(template, time=map(capital_first, _lengths(phrases, 10, from_s=1)))
    pieces.add_filled(rest.left, time=[capital_first(phrases.spoken_length(LEFT_S))])
    minutes = [phrases.spoken_length(60 * n) for n in range(1, LONGEST_WHOLE_MIN + 1)]
    pieces.add_filled(phrases.reply.time_left, time=minutes)
    pieces.add_around_numbers(phrases.reply.time_left, "time", minutes[-1:])


def _add_fixed(pieces: Pieces, phrases: Phrases) -> None:
    """Every phrase of a session in which nothing is filled in."""
    tables = (phrases.opening, phrases.teaching, phrases.bout, phrases.rest, phrases.reply, phrases.closing)
    values = [value for table in (*tables, phrases.safety, phrases.week) for value in dict(table).values()]
    values += phrases.safety.lines.values()
    for value in values:
        texts = (value,) if isinstance(value, str) else value if isinstance(value, tuple) else ()
        for text in texts:
            if "{" not in text and text[-1:] in ".!?":
                pieces.add_sentences(text)
    pieces.add_sentences(phrases.voice_check.echo)  # `doctor` says it too
    pieces.add_sentences(phrases.page_server.open)
    pieces.add_sentences(phrases.page_server.phone_wants)
    pieces.add_sentences(phrases.take_along.get_up)
    for text in question_texts(phrases, by_voice=True):
        pieces.add_sentences(text)


def _add_week(pieces: Pieces, library: Library, phrases: Phrases) -> None:
    words = phrases.week
    pieces.add(MARK.split(words.today)[0])
    days = [phrases.spoken_count(n, words.day) for n in range(1, 8)]
    pieces.add_filled(words.nth_day, nth=words.nth, days=days)
    pieces.add_filled(words.other_day, day=phrases.dates.weekdays)
    pieces.add_filled(words.left, days=days)
    lengths = _lengths(phrases, LARGEST_WHOLE)
    pieces.add_filled(words.over_limit, asked=lengths, most=lengths)
    asked, most = MARK.split(words.over_limit)
    pieces.add_around_numbers(asked, "asked", [phrases.spoken_length(6000)])
    pieces.add_around_numbers(most, "most", [phrases.spoken_length(6000)])


def _add_celebrations(pieces: Pieces, library: Library, language: Language) -> None:
    """What the closing may name, of each drill only what can be true of it."""
    phrases = language.phrases
    infos = [info for choices in _plans(library, phrases, ({},)) for info in choices.exercises]
    for rule, info in product(load_rules(language), infos):
        many = info.variety is not None and info.varieties >= MANY_KINDS
        kinds = [phrases.spoken_count(info.varieties, info.variety)] if info.variety and many else []
        level = [phrases.spoken_number(info.level)] if info.level > 1 else []
        pieces.add_filled(rule.say, title=[info.title], kinds=kinds, level=level)


def _add_closing(pieces: Pieces, choices: Choices, phrases: Phrases) -> None:
    words = phrases.closing
    for index, info in enumerate(choices.exercises):
        total = tally_of(unit for block in choices.blocks if block.exercise == index for unit in block.units).total()
        counts = [phrases.spoken_count(n, info.unit) for n in range(1, max(total, LARGEST_WHOLE) + 1)]
        for end in (".", ",") if info.variety else (".",):
            for count in counts:
                pieces.add(f"{count}{end}")
            pieces.add_around_numbers("{count}" + end, "count", [phrases.spoken_count(50, info.unit)])
        for n in range(1, info.varieties + 1) if info.variety else ():
            count = phrases.spoken_count(n, info.variety or ())
            pieces.add(words.variety.format(count=count).removeprefix(", "))
            pieces.add(words.all_variety.format(count=count).removeprefix(", "))


def _plans(library: Library, phrases: Phrases, variants: Iterable[dict[str, object]]) -> Iterator[Choices]:
    for name, variant, level in product(library, variants, range(1, MOST_LEVELS + 1)):
        options = Options(level=level, cadence=100, **{"attended": True, **variant})  # type: ignore[arg-type]
        drill = library[name]
        if isinstance(drill, Programme) and level > 1:
            continue
        options = options if not isinstance(drill, Programme) and drill.all_levels else replace(options, level=None)
        try:
            yield make_choices(name, drill, library, options, phrases)
        except UsageError:
            continue  # the drill has no such level, or the option does not fit it


def _add_planned(pieces: Pieces, library: Library, phrases: Phrases) -> None:
    for choices in _plans(library, phrases, ({},)):
        _add_closing(pieces, choices, phrases)
    for words in (phrases, phrases.shortened()):
        for choices in _plans(library, words, VARIANTS):
            for sound in needed_sounds(choices):
                if sound.voiced and not sound.recording:
                    pieces.add_sentences(sound.text)
            for info in choices.exercises:
                pieces.add_sentences(info.helps)
