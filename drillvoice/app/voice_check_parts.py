"""What a voice check needs of the world, and the way from the microphone to the ear."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from drillvoice.audio.resample import StreamResampler
from drillvoice.core.clips import Clip, Samples
from drillvoice.core.hearing.command_spotter import Heard
from drillvoice.core.plan.lines import Sound
from drillvoice.core.rates import SPEECH_RATE
from drillvoice.core.session.commands import Command
from drillvoice.core.voice_check.attempts import Sounded
from drillvoice.echo.canceller import FRAME
from drillvoice.errors import AudioError

READ_S = 0.1
FULL = 0.99
GONE = "The {} is gone; connect it and start `drillvoice voice-check` again."


class BlockLike(Protocol):
    """What a microphone heard."""

    @property
    def samples(self) -> Samples:
        """Mono, at the microphone's rate."""
        ...

    @property
    def lost(self) -> int:
        """Frames missing before it."""
        ...


class MicrophoneLike(Protocol):
    """Gives blocks."""

    name: str
    rate: int

    @property
    def alive(self) -> bool:
        """False once it has gone."""
        ...

    def read(self, timeout_s: float) -> BlockLike | None:
        """The next block, or None where none comes in time."""
        ...


class SpeakerLike(Protocol):
    """Plays clips."""

    rate: int
    latency_s: float

    @property
    def position(self) -> int:
        """Frames taken so far."""
        ...

    @property
    def alive(self) -> bool:
        """False once it has gone."""
        ...

    def play(self, clip: Clip, frame: int, gain: float = 1.0) -> None:
        """Let a clip sound from a frame on."""
        ...

    def hush(self) -> int:
        """Cut all sound."""
        ...


class EarLike(Protocol):
    """Understands commands."""

    @property
    def level_db(self) -> float:
        """How loud it is, in dBFS."""
        ...

    @property
    def floor_db(self) -> float:
        """The noise of the room, in dBFS."""
        ...

    @property
    def now_s(self) -> float:
        """Time heard so far."""
        ...

    def feed(self, microphone: Samples, reference: Samples) -> list[Heard]:
        """The commands decided on."""
        ...


class PressesLike(Protocol):
    """What is pressed."""

    @property
    def over(self) -> bool:
        """Whether nothing will come any more."""
        ...

    def next(self) -> str:
        """The next key; empty where none waits."""
        ...


@dataclass(frozen=True, slots=True)
class Parts:
    """What a check needs of the world."""

    microphone: MicrophoneLike
    speaker: SpeakerLike
    presses: PressesLike
    ears: Callable[[Mapping[str, Sequence[str]]], EarLike]
    """From own words, by command, to an ear that understands them as well."""
    clip: Callable[[Sound], Clip]
    show: Callable[[str], None]
    """Prints a line."""
    echo: Callable[[str], None]
    """Prints what is typed."""
    keep: Callable[[Command, str], None]


class Listening:
    """The microphone and the ear behind it, a block at a time."""

    def __init__(self, microphone: MicrophoneLike, ear: EarLike) -> None:
        self._microphone = microphone
        self._resampler = StreamResampler(microphone.rate, SPEECH_RATE)
        self._rest = np.zeros(0, dtype=np.float32)
        self.ear = ear
        self.recording: list[Samples] | None = None
        """What is heard, at the ear's rate and in whole frames, while somebody wants it."""
        self.zeros = True
        """Whether there has been nothing but zeros so far."""

    def next(self, *, speaking: bool) -> Sounded | None:
        """What was heard next; None where nothing came.

        Args:
            speaking: the program itself is.

        Raises:
            AudioError: the microphone is gone.

        """
        block = self._microphone.read(READ_S)
        if block is None:
            if not self._microphone.alive:
                raise AudioError(GONE.format(f"microphone {self._microphone.name}"))
            return None
        if block.lost:
            self._resampler.forget()
        self.zeros &= not block.samples.any()
        full_s = np.count_nonzero(np.abs(block.samples) >= FULL) / self._microphone.rate
        heard = self._feed(block.samples, speaking=speaking)
        return Sounded(self.ear.now_s, self.ear.level_db, self.ear.floor_db, full_s, heard)

    def _feed(self, samples: Samples, *, speaking: bool) -> list[Heard]:
        _, ready = self._resampler.feed(samples, 0.0)
        ready = np.concatenate([self._rest, ready])
        whole = len(ready) // FRAME * FRAME
        self._rest = ready[whole:]
        if not whole:
            return []
        if self.recording is not None:
            self.recording.append(ready[:whole])
        return self.ear.feed(ready[:whole], np.full(whole, 1.0 if speaking else 0.0, dtype=np.float32))
