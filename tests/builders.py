"""Small valid drills of every kind, and sessions of them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest

from drillvoice.app.library import Library
from drillvoice.core.drill.reading import with_usual_words
from drillvoice.core.drill.schema import KINDS, DrillFile, Programme, RandomCues
from drillvoice.core.plan.choices import make_choices
from drillvoice.core.plan.estimates import estimated_sound_s
from drillvoice.core.plan.lines import Block, BlockKind, Choices, Line, Sound, Unit
from drillvoice.core.plan.options import Options
from drillvoice.core.plan.timing import Plan, lay_out
from drillvoice.core.session.machine import Session
from drillvoice.core.ticks import covering_ticks
from drillvoice.language import load_language
from drillvoice.places import shipped_drills

PHRASES = load_language().phrases
SHIPPED = Library([shipped_drills()], PHRASES)
EXERCISES = {name: found for name in SHIPPED if not isinstance(found := SHIPPED[name], Programme)}
PROGRAMMES = {name: found for name in SHIPPED if isinstance(found := SHIPPED[name], Programme)}
LEVELS = [(name, level) for name, found in EXERCISES.items() for level in range(1, max(1, len(found.all_levels)) + 1)]
ONE_OF_EACH_KIND = {"head-turns", "heel-raises", "staggered-stance", "step-parts", "warm-up"}
CADENCE = 100

_SHARED: dict[str, Any] = {
    "trains": "balance",
    "why": "It helps.",
    "space": "some room",
    "position": "standing",
    "framing": {"bouts": 3},
}
_TABLES: dict[str, dict[str, Any]] = {
    "random-cues": {
        **_SHARED,
        "title": "Turns",
        "gap_s": [4.0, 6.0],
        "hold_s": 1.0,
        "return_say": "Back to the front",
        "cues": {"left": {"say": "Look left"}, "right": {"say": "Look right"}},
        "unit": ["turn", "turns"],
        "variety": ["direction", "directions"],
    },
    "repetitions": {
        **_SHARED,
        "title": "Raises",
        "repetitions": 4,
        "phases": [{"say": "{n}, going up", "seconds": 2.0}, {"say": "And slowly down", "seconds": 3.0}],
    },
    "holds": {
        **_SHARED,
        "title": "Stance",
        "seconds": 10.0,
        "sides": "each",
        "side_setup": ["Left foot ahead.", "Right foot ahead."],
        "enter": ["A small step with the {side} foot"],
        "hold_say": "Hold it there",
        "release_say": "And ease back",
    },
    "guided-steps": {
        **_SHARED,
        "title": "Parts",
        "parts": [
            {"title": "Shift", "explain": ["Shift: over and back."], "phases": [{"say": "Shift over", "seconds": 2.0}]},
            {"title": "Lift", "sides": "each", "phases": [{"say": "Lift the {side} knee", "seconds": 2.0}]},
        ],
    },
    "programme": {
        "title": "Two things",
        "trains": "balance",
        "why": "It helps.",
        "rest_s": 10.0,
        "items": [{"drill": "marching", "bouts": 1}, {"drill": "head-turns", "bouts": 1, "bout_s": 30.0}],
    },
}


def swept(members: Iterable[Any]) -> list[Any]:
    """Shipped drills, or pairs of drill and level: plain pytest takes one drill of each kind, script/test takes all."""
    return [
        member if (member if isinstance(member, str) else member[0]) in ONE_OF_EACH_KIND else _slow(member)
        for member in members
    ]


def _slow(member: Any) -> Any:
    return pytest.param(*([member] if isinstance(member, str) else member), marks=pytest.mark.slow)


def drill(kind: str, **changes: Any) -> DrillFile:
    """A small drill of a kind, with changes."""
    return with_usual_words(KINDS[kind].model_validate({"kind": kind, **_TABLES[kind], **changes}), PHRASES)


def turns(**changes: Any) -> RandomCues:
    """A small drill of random cues, with changes."""
    found = drill("random-cues", **changes)
    assert isinstance(found, RandomCues)
    return found


def options(chosen: DrillFile, **given: Any) -> Options:
    """Options, with a cadence where the level of the drill needs one."""
    paced = isinstance(chosen, RandomCues) and chosen.levels and chosen.at_level(given.get("level") or 1).gap_steps
    return Options(**({"cadence": CADENCE} if paced and "cadence" not in given else {}) | given)


def choices_of(chosen: DrillFile | str, library: Mapping[str, DrillFile] = SHIPPED, **given: Any) -> Choices:
    """The choices of a drill, or of a shipped one by its name."""
    name, found = (chosen, SHIPPED[chosen]) if isinstance(chosen, str) else ("mine", chosen)
    return make_choices(name, found, library, options(found, **given), PHRASES)


def length(sound: Sound) -> int:
    """The estimated length of a sound in ticks."""
    return covering_ticks(estimated_sound_s(sound))


def plan_of(chosen: DrillFile | str, **given: Any) -> Plan:
    """A plan with estimated lengths."""
    return lay_out(choices_of(chosen, **given), length)


def session_of(chosen: DrillFile | str, **given: Any) -> Session:
    """A session with estimated lengths."""
    return Session(plan_of(chosen, **given), length, PHRASES)


def numbered(choices: Choices) -> Choices:
    """The same with every line's place, "unit.line", as the name of its cue: so that each can be told apart."""
    counted = iter(range(10_000))
    return replace(choices, blocks=tuple(_numbered_block(block, counted) for block in choices.blocks))


def _numbered_block(block: Block, counted: Iterator[int]) -> Block:
    return replace(block, units=tuple(_numbered_unit(unit, next(counted)) for unit in block.units))


def _numbered_unit(unit: Unit, number: int) -> Unit:
    lines = (replace(line, cue=f"{number}.{index}") for index, line in enumerate(unit.lines))
    return replace(unit, lines=tuple(lines))


def bouts(choices: Choices) -> list[Block]:
    """The bouts alone."""
    return [block for block in choices.blocks if block.kind is BlockKind.BOUT]


def units(choices: Choices, *kinds: BlockKind) -> list[Unit]:
    """The units of blocks of these kinds, or all of them."""
    return [unit for block in choices.blocks if not kinds or block.kind in kinds for unit in block.units]


def lines(choices: Choices, *kinds: BlockKind) -> list[Line]:
    """The lines of blocks of these kinds, or all of them."""
    return [line for unit in units(choices, *kinds) for line in unit.lines]


def texts(choices: Choices, *kinds: BlockKind) -> list[str]:
    """What is said in blocks of these kinds, or in all of them."""
    return [line.sound.text for line in lines(choices, *kinds)]
