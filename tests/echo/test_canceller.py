"""When the recogniser is deaf."""

import numpy as np
import pytest

from drillvoice.core.clips import Samples, metronome_tick
from drillvoice.core.rates import SPEECH_RATE
from drillvoice.echo.canceller import FRAME, LOUD, TAIL_S, UNKNOWN_DELAY_S, Canceller, DeafGate, Open

AFTER_S = TAIL_S + UNKNOWN_DELAY_S


def sound(start_s: float, end_s: float, seconds: float = 2.0, level: float = 0.1) -> Samples:
    samples = np.zeros(round(seconds * SPEECH_RATE), np.float32)
    samples[round(start_s * SPEECH_RATE) : round(end_s * SPEECH_RATE)] = level
    return samples


def deaf_times(canceller: Canceller, reference: Samples) -> list[float]:
    """The starts of the frames in which it was deaf."""
    microphone = np.full(FRAME, 0.25, np.float32)
    times = []
    for at in range(0, len(reference), FRAME):
        cleaned = canceller.clean_frame(microphone, reference[at : at + FRAME])
        assert cleaned.samples is microphone
        if cleaned.deaf:
            times.append(at / SPEECH_RATE)
    return times


def test_a_gate_is_open_in_silence() -> None:
    assert [] == deaf_times(DeafGate(), sound(0, 0))


def test_a_gate_closes_once_a_sound_has_lasted_60_ms_and_opens_after_its_tail() -> None:
    times = deaf_times(DeafGate(), sound(0.5, 1.0))
    assert (0.55, 1.0 + AFTER_S - 0.01) == pytest.approx((times[0], times[-1]))
    assert len(times) == round((0.5 - 0.05 + AFTER_S) * 100)


def test_a_known_delay_shortens_the_tail() -> None:
    assert 1.0 + TAIL_S - 0.01 == pytest.approx(deaf_times(DeafGate(0.0), sound(0.5, 1.0))[-1])


@pytest.mark.parametrize("start_s", [0.5, 0.503, 0.5095])
@pytest.mark.parametrize(("closes", "length_s"), [(False, 0.02), (False, 0.0599), (True, 0.06), (True, 0.12)])
def test_sounds_shorter_than_60_ms_do_not_close_it(start_s: float, length_s: float, closes: bool) -> None:
    assert closes == bool(deaf_times(DeafGate(), sound(start_s, start_s + length_s)))


def test_the_metronome_does_not_close_it() -> None:
    rate = metronome_tick(SPEECH_RATE).samples
    reference = sound(0, 0)
    for at in range(0, len(reference) - len(rate), round(SPEECH_RATE * 60 / 130)):
        reference[at : at + len(rate)] = rate
    assert [] == deaf_times(DeafGate(), reference)


def test_silence_within_a_word_does_not_end_it() -> None:
    reference = sound(0.5, 0.54) + sound(0.6, 0.64)
    times = deaf_times(DeafGate(), reference)
    assert (0.6, 0.64 + AFTER_S - 0.01) == pytest.approx((times[0], times[-1]), abs=0.011)


@pytest.mark.parametrize(("closes", "level"), [(False, 0.0005), (False, LOUD), (True, 1.1 * LOUD), (True, -0.5)])
def test_noise_that_keeps_loudspeakers_awake_does_not_close_it(level: float, closes: bool) -> None:
    assert closes == bool(deaf_times(DeafGate(), sound(0.2, 1.5, level=level)))


def test_with_headphones_it_is_never_deaf() -> None:
    assert [] == deaf_times(Open(), sound(0.0, 2.0))
