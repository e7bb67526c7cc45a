"""What the program asks of sound devices: somewhere for sound to go, and somewhere for it to come from.

The drivers are in the other modules of this package, their doubles in `tests/fakes.py`.
"""

from dataclasses import dataclass
from typing import Protocol

from drillvoice.core.clips import Clip, Samples

READ_S = 0.1
"""For how long a block is waited for, by whoever has something else to look after."""


@dataclass(frozen=True, slots=True)
class SoundBlock:
    """What a microphone heard."""

    samples: Samples
    """Mono, shape (frames,), float32, at the microphone's own rate."""
    start_s: float
    """When its first frame was heard, on `time.monotonic()`."""
    lost: int = 0
    """Frames missing before it; at least 1 where nobody can say how many."""


class Outlet(Protocol):
    """Where sound goes: a loudspeaker, or a clock where there is none."""

    rate: int
    latency_s: float
    underflows: int

    @property
    def position(self) -> int:
        """Frames taken so far."""
        ...

    @property
    def alive(self) -> bool:
        """False once the device has gone."""
        ...

    def play(self, clip: Clip, frame: int, gain: float = 1.0) -> None:
        """Let a clip sound from a frame on."""
        ...

    def beat(self, frame: int, beats: int) -> None:
        """Let the metronome tick so often a minute from a frame on; 0 stops it."""
        ...

    def set_volume(self, volume: float) -> None:
        """Let what is played from now on have another gain, 0 to 1."""
        ...

    def hush(self) -> int:
        """Cut all sound, forget what is scheduled, and answer the frame of the cut."""
        ...

    def tend(self) -> None:
        """Do upkeep that is best done while nothing sounds."""
        ...

    def reopen(self) -> bool:
        """Look for a lost device; whether it is back."""
        ...

    def close(self) -> None:
        """Let the device go."""
        ...


class Microphone(Protocol):
    """Where sound comes from."""

    name: str
    rate: int
    latency_s: float

    @property
    def alive(self) -> bool:
        """False once the device has gone."""
        ...

    def read_block(self, timeout_s: float) -> SoundBlock | None:
        """The next block, or None where none comes in time."""
        ...

    def check(self) -> None:
        """Look whether it is still what it was.

        Raises:
            AudioError: another device, or none, is in its place.

        """
        ...

    def close(self) -> None:
        """Let the device go."""
        ...
