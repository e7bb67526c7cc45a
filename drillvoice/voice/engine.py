"""Speech engines: what each has to do, and which one a voice belongs to.

A voice is called ENGINE:NAME, or ENGINE alone for the one that it takes by itself; a name without an engine is a file
of Piper's, an installed natural voice, or one of the system's. Another engine is one module that fits the protocol, and
one line in ENGINES.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from drillvoice.core.plan.options import DEFAULT_RATE
from drillvoice.core.plan.request import FIRST_LANGUAGE

if TYPE_CHECKING:  # an engine's own process imports this module, and needs no numpy
    from drillvoice.core.clips import Clip


@dataclass(frozen=True, slots=True)
class VoiceInfo:
    """A voice that can be chosen."""

    id: str
    """Empty for the one that an engine takes by itself."""
    name: str
    """For people."""
    languages: tuple[str, ...] = ()
    """Codes such as en-gb; empty where the voice does not say."""

    @property
    def codes(self) -> list[str]:
        """Its languages, all written in the same way: engines disagree on capitals and on what is between."""
        return [code.lower().strip("\x05\x02").replace("_", "-") for code in self.languages]

    def speaks(self, language: str) -> bool:
        """Whether it says that it speaks a language; one that says nothing may."""
        return not self.languages or any(code.startswith(language) for code in self.codes)


class Engine(Protocol):
    """Speaks with one voice at one rate."""

    id: str
    voice: str
    """Its own name of the voice; empty for the one that it takes by itself."""
    rate: int
    """Words a minute."""

    @property
    def is_installed(self) -> bool:
        """Whether it can be asked at all; it may fail all the same."""
        ...

    @property
    def version(self) -> str:
        """Another one may sound different: what it has spoken is kept under its id and this."""
        ...

    def voices(self) -> list[VoiceInfo]:
        """Every voice that it has, under its own names.

        Raises:
            SpeechError: the engine does not work.

        """
        ...

    def speak(self, text: str) -> "Clip":
        """The clip of a phrase.

        Raises:
            SpeechError: the engine does not work, or not with this phrase.
            UsageError: it has no such voice.

        """
        ...

    def close(self) -> None:
        """Let it go until it is needed again."""
        ...


OpenEngine = Callable[[str, int], Engine]
"""From a voice's name and a rate. Nothing is started before the first phrase."""


def _open_natural(voice: str, rate: int) -> Engine:
    from drillvoice.voice.natural_engine import NaturalEngine

    return NaturalEngine(voice, rate)


def _open_piper(voice: str, rate: int) -> Engine:
    from drillvoice.voice.piper_engine import PiperEngine

    return PiperEngine(voice, rate)


def _open_pyttsx3(voice: str, rate: int) -> Engine:
    from drillvoice.voice.pyttsx3_engine import Pyttsx3Engine

    return Pyttsx3Engine(voice, rate)


NATURAL = "natural"
PIPER = "piper"
SUFFIX = ".onnx"
"""Of a file that is a Piper voice."""
OF_SYSTEM = "pyttsx3"
"""Steps in where another engine fails."""
ENGINES: dict[str, OpenEngine] = {NATURAL: _open_natural, PIPER: _open_piper, OF_SYSTEM: _open_pyttsx3}
"""By id, the one that is preferred first. Each is imported when one of its voices is wanted."""


def engine_ids() -> list[str]:
    """Every engine, the one that is preferred first."""
    return list(ENGINES)


def open_engine(voice: str = "", rate: int = DEFAULT_RATE) -> Engine:
    """The engine of a voice, set to it."""
    engine, _, name = (voice or NATURAL).partition(":")
    if engine in ENGINES:
        return ENGINES[engine](name, rate)
    return ENGINES[_engine_of_bare(voice)](voice, rate)


def _engine_of_bare(name: str) -> str:
    """The engine of a voice that is called by its name alone."""
    if name.endswith(SUFFIX) and PIPER in ENGINES:
        return PIPER
    return NATURAL if _is_natural(name) else OF_SYSTEM


def _is_natural(name: str) -> bool:
    from drillvoice.voice.natural_voices import is_there, natural_voices

    found = natural_voices().get(name.lower()) if name.isalpha() else None
    return found is not None and is_there(found)


def voice_name(engine: Engine) -> str:
    """How the voice of an engine is called."""
    return f"{engine.id}:{engine.voice}" if engine.voice else engine.id


def usual_voice(language: str, first: str = NATURAL) -> str:
    """The voice of a language where nobody has chosen one.

    Args:
        language: its code.
        first: the engine that speaks the first language.

    Raises:
        SpeechError: an engine does not work.

    """
    if language == FIRST_LANGUAGE:
        return first
    return next((voice.id for voice in list_voices() if voice.languages and voice.speaks(language)), OF_SYSTEM)


def list_voices() -> list[VoiceInfo]:
    """Every voice of every engine, called as `open_engine` understands it.

    Raises:
        SpeechError: an engine does not work.

    """
    return [voice for engine in engine_ids() for voice in voices_of(engine)]


def voices_of(engine_id: str) -> list[VoiceInfo]:
    """Every voice of one engine, called in the same way.

    Raises:
        SpeechError: it does not work.

    """
    engine = ENGINES[engine_id]("", DEFAULT_RATE)
    try:
        found = engine.voices()
    finally:
        engine.close()
    return [replace(voice, id=f"{engine_id}:{voice.id}" if voice.id else engine_id) for voice in found]
