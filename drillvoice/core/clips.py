"""Sound as a value, and the few operations that make a clip of it.

A clip is mono float32 between -1 and 1 with its sample rate. Nothing here opens a file or a device.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from drillvoice.core.loudness import limit_peaks, loudness_lufs
from drillvoice.core.ticks import covering_ticks

Samples = NDArray[np.float32]

ROOM_NOISE = 0.005
"""Amplitude (of 1) under which speech has not begun in a recording; a quiet room's noise is about 0.001."""
ENGINE_NOISE = 0.001
"""The same for an engine, whose noise floor is 0: the h of "hold" and the f of "feet" begin 20 to 30 ms before they
reach the noise of a room."""
TARGET_LUFS = -22.5
"""The loudness of all speech. Leaves room above for a beat and for two sounds at once; EBU R 128 has -23 for
television, and what is louder would have to be limited more (eSpeak NG by 2 dB as it is)."""
CLEAR_DB = 8.0
"""How far --clear lifts consonants; a choice, measured by benchmarks/voices_heard.py."""
CONSONANTS_HZ = (1200.0, 2000.0, 5000.0, 8000.0)
"""Where most of the consonants are: lifted in the middle, with slopes at both sides."""
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


def tidy_speech(samples: Samples, rate: int, noise: float = ROOM_NOISE) -> Clip:
    """Speech ready to be scheduled: silence cut from both ends, so that its onset is where the plan says, and at
    the common loudness.

    Args:
        samples: shape (frames,), float32.
        rate: frames a second.
        noise: the amplitude that silence may have.

    """
    return Clip(_ramp_edges(with_loudness(_trim_silence(samples, noise), rate), rate), rate)


def _trim_silence(samples: Samples, noise: float) -> Samples:
    loud = np.flatnonzero(np.abs(samples) >= noise)
    return samples[loud[0] : loud[-1] + 1] if len(loud) else samples[:0]


def with_loudness(samples: Samples, rate: int, target_lufs: float = TARGET_LUFS) -> Samples:
    """The same at a loudness, the common one unless it is told, with a safe peak."""
    gain = 10 ** ((target_lufs - loudness_lufs(samples, rate)) / 20) if len(samples) else 1.0
    return limit_peaks((samples * np.float32(gain)).astype(np.float32), rate, PEAK_LIMIT)


def with_clear_consonants(clip: Clip) -> Clip:
    """The same with consonants lifted, and as loud as before: hearing goes first there with age (ISO 7029)."""
    return Clip(with_loudness(lift_consonants(clip.samples, clip.rate, CLEAR_DB), clip.rate), clip.rate)


def lift_consonants(samples: Samples, rate: int, lift_db: float) -> Samples:
    """The same with 2 to 5 kHz lifted, shape (frames,), float32."""
    spectrum = np.fft.rfft(samples.astype(np.float64))
    octaves = np.log2(np.maximum(np.fft.rfftfreq(len(samples), 1 / rate), 1.0))
    gain_db = np.interp(octaves, np.log2(CONSONANTS_HZ), (0.0, lift_db, lift_db, 0.0))
    return np.fft.irfft(spectrum * 10 ** (gain_db / 20), len(samples)).astype(np.float32)


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
