"""The synthetic speakers of the benchmarks of hearing: who they are, and how each is made to say a phrase.

The table is split once and for all: nothing may be tuned to an unseen voice. The split goes by the person or the
settings behind a voice, never by speed or pitch; so the two voices that were made from recordings of the same reader
are on the same side.
"""

import shutil
import subprocess
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import soundfile

from benchmarks.voice_lab.acoustics import Signal, resampled, stretched

PACKAGES = "espeak-ng flite festival festvox-kallpc16k festvox-kdlpc16k festvox-us-slt-hts"
TUNING, UNSEEN = "tuning", "unseen"
SLOWEST_WPM = 80
"""eSpeak NG speaks no slower."""
WPM = 165
"""What eSpeak NG calls its usual speed is 175; a stretch of 1 is this."""


@dataclass(frozen=True)
class Voice:
    """One speaker."""

    engine: str
    name: str
    split: str
    whispers: bool = False
    """Such a voice speaks only where soft speech is wanted."""

    @property
    def key(self) -> str:
        """The voice in a manifest and in a file name."""
        return f"{self.engine}-{self.name}"


@dataclass(frozen=True)
class Line:
    """One phrase, as it is to be said."""

    phrase: str
    stretch: float = 1.0
    """How much longer than usual it takes."""
    pitch: int = 50
    """eSpeak NG's own measure, 0 to 99; the other engines keep the pitch of their reader."""


def _voices(split: str, engine: str, names: str) -> list[Voice]:
    return [Voice(engine, name, split, "whisper" in name) for name in names.split()]


VOICES: tuple[Voice, ...] = (
    *_voices(TUNING, "festival", "kal_diphone ked_diphone"),
    *_voices(TUNING, "flite", "kal kal16 awb"),
    *_voices(TUNING, "espeak", "en-us en-gb en-gb-scotland en-us-nyc"),
    *_voices(TUNING, "espeak", "en-us+f1 en-gb+f2 en-us+f3 en-us+Annie en-gb+steph en-us+linda en-gb+grandma"),
    *_voices(TUNING, "espeak", "en-gb+m1 en-us+m2 en-us+m3 en-gb-scotland+m4 en-us+m6 en-gb+m7"),
    *_voices(TUNING, "espeak", "en-us+croak en-gb+klatt en-us+klatt2 en-us+klatt4 en-us+whisper"),
    *_voices(UNSEEN, "festival", "cmu_us_slt_arctic_hts"),
    *_voices(UNSEEN, "flite", "slt rms"),
    *_voices(UNSEEN, "espeak", "en-us+f4 en-gb+f5 en-us+m5 en-gb-scotland+m8 en-us+klatt3"),
    *_voices(UNSEEN, "espeak", "en-gb+Andrea en-us+adam en-gb-x-gbclan+grandpa en-029 en-us+whisperf"),
)


def missing_engines() -> str:
    """What to do about engines that are not there; nothing where all are."""
    absent = [program for program in ("espeak-ng", "flite", "festival") if not shutil.which(program)]
    return f"there is no {', '.join(absent)}; on Debian: apt-get install {PACKAGES}" if absent else ""


def speak(voice: Voice, lines: Sequence[Line], folder: Path) -> Iterable[Signal]:
    """The lines in a voice, one after the other; the folder is for files in between."""
    for line, path in zip(lines, ENGINES[voice.engine](voice, lines, folder), strict=True):
        samples, rate = soundfile.read(path, dtype="float32")
        path.unlink()
        clean = resampled(samples, rate)
        yield stretched(clean, line.stretch) if voice.name.endswith("_hts") else clean


def _espeak(voice: Voice, lines: Sequence[Line], folder: Path) -> Iterable[Path]:
    for number, line in enumerate(lines):
        path = folder / f"{number}.wav"
        speed = str(max(SLOWEST_WPM, round(WPM / line.stretch)))
        _run("espeak-ng", "-v", voice.name, "-s", speed, "-p", str(line.pitch), "-w", str(path), line.phrase)
        yield path


def _flite(voice: Voice, lines: Sequence[Line], folder: Path) -> Iterable[Path]:
    for number, line in enumerate(lines):
        path = folder / f"{number}.wav"
        stretch = f"duration_stretch={line.stretch:.2f}"
        _run("flite", "-voice", voice.name, "--setf", stretch, "-t", line.phrase, "-o", str(path))
        yield path


def _festival(voice: Voice, lines: Sequence[Line], folder: Path) -> Iterable[Path]:
    """All lines at once, since Festival takes long to start. HTS voices ignore the stretch: `speak` sees to it."""
    paths = [folder / f"{number}.wav" for number in range(len(lines))]
    script = folder / "lines.scm"
    script.write_text(
        f"(voice_{voice.name})\n"
        + "\n".join(
            f"(Parameter.set 'Duration_Stretch {line.stretch:.2f})\n"
            f'(utt.save.wave (utt.synth (Utterance Text "{line.phrase}")) "{path}" \'riff)'
            for line, path in zip(lines, paths, strict=True)
        )
    )
    _run("festival", "-b", str(script))
    return paths


def _run(*command: str) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


ENGINES: dict[str, Callable[[Voice, Sequence[Line], Path], Iterable[Path]]] = {
    "espeak": _espeak,
    "flite": _flite,
    "festival": _festival,
}
