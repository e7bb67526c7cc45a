"""How loud sound is, and how much of a voice is in it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillvoice.core.clips import Samples
from drillvoice.core.hearing.voice_activity import VOICED
from drillvoice.core.hearing.voicing import SILENT_DB, WINDOW, Voicing, level_db, measure_voicing

RATE = 16_000
TIMES = np.arange(WINDOW) / RATE


def sine(hertz: float, level: float = 0.5) -> Samples:
    return (level * np.sin(2 * np.pi * hertz * TIMES)).astype(np.float32)


def pulses(hertz: float) -> Samples:
    """As the vocal cords make them."""
    period = round(RATE / hertz)
    return (0.5 * (np.arange(WINDOW) % period < 4)).astype(np.float32)


def noise(seed: int) -> Samples:
    return (0.1 * np.random.default_rng(seed).standard_normal(WINDOW)).astype(np.float32)


@pytest.mark.parametrize(
    ("samples", "expected"), [(sine(1000, 1.0), -3.01), (sine(1000, 0.1), -23.01), (np.ones(160, np.float32), 0.0)]
)
def test_the_level_is_the_power_below_full_scale(samples: Samples, expected: float) -> None:
    assert expected == pytest.approx(level_db(samples), abs=0.01)


def test_where_nothing_moves_it_is_silent_and_has_no_voice() -> None:
    nothing = np.zeros(WINDOW, np.float32)
    assert (SILENT_DB, Voicing(0.0)) == (level_db(nothing), measure_voicing(nothing))
    assert Voicing(0.0) == measure_voicing(np.full(WINDOW, 0.5, np.float32))


@pytest.mark.parametrize("hertz", [75, 100, 150, 220, 300, 390])
def test_voices_of_any_pitch_are_periodic(hertz: float) -> None:
    assert measure_voicing(sine(hertz)).periodic > VOICED
    assert measure_voicing(pulses(hertz)).periodic > VOICED
    assert not measure_voicing(sine(hertz)).shrill


def test_noise_is_hardly_periodic() -> None:
    found = [measure_voicing(noise(seed)).periodic for seed in range(200)]
    assert np.mean([value < VOICED for value in found]) > 0.8


@pytest.mark.parametrize("hertz", [450, 600, 900])
def test_what_is_too_high_for_a_person_is_shrill(hertz: float) -> None:
    assert measure_voicing(sine(hertz)).shrill


def test_a_clap_is_not_periodic() -> None:
    clap = noise(1) * np.exp(-np.arange(WINDOW) / 20).astype(np.float32)
    assert measure_voicing(clap).periodic < VOICED


@given(st.floats(0.001, 1.0), st.sampled_from([sine(120), pulses(200), noise(7)]), st.floats(-0.5, 0.5))
def test_it_does_not_depend_on_the_level_or_on_an_offset(gain: float, samples: Samples, offset: float) -> None:
    changed = samples * np.float32(gain) + np.float32(offset)
    assert pytest.approx(measure_voicing(samples).periodic, abs=0.01) == measure_voicing(changed).periodic
