"""What was played, through a pipe."""

import io

import numpy as np
import pytest

from drillvoice.audio.wire import HEADER, packed, unpacked


def test_samples_come_out_as_they_went_in() -> None:
    samples = np.linspace(-1, 1, 480, dtype=np.float32)
    stream = io.BytesIO(packed(1234.5678, samples) + packed(2.0, samples[:7]))
    first, second = unpacked(stream), unpacked(stream)
    assert first is not None
    assert second is not None
    assert (1234.5678, samples.tolist()) == (first[0], first[1].tolist())
    assert (2.0, 7) == (second[0], len(second[1]))
    assert unpacked(stream) is None


def test_silence_costs_a_header() -> None:
    content = packed(1.0, np.zeros(160, np.float32))
    assert HEADER.size == len(content)
    found = unpacked(io.BytesIO(content))
    assert found is not None
    assert [0.0] * 160 == found[1].tolist()


@pytest.mark.parametrize("kept", [0, 1, HEADER.size, HEADER.size + 4, -1])
def test_a_torn_end_is_an_end(kept: int) -> None:
    assert unpacked(io.BytesIO(packed(1.0, np.ones(160, np.float32))[:kept])) is None


def test_nonsense_is_an_end() -> None:
    assert unpacked(io.BytesIO(b"\xff" * 100)) is None
