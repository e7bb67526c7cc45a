"""What the program understands, beside PocketSphinx with the same phrases: `hearing.py [SECTION...]`.

commands  one-second recordings of 30 words by about 40 people: "stop" is heard, the other 29 words give no command
speech    read English, every file a stream of its own: nobody addresses the program
noise     recorded noises, ten minutes of steps, an hour of mains hum, a switched-off microphone: no command
rooms     every form of every command by voices that nothing was tuned to, in four rooms, 15 dB above the noise
noisy     the same, each command in one room, 10 dB above the noise
manners   the same, 15 dB above it, softly (10 dB), slowly, flat, trembling, slurred, all of it (voice_lab/manners.py)
taught    the same voices in all these manners, or in those of `--manners`, before and after each has taught the
          program its most important words by three takes; in rooms, 10 or 15 dB above the noise; drillvoice alone

With `--limits uniform` the program as it is with one limit for all commands listens to the same files too.

The first three need a folder of recordings (`commands/WORD/`, `speech/`, `noise/`) and are skipped without.
"""

import argparse
import shlex
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
import soundfile

from benchmarks.common import PROGRAM, REPOSITORY, heading, scratch, shares
from benchmarks.speakers import AFTER_S, BEFORE_S, MANNERS, Corpus, Utterance, default_folder, make, read_manifest
from benchmarks.voice_lab.acoustics import RATE, gain, pink, read, write
from benchmarks.voice_lab.examples import measure_taught
from benchmarks.voice_lab.listeners import Drillvoice, Listener, PocketSphinx, pocketsphinx_missing
from benchmarks.voice_lab.manners import MANNERS as UNUSUAL
from benchmarks.voice_lab.sounds import footsteps, hum, silence, write_blocks
from benchmarks.voice_lab.verdicts import (
    Heard,
    Target,
    by_file,
    delays,
    grouped,
    latencies,
    name_false,
    result,
    seldom_understood,
    tally,
    verdict,
)
from benchmarks.voice_lab.voices import UNSEEN

VOICES = REPOSITORY.parent / "shared" / "voices"
EVEN_LIMITS = (sys.executable, str(Path(__file__).parent / "voice_lab" / "even_limits.py"))
QUIET_DBFS = -60.0
"""The noise around recordings that are cut tight; that within them is mostly louder."""
URGENT = ("pause", "stop", "help")
WORD = "stop"
OTHER_WORDS_MOST, URGENT_MOST, OTHER_MOST = 3, 3, 1
NORMAL, DEGRADED = Target(0.95, 0.01), Target(0.85, 0.02)
STEPS_S, HUM_S, SILENCE_S = 600.0, 3600.0, 60.0


@dataclass(frozen=True)
class Bench:
    """What is measured, with what."""

    listeners: Sequence[Listener]
    voices: Path
    corpus: Path
    scratch: Path
    manners: Sequence[str] = MANNERS
    """In which people teach the program."""
    people: int | None = None
    """How many of them; everybody unless it is said."""

    @property
    def noises(self) -> Path | None:
        """Recorded noises, where there are any."""
        folder = self.voices / "noise"
        return folder if folder.is_dir() else None

    def recordings(self, kind: str) -> list[Path]:
        """All recordings of a kind, or none and a word about it."""
        found = sorted((self.voices / kind).rglob("*.flac"))
        if not found:
            print(f"  skipped: there are no recordings in {self.voices / kind} (--voices FOLDER)")
        return found


