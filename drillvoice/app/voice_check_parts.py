"""What a voice check needs of the world, and the way from the microphone to the ear."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from drillvoice.audio.api import READ_S, Microphone, Outlet
from drillvoice.audio.microphone_condition import clipped_s
from drillvoice.core.clips import Clip, Samples
from drillvoice.core.hearing.command_spotter import Spotted
from drillvoice.core.hearing.taught_voice import TaughtVoice
from drillvoice.core.plan.lines import Sound
from drillvoice.core.session.commands import Command
from drillvoice.core.voice_check.attempts import Sounded
from drillvoice.core.voice_check.steps import KeepLoudness, Teach
from drillvoice.errors import AudioError
from drillvoice.listening.ears import CommandEar
from drillvoice.listening.microphone_feed import MicrophoneFeed

DEVICE_GONE = "The {} is gone; connect it and start `drillvoice voice-check` again."


class KeySource(Protocol):
    """What is pressed."""

    @property
    def over(self) -> bool:
        """Whether nothing will come any more."""
        ...

    def next_key(self) -> str:
        """The next key; empty where none waits."""
        ...


@dataclass(frozen=True, slots=True)
class Parts:
    """What a check needs of the world."""

    microphone: Microphone
    speaker: Outlet
    presses: KeySource
    ears: Callable[[Mapping[str, Sequence[str]], TaughtVoice], CommandEar]
    """From own words, by command, and what was taught just now to an ear that understands them as well."""
    clip: Callable[[Sound], Clip]
    show: Callable[[str], None]
    """Prints a line."""
    echo: Callable[[str], None]
    """Prints what is typed."""
    keep: Callable[[Command, str], None]
    teach: Callable[[Teach | KeepLoudness], None]
    """Keeps what a voice sounds like."""


class MicrophoneEar:
    """The microphone and the ear behind it, a block at a time."""

    def __init__(self, microphone: Microphone, ear: CommandEar) -> None:
        self._microphone = microphone
        self._feed = MicrophoneFeed(microphone.rate)
        self.ear = ear
        self.recording: list[Samples] | None = None
        """What is heard, at the ear's rate and in whole frames, while somebody wants it."""
        self.zeros = True
        """Whether there has been nothing but zeros so far."""

    def next_sound(self, *, speaking: bool) -> Sounded | None:
        """What was heard next; None where nothing came.

        Args:
            speaking: the program itself is.

        Raises:
            AudioError: the microphone is gone.

        """
        block = self._microphone.read_block(READ_S)
        if block is None:
            if not self._microphone.alive:
                raise AudioError(DEVICE_GONE.format(f"microphone {self._microphone.name}"))
            return None
        if block.lost:
            self._feed.forget_rest()
        self.zeros &= not block.samples.any()
        full_s = clipped_s(block.samples, self._microphone.rate)
        _, frames = self._feed.whole_frames(block.samples)
        heard = self._hear_frames(frames, speaking=speaking) if len(frames) else []
        return Sounded(self.ear.now_s, self.ear.level_db, self.ear.floor_db, full_s, heard)

    def _hear_frames(self, frames: Samples, *, speaking: bool) -> list[Spotted]:
        if self.recording is not None:
            self.recording.append(frames)
        return self.ear.feed_frames(frames, np.full(len(frames), 1.0 if speaking else 0.0, dtype=np.float32))
