"""What is understood while the program itself speaks: `echo.py [SECTION...]`.

fails     that the harness can fail: no echo at all, the raw microphone, the gate
overlap   commands spoken over cues: which are understood, and what else is "heard"
level     the same, with the echo as loud as the voice in every scene
duck      what it would bring to make a cue softer as soon as somebody begins to speak, if that were always noticed
talk      somebody reads aloud over all of it, and nobody gives a command; with the gate, too
alone     an hour of cues alone, from a cold start, a command's word in half of them: nothing may be obeyed
faults    10 and 100 ms lost now and then, a headset from a third to two thirds, other rates

Scenes are made on demand from their seeds (voice_lab/scenes.py): final figures are of voices that nothing was tuned to,
tuning (`--split tuning`) is with others. Every canceller hears the same scenes through the same ear with the shipped
model.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from multiprocessing import Pool
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
import soxr
from numpy.typing import NDArray

from benchmarks.common import REPOSITORY, figure, heading, shares
from benchmarks.speakers import NORMAL
from benchmarks.voice_lab.acoustics import RATE, Signal
from benchmarks.voice_lab.cancellers import CANCELLERS
from benchmarks.voice_lab.reading import read_over, readings
from benchmarks.voice_lab.scenes import Scene, Setting, Spoken, alone, make, settings
from benchmarks.voice_lab.taught import taught_by
from benchmarks.voice_lab.voices import TUNING, UNSEEN, missing_engines
from benchmarks.voice_lab.voices import VOICES as VOICE_TABLE
from drillvoice.core.hearing.command_spotter import Spotted
from drillvoice.core.hearing.taught_voice import TaughtVoice
from drillvoice.core.session.answers import Subject
from drillvoice.echo.canceller import Canceller, Cleaned, Quality
from drillvoice.listening.ear import Ear
from drillvoice.listening.open_ears import Hearing, open_subjects
from drillvoice.speech_models.find import shipped_model

VOICES = REPOSITORY.parent / "shared" / "voices"
LATE_S = 2.0
"""A command that is decided on so long after its end was not heard in time."""
BLOCK = RATE // 10
FRAME = RATE // 100
HOUR_CUES = 100
"""A scene of 7.5 minutes; eight of them are an hour."""
LEAST, LEAST_LEVEL, LEAST_CLEAR = 0.8, 0.9, 0.9
RAW_LEAST = 10.0
COST_MOST = 0.1
NAMED = 12
DUCKED_AFTER_S = (0.15, 0.3)
"""The second is what can be had: to notice a voice takes 0.1 s or more, and the loudspeaker as long again."""


@dataclass(frozen=True)
class Outcome:
    """What came of one scene with one canceller."""

    canceller: str
    setting: Setting
    spoken: tuple[Spoken, ...]
    understood: tuple[bool, ...]
    false: tuple[Spotted, ...]
    """Commands that nobody spoke."""
    seconds: float
    cost: float
    """Processor time of the canceller, as a share of real time."""
    quality: Quality


Spoil = Callable[[Scene], Scene]
Job = tuple[Setting, str, Path, Spoil, str]


def as_it_is(scene: Scene) -> Scene:
    """Nothing goes wrong."""
    return scene


def run(job: Job) -> Outcome:
    """Make a scene, and hear it."""
    setting, name, recordings, spoil, taught = job
    scene = spoil(make(setting, recordings))
    canceller = _Timed(CANCELLERS[name]())
    ear = ears(taught)(Subject.COMMANDS, canceller)
    heard: list[Spotted] = []
    for at in range(0, len(scene.microphone), BLOCK):
        heard += ear.feed_frames(scene.microphone[at : at + BLOCK], scene.reference[at : at + BLOCK])
    understood, false = matched(scene.spoken, heard)
    seconds = len(scene.microphone) / RATE
    cost = canceller.spent_s / seconds
    return Outcome(name, setting, scene.spoken, understood, false, seconds, cost, canceller.quality)


@cache
def ears(taught: str) -> Callable[[Subject, Canceller], Ear]:
    """With the shipped model and the program's own words, and the example of a voice where one is named."""
    example = TaughtVoice()
    for voice in VOICE_TABLE:
        if voice.key == taught:
            example = taught_by(voice, NORMAL, None)
    return open_subjects(Hearing(shipped_model(), taught=example))


