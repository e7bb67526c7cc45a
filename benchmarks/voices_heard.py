"""How well a neutral listener understands each voice: every phrase of every drill, clean, in babble, low-passed, and
with a simulated hearing loss in a room.
"""

import argparse
import random
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.common import figure, heading, shares
from benchmarks.voice_lab.acoustics import Signal, active_level, gain, in_room, read, rms
from benchmarks.voice_lab.neutral_listener import NeutralListener, is_heard, missing
from drillvoice.app.prepare import open_library
from drillvoice.core.drill.schema import Programme
from drillvoice.core.plan.choices import make_choices
from drillvoice.core.plan.lines import Sound
from drillvoice.core.plan.options import Options
from drillvoice.core.plan.request import VoiceWish
from drillvoice.core.plan.timing import needed_sounds
from drillvoice.errors import SpeechError
from drillvoice.language import load_language
from drillvoice.voice.clip_cache import ClipCache
from drillvoice.voice.clips import ProgramVoice, ready_clips_for
from drillvoice.voice.engine import open_engine

Curve = NDArray[np.float64]
RATE = 16_000
BABBLE_DB = 10.0
TALKERS = 6
LOW_PASS_HZ = 3500.0
LOSS_HZ, LOSS_DB = (500.0, 8000.0), 75.0
"""From nothing at 500 Hz to so much at 8 kHz, along the frequency; a steep loss along its logarithm."""
ROOM = "room5"
SAMPLE = 96
"""So many phrases where it is not clean."""
MUST: Mapping[str, float] = {"clean": 0.04, "babble": 0.20, "low-passed": 0.06, "hearing loss": 0.70}
STEEP = "steep loss"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Something that a drill says."""

    text: str
    is_cue: bool


def phrases_of_drills() -> list[Phrase]:
    """Every phrase of every drill at every level, cues first; without what only fills in numbers and titles."""
    language = load_language()
    library = open_library(None, language)
    found: dict[str, bool] = {}
    for name in library:
        drill = library[name]
        if isinstance(drill, Programme):
            continue
        for level in range(1, max(1, len(drill.all_levels)) + 1):
            options = Options(level=level if drill.all_levels else None, attended=True, cadence=100)
            choices = make_choices(name, drill, library, options, language.phrases)
            cues = {
                line.sound.text for block in choices.blocks for unit in block.units for line in unit.lines if line.cue
            }
            for sound in needed_sounds(choices):
                if sound.voiced:
                    found[sound.text] = found.get(sound.text, False) or sound.text in cues
    return [Phrase(text, is_cue) for text, is_cue in sorted(found.items(), key=lambda pair: (not pair[1], pair[0]))]


def low_passed(samples: Signal) -> Signal:
    """Nothing above 3.5 kHz."""
    return _shaped(samples, lambda hz: np.where(hz < LOW_PASS_HZ, 0.0, -80.0))


def with_hearing_loss(samples: Signal, *, steep: bool = False) -> Signal:
    """In a room, by ears that lose the more the higher it is."""
    scale = np.log if steep else np.asarray

    def loss(hz: Curve) -> Curve:
        low, high = map(scale, LOSS_HZ)
        share = (scale(np.maximum(hz, 1.0)) - low) / (high - low)
        return np.asarray(-LOSS_DB * np.clip(share, 0.0, 1.0))

    return _shaped(in_room(samples, ROOM), loss)


def _shaped(samples: Signal, decibels: Callable[[Curve], Curve]) -> Signal:
    hz = np.asarray(np.fft.rfftfreq(len(samples), 1 / RATE), np.float64)
    shaped = np.fft.irfft(np.fft.rfft(samples) * 10 ** (decibels(hz) / 20), len(samples))
    return shaped.astype(np.float32)


class Babble:
    """Several people who read at once."""

    def __init__(self, recordings: Path) -> None:
        self._talkers = [read(path) for path in sorted((recordings / "speech").glob("*.flac"))[:TALKERS]]

    def __call__(self, samples: Signal, draw: random.Random) -> Signal:
        """The samples with babble 10 dB below their level."""
        noise = np.zeros(len(samples), np.float32)
        for talker in self._talkers:
            start = draw.randrange(len(talker))
            noise += talker.take(range(start, start + len(samples)), mode="wrap")
        return samples + noise * np.float32(active_level(samples) / rms(noise) * gain(-BABBLE_DB))


def conditions(recordings: Path) -> Iterator[tuple[str, Callable[[Signal, random.Random], Signal]]]:
    """What is done to a phrase before it is heard."""
    yield "clean", lambda samples, _: samples
    if (recordings / "speech").is_dir():
        yield "babble", Babble(recordings)
    else:
        print(f"  babble: not measured, there are no recordings in {recordings}")
    yield "low-passed", lambda samples, _: low_passed(samples)
    yield "hearing loss", lambda samples, _: with_hearing_loss(samples)
    yield STEEP, lambda samples, _: with_hearing_loss(samples, steep=True)


def spoken(voice: ProgramVoice, phrases: Sequence[Phrase]) -> dict[str, Signal]:
    """Each phrase at 16,000 frames a second, with silence around it."""
    pause = np.zeros(RATE // 4, np.float32)
    return {
        phrase.text: np.concatenate([pause, resampled_clip(voice, phrase.text), pause]).astype(np.float32)
        for phrase in phrases
    }


def resampled_clip(voice: ProgramVoice, text: str) -> Signal:
    """A clip at the listener's rate."""
    import soxr

    clip = voice.clip(Sound(text))
    return np.asarray(soxr.resample(clip.samples, clip.rate, RATE), dtype=np.float32)


