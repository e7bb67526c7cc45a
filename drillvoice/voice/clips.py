"""The clip of every sound: a phrase of the voice, a person's own recording, beeps, or both."""

import contextlib
import threading
from collections.abc import Iterable

import numpy as np

from drillvoice.core.clips import Clip, after_beeps, beeps, with_clear_consonants
from drillvoice.core.drill.rules import estimated_s
from drillvoice.core.plan.lines import Sound
from drillvoice.core.plan.options import DEFAULT_RATE
from drillvoice.core.ticks import covering_ticks
from drillvoice.errors import AudioError, SpeechError
from drillvoice.voice.clip_cache import ClipCache
from drillvoice.voice.engine import NATURAL, OF_SYSTEM, Engine
from drillvoice.voice.ready_clips import ReadyClips, load_ready_clips
from drillvoice.voice.soundfiles import read_clip


def ready_clips_for(engine: Engine) -> ReadyClips | None:
    """The clips that came with the program, where they are this engine's; None where it has to speak itself."""
    if engine.id != NATURAL or engine.voice or engine.rate != DEFAULT_RATE:
        return None
    return load_ready_clips()


def clip_key(engine: Engine, text: str) -> tuple[str, ...]:
    """Under what the clip of a phrase is kept."""
    return (text, engine.voice, str(engine.rate), f"{engine.id} {engine.version}")