def matched(spoken: Sequence[Spoken], heard: Iterable[Spotted]) -> tuple[tuple[bool, ...], tuple[Spotted, ...]]:
    """Which commands were understood, and what was heard that nobody said."""
    left = list(heard)
    understood = []
    for said in spoken:
        right = [
            one
            for one in left
            if one.command.value == said.command and said.start_s < one.decided_s < said.end_s + LATE_S
        ]
        understood.append(bool(right))
        left = [one for one in left if one not in right]
    return tuple(understood), tuple(left)


class _Timed:
    """A canceller and the processor time that it takes."""

    def __init__(self, canceller: Canceller) -> None:
        self._canceller = canceller
        self.spent_s = 0.0

    @property
    def quality(self) -> Quality:
        return self._canceller.quality

    def shift_reference(self, by: int) -> None:
        self._canceller.shift_reference(by)

    def clean_frame(self, microphone: Signal, reference: Signal) -> Cleaned:
        began = time.process_time()
        cleaned = self._canceller.clean_frame(microphone, reference)
        self.spent_s += time.process_time() - began
        return cleaned


class Bench:
    """Measures scenes, two at a time, and prints what came of them."""

    def __init__(self, split: str, recordings: Path, cancellers: Sequence[str], taught: str = "") -> None:
        self.settings = settings(split)
        self.cancellers = cancellers
        self.recordings = recordings
        self.taught = taught

    def outcomes(self, scenes: Iterable[Setting], name: str, spoil: Spoil = as_it_is) -> list[Outcome]:
        """All of some scenes with one canceller."""
        with Pool(2) as pool:
            jobs = [(setting, name, self.recordings, spoil, self.taught) for setting in scenes]
            return list(pool.imap(run, jobs, chunksize=1))


def understood(outcomes: Sequence[Outcome], least: float | None = None, *, each: bool = True) -> None:
    """Print which commands were understood."""
    pairs = [(hit, said) for outcome in outcomes for hit, said in zip(outcome.understood, outcome.spoken, strict=True)]
    hits = sum(hit for hit, _ in pairs)
    name = outcomes[0].canceller
    target = f"{100 * least:.0f} %" if least else ""
    figure(f"{name}: understood", shares(hits, len(pairs)), target, met=not least or hits >= least * len(pairs))
    people = [hit for hit, said in pairs if said.speaker.startswith("human")]
    figure(f"{name}: recorded people", shares(sum(people), len(people)))
    for outcome in outcomes if each else ():
        placed = f"{_placed(outcome.setting)}: {sum(outcome.understood)} of {len(outcome.spoken)}"
        print(f"      {placed}; {said_of(outcome.quality)}")


def _placed(setting: Setting) -> str:
    echo = "no echo" if setting.echo_db is None else f"echo {setting.echo_db:+.0f} dB"
    bent = ", bent" if setting.bent else ""
    return f"{setting.room}, {1000 * setting.delay_s:.0f} ms, {echo}, {setting.drift_ppm:+.0f} ppm{bent}"


def said_of(quality: Quality) -> str:
    """What a canceller says of itself."""
    state = "trusted" if quality.trusted else "gate"
    place = f"{1000 * quality.delay_s:.0f} ms, {quality.drift_ppm:+.0f} ppm, {quality.jumps} jumps"
    return f"{state}, ERLE {quality.erle_db:.0f} dB, {place}"


def false(outcomes: Sequence[Outcome], target: str = "", *, met: Callable[[float], bool] = lambda _: True) -> None:
    """Print what was heard that nobody said."""
    found = [(outcome, heard) for outcome in outcomes for heard in outcome.false]
    minutes = sum(outcome.seconds for outcome in outcomes) / 60
    value = f"{len(found)} in {minutes:.1f} minutes: {len(found) / minutes:.2f} a minute"
    figure(f"{outcomes[0].canceller}: that nobody said", value, target, met=met(len(found) / minutes))
    for outcome, heard in found[:NAMED]:
        print(f'      "{heard.phrase}" at {heard.decided_s:.1f} s in {_placed(outcome.setting)}')