def measure(name: str, phrases: Sequence[Phrase], asked: argparse.Namespace, listener: NeutralListener) -> None:
    """Print the figures of one voice."""
    wish = VoiceWish(name=name, clear=asked.clear)
    engine = open_engine(name, asked.rate)
    with TemporaryDirectory() as folder:
        ready = ready_clips_for(engine) if not asked.fresh else None
        with closing(ProgramVoice(engine, ClipCache(Path(folder)), ready, clear=wish.clear)) as voice:
            try:
                sounds = spoken(voice, phrases)
            except SpeechError as error:
                print(f"  {name}: not measured ({error})")
                return
    few = random.Random(5).sample(phrases, min(SAMPLE, len(phrases)))
    for condition, change in conditions(asked.recordings):
        if asked.conditions and condition not in asked.conditions:
            continue
        draw = random.Random(condition)
        chosen = phrases if condition == "clean" else few
        heard = {phrase: listener.transcribe(change(sounds[phrase.text], draw)) for phrase in chosen}
        amid_talk = condition == "babble"
        wrong = [phrase for phrase, text in heard.items() if not is_heard(phrase.text, text, amid_talk=amid_talk)]
        most = MUST.get(condition, 1.0)
        met = len(wrong) <= most * len(chosen)
        target = f"{100 * most:.0f} %" if name.startswith("natural") and most < 1 else ""
        figure(f"{name}, {condition}: heard wrong", shares(len(wrong), len(chosen)), target, met=met)
        if condition == "clean":
            cues = sum(phrase.is_cue for phrase in chosen)
            figure(f"{name}, {condition}: cues heard wrong", shares(sum(p.is_cue for p in wrong), cues))
        for phrase in wrong if asked.list else ():
            print(f"      {'cue ' if phrase.is_cue else '    '}{phrase.text!r} -> {heard[phrase]!r}", flush=True)


def main() -> None:
    """Measure the voices that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--voices", nargs="+", default=["natural", "pyttsx3"], help="as --voice names them")
    parser.add_argument("--conditions", nargs="+", choices=[*MUST, STEEP], help="only these")
    parser.add_argument("--recordings", type=Path, default=Path("../shared/voices"), help="default: %(default)s")
    parser.add_argument("--rate", type=int, default=165, help="words a minute (default: %(default)s)")
    parser.add_argument("--clear", action="store_true", help="with consonants lifted")
    parser.add_argument("--fresh", action="store_true", help="spoken by the engine now, not the clips that come ready")
    parser.add_argument("--limit", type=int, help="only so many phrases, drawn at random")
    parser.add_argument("--list", action="store_true", help="print every phrase that was heard wrong")
    asked = parser.parse_args()
    heading("Phrases that a neutral listener hears wrong")
    why = missing()
    if why:
        print(f"  not measured: {why}")
        return
    phrases = phrases_of_drills()
    if asked.limit:
        phrases = random.Random(1).sample(phrases, asked.limit)
    listener = NeutralListener()
    for name in asked.voices:
        measure(name, phrases, asked, listener)


if __name__ == "__main__":
    main()
