"""What docs/drill-files.md says of drill files is what can stand in them."""

import re
import tomllib
from pathlib import Path

import pytest

from drillvoice.core.drill import parts, schema
from drillvoice.core.drill.reading import parse_drill
from drillvoice.core.tables import Table
from tests.builders import PHRASES, PROGRAMMES, SHIPPED, choices_of

TEXT = (Path(__file__).parents[1] / "docs" / "drill-files.md").read_text(encoding="utf-8")
BLOCKS: list[str] = re.findall(r"^```toml\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
DRILLS = [block for block in BLOCKS if block.startswith("kind = ")]
ROW = re.compile(r"^\| ((?:`[\w-]+`(?:, )?)+) \|", re.MULTILINE)
TOLD_ONCE = {"kind", "levels"}
"""Fields of every kind."""
TABLES: dict[str, list[type[Table]]] = {
    "What every drill says": [schema.Drill],
    "Random cues": [schema.RandomCues, parts.Cue],
    "Repetitions": [schema.Repetitions, parts.Phase],
    "Holds": [schema.Holds],
    "Guided steps": [schema.GuidedSteps, parts.Part],
    "Levels": [parts.Level, parts.CueLevel, parts.PhaseLevel, parts.HoldLevel, parts.StepsLevel],
    "Programmes": [schema.Programme, schema.Item],
}
"""What may stand in a drill file, by the section that tells of it."""


def section(heading: str) -> str:
    return TEXT.split(f"\n## {heading}\n")[1].split("\n## ")[0]


def fields_told(heading: str) -> set[str]:
    rows = ROW.findall(section(heading))
    return {name for row in rows for name in re.findall(r"`([\w-]+)`", row)} - set(PHRASES.safety.lines)


def test_there_is_an_example_of_every_kind() -> None:
    assert set(schema.KINDS) == {parse_drill(block, "example", PHRASES).kind for block in DRILLS}


@pytest.mark.parametrize("block", DRILLS, ids=lambda block: block.splitlines()[1])
def test_its_examples_are_right_and_say_something(block: str) -> None:
    drill = parse_drill(block, "example", PHRASES)
    levels = [None] if isinstance(drill, schema.Programme) else range(1, max(1, len(drill.all_levels)) + 1)
    assert all(choices_of(drill, level=level).blocks for level in levels)


def test_no_example_is_a_drill_that_is_shipped() -> None:
    shipped = {SHIPPED[name].title for name in SHIPPED} - {PROGRAMMES[name].title for name in PROGRAMMES}
    assert not shipped & {parse_drill(block, "example", PHRASES).title for block in DRILLS}


def test_its_framing_is_right() -> None:
    (block,) = (block for block in BLOCKS if block.startswith("[framing]"))
    framing = tomllib.loads(block)["framing"]
    assert parts.Framing.model_validate(framing)
    assert set(parts.Framing.model_fields) == set(framing)


@pytest.mark.parametrize("heading", TABLES)
def test_every_field_is_told_of_and_no_other(heading: str) -> None:
    there = {name for table in TABLES[heading] for name in table.__annotations__} - TOLD_ONCE
    assert there == fields_told(heading) - TOLD_ONCE


def test_the_fields_of_every_kind_are_told_of_once() -> None:
    assert fields_told("What every drill says") >= TOLD_ONCE


def test_its_safety_lines_are_those_of_the_phrases() -> None:
    told = dict(re.findall(r"^\| `([a-z-]+)` \| ([A-Z][^|]*\.) \|$", section("What every drill says"), re.MULTILINE))
    assert PHRASES.safety.lines == told
