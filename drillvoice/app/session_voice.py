"""The one voice of a session: the one that was wished for; the system's, where that one cannot say everything."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace

from drillvoice.app.settings import own_voice
from drillvoice.core.phrases import Phrases
from drillvoice.core.plan.lines import Choices, Sound
from drillvoice.core.plan.request import FIRST_LANGUAGE, VoiceWish
from drillvoice.core.plan.timing import Plan, lay_out, needed_sounds
from drillvoice.core.session.replies import possible_replies
from drillvoice.errors import SpeechError, Tell, UsageError
from drillvoice.language import Language
from drillvoice.places import clips_folder
from drillvoice.voice.clip_cache import ClipCache
from drillvoice.voice.clips import ProgramVoice, ready_clips_for
from drillvoice.voice.engine import OF_SYSTEM, open_engine, usual_voice
from drillvoice.voice.natural_engine import NOT_INSTALLED

MANY_PHRASES = 100
"""About a second of work; from there on a person is told what is going on."""


def open_voice(wish: VoiceWish, language: Language) -> ProgramVoice:
    """The voice that is wished for, with its cache and with what came with the program."""
    engine = open_engine(wish.name or usual_voice(language.code), wish.rate)
    return ProgramVoice(engine, ClipCache(clips_folder()), ready_clips_for(engine), clear=wish.clear)


def with_own_voice(wish: VoiceWish, language: Language, tell: Tell) -> VoiceWish:
    """A wish with the voice that somebody has settled for the first language, where they ask for no other."""
    if wish.name or language.code != FIRST_LANGUAGE:
        return wish
    return replace(wish, name=own_voice(tell))


def open_talking_voice(wish: VoiceWish, language: Language, tell: Tell, only: Sequence[str] = ()) -> ProgramVoice:
    """A voice that says whatever may come, or only some texts; where the natural one is not installed and they do not
    come ready, the system's, which is told.
    """
    voice = open_voice(with_own_voice(wish, language, tell), language)
    if voice.can_speak or (only and not voice.missing_sounds(map(Sound, only))):
        return voice
    tell(f"{NOT_INSTALLED} {language.phrases.printed.system_voice}")
    return _open_system_voice(wish, language)


def spoken_plan(
    choices: Choices, wish: VoiceWish, language: Language, tell: Tell, *, needs_voice: bool = False
) -> tuple[Plan, ProgramVoice]:
    """A session laid out, with all that it may say spoken by one voice.

    A voice that fails, or that has only what came with the program and lacks a text, gives way to one of the system
    for the whole session, and so does one that was settled and is no longer there; where that one fails too, beeps and
    the printed lines stand in, unless a voice is needed. A single text that a voice refuses costs that line, and not
    the voice.

    Raises:
        DrillvoiceError: the voice or a recording cannot be had.

    """
    phrases = language.phrases
    voice = open_voice(with_own_voice(wish, language, tell), language)
    try:
        return _laid_out(choices, voice, phrases, tell), voice
    except SpeechError as error:
        failed = error
    except UsageError as error:
        if wish.name:
            raise
        failed = SpeechError(str(error))
    if not voice.is_of_system:
        tell(f"{failed} {phrases.printed.system_voice}")
        voice = _open_system_voice(wish, language)
        try:
            return _laid_out(choices, voice, phrases, tell), voice
        except SpeechError as error:
            failed = error
    if needs_voice:
        raise failed
    tell(f"{failed} Until then each line is printed and marked by a beep.")
    voice.give_up()
    voice.lenient = True
    return lay_out(choices, voice.length_in_ticks), voice


def _open_system_voice(wish: VoiceWish, language: Language) -> ProgramVoice:
    return open_voice(replace(wish, name=usual_voice(language.code, OF_SYSTEM)), language)


def _laid_out(choices: Choices, voice: ProgramVoice, phrases: Phrases, tell: Tell) -> Plan:
    with closing(voice):
        missing = voice.missing_sounds(needed_sounds(choices))
        if len(missing) > MANY_PHRASES:
            tell(phrases.printed.preparing.format(count=len(missing)))
        plan = lay_out(choices, voice.length_in_ticks)
        for sound in voice.missing_sounds(map(Sound, possible_replies(plan, phrases))):
            voice.clip(sound)
    voice.lenient = True
    for complaint in filter(None, (_refusal(voice.refused, phrases), voice.complaint)):
        tell(complaint)
    return plan


def _refusal(texts: list[str], phrases: Phrases) -> str:
    """One sentence about the lines that the voice refused; empty where there are none."""
    if not texts:
        return ""
    words = phrases.printed
    more = words.refused_more.format(count=len(texts) - 1) if len(texts) > 1 else ""
    return words.refused.format(text=texts[0], more=more)
