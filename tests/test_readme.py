"""What README says of drills is what the drills and their plans say."""

import re
from itertools import pairwise
from typing import Any

import pytest

from drillvoice.core.ticks import to_seconds
from script.readme_times import NAME, README, cells_in, first_time_text, levels_cell, minutes_cell, renewed_text
from tests.builders import EXERCISES, PROGRAMMES, choices_of, plan_of, texts

TEXT = README.read_text(encoding="utf-8")
SHOWN: dict[str, Any] = {"level": 3, "seed": 7, "safety": True}
"""What the transcript in README is of."""


def names_in_tables(text: str) -> list[str]:
    found = (NAME.fullmatch(cells[0]) for line in text.splitlines() if (cells := cells_in(line)))
    return [match[1] for match in found if match and match[1] in {*EXERCISES, *PROGRAMMES}]


def transcript() -> list[tuple[int, str]]:
    """Its lines with their seconds; three dots are a line without any words."""
    section = TEXT.split("## What a drill sounds like")[1].split("```")[1]
    found = (re.fullmatch(r"(\d+):(\d\d)  (.+)", line) for line in section.strip().splitlines())
    return [(60 * int(match[1]) + int(match[2]), match[3]) if match else (-1, "") for match in found]


@pytest.mark.slow
def test_its_minutes_and_levels_are_those_of_the_plans() -> None:
    assert renewed_text(TEXT) == TEXT, "renew README: .venv/bin/python script/readme_times.py"


def test_every_drill_and_programme_has_one_row() -> None:
    assert sorted([*EXERCISES, *PROGRAMMES]) == sorted(names_in_tables(TEXT)), "add its row to the tables of README"


@pytest.mark.parametrize(
    ("text", "renewed"),
    [
        ("| drill | minutes |\n|---|---|\n| `gaze` | 99 |", "| drill | minutes |\n|---|---|\n| `gaze` | {minutes} |"),
        ("| drill | levels | what |\n| `gaze` | ? | look |", "| drill | levels | what |\n| `gaze` | {levels} | look |"),
        ("| file | minutes |\n| `other` | 3 |", "| file | minutes |\n| `other` | 3 |"),
        ("| `gaze` | 9 |", "| `gaze` | 9 |"),
        ("minutes\n\n`gaze` 9", "minutes\n\n`gaze` 9"),
        ("up to <!-- first time -->nine\nhours<!-- end -->.", "up to <!-- first time -->{longer}<!-- end -->."),
    ],
)
def test_only_what_is_marked_or_under_its_heading_is_renewed(text: str, renewed: str) -> None:
    found = {"minutes": minutes_cell("gaze"), "levels": levels_cell("gaze"), "longer": first_time_text()}
    assert renewed.format(**found) == renewed_text(text)


def test_minutes_go_from_the_shortest_level_to_the_longest() -> None:
    minutes = [round(to_seconds(plan_of("sit-to-stand", level=level).total) / 60) for level in (1, 2, 3)]
    assert f"{min(minutes)} to {max(minutes)}" == minutes_cell("sit-to-stand")


def test_its_transcript_is_what_the_plan_says() -> None:
    said = texts(choices_of("head-turns", **SHOWN))
    place = 0
    shown = [text for _, text in transcript()]
    for before, text in pairwise(["", *shown]):
        if text:
            assert text in (said[place:] if not before else said[place : place + 1])
            place = said.index(text, place) + 1
    assert len(said) == place


def test_the_times_of_its_transcript_are_those_of_a_voice() -> None:
    times = [seconds for seconds, text in transcript() if text]
    assert times == sorted(times)
    total = to_seconds(plan_of("head-turns", **SHOWN).total)
    assert total == pytest.approx(times[-1], rel=0.05)