def main() -> None:
    """Measure what was asked for, or everything."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=f"{', '.join(SECTIONS)}; all unless given")
    parser.add_argument("--voices", type=Path, default=VOICES, help="the folder of recordings")
    parser.add_argument("--corpus", type=Path, default=default_folder(), help="where speakers.py keeps its files")
    parser.add_argument("--program", default=shlex.join(PROGRAM), help="how drillvoice is called")
    parser.add_argument("--limits", choices=["uniform"], help="listen with one limit for all commands too")
    parser.add_argument("--alone", action="store_true", help="leave PocketSphinx out")
    parser.add_argument("--filler", action="store_true", help="PocketSphinx also with a filler of phones (slow)")
    parser.add_argument("--manners", default=",".join(MANNERS), help="of those who teach, separated by commas")
    parser.add_argument("--people", type=int, help="how many of those teach (default: all)")
    asked = parser.parse_args()
    if unknown := [name for name in asked.sections if name not in SECTIONS]:
        parser.error(f"there is no section {', '.join(unknown)}; there are {', '.join(SECTIONS)}")
    heading("What is understood")
    listeners: list[Listener] = [Drillvoice(shlex.split(asked.program))]
    if asked.limits:
        listeners.append(Drillvoice(EVEN_LIMITS, f"{asked.limits} limits", is_measured=False))
    if not asked.alone:
        listeners += others(asked.filler)
    with scratch() as folder:
        bench = Bench(listeners, asked.voices, asked.corpus, folder, asked.manners.split(","), asked.people)
        for name in asked.sections or SECTIONS:
            print(f" {name}", flush=True)
            SECTIONS[name](bench)


def others(filler: bool) -> list[Listener]:
    """PocketSphinx, where it is installed."""
    if missing := pocketsphinx_missing():
        print(f"  {missing}")
        return []
    return [PocketSphinx(with_filler) for with_filler in ((False, True) if filler else (False,))]


def commands(bench: Bench) -> None:
    """People who say one word each."""
    words = {embedded(bench, path, seed): path for seed, path in enumerate(bench.recordings("commands"))}
    if not words:
        return
    right = [file for file, path in words.items() if path.parent.name == WORD]
    for listener in bench.listeners:
        heard = by_file(listener.heard(list(words)))
        verdicts = {file: verdict(WORD, heard.get(str(file), [])) for file in right}
        understood = [file for file, outcome in verdicts.items() if outcome == "understood"]
        result(listener, f'"{WORD}" understood', shares(len(understood), len(right)))
        for file in set(right) - set(understood):
            print(f"      {verdicts[file]}: {words[file].name}")
        delays(listener, [(found, found.word_end_s) for file in understood for found in heard[str(file)][:1]])
        false = [found for file in words if file not in right for found in heard.get(str(file), [])[:1]]
        result(
            listener,
            "other words that gave a command",
            shares(len(false), len(words) - len(right)),
            f"at most {OTHER_WORDS_MOST}",
            met=len(false) <= OTHER_WORDS_MOST,
        )
        name_false(false)


def embedded(bench: Bench, path: Path, seed: int) -> Path:
    """A recording with low noise before and after it, as the rest of a stream would be."""
    draw = np.random.default_rng(seed)
    before, after = (pink(round(seconds * RATE), draw) * gain(QUIET_DBFS) for seconds in (BEFORE_S, AFTER_S))
    result = bench.scratch / "-".join(path.relative_to(bench.voices).with_suffix(".wav").parts)
    write(result, np.concatenate([before, read(path), after]))
    return result


def speech(bench: Bench) -> None:
    """People who read."""
    files = bench.recordings("speech")
    if not files:
        return
    print(f"  {seconds(files) / 60:.1f} minutes by {len(files)} readers")
    for listener in bench.listeners:
        false = list(listener.heard(files))
        counts = Counter(found.command for found in false)
        urgent = sum(counts.pop(command, 0) for command in URGENT)
        most = max(counts.values(), default=0)
        target = f"at most {URGENT_MOST}"
        result(listener, ", ".join(URGENT), str(urgent), target, met=urgent <= URGENT_MOST)
        listed = ", ".join(f"{command} {count}" for command, count in counts.most_common()) or "none"
        result(listener, "every other command", listed, f"at most {OTHER_MOST} each", met=most <= OTHER_MOST)
        name_false(false)


def noise(bench: Bench) -> None:
    """Nobody speaks."""
    clips = [embedded(bench, path, seed) for seed, path in enumerate(bench.recordings("noise"))]
    made = {
        "steps": footsteps(STEPS_S, seed=1),
        "hum-50": hum(HUM_S / 2, 50),
        "hum-60": hum(HUM_S / 2, 60),
        "silence": silence(SILENCE_S),
    }
    groups = {"recorded noises": clips} if clips else {}
    groups |= {name: [write_blocks(bench.scratch / f"{name}.flac", blocks)] for name, blocks in made.items()}
    for listener in bench.listeners:
        for name, files in groups.items():
            false = list(listener.heard(files))
            value = f"{len(false)} in {seconds(files) / 60:.1f} minutes"
            result(listener, name, value, "none", met=not false)
            name_false(false)


def rooms(bench: Bench) -> None:
    """Voices that nothing was tuned to, speaking normally."""
    spoken = utterances(bench, ("normal",))
    behind = sum(utterance.noise != "pink" for utterance in spoken)
    voices = len({utterance.voice for utterance in spoken})
    print(f"  {len(spoken)} utterances by {voices} voices, {behind} with recorded noise beside pink noise")
    for listener in bench.listeners:
        heard = placed(bench, listener, spoken)
        tally(listener, "all", spoken, heard, NORMAL)
        seldom_understood(listener, spoken, heard)
        for kind in ("room", "voice", "phrase"):
            for value, group in grouped(spoken, kind).items():
                tally(listener, value, group, heard)
        latencies(listener, spoken, heard)


def noisy(bench: Bench) -> None:
    """The same voices in more noise."""
    degraded(bench, "noisy")


def manners(bench: Bench) -> None:
    """The same voices as illness or effort changes them."""
    for manner in UNUSUAL:
        degraded(bench, manner)


def degraded(bench: Bench, manner: str) -> None:
    """One manner of speaking."""
    spoken = utterances(bench, (manner,))
    for listener in bench.listeners:
        heard = placed(bench, listener, spoken)
        tally(listener, manner, spoken, heard, DEGRADED)
        seldom_understood(listener, spoken, heard)
        (stop,) = (group for word, group in grouped(spoken, "phrase").items() if word == WORD)
        tally(listener, f'{manner}, "{WORD}"', stop, heard)


def taught(bench: Bench) -> None:
    """People who have taught the program by example."""
    measure_taught(bench.recordings, bench.noises, bench.manners, bench.people)


def utterances(bench: Bench, wanted: Sequence[str]) -> list[Utterance]:
    """The unseen voices' part of the corpus, which is made now if it is not there."""
    there = read_manifest(bench.corpus)
    made = {utterance.manner for utterance in there if utterance.split == UNSEEN}
    if not set(wanted) <= made:
        all_wanted = tuple(manner for manner in MANNERS if manner in {*made, *wanted})
        there = make(Corpus(bench.corpus, (UNSEEN,), all_wanted, bench.noises))
    return [utterance for utterance in there if utterance.split == UNSEEN and utterance.manner in wanted]


def placed(bench: Bench, listener: Listener, spoken: Sequence[Utterance]) -> Heard:
    """What was heard in each utterance, by the manifest's names."""
    files = {str(bench.corpus / utterance.file): utterance.file for utterance in spoken}
    return {files[file]: found for file, found in by_file(listener.heard([Path(file) for file in files])).items()}


def seconds(files: Iterable[Path]) -> float:
    """How long some files are together."""
    return sum(float(soundfile.info(file).duration) for file in files)


SECTIONS: dict[str, Callable[[Bench], None]] = {
    "commands": commands,
    "speech": speech,
    "noise": noise,
    "rooms": rooms,
    "noisy": noisy,
    "manners": manners,
    "taught": taught,
}

if __name__ == "__main__":
    main()
