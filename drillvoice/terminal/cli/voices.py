"""`drillvoice voices`: which voices there are, and which one is used."""

import json
import os
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass

from drillvoice.app.session_voice import open_voice
from drillvoice.app.settings import own_voice, read_settings, write_settings
from drillvoice.app.voice_choice import all_voices, engine_of, for_language
from drillvoice.core.plan.lines import Sound
from drillvoice.core.plan.request import FIRST_LANGUAGE, VoiceWish
from drillvoice.errors import Tell
from drillvoice.language import load_language
from drillvoice.terminal.cli.drills import print_table, table_of
from drillvoice.terminal.printing import print_text
from drillvoice.voice.engine import NATURAL, PIPER, VoiceInfo, open_engine, usual_voice, voice_name
from drillvoice.voice.natural_engine import ENGINE_NEEDED
from drillvoice.voice.natural_voices import natural_voices
from drillvoice.voice.piper_voices import installed_voices


@dataclass(frozen=True, slots=True)
class ListedVoice:
    """A voice as it is listed."""

    voice: str
    """What --voice takes."""
    name: str
    engine: str
    languages: tuple[str, ...]
    state: str
    """ready, available or damaged."""
    note: str
    used: bool


def list_voices(tell: Tell, *, every: bool, as_json: bool) -> None:
    """Print the voices by engine: those that are there, and those that can be installed."""
    own = own_voice(tell)
    used = voice_name(open_engine(own or usual_voice(FIRST_LANGUAGE)))
    there = all_voices(tell)
    first = for_language(there, FIRST_LANGUAGE)
    others = [voice for voice in there if voice not in first] if every else []
    voices = [_listed(voice, used) for voice in (*first, *others)]
    place = sum(each.engine == NATURAL for each in voices)
    voices[place:place] = _not_ready()
    if as_json:
        print_text(json.dumps([asdict(each) for each in voices], indent=2, ensure_ascii=False))
        return
    table = table_of("voice (for --voice)", "name", "language", "")
    for each in voices:
        table.add_row(each.voice, each.name, ", ".join(each.languages), each.note or ("used" if each.used else ""))
    print_table(table)
    print_text(f"\nYour sessions are in the voice {used}. `drillvoice voices --try` lets you hear these voices, and")
    print_text("`drillvoice voices use NAME` chooses one.")
    if not natural_voices():
        print_text(ENGINE_NEEDED)


def _listed(voice: VoiceInfo, used: str) -> ListedVoice:
    codes = tuple(voice.codes)
    return ListedVoice(voice.id, voice.name, engine_of(voice), codes, "ready", "", voice.id == used)


def _not_ready() -> Iterator[ListedVoice]:
    """The natural voices that can be installed, and all that are damaged."""
    for voice in natural_voices().values():
        damage = "" if voice.comes_with else voice.find_damage()
        if damage:
            name = f"{NATURAL}:{voice.name}"
            how = f"`{voice.command} {voice.name}`, {voice.megabytes:g} MB"
            state, note = ("damaged", f"damaged: {damage}") if os.path.lexists(voice.place) else ("available", how)
            yield ListedVoice(name, voice.title, NATURAL, (voice.language,), state, note, used=False)
    for brought in installed_voices():
        damage = brought.find_damage()
        if damage:
            yield ListedVoice(brought.name, brought.own_name, PIPER, (), "damaged", f"damaged: {damage}", used=False)


def use_voice(name: str) -> None:
    """Settle the voice of every session from now on, once it has spoken.

    Raises:
        DrillvoiceError: there is no such voice, it cannot speak, or the settings cannot be written.

    """
    settings = read_settings()
    language = load_language()
    with closing(open_voice(VoiceWish(name=name), language)) as voice:
        voice.clip(Sound(language.phrases.samples.cue))
    full = voice_name(open_engine(name))
    write_settings(settings.with_voice("" if full == usual_voice(FIRST_LANGUAGE) else full))
    print_text(f"From now on your sessions are in the voice {full}.")
