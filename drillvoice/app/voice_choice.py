"""The voices of this computer, as somebody chooses among them."""

from collections.abc import Iterable, Sequence

from drillvoice.errors import SpeechError, Tell
from drillvoice.voice.engine import OF_SYSTEM, VoiceInfo, engine_ids, voices_of

FEW = 4
"""Of the system's voices; there may be over a hundred."""
NEAR = ("en-us", "en-gb")
"""What most people know best comes first among those."""


def all_voices(complain: Tell) -> list[VoiceInfo]:
    """Every voice, by engine; an engine that fails costs a sentence."""
    found = []
    for engine_id in engine_ids():
        try:
            found += voices_of(engine_id)
        except SpeechError as error:
            complain(str(error))
    return found


def for_language(voices: Iterable[VoiceInfo], language: str) -> list[VoiceInfo]:
    """Those that speak a language, in the order in which somebody looks for one."""
    return sorted((voice for voice in voices if voice.speaks(language)), key=_rank)


def _rank(voice: VoiceInfo) -> tuple[int, bool, str]:
    engine = engine_of(voice)
    if engine != OF_SYSTEM:
        return engine_ids().index(engine), False, ""
    return len(engine_ids()), not set(NEAR) & set(voice.codes), voice.name


def engine_of(voice: VoiceInfo) -> str:
    """The engine of a voice that is called ENGINE:NAME."""
    return voice.id.partition(":")[0]


def short_list(voices: Sequence[VoiceInfo]) -> list[VoiceInfo]:
    """So few of the system's voices that one can be chosen in ten seconds; all others stay."""
    of_system = [voice for voice in voices if engine_of(voice) == OF_SYSTEM]
    return [voice for voice in voices if voice not in of_system[FEW:]]
