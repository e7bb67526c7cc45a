"""Random cues: which cue, which gap.

Random does not mean streaky. A shuffled bag keeps the cues balanced, a run-length limit keeps it from feeling
broken, a uniform gap keeps it from being predictable. Everything is drawn with `Random.random()`, whose sequence
Python promises to keep on every platform and version.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random

from drillvoice.core.drill.rules import called_phrase, gap_range_s, with_go_word
from drillvoice.core.drill.schema import RandomCues
from drillvoice.core.phrases import Phrases, capital_first, lower_first
from drillvoice.core.plan.lines import Kind, Line, ReadyGate, Sound, Unit, announcement_unit, spoken_line
from drillvoice.core.plan.options import CueSound, Options
from drillvoice.core.ticks import to_ticks

RandomDraw = Callable[[], float]
ANNOUNCE_AFTER = to_ticks(1.0)
"""Silence after an announcement within a bout; a choice."""
RETURN_AFTER = to_ticks(0.5)
"""Silence after the return before the next cue may come; a choice."""
PRACTICE_S = 3.0
"""Time to act on a practised cue before its meaning is said; a choice."""
ON_DEMAND_S = 2.0
"""Cues that are asked for come no closer than this; a choice."""
BAG_COPIES = 2
LAST_CUES = 3
ANNOUNCED_S = 6.4
"""Time in a bout for its announcements, which have slots of their own."""
ENCOURAGED_CUES = 9
"""A bout of so many cues has room for a word of encouragement; a choice."""
ENCOURAGED_GAP = to_ticks(3)
"""Cues that come closer than this set a rhythm, which a word in between would break; a choice."""


@dataclass
class Bag:
    """Names drawn in balanced random order, at most `max_run` alike in a row."""

    weights: dict[str, int]
    max_run: int
    alone: frozenset[str] = frozenset()
    """Names that never follow one another and never come first."""
    left: list[str] = field(default_factory=list)
    drawn: list[str] = field(default_factory=list)

    def draw_name(self, draw: RandomDraw) -> str:
        """The next name; fills the bag again where nothing in it may come next."""
        allowed = [name for name in self.left if self._may_follow(name)]
        while not allowed:
            self.left += [name for name, weight in self.weights.items() for _ in range(weight * BAG_COPIES)]
            allowed = [name for name in self.left if self._may_follow(name)]
        name = allowed[int(draw() * len(allowed))]
        self.left.remove(name)
        self.drawn.append(name)
        return name

    def _may_follow(self, name: str) -> bool:
        if name in self.alone and (not self.drawn or self.drawn[-1] in self.alone):
            return False
        only_one = len(self.weights) == 1
        return only_one or self.drawn[-self.max_run :] != [name] * self.max_run


def sound_of(drill: RandomCues, name: str, options: Options, *, go: bool = True) -> Sound:
    """How a cue sounds under the options."""
    text = called_phrase(drill, name)
    if drill.go_word and go:
        text = with_go_word(drill.go_word, text)
    beeps = list(drill.cues).index(name) + 1 if options.cue_sound is not CueSound.VOICE else 0
    own = not (drill.go_word or drill.cue_as)
    recording = (drill.cues[name].recording or "") if own else ""
    return Sound(text, recording, beeps, voiced=options.cue_sound is not CueSound.BEEP)


def cue_bout(drill: RandomCues, bout_s: float, options: Options, phrases: Phrases, random: Random) -> Iterator[Unit]:
    """The units of one bout: cues until its time or its number is used up, and the announcements between."""
    cues = list(_bout_cues(drill, bout_s, options, random.random))
    half = len(cues) // 2
    roomy = len(cues) >= ENCOURAGED_CUES and min(cue.least for cue in cues) >= ENCOURAGED_GAP
    encouraged = len(cues) // 4 if roomy and not options.brief else None
    for index, cue in enumerate(cues):
        if index == half and half > 1:
            yield announcement_unit(phrases.bout.half_way, ANNOUNCE_AFTER)
        if index == encouraged:
            words = phrases.bout.encouragement
            yield announcement_unit(words[int(random.random() * len(words))], ANNOUNCE_AFTER)
        if index == len(cues) - LAST_CUES and index > half:
            yield announcement_unit(phrases.bout.last, ANNOUNCE_AFTER)
        yield cue


def _bout_cues(drill: RandomCues, bout_s: float, options: Options, draw: RandomDraw) -> Iterator[Unit]:
    low, high = options.gap_s or gap_range_s(drill, options.cadence or 1)
    alone = frozenset(name for name, cue in drill.cues.items() if cue.group in drill.never_in_a_row)
    bag = Bag({name: cue.weight for name, cue in drill.cues.items()}, drill.max_run, alone)
    goes = Bag(_go_weights(drill), max_run=4) if drill.go_word else None
    used_s = ANNOUNCED_S
    for _ in range(drill.max_cues):
        gap_s = low + (high - low) * draw()
        used_s += gap_s
        if used_s > bout_s:
            return
        go = goes.draw_name(draw) == "go" if goes else True
        yield _cue_unit(drill, bag.draw_name(draw), gap_s, go=go, options=options)


def _go_weights(drill: RandomCues) -> dict[str, int]:
    go = min(9, max(1, round(drill.go_share * 10)))
    return {"go": go, "no-go": 10 - go}


def _cue_unit(drill: RandomCues, name: str, gap_s: float, *, go: bool, options: Options) -> Unit:
    hold = to_ticks(drill.hold_s) if go else 0
    line = Line(Kind.CUE, sound_of(drill, name, options, go=go), after=hold, cue=name, go=go)
    lines = [line]
    if drill.return_say and drill.cues[name].returns and go:
        lines.append(Line(Kind.RETURN, Sound(drill.return_say), after=RETURN_AFTER, optional=True))
    waits = options.on_demand and options.attended
    return Unit(
        tuple(lines),
        least=to_ticks(ON_DEMAND_S if waits else gap_s),
        scales=not waits,
        gate=ReadyGate() if waits else None,
        tally=name if go else "",
    )


def teaching_units(drill: RandomCues, options: Options, phrases: Phrases, random: Random) -> Iterator[Unit]:
    """What has to be learnt and practised before the cues of this drill can be followed."""
    if drill.cue_as:
        yield from _mapped_teaching(drill, options, phrases, random)
    elif options.cue_sound is not CueSound.VOICE:
        yield from _beep_teaching(drill, options, phrases)
    if drill.go_word:
        yield from _go_teaching(drill, phrases)


def _mapped_teaching(drill: RandomCues, options: Options, phrases: Phrases, random: Random) -> Iterator[Unit]:
    words = phrases.teaching
    yield announcement_unit(words.start, ANNOUNCE_AFTER)
    for name, cue in drill.cues.items():
        meaning = words.meaning.format(called=called_phrase(drill, name), cue=lower_first(cue.say))
        beeps = sound_of(drill, name, options).beeps
        yield Unit((Line(Kind.SAY, Sound(meaning, beeps=beeps), after=ANNOUNCE_AFTER),))
    yield announcement_unit(words.practise, ANNOUNCE_AFTER)
    bag = Bag(dict.fromkeys(drill.cues, 1), max_run=1)
    for _ in range(len(drill.cues) * BAG_COPIES):
        name = bag.draw_name(random.random)
        asked = Line(Kind.PRACTICE, sound_of(drill, name, options), least=to_ticks(PRACTICE_S))
        answer = spoken_line(words.answer.format(cue=lower_first(drill.cues[name].say)), after=2 * ANNOUNCE_AFTER)
        yield Unit((asked, answer))
    yield announcement_unit(words.end, ANNOUNCE_AFTER)


def _beep_teaching(drill: RandomCues, options: Options, phrases: Phrases) -> Iterator[Unit]:
    opening = phrases.opening
    for name, cue in drill.cues.items():
        beeps = sound_of(drill, name, options).beeps
        count = capital_first(phrases.filled_form(beeps, opening.beep))
        text = opening.beeps.format(beeps=count, cue=lower_first(cue.say))
        yield Unit((Line(Kind.SAY, Sound(text, beeps=beeps), after=ANNOUNCE_AFTER),))


def _go_teaching(drill: RandomCues, phrases: Phrases) -> Iterator[Unit]:
    word = drill.go_word or ""
    example = drill.cues[next(iter(drill.cues))].say
    yield announcement_unit(phrases.teaching.go.format(word=word), ANNOUNCE_AFTER)
    yield announcement_unit(phrases.teaching.go_example.format(go=with_go_word(word, example)), ANNOUNCE_AFTER)
    yield announcement_unit(phrases.teaching.no_go_example.format(no_go=example), ANNOUNCE_AFTER)
