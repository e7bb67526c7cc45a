"""A file that is played from a frame on begins where it is said to."""

import io
from itertools import pairwise

import numpy as np
import pytest
import soundfile

from drillvoice.audio.mp3_frames import LEAD_S, cut_before, frame_offsets
from drillvoice.audio.recording import encode_mp3
from drillvoice.core.clips import Samples
from drillvoice.core.rates import MP3_RATE

ONSETS_S = (0.5, 3.0, 7.25, 7.9, 12.0)


def bursts() -> Samples:
    """Noise, silence and tones, so that the frames have many lengths."""
    random = np.random.default_rng(1)
    sound = np.zeros(15 * MP3_RATE, dtype=np.float32)
    for onset in ONSETS_S:
        first = int(onset * MP3_RATE)
        sound[first : first + MP3_RATE // 3] = 0.3 * random.standard_normal(MP3_RATE // 3)
    return sound


def test_every_frame_is_found() -> None:
    mp3 = encode_mp3([bursts()])
    offsets = frame_offsets(mp3)
    assert 0 == offsets[0]
    assert 15 * MP3_RATE / 576 == pytest.approx(len(offsets) - 1, abs=4)
    assert 1 < len({after - before for before, after in pairwise(offsets)})


@pytest.mark.parametrize("onset", ONSETS_S)
def test_a_file_that_is_cut_there_is_heard_from_there(onset: float) -> None:
    mp3 = encode_mp3([bursts()])
    byte, base = cut_before(onset, frame_offsets(mp3))
    samples, rate = soundfile.read(io.BytesIO(mp3[byte:]))
    first = np.flatnonzero(np.abs(samples) > 0.05)[0] / rate
    assert onset == pytest.approx(base + first, abs=0.06), "decoders differ in how much they leave out at a beginning"
    assert LEAD_S - 0.03 <= onset - base


def test_the_beginning_is_the_first_frame_with_sound() -> None:
    offsets = frame_offsets(encode_mp3([bursts()]))
    assert offsets[1] == cut_before(0.0, offsets)[0]


def test_what_is_no_such_file_is_refused() -> None:
    with pytest.raises(ValueError, match="no frame begins at byte 0"):
        frame_offsets(b"RIFF")