def costs(outcomes: Sequence[Outcome]) -> None:
    """Print the processor time."""
    cost = max(outcome.cost for outcome in outcomes)
    target = f"under {100 * COST_MOST:.0f} % of a core"
    figure(f"{outcomes[0].canceller}: processor time, worst", f"{100 * cost:.1f} %", target, met=cost < COST_MOST)


def fails(bench: Bench) -> None:
    """No echo, the raw microphone, the gate."""
    print("  a headset, no echo:")
    clear = bench.outcomes([replace(setting, echo_db=None) for setting in bench.settings], "open")
    understood(clear, LEAST_CLEAR, each=False)
    print("  the raw microphone, cues alone, each of them nothing but a command:")
    orders = [replace(alone(setting, HOUR_CUES // 4), orders=True) for setting in bench.settings]
    false(bench.outcomes(orders, "open"), f"over {RAW_LEAST:.0f}", met=lambda rate: rate > RAW_LEAST)
    print("  commands over cues:")
    gated = bench.outcomes(bench.settings, "gate")
    understood(gated, each=False)
    figure("gate: understood, at all", str(sum(map(sum, (one.understood for one in gated)))), "few")
    understood(bench.outcomes(bench.settings, "open"), each=False)


def overlap(bench: Bench) -> None:
    """Commands over cues."""
    for name in bench.cancellers:
        outcomes = bench.outcomes(bench.settings, name)
        understood(outcomes, LEAST)
        false(outcomes)
        costs(outcomes)


def level(bench: Bench) -> None:
    """The echo as loud as the voice."""
    for name in bench.cancellers:
        outcomes = bench.outcomes([replace(setting, echo_db=0.0) for setting in bench.settings], name)
        understood(outcomes, LEAST_LEVEL)
        false(outcomes)


def duck(bench: Bench) -> None:
    """Commands over cues that fall by 12 dB while somebody speaks; beside them the same that do not."""
    for name in bench.cancellers:
        for after_s in (None, *DUCKED_AFTER_S):
            print(f"  {f'12 dB softer {after_s} s after a voice begins' if after_s else 'as they are'}:")
            scenes = [replace(setting, ducked_after_s=after_s) for setting in bench.settings]
            outcomes = bench.outcomes(scenes, name)
            understood(outcomes, each=False)
            false(outcomes)


def talk(bench: Bench) -> None:
    """Somebody reads aloud, cues or not."""
    if not readings(bench.recordings):
        print(f"  skipped: there are no recordings in {bench.recordings / 'speech'} (--voices FOLDER)")
        return
    scenes = [replace(setting, talked_over=False) for setting in bench.settings]
    for name in dict.fromkeys(("gate", *bench.cancellers)):
        false(bench.outcomes(scenes, name, partial(read_over, bench.recordings)))


def nobody(bench: Bench) -> None:
    """An hour of cues alone, cold from the start."""
    for name in bench.cancellers:
        outcomes = bench.outcomes([alone(setting, HOUR_CUES) for setting in bench.settings], name)
        false(outcomes, "none", met=lambda rate: rate == 0)


def faults(bench: Bench) -> None:
    """What goes wrong, in half of the scenes each: nothing may be obeyed that nobody said."""
    for name in bench.cancellers:
        for title, spoil in FAULTS.items():
            print(f"  {title}:")
            scenes = bench.settings[::2]
            outcomes = bench.outcomes(scenes, name, spoil)
            understood(outcomes, each=False)
            quiet = bench.outcomes([alone(setting, HOUR_CUES // 3) for setting in scenes], name, spoil)
            false(quiet, "none", met=lambda rate: rate == 0)


def _lost(seconds: float, noticed_s: float | None, scene: Scene) -> Scene:
    """The microphone loses so much every 45 s. Of a loss of 50 ms the program's clock knows in half a second."""
    places = range(45 * RATE, len(scene.microphone), 45 * RATE)
    lost = [range(at, at + round(seconds * RATE)) for at in places]
    kept = _without(lost, len(scene.microphone))
    microphone, reference = scene.microphone[kept], scene.reference
    if noticed_s is not None:
        late = round(noticed_s * RATE)
        reference = reference[_without([range(at.start + late, at.stop + late) for at in lost], len(reference))]
    before = [0.0, *np.cumsum(~kept) / RATE]

    def moved(at_s: float) -> float:
        return at_s - float(before[min(int(at_s * RATE), len(kept))])

    spoken = tuple(replace(said, start_s=moved(said.start_s), end_s=moved(said.end_s)) for said in scene.spoken)
    whole = min(len(microphone), len(reference)) // FRAME * FRAME
    return replace(scene, microphone=microphone[:whole], reference=reference[:whole], spoken=spoken)


def _without(spans: Iterable[range], length: int) -> NDArray[np.bool_]:
    kept = np.ones(length, bool)
    for span in spans:
        kept[span.start : span.stop] = False
    return kept


def _headset(scene: Scene) -> Scene:
    """From a third to two thirds of the scene the microphone does not hear the loudspeaker."""
    third = len(scene.microphone) // 3
    clear = scene.microphone - scene.echo
    microphone = scene.microphone.copy()
    microphone[third : 2 * third] = clear[third : 2 * third]
    return replace(scene, microphone=microphone)


def _other_rates(scene: Scene) -> Scene:
    """The microphone at 44.1 kHz, the loudspeaker at 48 kHz, both brought to 16 kHz as the program does."""
    heard, played = (
        soxr.resample(soxr.resample(samples, RATE, rate), rate, RATE)[: len(samples)].astype(np.float32)
        for samples, rate in ((scene.microphone, 44_100), (scene.reference, 48_000))
    )
    whole = min(len(heard), len(played)) // FRAME * FRAME
    return replace(scene, microphone=heard[:whole], reference=played[:whole])


FAULTS: dict[str, Spoil] = {
    "1 ms lost every 45 s, which nobody notices": partial(_lost, 0.001, None),
    "10 ms lost every 45 s, which nobody notices": partial(_lost, 0.01, None),
    "100 ms lost every 45 s, noticed after a second": partial(_lost, 0.1, 1.0),
    "a headset from a third to two thirds": _headset,
    "44.1 and 48 kHz": _other_rates,
}
SECTIONS: dict[str, Callable[[Bench], None]] = {
    "fails": fails,
    "overlap": overlap,
    "level": level,
    "duck": duck,
    "talk": talk,
    "alone": nobody,
    "faults": faults,
}


def main() -> None:
    """Measure what was asked for, or everything."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=f"{', '.join(SECTIONS)}; all unless given")
    parser.add_argument("--voices", type=Path, default=VOICES, help="a folder of recordings, with commands/stop/*.flac")
    parser.add_argument("--split", choices=(TUNING, UNSEEN), default=UNSEEN)
    parser.add_argument("--canceller", action="append", choices=list(CANCELLERS), help="the program's own unless given")
    keys = [voice.key for voice in VOICE_TABLE if not voice.whispers]
    parser.add_argument("--taught", default="", metavar="VOICE", choices=keys, help="this voice has taught the program")
    asked = parser.parse_args()
    if unknown := [name for name in asked.sections if name not in SECTIONS]:
        parser.error(f"there is no section {', '.join(unknown)}; there are {', '.join(SECTIONS)}")
    if missing := missing_engines():
        sys.exit(missing)
    heading("What is understood while the program speaks")
    if not list((asked.voices / "commands" / "stop").glob("*.flac")):
        print(f"  there are no recordings in {asked.voices / 'commands' / 'stop'}: synthetic voices only")
    bench = Bench(asked.split, asked.voices, asked.canceller or ["drillvoice"], asked.taught)
    for name in asked.sections or SECTIONS:
        print(f" {name}", flush=True)
        SECTIONS[name](bench)


if __name__ == "__main__":
    main()
