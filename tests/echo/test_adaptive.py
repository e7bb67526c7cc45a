"""Hearing beside our own voice, in small synthetic rooms."""

from copy import deepcopy
from functools import cache

import numpy as np
import pytest

from drillvoice.audio.resample import resampled
from drillvoice.core.clips import Samples
from drillvoice.core.hearing.voice_activity import NEAR_DB, NEAR_FRAMES
from drillvoice.core.rates import SPEECH_RATE
from drillvoice.echo.adaptive import Cancelling, measure_quality
from drillvoice.echo.alignment import Alignment
from drillvoice.echo.canceller import FRAME, Canceller, Cleaned

pytestmark = pytest.mark.slow

DELAY = 900
NOISE = 0.001
SECONDS = 10.0


def speech(seconds: float, seed: int = 1, level: float = 0.1) -> Samples:
    """Noise that comes and goes four times a second."""
    count = round(seconds * SPEECH_RATE)
    times = np.arange(count) / SPEECH_RATE
    noise = np.random.default_rng(seed).standard_normal(count)
    return np.asarray(level * noise * np.clip(np.sin(2 * np.pi * 2 * times), 0, 1), np.float32)


def noise(count: int, seed: int = 9) -> Samples:
    return (NOISE * np.random.default_rng(seed).standard_normal(count)).astype(np.float32)


@cache
def room() -> Samples:
    """A direct path and a decay of 50 ms."""
    decay = np.exp(-np.arange(1600) / 250) * np.random.default_rng(3).standard_normal(1600) * 0.1
    decay[0] = 1
    return decay.astype(np.float32)


def echo_of(played: Samples, delay: int = DELAY) -> Samples:
    heard = np.convolve(played, room())[: len(played)]
    return np.concatenate([np.zeros(delay), heard])[: len(played)].astype(np.float32)


@cache
def played() -> Samples:
    """A second of silence, then ten of the loudspeaker."""
    return np.concatenate([np.zeros(SPEECH_RATE, np.float32), speech(SECONDS)])


@cache
def heard() -> Samples:
    return echo_of(played()) + noise(len(played()))


@cache
def _learnt() -> Cancelling:
    canceller = Cancelling()
    run(canceller, heard(), played())
    return canceller


@pytest.fixture
def learnt() -> Cancelling:
    """One that has heard the room once."""
    return deepcopy(_learnt())


def run(canceller: Canceller, microphone: Samples, reference: Samples) -> list[Cleaned]:
    whole = min(len(microphone), len(reference)) // FRAME * FRAME
    return [
        canceller.clean_frame(microphone[at : at + FRAME], reference[at : at + FRAME]) for at in range(0, whole, FRAME)
    ]


def power_db(frames: list[Cleaned]) -> float:
    return float(10 * np.log10(np.mean(np.concatenate([frame.samples for frame in frames]) ** 2)))


def believed(frames: list[Cleaned]) -> int:
    """In how many frames a person is heard."""
    return sum(frame.near_db >= NEAR_DB and not frame.deaf for frame in frames)


def until(seconds: float) -> slice:
    return slice(round(seconds * SPEECH_RATE))


@pytest.mark.long
def test_a_cold_start_hears_nothing_until_it_has_learnt_the_room() -> None:
    canceller = Cancelling()
    frames = run(canceller, heard(), played())
    opened = next(number for number, frame in enumerate(frames[120:], 120) if not frame.deaf)
    assert opened > 600
    assert 0 == believed(frames[opened:])


def test_what_is_learnt_is_told(learnt: Cancelling) -> None:
    quality = learnt.quality
    assert quality.trusted
    assert DELAY / SPEECH_RATE == pytest.approx(quality.delay_s, abs=0.001)
    assert quality.erle_db > 8
    assert 0 == pytest.approx(quality.drift_ppm, abs=5)
    assert 0 == quality.jumps


def test_our_own_voice_becomes_much_quieter_and_a_person_stays(learnt: Cancelling) -> None:
    own = run(deepcopy(learnt), heard()[until(3)], played()[until(3)])[200:]
    person = np.zeros(3 * SPEECH_RATE, np.float32)
    person[2 * SPEECH_RATE :] = speech(1.0, seed=5)
    both = run(learnt, heard()[until(3)] + person, played()[until(3)])[200:]
    assert power_db(own) < power_db(both) - 15
    assert 0 == believed(own)
    assert believed(both) >= 20
    assert not any(frame.deaf for frame in both)


