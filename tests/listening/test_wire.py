"""What was played, through a pipe."""

import io

import numpy as np
import pytest

from drillvoice.core.session.answers import Subject
from drillvoice.listening.wire import HEADER, Played, joined_blocks, packed_samples, packed_subject, read_message


def test_samples_come_out_as_they_went_in() -> None:
    samples = np.linspace(-1, 1, 480, dtype=np.float32)
    stream = io.BytesIO(packed_samples(1234.5678, samples) + packed_samples(2.0, samples[:7]))
    first, second = read_message(stream), read_message(stream)
    assert isinstance(first, tuple)
    assert isinstance(second, tuple)
    assert (1234.5678, samples.tolist()) == (first[0], first[1].tolist())
    assert (2.0, 7) == (second[0], len(second[1]))
    assert read_message(stream) is None


def test_silence_costs_a_header() -> None:
    content = packed_samples(1.0, np.zeros(160, np.float32))
    assert HEADER.size == len(content)
    found = read_message(io.BytesIO(content))
    assert isinstance(found, tuple)
    assert [0.0] * 160 == found[1].tolist()


@pytest.mark.parametrize("subject", Subject)
def test_a_subject_comes_out_as_it_went_in(subject: Subject) -> None:
    assert subject is read_message(io.BytesIO(packed_subject(subject)))


@pytest.mark.parametrize("kept", [0, 1, HEADER.size, HEADER.size + 4, -1])
def test_a_torn_end_is_an_end(kept: int) -> None:
    assert read_message(io.BytesIO(packed_samples(1.0, np.ones(160, np.float32))[:kept])) is None


def test_nonsense_is_an_end() -> None:
    assert read_message(io.BytesIO(b"\xff" * 100)) is None


def test_blocks_that_follow_one_another_are_joined_and_others_are_not() -> None:
    def block(start_s: float, rate: int = 16_000) -> Played:
        return Played(start_s, np.full(160, start_s, np.float32), rate)

    blocks = [block(1.0), block(1.0102), block(1.02), block(2.0), block(2.01, 48_000)]
    found = list(joined_blocks(blocks))
    assert [(1.0, 480, 16_000), (2.0, 160, 16_000), (2.01, 160, 48_000)] == [
        (each.start_s, len(each.samples), each.rate) for each in found
    ]
    assert np.array_equal(np.concatenate([each.samples for each in blocks[:3]]), found[0].samples)


def test_nothing_joins_to_nothing() -> None:
    assert [] == list(joined_blocks([]))
