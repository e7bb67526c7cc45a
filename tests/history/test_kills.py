"""A shortened load: the real program is killed at random moments; the full figures are in benchmarks/record.py."""

import pytest

from benchmarks.record import kills


@pytest.mark.load
def test_whatever_the_moment_the_record_is_whole() -> None:
    problems, bouts = kills(10, seed=2, longest_s=16)
    assert [] == problems
    assert bouts
