"""How much a drill talks: words and seconds before the first movement, and the share of talk in a round.

For each drill at each level, with the real lengths of the voice's clips: the way in for the first time, the second,
the tenth, and with --brief; and of its rounds, from the count-in to the end, how much is speech. Programmes are left
out: they are made of drills. It fails where the tenth time takes more than 25 s to the first movement, or talk is more
than 35 % of a round.
"""

import argparse
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from drillvoice.app.prepare import open_library
from drillvoice.app.session_voice import open_voice
from drillvoice.core.drill.schema import Programme
from drillvoice.core.plan.choices import make_choices
from drillvoice.core.plan.lines import BlockKind, Kind
from drillvoice.core.plan.options import Options
from drillvoice.core.plan.request import VoiceWish
from drillvoice.core.plan.timing import Lengths, Plan, arrange, lay_out
from drillvoice.core.ticks import to_seconds
from drillvoice.language import Language, load_language

CADENCE = 90
"""Steps a minute, where a level follows the person's own: an easy pace."""
MOST_S = 25.0
"""From the beginning to the first movement, for the tenth time."""
MOST_SHARE = 0.35
TIMES: Mapping[str, Mapping[str, object]] = {
    "first": {"safety": True},
    "second": {},
    "tenth": {"done": 9},
    "brief": {"brief": True},
}


@dataclass(frozen=True, slots=True)
class WayIn:
    """What stands before the first movement."""

    words: int
    seconds: float


def way_in(plan: Plan, lengths: Lengths) -> WayIn:
    """Everything up to what first asks for a movement: "start walking", the way into a position, or a cue."""
    words, now, begun = 0, 0, False
    for unit, block in zip(plan.units, plan.block_of, strict=True):
        for placed in arrange(unit, lengths).placed:
            in_bout = plan.blocks[block].kind is BlockKind.BOUT and placed.line.kind is not Kind.COUNT
            walks = plan.exercises[0].position == "walking"
            if in_bout and (begun or walks):
                return WayIn(words, to_seconds(now + placed.offset))
            begun = begun or in_bout
            words += len(placed.line.sound.text.split())
        now += arrange(unit, lengths).total
    raise ValueError(f"{plan.title} has no movement")


def talk_share(plan: Plan, lengths: Lengths) -> float:
    """The share of speech in the round that has most of it."""
    shares = []
    for block in plan.blocks:
        if block.kind is BlockKind.BOUT:
            placed = [each for unit in block.units for each in arrange(unit, lengths).placed]
            spoken = sum(each.clip for each in placed if each.line.sound.voiced)
            shares.append(spoken / sum(arrange(unit, lengths).total for unit in block.units))
    return max(shares)


def plan_of(name: str, level: int, time: str, language: Language, lengths: Lengths) -> Plan:
    """A session of a drill, done so often before."""
    given = dict(TIMES[time])
    times = {(name, level): given.pop("done", 0), (name, 0): TIMES[time].get("done", 0)}
    library = open_library(None, language)
    phrases = language.in_brief().phrases if time == "brief" else language.phrases
    options = Options(level=level, cadence=CADENCE, times=times, **given)  # type: ignore[arg-type]
    return lay_out(make_choices(name, library[name], library, options, phrases), lengths)


def main() -> int:
    """Print a line for each level of each drill; 1 where one talks too much."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("drills", nargs="*", help="only these")
    wanted = parser.parse_args().drills
    language = load_language()
    voice = open_voice(VoiceWish(), language)
    lengths = voice.length_in_ticks
    library = open_library(None, language)
    print(f"{'drill and level':<26}" + "".join(f"{time + ': words, s':>18}" for time in TIMES) + f"{'talk':>7}")
    bad = 0
    for name in wanted or library:
        drill = library[name]
        if isinstance(drill, Programme):
            continue
        for level in range(1, max(1, len(drill.all_levels)) + 1):
            ways = [way_in(plan_of(name, level, time, language, lengths), lengths) for time in TIMES]
            share = max(talk_share(plan_of(name, level, time, language, lengths), lengths) for time in TIMES)
            wrong = ways[2].seconds > MOST_S or share > MOST_SHARE
            bad += wrong
            cells = "".join(f"{way.words:>11}{way.seconds:>7.0f}" for way in ways)
            print(
                f"{name + ' ' + str(level):<26}{cells}{100 * share:>6.0f}%{'  too much' if wrong else ''}", flush=True
            )
    voice.close()
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
