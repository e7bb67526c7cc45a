"""The clips of a session that is going on: its loop, which has to obey a stop, waits for no engine."""

import threading

from drillvoice.core.clips import Clip
from drillvoice.core.plan.lines import Sound
from drillvoice.voice.clips import ProgramVoice, beep_for

PATIENCE_S = 0.15
"""An engine that has spoken before needs 10 to 45 ms a phrase; a stop may come 0.3 s late at most."""


class ClipsInTime:
    """What a voice says, where it says it in time; a beep that is as long stands for anything else.

    All that a plan may say is spoken before it begins, and the ways to end it soon after. So this is for an engine that
    has only begun with those, or hangs.

    Args:
        voice: what speaks.
        patience_s: how long it may take.

    """

    def __init__(self, voice: ProgramVoice, patience_s: float = PATIENCE_S) -> None:
        self._voice = voice
        self._patience_s = patience_s
        self._late: dict[Sound, Clip] = {}
        """A sound that was late stays a beep: its length may be part of what has been laid out."""
        self._asked: threading.Thread | None = None

    def clip(self, sound: Sound) -> Clip:
        """The clip of a sound."""
        if sound not in self._late and not (self._voice.has_clip(sound) or self._is_spoken_in_time(sound)):
            self._late[sound] = beep_for(sound.text)
        return self._late.get(sound) or self._voice.clip(sound)

    def length_in_ticks(self, sound: Sound) -> int:
        """Its length in ticks."""
        is_there = sound not in self._late and self._voice.has_clip(sound)
        return self._voice.length_in_ticks(sound) if is_there else self.clip(sound).ticks

    def _is_spoken_in_time(self, sound: Sound) -> bool:
        """Whether somebody who waits for the voice sees it speak. While that takes long, nobody waits for more."""
        if self._asked is not None and self._asked.is_alive():
            return False
        self._asked = threading.Thread(target=self._voice.clip, args=(sound,), daemon=True)
        self._asked.start()
        self._asked.join(self._patience_s)
        return not self._asked.is_alive()