@pytest.mark.parametrize("lost_s", [0.01, 0.1])
def test_what_is_lost_within_a_cue_shuts_the_gate(learnt: Cancelling, lost_s: float) -> None:
    cut = 2 * SPEECH_RATE + SPEECH_RATE // 8
    heard_on = np.concatenate([heard()[:cut], heard()[cut + round(lost_s * SPEECH_RATE) :]])
    frames = run(learnt, heard_on[until(3.5)], played()[until(3.5)])
    shut = next(number for number, frame in enumerate(frames[cut // FRAME :]) if frame.deaf)
    assert shut < 40
    assert believed(frames) < NEAR_FRAMES


@pytest.mark.parametrize("by", [400, -400])
def test_a_reference_that_is_set_right_in_silence_costs_nothing(learnt: Cancelling, by: int) -> None:
    """The seconds of silence in which clocks that drift apart are set right."""
    pause = noise(SPEECH_RATE)
    run(learnt, pause, np.zeros(SPEECH_RATE, np.float32))
    learnt.shift_reference(by)
    moved = np.concatenate([np.zeros(max(0, -by), np.float32), played()[max(0, by) :]])
    frames = run(learnt, heard()[until(6)], moved[until(6)])
    assert not any(frame.deaf for frame in frames)
    assert 0 == believed(frames)
    assert 0 == learnt.quality.jumps
    assert (DELAY + by) / SPEECH_RATE == pytest.approx(learnt.quality.delay_s, abs=0.001)


@pytest.mark.long
def test_an_echo_that_has_jumped_is_found_again(learnt: Cancelling) -> None:
    late = np.concatenate([np.zeros(FRAME, np.float32), heard()[:-FRAME]])
    for _ in range(2):
        frames = run(learnt, late, played())
    assert not any(frame.deaf for frame in frames[-100:])
    assert learnt.quality.trusted
    assert 1 == learnt.quality.jumps
    assert (DELAY + FRAME) / SPEECH_RATE == pytest.approx(learnt.quality.delay_s, abs=0.001)


@pytest.mark.long
@pytest.mark.parametrize("by", [8, 16, -16])
def test_an_echo_that_has_moved_by_a_millisecond_is_found_again(learnt: Cancelling, by: int) -> None:
    """Too little for a jump, and too much for the filter; it once took a minute and more."""
    moved = np.roll(heard(), by)
    for _ in range(2):
        frames = run(learnt, moved, played())
    assert not any(frame.deaf for frame in frames[-100:])
    assert learnt.quality.trusted
    assert learnt.quality.erle_db > 15
    assert (DELAY + by) / SPEECH_RATE == pytest.approx(learnt.quality.delay_s, abs=0.0002)


@pytest.mark.long
def test_an_echo_that_comes_back_is_not_taken_for_a_person(learnt: Cancelling) -> None:
    """A headset is plugged in, and out again."""
    for _ in range(2):
        run(learnt, noise(len(played())), played())
    assert learnt.quality.trusted
    assert believed(run(learnt, heard(), played())) < 60


def test_with_a_headset_that_is_plugged_in_half_way_nobody_is_heard_who_is_not_there(learnt: Cancelling) -> None:
    half = 3 * SPEECH_RATE
    silent = noise(len(played()))[half:]
    frames = run(learnt, np.concatenate([heard()[:half], silent])[until(5)], played()[until(5)])
    assert believed(frames) < NEAR_FRAMES


@pytest.mark.long
def test_with_a_headset_it_opens_though_there_is_no_echo_to_learn() -> None:
    canceller = Cancelling()
    run(canceller, noise(len(played())), played())
    assert canceller.quality.trusted
    assert not canceller.quality.delay_s


@pytest.mark.long
def test_microphone_and_loudspeaker_may_have_other_rates() -> None:
    canceller = Cancelling()
    microphone, reference = (
        resampled(resampled(samples, SPEECH_RATE, rate), rate, SPEECH_RATE)
        for samples, rate in ((heard(), 44_100), (played(), 48_000))
    )
    run(canceller, microphone, reference)
    assert canceller.quality.trusted
    assert 0 == pytest.approx(canceller.quality.drift_ppm, abs=5)


@pytest.mark.long
def test_a_drift_of_100_ppm_is_found() -> None:
    alignment = Alignment()
    played = speech(20.0)
    times = np.arange(len(played)) * (1 - 100e-6)
    heard = np.interp(times, np.arange(len(played)), echo_of(played)).astype(np.float32)
    for at in range(0, len(played) - FRAME, FRAME):
        alignment.align_frame(heard[at : at + FRAME], played[at : at + FRAME])
    assert 100 == pytest.approx(alignment.drift_ppm, abs=10)


@pytest.mark.long
def test_a_room_is_measured_from_ten_seconds() -> None:
    quality = measure_quality(heard(), played())
    assert quality.trusted
    assert quality.erle_db > 10
