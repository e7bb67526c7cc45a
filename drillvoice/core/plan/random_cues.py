"""Random cues: which cue, which gap.

Random does not mean streaky. A shuffled bag keeps the cues balanced, a run-length limit keeps it from feeling
broken, a uniform gap keeps it from being predictable. Everything is drawn with `Random.random()`, whose sequence
Python promises to keep on every platform and version.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from drillvoice.core.drill.rules import RETURN_AFTER_S, called_phrase, gap_range_s, with_go_word
from drillvoice.core.drill.schema import RandomCues
from drillvoice.core.plan.amounts import WHOLE
from drillvoice.core.plan.given import Given
from drillvoice.core.plan.lines import Kind, Line, ReadyGate, Sound, Unit, announcement_unit
from drillvoice.core.plan.options import CueSound, Options
from drillvoice.core.plan.packing import ANNOUNCE_AFTER, Rooms
from drillvoice.core.ticks import to_ticks

RandomDraw = Callable[[], float]
ON_DEMAND_S = 2.0
"""Cues that are asked for come no closer than this; a choice."""
BAG_COPIES = 2
LAST_CUES = 3
LEAST_CUES = 4
"""A short bout has so many all the same, or one of each kind where there are fewer; a choice."""
ANNOUNCED_S = 6.4
"""Time in a bout for its announcements, which have slots of their own."""
ENCOURAGED_CUES = 9
"""A bout of so many cues has room for a word of encouragement; a choice."""
RHYTHM_GAP = to_ticks(3)
"""Cues that come closer than this set a rhythm, which a word in between would break; a choice."""


@dataclass
class Bag:
    """Names drawn in balanced random order, at most `max_run` alike in a row."""

    weights: Mapping[str, int]
    max_run: int
    alone: frozenset[str] = frozenset()
    """Names that never follow one another and never come first; none of them is drawn again before another is."""
    needs: Mapping[str, str] = field(default_factory=dict)
    """What the last of `alone` must have been for a name."""
    left: list[str] = field(default_factory=list)
    drawn: list[str] = field(default_factory=list)
    """What was drawn so far, perhaps from several bags."""
    _filled: bool = False

    def draw_name(self, draw: RandomDraw) -> str:
        """The next name; fills the bag again where nothing in it may come next."""
        allowed = [name for name in self.left if self._may_follow(name)]
        while not allowed:
            self._fill()
            allowed = [name for name in self.left if self._may_follow(name)]
        name = allowed[int(draw() * len(allowed))]
        self.left.remove(name)
        self.drawn.append(name)
        return name

    def _fill(self) -> None:
        """At first each name once, so that a short bout has them all."""
        copies = BAG_COPIES if self._filled else 0
        self.left += [name for name, weight in self.weights.items() for _ in range(weight * copies or 1)]
        self._filled = True

    def _may_follow(self, name: str) -> bool:
        if name in self.alone and not self._says_something_new(name):
            return False
        only_one = len(self.weights) == 1
        return only_one or self.drawn[-self.max_run :] != [name] * self.max_run

    def _says_something_new(self, name: str) -> bool:
        if not self.drawn or self.drawn[-1] in self.alone:
            return False
        last = next((each for each in reversed(self.drawn) if each in self.alone), "")
        return last != name and self.needs.get(name, last) == last


def sound_of(drill: RandomCues, name: str, options: Options, *, go: bool = True) -> Sound:
    """How a cue sounds under the options."""
    text = called_phrase(drill, name)
    if drill.go_word and go:
        text = with_go_word(drill.go_word, text)
    beeps = list(drill.cues).index(name) + 1 if options.cue_sound is not CueSound.VOICE else 0
    own = not (drill.go_word or drill.cue_as)
    recording = (drill.cues[name].recording or "") if own else ""
    return Sound(text, recording, beeps, voiced=options.cue_sound is not CueSound.BEEP)


def cue_bout(drill: RandomCues, rooms: Rooms, share: int, given: Given, random: Random) -> Iterator[Unit]:
    """The units of one bout: cues until its time or its number is used up, and the announcements between.

    However short the bout is, some cues are there, so that no side is without the other.
    """
    phrases = given.phrases
    cues = list(_bout_cues(drill, rooms, share, given.options, random.random))
    if cues[-1].lines[0].cue in _names_alone(drill):
        del cues[-1]  # a bout does not end with a change of pace
    half = len(cues) // 2
    is_rhythm = min(cue.least for cue in cues) < RHYTHM_GAP
    encouraged = _place_for_encouragement(drill, cues) if not given.options.brief else None
    for index, cue in enumerate(cues):
        if index == half > 1 and not is_rhythm:
            yield announcement_unit(phrases.bout.half_way, ANNOUNCE_AFTER)
        if index == encouraged and not is_rhythm:
            words = phrases.bout.encouragement
            yield announcement_unit(words[int(random.random() * len(words))], ANNOUNCE_AFTER)
        if index == len(cues) - LAST_CUES > half and not is_rhythm:
            yield announcement_unit(phrases.bout.last, ANNOUNCE_AFTER)
        yield cue


def _place_for_encouragement(drill: RandomCues, cues: Sequence[Unit]) -> int | None:
    """About a quarter of the way, and never before a cue of its own sort: "take your time" fits no "quicker"."""
    alone = _names_alone(drill)
    places = (index for index, cue in enumerate(cues) if index >= len(cues) // 4 and cue.lines[0].cue not in alone)
    return next(places, None) if len(cues) >= ENCOURAGED_CUES else None


def _names_alone(drill: RandomCues) -> frozenset[str]:
    return frozenset(name for name, cue in drill.cues.items() if cue.group in drill.never_in_a_row)


def _bout_cues(drill: RandomCues, rooms: Rooms, share: int, options: Options, draw: RandomDraw) -> Iterator[Unit]:
    low, high = gap_range_s(drill, options.cadence or 1)
    bags = _bags(drill)
    goes = Bag(_go_weights(drill), max_run=4) if drill.go_word else None
    room_s = (min(rooms.asked_s, rooms.own_s) - ANNOUNCED_S) * share / WHOLE
    least = min(len(drill.cues), LEAST_CUES)
    used_s = 0.0
    for number in range(max(least, drill.max_cues * share // WHOLE)):
        gap_s = low + (high - low) * draw()
        used_s += gap_s
        if number and used_s > (room_s if number >= least else rooms.own_s - ANNOUNCED_S):
            return
        go = goes.draw_name(draw) == GO if goes else True
        yield _cue_unit(drill, bags[go].draw_name(draw), gap_s, go=go, options=options)


GO = "go"


def _bags(drill: RandomCues) -> dict[bool, Bag]:
    """A bag for what is to be done, and one for what is to be let go by, so that each is balanced by itself."""
    weights = {name: cue.weight for name, cue in drill.cues.items()}
    alone = _names_alone(drill)
    needs = {name: cue.needs for name, cue in drill.cues.items() if cue.needs}
    drawn: list[str] = []
    return {go: Bag(weights, drill.max_run, alone, needs, drawn=drawn) for go in (True, False)}


def _go_weights(drill: RandomCues) -> dict[str, int]:
    go = min(9, max(1, round(drill.go_share * 10)))
    return {GO: go, "no-go": 10 - go}


def _cue_unit(drill: RandomCues, name: str, gap_s: float, *, go: bool, options: Options) -> Unit:
    hold = to_ticks(drill.hold_s) if go else 0
    lines = [Line(Kind.CUE, sound_of(drill, name, options, go=go), after=hold, cue=name, go=go)]
    if drill.return_say and drill.cues[name].returns and go:
        lines.append(Line(Kind.RETURN, Sound(drill.return_say), after=to_ticks(RETURN_AFTER_S)))
    waits = options.on_demand and options.attended
    return Unit(
        tuple(lines),
        least=to_ticks(ON_DEMAND_S if waits else gap_s),
        scales=not waits,
        gate=ReadyGate() if waits else None,
        tally=name if go else "",
    )
