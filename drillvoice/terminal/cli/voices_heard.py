"""`drillvoice voices --try`: what voices sound like."""

import sys
from collections.abc import Sequence
from contextlib import closing

from drillvoice.app.voice_choice import all_voices, for_language, short_list
from drillvoice.app.voice_samples import SampleParts, play_samples, spoken_sample
from drillvoice.audio.api import Outlet
from drillvoice.core.plan.request import FIRST_LANGUAGE
from drillvoice.errors import DrillvoiceError, Tell
from drillvoice.language import load_language
from drillvoice.terminal.printing import print_text
from drillvoice.terminal.typed import Presses
from drillvoice.voice.engine import VoiceInfo, open_engine, voice_name


def try_voices(names: Sequence[str], speaker: str, rate: int, tell: Tell) -> int:
    """Let voices be heard one after the other, until a key is pressed; answers an exit code.

    Raises:
        AudioError: there is no loudspeaker, or it has gone.

    """
    language = load_language()
    faults: list[DrillvoiceError] = []

    def complain(voice: VoiceInfo, fault: DrillvoiceError) -> None:
        faults.append(fault)
        tell(str(fault) if voice.id in str(fault) else f"{voice.id}: {fault}")

    with closing(open_speaker(speaker)) as outlet, Presses(sys.stdin) as presses:
        voices = _voices_to_try(names, tell)
        presses.wait_until_read()
        print_text("Press any key to end it.")
        parts = SampleParts(
            speak=lambda voice: spoken_sample(voice, rate, language),
            outlet=outlet,
            is_enough=lambda: bool(presses.next_key()),
            show=lambda voice: print_text(f"{voice.id}: {voice.name}"),
            complain=complain,
        )
        heard = play_samples(voices, parts)
    if heard:
        print_text("`drillvoice voices use NAME` chooses one of them.")
    return faults[-1].exit_code if faults and (names or not heard) else 0


def _voices_to_try(names: Sequence[str], tell: Tell) -> list[VoiceInfo]:
    """Those that were named, or else as many as somebody can listen to."""
    there = all_voices(tell)
    if not names:
        return short_list(for_language(there, FIRST_LANGUAGE))
    known = {voice.id: voice for voice in there}
    return [known.get(voice_name(open_engine(name)), VoiceInfo(name, name)) for name in names]


def open_speaker(device: str) -> Outlet:
    """The loudspeaker; imported where it is used."""
    from drillvoice.audio.speaker import Speaker

    return Speaker(device)
