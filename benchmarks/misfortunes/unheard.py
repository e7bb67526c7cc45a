"""What would not be heard: a loudspeaker that is muted or comes back otherwise, a line that is refused, a path that
eSpeak NG cannot keep, and a session that is made louder and softer.
"""

import os
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from pathlib import Path
from random import Random
from typing import Any

import pytest

from benchmarks.misfortunes.kinds import Ground, QuickKind, expect
from drillvoice.audio import portaudio, soundserver
from drillvoice.audio.speaker import Speaker
from drillvoice.core.plan.lines import Sound
from drillvoice.core.session.commands import Command
from drillvoice.core.session.loudness import STEPS
from drillvoice.voice.clip_cache import ClipCache
from drillvoice.voice.clips import ProgramVoice
from drillvoice.voice.pyttsx3_worker import LONGEST_DATA_PATH, short_data_path
from tests.app.test_runner import Evening
from tests.audio.test_soundserver import VOLUME, Server
from tests.audio.test_speaker import FakePortAudio
from tests.fakes import ChoosyEngine

SINKS = (
    "speaker",
    "alsa_output.pci-0000_00_1f.3",
    "bluez_output.AC_12",
    "null-proof",
    "auto_null",
    "auto_null.7",
    "null",
)
NOWHERE = frozenset({"auto_null", "auto_null.7", "null"})
RATES = (8000, 16_000, 22_050, 32_000, 44_100, 48_000, 88_200, 96_000, 192_000)
SAID = ("Look left", "Look right", "Look up", "Turn", "Three", "Halt", "Ready?", "Heel to toe")


@contextmanager
def patched() -> Iterator[pytest.MonkeyPatch]:
    """Something stands in for a part of the computer, until it is taken away again."""
    with pytest.MonkeyPatch.context() as patch:
        yield patch


def try_unheard(ground: Ground) -> None:
    """A loudspeaker that would not be heard is said, with the mend; one that would is not mentioned."""
    chance = ground.chance
    server = Server(ground.folder)
    server.sink, server.mute = chance.choice(SINKS), chance.choice(("no", "no", "yes"))
    left, right = (chance.choice((0, 1, 10, 11, 40, 100, 153)) for _ in range(2))
    server.volume = VOLUME.format(left=left, right=right)
    server.answer()
    with patched() as patch:
        patch.setenv("PATH", f"{ground.folder}:/usr/bin:/bin")
        patch.delenv("PULSE_SINK", raising=False)
        said = soundserver.why_unheard(chance.choice(("", "default", "pulse", "pipewire")))
        past = soundserver.why_unheard("HDA Intel (hw:0,0)")
    loudest = max(left, right)
    if server.sink in NOWHERE:
        expected = soundserver.PLAYS_NOWHERE
    elif server.mute == "yes":
        expected = soundserver.MUTED
    else:
        is_faint = loudest <= soundserver.FAINTEST_PERCENT
        expected = soundserver.TURNED_DOWN.format(percent=loudest) if is_faint else ""
    expect(said == expected, "what would not be heard is said", server.sink, server.mute, server.volume, said)
    expect(not past, "what goes past the server is not judged by it", past)


def try_other_rate(ground: Ground) -> None:
    """Whatever rates loudspeakers take, one after the other, each is found, and the session keeps its time."""
    chance, computer = ground.chance, FakePortAudio()
    with patched() as patch:
        patch.setattr(portaudio, "load", lambda: computer)
        _change_rate(computer, chance)
        speaker = Speaker()
        first = speaker.rate
        for _ in range(chance.randrange(1, 6)):
            _change_rate(computer, chance)
            expect(speaker.reopen(), "a loudspeaker at another rate is found", computer)
            expect(computer.opened[-1] in computer.takes, "it is opened at a rate that it takes", computer)
            _expect_time_goes_on(speaker, computer, first)


def _change_rate(computer: Any, chance: Random) -> None:
    computer.takes = (chance.choice(RATES),)
    computer.says = chance.choice((*computer.takes, 44_100, 48_000))


def _expect_time_goes_on(speaker: Speaker, computer: Any, first: int) -> None:
    before, device_rate = speaker.position, computer.opened[-1]
    for _ in range(10):
        computer.play_block(device_rate // 10)
    passed_s = (speaker.position - before) / first
    expect(speaker.rate == first, "a session keeps its rate", speaker.rate, first)
    expect(0.95 < passed_s < 1.1, "a second stays a second", first, device_rate, passed_s)


def try_refused_line(ground: Ground) -> None:
    """A text that a voice refuses costs that line, not the voice, and is told."""
    chance = ground.chance
    texts = chance.sample(SAID, chance.randrange(2, len(SAID)))
    engine = ChoosyEngine(refuses=chance.choice(texts[1:]))
    voice = ProgramVoice(engine, ClipCache(ground.folder))
    voice.clip(Sound(texts[0]))
    voice.lenient = chance.random() < 0.5
    for text in texts:
        expect(len(voice.clip(Sound(text)).samples), "each line is a sound", text)
    expect(voice.refused == [engine.refuses], "one line is refused", voice.refused)
    expect({*texts} - {engine.refuses} <= {*engine.spoken}, "all others are spoken", engine.spoken)


def try_long_path(ground: Ground) -> None:
    """Wherever the program lies, eSpeak NG is told a path of its data that it can keep, and that leads there."""
    chance, folder = ground.chance, ground.folder
    for _ in range(chance.randrange(6)):
        folder /= chance.choice(("x", "ä", "漢", "a b")) * chance.randrange(1, 40)
    data = folder / "espeak-ng-data"
    data.mkdir(parents=True)
    with chdir("."):
        told = short_data_path(data)
        expect(len(os.fsencode(told)) <= LONGEST_DATA_PATH, "its path is short enough", told)
        expect(Path(told).absolute() == data, "it leads to the data", told)


def try_louder(ground: Ground) -> None:
    """However often a session is made louder and softer, it is heard, and no louder than all there is."""
    chance, evening = ground.chance, Evening()
    wishes = [chance.choice((Command.LOUDER, Command.SOFTER)) for _ in range(chance.randrange(1, 12))]
    evening.session.begin_at_loudness(chance.choice((*STEPS, 1, 99)))
    deeds = [(1.0 + 1.5 * number, wish) for number, wish in enumerate(wishes)]
    evening.run([*deeds, (60.0, Command.FINISH)])
    told = [record["percent"] for record in evening.records if record["kind"] == "loudness"]
    expect(all(percent in STEPS for percent in told), "each step can be heard", told)
    heard = [record["command"] for record in evening.records if record["kind"] == "command"]
    expect(set(map(str, wishes)) <= set(heard), "each wish is answered", wishes, heard)


KINDS = (
    QuickKind("unheard", "a drill into a muted loudspeaker, without a word", try_unheard),
    QuickKind("other-rates", "searched for ever", try_other_rate),
    QuickKind("refused-lines", "one line cost the voice", try_refused_line),
    QuickKind("long-paths", "no voice from 160 characters on", try_long_path),
    QuickKind("louder", "there was no such command", try_louder),
)
