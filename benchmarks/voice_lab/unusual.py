"""Voices that are soft, slow, flat or trembling, or the last three at once, made of usual ones with the vocoder WORLD.

A guess at what multiple sclerosis does to a voice: no patient's recording was at hand. WORLD takes a voice apart into
its pitch, its spectra and its breath, 200 times a second; each is changed, and the voice put together again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from benchmarks.voice_lab.acoustics import RATE, Signal, gain

STEP_S = 0.005
TREMOR_HZ = (4.0, 7.0)
DULL_HZ, DULL_DB_AN_OCTAVE = 3_000.0, 6.0
LEAST_HZ = 60.0

Curve = NDArray[np.float64]


@dataclass(frozen=True)
class Manner:
    """How a voice is unusual."""

    snr_db: float = 15.0
    """How far it is above the noise."""
    softer_db: float = 0.0
    """It and the noise of the room, which stays as far below."""
    stretch: float = 1.0
    flatness: float = 0.0
    """How much of its melody is lost: 1 is one tone."""
    smear_s: float = 0.0
    """Each sound runs into its neighbours for so long."""
    tremor_pitch: float = 0.0
    tremor_db: float = 0.0
    breath: float = 0.0
    """This share of what is periodic becomes breath."""
    dull: bool = False


UNUSUAL: Mapping[str, Manner] = {
    "noisy": Manner(snr_db=10.0),
    "soft": Manner(snr_db=10.0, softer_db=20.0),
    "slow": Manner(stretch=1.6),
    "flat": Manner(stretch=1.4, flatness=1.0, smear_s=0.08, dull=True),
    "trembling": Manner(tremor_pitch=0.06, tremor_db=6.0),
    "flat, slow and trembling": Manner(
        stretch=1.4, flatness=1.0, smear_s=0.05, tremor_pitch=0.06, tremor_db=6.0, breath=0.4
    ),
}


def made_unusual(samples: Signal, manner: Manner, draw: np.random.Generator) -> Signal:
    """The same words by somebody who speaks in that manner; how soft it is is for whoever mixes it with noise."""
    if replace(manner, snr_db=0.0, softer_db=0.0) == Manner(snr_db=0.0):
        return samples
    import pyworld

    voice = samples.astype(np.float64)
    pitch, times = pyworld.harvest(voice, RATE, f0_floor=LEAST_HZ, frame_period=1000 * STEP_S)
    spectra = pyworld.cheaptrick(voice, pitch, times, RATE)
    breath = pyworld.d4c(voice, pitch, times, RATE)
    pitch, spectra, breath = (_longer(curve, manner.stretch) for curve in (pitch, spectra, breath))
    pitch = _flatter(pitch, manner.flatness)
    spectra = _smeared(spectra, manner.smear_s)
    if manner.dull:
        spectra = spectra * _dullness(spectra.shape[1])
    tremor = _tremor(len(pitch), draw)
    pitch = pitch * (1 + manner.tremor_pitch * tremor)
    spectra = spectra * gain(2 * manner.tremor_db) ** tremor[:, None] if manner.tremor_db else spectra
    breath = breath + manner.breath * (1 - breath)
    made = pyworld.synthesize(*(np.ascontiguousarray(part) for part in (pitch, spectra, breath)), RATE, 1000 * STEP_S)
    return np.asarray(made, np.float32)


def _longer(curve: Curve, stretch: float) -> Curve:
    places = np.arange(round(len(curve) * stretch)) / stretch
    return np.asarray(curve[np.minimum(places.astype(int), len(curve) - 1)])


def _flatter(pitch: Curve, flatness: float) -> Curve:
    """Nearer to its own median, where there is a pitch at all."""
    sounding = pitch > 0
    if not sounding.any():
        return pitch
    middle = float(np.median(pitch[sounding]))
    return np.where(sounding, middle**flatness * np.maximum(pitch, LEAST_HZ) ** (1 - flatness), 0.0)


def _smeared(spectra: Curve, seconds: float) -> Curve:
    """The mean over neighbours in time, of logarithms: sounds glide into one another."""
    width = 2 * round(seconds / STEP_S / 2) + 1
    if width == 1:
        return spectra
    edge = width // 2
    padded = np.log(np.pad(spectra, ((edge, edge), (0, 0)), mode="edge"))
    sums = np.cumsum(np.concatenate([np.zeros((1, padded.shape[1])), padded]), axis=0)
    return np.asarray(np.exp((sums[width:] - sums[:-width]) / width))


def _dullness(bands: int) -> Curve:
    octaves = np.log2(np.maximum(np.linspace(0, RATE / 2, bands) / DULL_HZ, 1.0))
    return np.asarray(10 ** (-DULL_DB_AN_OCTAVE * octaves / 10))


def _tremor(count: int, draw: np.random.Generator) -> Curve:
    """From -1 to 1, at a rate of its own, which wanders a little."""
    rate = draw.uniform(*TREMOR_HZ) * (1 + 0.1 * np.cumsum(draw.standard_normal(count)) / np.sqrt(max(count, 1)))
    return np.asarray(np.sin(2 * np.pi * (np.cumsum(rate) * STEP_S + draw.random())))
