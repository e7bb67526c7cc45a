"""A short run of benchmarks/bad_luck.py: a few random members of each kind of bad luck; the full figures are there."""

from pathlib import Path
from random import Random

import pytest

from benchmarks.bad_luck import QUICK, count_of_kind, try_quick_kind
from benchmarks.misfortunes import together
from benchmarks.misfortunes.kinds import BrokenPromiseError, Ground, Outcome, ProgramKind, QuickKind, expect
from benchmarks.misfortunes.repeats import note_stop

TRIES = 3


@pytest.mark.slow
@pytest.mark.parametrize("kind", QUICK, ids=lambda kind: kind.name)
def test_a_few_members_of_each_kind_do_no_harm(kind: QuickKind, tmp_path: Path) -> None:
    assert [] == try_quick_kind(kind, TRIES, 7, tmp_path).problems


@pytest.mark.slow
@pytest.mark.parametrize("kind", together.KINDS, ids=lambda kind: kind.name)
def test_two_programs_with_one_record_do_each_other_no_harm(kind: ProgramKind, tmp_path: Path) -> None:
    assert [] == kind.run(1, Random(7), tmp_path).problems


def test_a_stop_that_took_too_long_is_a_problem() -> None:
    outcome = Outcome()
    for number, took_s in enumerate((0.1, None, 0.4)):
        note_stop(outcome, number, took_s)
    assert [0.1, 0.4] == outcome.stops_s
    assert ["run 2: the stop took 0.40 s"] == outcome.problems


def test_a_count_belongs_to_a_kind() -> None:
    assert ("kills", 200) == count_of_kind("kills=200")


def test_a_broken_promise_is_counted_with_its_number_and_others_are_tried(tmp_path: Path) -> None:
    def break_often(ground: Ground) -> None:
        expect(ground.chance.random() < 0.5, "chance is kind", "it was not")

    found = try_quick_kind(QuickKind("coin", "", break_often), 40, 1, tmp_path)
    assert 40 == found.tries
    assert 5 < len(found.problems) < 35
    assert found.problems[0].startswith("coin ")
    assert BrokenPromiseError.__name__ in found.problems[0]


def test_the_same_seed_is_the_same_luck(tmp_path: Path) -> None:
    drawn: list[float] = []
    kind = QuickKind("draw", "", lambda ground: drawn.append(ground.chance.random()))
    for seed in (1, 1, 2):
        try_quick_kind(kind, 3, seed, tmp_path)
    assert drawn[:3] == drawn[3:6]
    assert drawn[:3] != drawn[6:]