class ProgramVoice:
    """Clips by sound, made once; any thread may ask, and only who asks for what has to be spoken waits for the engine.

    Args:
        engine: speaks what is nowhere yet.
        cache: where that is kept.
        ready: what need not be spoken, since it came with the program.
        clear: with consonants lifted, recordings too.

    """

    def __init__(
        self, engine: Engine, cache: ClipCache, ready: ReadyClips | None = None, *, clear: bool = False
    ) -> None:
        self._engine = engine
        self._cache = cache
        self._ready = ready
        self._clear = clear
        self._clips: dict[Sound, Clip] = {}
        self._read: dict[str, Clip] = {}
        """What the cache held, by its text."""
        self._speaking = threading.RLock()
        """The engine says one thing at a time; whoever needs nothing of it does not wait for that."""
        self._background: threading.Thread | None = None
        self._ending = threading.Event()
        self._given_up = False
        self._spoke = False
        """Whether the cache may have grown."""
        self._known_text = ""
        """A text that this voice has spoken, now or earlier: asked for again, it tells whether the voice works."""
        self._failed_last = False
        self.refused: list[str] = []
        """Texts that it refused although it speaks others: a beep stands for each."""
        self.lenient = False
        """Whether a phrase that cannot be spoken becomes a beep instead of an error: once a drill is running."""

    @property
    def engine_name(self) -> str:
        """What speaks, and which version of it."""
        return f"{self._engine.id} {self._engine.version}"

    @property
    def can_speak(self) -> bool:
        """Whether it can say more than what came with the program."""
        return self._engine.is_installed

    @property
    def is_of_system(self) -> bool:
        """Whether the system's own voices speak, after whom there is no other."""
        return self._engine.id == OF_SYSTEM

    @property
    def complaint(self) -> str:
        """One sentence about what could not be kept; empty where all is well."""
        return self._cache.complaint

    def give_up(self) -> None:
        """Speak no more: what is not cached is a single beep that lasts as long as the phrase would."""
        self._given_up = True

    def missing_sounds(self, sounds: Iterable[Sound]) -> list[Sound]:
        """The sounds that are not in the cache yet and have to be spoken first."""
        return [sound for sound in sounds if not self.has_clip(sound)]

    def has_clip(self, sound: Sound) -> bool:
        """Whether its clip can be had without the engine."""
        return sound in self._clips or not sound.voiced or bool(sound.recording) or self._is_settled(sound.text)

    def clip(self, sound: Sound) -> Clip:
        """The clip of a sound. A text that the voice refuses, while it speaks others, is a beep.

        Raises:
            SpeechError: the voice does not speak.
            AudioError: its recording cannot be read.

        """
        if sound not in self._clips:
            with contextlib.nullcontext() if self.has_clip(sound) else self._speaking:
                self._clips.setdefault(sound, self._clips.get(sound) or self._make_clip(sound))
        return self._clips[sound]

    def length_in_ticks(self, sound: Sound) -> int:
        """Its length in ticks; what came with the program is not decoded for it."""
        plain = self._ready is not None and sound == Sound(sound.text) and sound not in self._clips
        frames = self._ready.frames_of(sound.text) if self._ready is not None and plain else None
        if self._ready is None or frames is None:
            return self.clip(sound).ticks
        return covering_ticks(frames / self._ready.sample_rate)

    def _is_settled(self, text: str) -> bool:
        if text in self.refused:
            return True
        is_ready = self._ready is not None and self._ready.frames_of(text) is not None
        return is_ready or self._cached_clip(text) is not None

    def _make_clip(self, sound: Sound) -> Clip:
        if not sound.voiced:
            return beeps(sound.beeps)
        clip = read_recording(sound.recording) if sound.recording else self._spoken_clip(sound.text)
        clip = with_clear_consonants(clip) if self._clear else clip
        return after_beeps(sound.beeps, clip) if sound.beeps else clip

    def _cached_clip(self, text: str) -> Clip | None:
        if text not in self._read:
            clip = self._cache.get(clip_key(self._engine, text))
            if clip is None:
                return None
            self._read[text] = clip
        return self._read[text]

    def _spoken_clip(self, text: str) -> Clip:
        known = self._known_clip(text)
        if known is not None:
            return known
        if self._given_up or text in self.refused:
            return beep_for(text)
        try:
            return self._speak_anew(text)
        except SpeechError:
            if self.lenient:
                self._bear_with_failure(text)
            elif not self._speaks_otherwise():
                raise
            else:
                self.refused.append(text)
            return beep_for(text)

    def _known_clip(self, text: str) -> Clip | None:
        """From what came with the program, or from the cache."""
        known = (self._ready.clip(text) if self._ready else None) or self._cached_clip(text)
        if known is not None:
            self._known_text = text
        return known

    def _speak_anew(self, text: str) -> Clip:
        self._spoke = True
        clip = self._engine.speak(text)
        self._known_text, self._failed_last = text, False
        return self._cache.put(clip_key(self._engine, text), clip)

    def _speaks_otherwise(self) -> bool:
        """Whether a text is at fault and not the voice, which then speaks what it has spoken before."""
        if not self._known_text:
            return False
        try:
            self._engine.speak(self._known_text)
        except SpeechError:
            return False
        return True

    def _bear_with_failure(self, text: str) -> None:
        """While a drill runs nothing is tried out: a text that fails is refused, and the next one that does ends it."""
        if self._failed_last:
            self.give_up()
        self._failed_last = True
        self.refused.append(text)

    def speak_in_background(self, sounds: Iterable[Sound]) -> None:
        """Have sounds ready before they are needed, while other things go on."""
        missing = self.missing_sounds(dict.fromkeys(sounds))
        if missing:
            self._background = threading.Thread(target=self._speak_ahead, args=(missing,), daemon=True)
            self._background.start()

    def _speak_ahead(self, sounds: Iterable[Sound]) -> None:
        for sound in sounds:
            if self._ending.is_set():
                return
            self.clip(sound)
        self._engine.close()

    def close(self) -> None:
        """End the speech engine's process; a later phrase starts it again."""
        if self._background is not None:
            self._ending.set()
            self._background.join()
            self._ending.clear()
            self._background = None
        self._engine.close()
        if self._spoke:
            self._cache.prune()


def beep_for(text: str) -> Clip:
    """A beep that stands for a phrase, as long as that would be."""
    beep = beeps(1)
    room = max(0, int(estimated_s(text) * beep.rate) - len(beep.samples))
    return Clip(np.pad(beep.samples, (0, room)), beep.rate)


def read_recording(path: str) -> Clip:
    """A person's own recording, cut and levelled like the voice.

    Raises:
        AudioError: it cannot be read, or holds only silence.

    """
    try:
        clip = read_clip(path)
    except OSError as error:
        raise AudioError(f"The recording {path} cannot be read ({error}); save it as WAV, FLAC or OGG.") from error
    if not len(clip.samples):
        raise AudioError(f"The recording {path} holds only silence; record it again, closer to the microphone.")
    return clip
