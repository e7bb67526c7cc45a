"""Sound as a value, and the few operations that make a clip of it.

A clip is mono float32 between -1 and 1 with its sample rate. Nothing here opens a file or a device.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from drillvoice.core.ticks import covering_ticks

Samples = NDArray[np.float32]

SILENCE_BELOW = 0.005
"""Amplitude (of 1) under which speech has not begun; eSpeak NG's noise floor is 0, a quiet room's about 0.001."""
TARGET_RMS = 0.1
"""-20 dBFS, a usual level for speech; leaves room above for a beat and for two sounds at once."""
PEAK_LIMIT = 0.5
"""-6 dBFS: a laptop's loudspeaker that is driven hard distorts, which also spoils echo cancellation."""
CLICK_ABOVE = 0.02
RAMP_S = 0.002
BEEP_HZ = 880.0
BEEP_S = 0.12
BEEP_PAUSE_S = 0.08
BEEP_TO_VOICE_S = 0.15
BEEP_LEVEL = 0.2
BEEP_RATE = 22050


@dataclass(frozen=True, slots=True)
class Clip:
    """A sound that can be played."""

    samples: Samples
    """Shape (frames,), float32."""
    rate: int
    """Frames a second."""

    @property
    def ticks(self) -> int:
        """Its length in whole ticks."""
        return covering_ticks(len(self.samples) / self.rate)


def tidy_speech(samples: Samples, rate: int) -> Clip:
    """Speech ready to be scheduled: silence cut from both ends, so that its onset is where the plan says, and at
    the common loudness.
    """
    return Clip(_ramp_edges(_scale_loudness(_trim_silence(samples)), rate), rate)


def _trim_silence(samples: Samples) -> Samples:
    loud = np.flatnonzero(np.abs(samples) >= SILENCE_BELOW)
    return samples[loud[0] : loud[-1] + 1] if len(loud) else samples[:0]


def _scale_loudness(samples: Samples) -> Samples:
    """Scale to the target level, measured where there is sound (within 30 dB of the loudest), with a safe peak."""
    if not len(samples):
        return samples
    peak = float(np.abs(samples).max())
    spoken = samples[np.abs(samples) > peak * 10 ** (-30 / 20)]
    gain = min(TARGET_RMS / float(np.sqrt(np.mean(spoken.astype(np.float64) ** 2))), PEAK_LIMIT / peak)
    return (samples * np.float32(gain)).astype(np.float32)


def _ramp_edges(samples: Samples, rate: int) -> Samples:
    """The same with a short ramp at the end, and at the start only where it would click: a ramp blurs the onset."""
    length = min(int(RAMP_S * rate), len(samples) // 2)
    edged = samples.copy()
    if length:
        ramp = np.linspace(0, 1, length + 1, dtype=np.float32)[1:]
        edged[-length:] *= ramp[::-1]
        if abs(edged[0]) > CLICK_ABOVE:
            edged[:length] *= ramp
    return edged


def beeps(count: int, rate: int = BEEP_RATE) -> Clip:
    """So many short beeps: the number tells cues apart also for those who do not tell pitches apart."""
    pause = silence(BEEP_PAUSE_S, rate)
    parts = [part for _ in range(count) for part in (_tone(BEEP_HZ, BEEP_HZ, BEEP_S, rate), pause)]
    return Clip(np.concatenate(parts[:-1]), rate)


def falling_tone(rate: int = BEEP_RATE) -> Clip:
    """Understood, but not now."""
    return Clip(_tone(520.0, 390.0, 0.18, rate) * np.float32(0.5), rate)


def rising_tone(rate: int = BEEP_RATE) -> Clip:
    """Heard, and done. Short: the answer follows it."""
    return Clip(_tone(520.0, 700.0, 0.1, rate) * np.float32(0.5), rate)


def metronome_tick(rate: int = BEEP_RATE) -> Clip:
    """The metronome's soft tick."""
    return Clip(_tone(1200.0, 1000.0, 0.02, rate) * np.float32(0.5), rate)


def after_beeps(count: int, voice: Clip) -> Clip:
    """Beeps, a short pause, then the voice."""
    parts = (beeps(count, voice.rate).samples, silence(BEEP_TO_VOICE_S, voice.rate), voice.samples)
    return Clip(np.concatenate(parts), voice.rate)


def silence(seconds: float, rate: int) -> Samples:
    """So much silence."""
    return np.zeros(int(seconds * rate), dtype=np.float32)


def _tone(start_hz: float, end_hz: float, seconds: float, rate: int) -> Samples:
    count = int(seconds * rate)
    pitch = np.linspace(start_hz, end_hz, count)
    wave = BEEP_LEVEL * np.sin(2 * np.pi * np.cumsum(pitch) / rate) * np.hanning(count)
    return wave.astype(np.float32)
