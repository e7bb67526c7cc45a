"""A short run of benchmarks/bad_luck.py: a few random members of each kind of bad luck; the full figures are there."""

from pathlib import Path

import pytest

from benchmarks.bad_luck import QUICK, try_quick_kind
from benchmarks.misfortunes.kinds import BrokenPromiseError, Ground, QuickKind, expect

TRIES = 3


@pytest.mark.slow
@pytest.mark.parametrize("kind", QUICK, ids=lambda kind: kind.name)
def test_a_few_members_of_each_kind_do_no_harm(kind: QuickKind, tmp_path: Path) -> None:
    assert [] == try_quick_kind(kind, TRIES, 7, tmp_path).problems


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
