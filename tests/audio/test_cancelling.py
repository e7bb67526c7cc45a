"""Hearing beside our own voice, in small synthetic rooms."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest

from drillvoice.audio.alignment import Alignment
from drillvoice.audio.canceller import FRAME, RATE, Canceller, Cleaned
from drillvoice.audio.cancelling import Cancelling, measured
from drillvoice.core.clips import Samples

DELAY = 900
NOISE = 0.001
SECONDS = 10.0


def speech(seconds: float, seed: int = 1, level: float = 0.1) -> Samples:
    """Noise that comes and goes four times a second."""
    count = round(seconds * RATE)
    times = np.arange(count) / RATE
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


@dataclass
class Stage:
    """A loudspeaker that speaks for 10 s after a second of silence, and a canceller that hears it."""

    canceller: Canceller
    played: Samples
    heard: Samples

    def run(self, heard: Samples | None = None, played: Samples | None = None) -> list[Cleaned]:
        heard = self.heard if heard is None else heard
        played = self.played if played is None else played
        whole = min(len(heard), len(played)) // FRAME * FRAME
        return [
            self.canceller.process(heard[at : at + FRAME], played[at : at + FRAME]) for at in range(0, whole, FRAME)
        ]


@pytest.fixture
def stage() -> Stage:
    played = np.concatenate([np.zeros(RATE, np.float32), speech(SECONDS)])
    return Stage(Cancelling(), played, echo_of(played) + noise(len(played)))


def power_db(frames: list[Cleaned]) -> float:
    return float(10 * np.log10(np.mean(np.concatenate([frame.samples for frame in frames]) ** 2)))


def test_a_cold_start_hears_nothing_until_it_has_learnt_the_room(stage: Stage) -> None:
    frames = stage.run()
    opened = next(number for number, frame in enumerate(frames[120:], 120) if not frame.deaf)
    assert opened > 600
    assert not any(frame.near_db >= 6 for frame in frames[opened:])
    assert stage.canceller.quality.trusted


def test_what_is_learnt_is_told(stage: Stage) -> None:
    stage.run()
    quality = stage.canceller.quality
    assert DELAY / RATE == pytest.approx(quality.delay_s, abs=0.001)
    assert quality.erle_db > 8
    assert 0 == pytest.approx(quality.drift_ppm, abs=5)
    assert 0 == quality.jumps


def test_our_own_voice_becomes_much_quieter_and_a_person_stays(stage: Stage) -> None:
    stage.run()
    own = stage.run()[200:300]
    person = np.zeros_like(stage.heard)
    person[2 * RATE : 3 * RATE] = speech(1.0, seed=5, level=0.1)
    both = stage.run(stage.heard + person)[200:300]
    assert power_db(own) < power_db(both) - 15
    near = sorted(frame.near_db for frame in both)
    assert near[80] >= 6
    assert not any(frame.deaf for frame in both)


def test_ten_milliseconds_that_are_lost_shut_the_gate_until_the_echo_is_found_again(stage: Stage) -> None:
    stage.run()
    cut = 2 * RATE + RATE // 8
    frames = stage.run(np.concatenate([stage.heard[:cut], stage.heard[cut + FRAME :], stage.heard[:FRAME]]))
    shut = next(number for number, frame in enumerate(frames[cut // FRAME :]) if frame.deaf)
    assert shut < 40
    stage.run()
    assert stage.canceller.quality.jumps >= 1


def test_an_echo_that_comes_back_is_not_taken_for_a_person(stage: Stage) -> None:
    """A headset is plugged in, and out again."""
    stage.run()
    stage.run(noise(len(stage.heard)))
    stage.run(noise(len(stage.heard)))
    frames = stage.run()[100:]
    believed = sum(frame.near_db >= 6 and not frame.deaf for frame in frames)
    assert believed < 60


def test_with_a_headset_it_opens_though_there_is_no_echo_to_learn(stage: Stage) -> None:
    silent = noise(len(stage.heard))
    stage.run(silent)
    assert stage.canceller.quality.trusted
    assert not stage.canceller.quality.delay_s


def test_a_drift_of_100_ppm_is_found() -> None:
    alignment = Alignment()
    played = speech(20.0)
    times = np.arange(len(played)) * (1 - 100e-6)
    heard = np.interp(times, np.arange(len(played)), echo_of(played)).astype(np.float32)
    for at in range(0, len(played) - FRAME, FRAME):
        alignment.process(heard[at : at + FRAME], played[at : at + FRAME])
    assert 100 == pytest.approx(alignment.drift_ppm, abs=10)


def test_a_room_is_measured_from_ten_seconds(stage: Stage) -> None:
    quality = measured(stage.heard, stage.played)
    assert quality.trusted
    assert quality.erle_db > 10
