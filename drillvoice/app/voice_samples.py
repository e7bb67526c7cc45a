"""Hearing what voices sound like, one after the other, until somebody has heard enough."""

import queue
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass

from drillvoice.app.session_voice import open_voice
from drillvoice.audio.api import Outlet
from drillvoice.core.clips import Clip
from drillvoice.core.plan.lines import Sound
from drillvoice.core.plan.request import VoiceWish
from drillvoice.errors import AudioError, DrillvoiceError
from drillvoice.language import Language
from drillvoice.voice.engine import VoiceInfo

LEAD_S = 0.1
POLL_S = 0.03

Spoken = Clip | DrillvoiceError


@dataclass(frozen=True, slots=True)
class SampleParts:
    """What hearing samples needs of the world."""

    speak: Callable[[VoiceInfo], Clip]
    outlet: Outlet
    is_enough: Callable[[], bool]
    """Whether somebody has heard enough."""
    show: Callable[[VoiceInfo], None]
    """Told of each voice as it begins."""
    complain: Callable[[VoiceInfo, DrillvoiceError], None]
    """Told of each that cannot speak."""


def spoken_sample(voice: VoiceInfo, rate: int, language: Language) -> Clip:
    """A voice says what it is called, and a cue; one that has only what the drills say leaves its name out.

    Raises:
        DrillvoiceError: it cannot.

    """
    words = language.phrases.samples
    with closing(open_voice(VoiceWish(name=voice.id, rate=rate), language)) as speaking:
        text = words.named.format(voice=voice.name, cue=words.cue) if speaking.can_speak else words.cue
        return speaking.clip(Sound(text))


def play_samples(voices: Sequence[VoiceInfo], parts: SampleParts) -> int:
    """Let each voice be heard, until it is enough; how many were. The next one is made while one is heard.

    Raises:
        AudioError: the loudspeaker is gone.

    """
    ahead: queue.SimpleQueue[Spoken] = queue.SimpleQueue()
    ending = threading.Event()
    speaking = threading.Thread(target=_speak_ahead, args=(voices, parts.speak, ahead, ending), daemon=True)
    speaking.start()
    heard = 0
    try:
        for voice in voices:
            spoken = _wait_for_sample(ahead, lambda: parts.is_enough() or not (speaking.is_alive() or ahead.qsize()))
            if spoken is None:
                break
            if isinstance(spoken, DrillvoiceError):
                parts.complain(voice, spoken)
                continue
            parts.show(voice)
            heard += 1
            if not _play_to_end(spoken, parts):
                break
    finally:
        ending.set()
    return heard


def _speak_ahead(
    voices: Sequence[VoiceInfo],
    speak: Callable[[VoiceInfo], Clip],
    ahead: "queue.SimpleQueue[Spoken]",
    ending: threading.Event,
) -> None:
    for voice in voices:
        if ending.is_set():
            return
        try:
            ahead.put(speak(voice))
        except DrillvoiceError as error:
            ahead.put(error)


def _wait_for_sample(ahead: "queue.SimpleQueue[Spoken]", is_enough: Callable[[], bool]) -> Spoken | None:
    """The next sample; None where somebody has heard enough meanwhile."""
    while not is_enough():
        try:
            return ahead.get(timeout=POLL_S)
        except queue.Empty:
            pass
    return None


def _play_to_end(clip: Clip, parts: SampleParts) -> bool:
    """Whether it was heard to its end."""
    outlet = parts.outlet
    start = outlet.position + int(LEAD_S * outlet.rate)
    end = start + int((len(clip.samples) / clip.rate + outlet.latency_s) * outlet.rate)
    outlet.play(clip, start)
    while outlet.position < end:
        if not outlet.alive:
            raise AudioError("The loudspeaker is gone; connect it, and try again.")
        if parts.is_enough():
            outlet.hush()
            return False
        time.sleep(POLL_S)
    return True
