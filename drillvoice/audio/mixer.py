"""Clips scheduled at frame numbers become one stream of samples.

The mixer knows no device: PortAudio's callback pulls blocks from it, and so does the writer of sound files.
`play`, `beat` and `hush` may be called from another thread than `mix`: they hand over by a deque, and `mix` takes
no lock, so that the callback never waits.
"""

from collections import deque
from dataclasses import dataclass

import numpy as np

from drillvoice.audio.resample import Resampler
from drillvoice.core.clips import Clip, Samples, metronome_tick

FADE_S = 0.01
"""A cut fades out within 10 ms: shorter clicks, longer is heard as not at once."""
DUCK = 0.25
"""A metronome tick under speech: -12 dB."""
AWAKE_LEVEL = 0.0001
"""-80 dBFS: cannot be heard, but keeps a Bluetooth loudspeaker from falling asleep and clipping the first word."""


@dataclass(slots=True)
class _Scheduled:
    start: int
    samples: Samples
    gain: float


@dataclass(slots=True)
class _Beat:
    start: float
    """Kept exact: rounded only where a tick is scheduled, so that the metronome does not drift."""
    period: float


class _Hush:
    """Stands in the inbox where all sound was to be cut: what follows it is to be heard."""


class Mixer:
    """Mixes mono float32 at one sample rate.

    Args:
        rate: frames a second.
        volume: gain of clips, 0 to 1.
        awake: mix in noise that nobody hears.

    """

    def __init__(self, rate: int, *, volume: float = 1.0, awake: bool = False) -> None:
        self.rate = rate
        self.position = 0
        """Frames mixed so far."""
        self.hushed_at = 0
        """The frame from which the last hush was obeyed."""
        self._inbox: deque[_Scheduled | _Beat | _Hush | None] = deque()
        self._active: list[_Scheduled] = []
        self._beat: _Beat | None = None
        self._nothing = np.zeros(0, dtype=np.float32)
        self._hushes_asked = 0
        self._hushes_done = 0
        self._resampler = Resampler(rate)
        self.set_volume(volume)
        noise = np.random.default_rng(0).standard_normal(rate) if awake else None
        self._awake = (AWAKE_LEVEL * noise).astype(np.float32) if noise is not None else None

    def play(self, clip: Clip, start: int, gain: float = 1.0) -> None:
        """Let a clip sound from a frame on; one that should have begun already starts at once."""
        self._inbox.append(_Scheduled(start, self._resampler.resample_clip(clip), gain * self._volume))

    def beat(self, start: int, beats: int) -> None:
        """Let the metronome tick so often a minute from a frame on; 0 stops it."""
        self._inbox.append(_Beat(start, self.rate * 60 / beats) if beats else None)

    def set_volume(self, volume: float) -> None:
        """Let clips that are played from now on, and ticks, have another gain, 0 to 1."""
        self._volume = volume
        self._tick = self._resampler.resample_clip(metronome_tick()) * np.float32(volume)

    def hush(self) -> None:
        """Fade out what sounds and forget everything scheduled so far; obeyed by the next `mix`."""
        self._hushes_asked += 1
        self._inbox.append(_Hush())

    def drop_sounding(self) -> None:
        """Drop what sounds, without a fade: its stream has ended. Only while nothing calls `mix`."""
        self._active = []

    @property
    def is_hushed(self) -> bool:
        """Whether every hush has been obeyed."""
        return self._hushes_done == self._hushes_asked

    def quiet_until(self, frame: int) -> bool:
        """Whether nothing sounds now or is scheduled before a frame."""
        return not self._inbox and all(item.start >= frame for item in self._active)

    def mix(self, frames: int) -> Samples:
        """The next frames, shape (frames,)."""
        self._take_inbox()
        end = self.position + frames
        if not self._active and self._beat is None and self._awake is None:
            self.position = end
            return self._silence(frames)
        block = np.zeros(frames, dtype=np.float32)
        self._add_awake(block)
        if self._beat:
            self._add_ticks(self._beat, end)
        for item in self._active:
            _add(block, item, self.position)
        self._active = [item for item in self._active if item.start + len(item.samples) > end]
        self.position = end
        return np.clip(block, -1.0, 1.0, out=block)

    def _silence(self, frames: int) -> Samples:
        """Most of a drill is silence, which need not be made anew eighty times a second."""
        if len(self._nothing) != frames:
            self._nothing = np.zeros(frames, dtype=np.float32)
        return self._nothing

    def _take_inbox(self) -> None:
        while self._inbox:
            item = self._inbox.popleft()
            if isinstance(item, _Scheduled):
                item.start = max(item.start, self.position)
                self._active.append(item)
            elif isinstance(item, _Hush):
                self._obey_hush()
            else:
                self._beat = item

    def _obey_hush(self) -> None:
        """Keep 10 ms of what has begun, fading; drop the rest."""
        tail = np.zeros(int(FADE_S * self.rate), dtype=np.float32)
        for item in self._active:
            if item.start < self.position:
                _add(tail, item, self.position)
        tail *= np.linspace(1, 0, len(tail), dtype=np.float32)
        self._beat = None
        self._active = [_Scheduled(self.position, tail, 1.0)]
        self.hushed_at = self.position
        self._hushes_done += 1

    def _add_awake(self, block: Samples) -> None:
        if self._awake is not None:
            places = np.arange(self.position, self.position + len(block)) % len(self._awake)
            block += self._awake[places]

    def _add_ticks(self, beat: _Beat, end: int) -> None:
        """Schedule the ticks that begin before `end`."""
        while round(beat.start) < end:
            start = max(round(beat.start), self.position)
            spoken = any(
                item.start < start + len(self._tick) and start < item.start + len(item.samples) for item in self._active
            )
            self._active.append(_Scheduled(start, self._tick, DUCK if spoken else 1.0))
            beat.start += beat.period


def _add(block: Samples, item: _Scheduled, position: int) -> None:
    """Add the part of a clip that falls into a block which begins at a frame."""
    first = max(item.start, position)
    last = min(item.start + len(item.samples), position + len(block))
    if first < last:
        block[first - position : last - position] += item.samples[first - item.start : last - item.start] * np.float32(
            item.gain
        )
