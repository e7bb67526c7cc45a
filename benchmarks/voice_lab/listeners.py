"""Who listens in the benchmark of hearing: the program itself, and PocketSphinx with the same phrases."""

import importlib.metadata
import json
import subprocess
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import soundfile

from benchmarks.speakers import forms
from benchmarks.voice_lab.acoustics import RATE

FILES_A_CALL = 200
"""The model is loaded once for so many files; a command line has a limit."""
FRAMES_A_SECOND = 100
"""PocketSphinx's own."""


@dataclass(frozen=True)
class Found:
    """One command that was heard in a file."""

    file: str
    command: str
    phrase: str
    word_end_s: float
    decided_s: float


class Listener(Protocol):
    """Something that hears commands in files."""

    name: str

    def heard(self, files: Sequence[Path]) -> Iterator[Found]:
        """Every command in the files, which hold one channel at 16 kHz; each file is a stream of its own."""
        ...


class Drillvoice:
    """The program: `drillvoice hear FILE...`, in which a file takes the place of the microphone.

    Args:
        program: how it is called.
        name: what it is called in the figures.
        is_measured: the targets are for it; otherwise it is there to compare with.

    """

    def __init__(self, program: Sequence[str], name: str = "drillvoice", *, is_measured: bool = True) -> None:
        self.name = name
        self.is_measured = is_measured
        self._program = program

    def heard(self, files: Sequence[Path]) -> Iterator[Found]:
        """What the program prints, line by line."""
        for first in range(0, len(files), FILES_A_CALL):
            names = [str(file) for file in files[first : first + FILES_A_CALL]]
            done = subprocess.run([*self._program, "hear", *names], stdout=subprocess.PIPE, text=True, check=False)
            if done.returncode:
                sys.exit(f"{' '.join(self._program)} hear: exit code {done.returncode}")
            for line in done.stdout.splitlines():
                record = json.loads(line)
                yield Found(**{field: record[field] for field in Found.__dataclass_fields__})


class PocketSphinx:
    """PocketSphinx with its own model, endpointer and a JSGF grammar of the same phrases, set up as well as it can be.

    Chosen on the tuning voices, in normal speech, of which 77 % is understood so (46 % with the defaults): a pad of
    0.4 s, since the endpointer cuts into words; no best path through the lattice, which ends before the end of the
    grammar; wider beams; the second mildest of the endpointer's four modes; each stretch decoded when it is whole, so
    that its own cepstral mean is known. Penalties for words and silences as they come: none did better.

    With `filler` any row of phones stands beside the phrases, as `[unk]` does in Vosk: few false commands are left, and
    half of the right ones are lost. No weight of it did well at both.
    """

    MODE = 1
    WINDOW_S, RATIO = 0.3, 0.9
    PAD_S = 0.4
    LONGEST_S = 10.0
    """No command is longer: what goes on for an hour is decoded in pieces."""
    FILLER_WEIGHT = 1e-25
    PHONES = "AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH"

    def __init__(self, filler: bool = False) -> None:
        from pocketsphinx import Decoder

        self.name = "PocketSphinx and filler" if filler else "PocketSphinx"
        self._commands = {form.lower(): (command, form) for form, command in forms().items()}
        self._decoder: Any = Decoder(lm=None, loglevel="FATAL", bestpath=False, beam=1e-80, pbeam=1e-80, wbeam=1e-60)
        for phone in self.PHONES.split() if filler else ():
            self._decoder.add_word(f"qq{phone.lower()}", phone, phone == "ZH")
        self._decoder.add_jsgf_string("commands", self._grammar(filler))
        self._decoder.activate_search("commands")

    def _grammar(self, filler: bool) -> str:
        phones = " | ".join(f"qq{phone.lower()}" for phone in self.PHONES.split())
        said = f"/1/ <command> | /{self.FILLER_WEIGHT}/ <phone>+; <phone> = {phones}" if filler else "<command>"
        return f"#JSGF V1.0; grammar heard; public <said> = {said}; <command> = {' | '.join(self._commands)};"

    def heard(self, files: Sequence[Path]) -> Iterator[Found]:
        """Every stretch of speech whose words are a phrase, whole."""
        for file in files:
            for speech, now_s in self._stretches(file):
                self._decoder.start_utt()
                self._decoder.process_raw(speech, full_utt=True)
                self._decoder.end_utt()
                guess = self._decoder.hyp()
                if guess and guess.hypstr in self._commands:
                    command, phrase = self._commands[guess.hypstr]
                    frames = max(part.end_frame for part in self._decoder.seg() if part.word[0] not in "<[(")
                    end_s = now_s - len(speech) / 2 / RATE + frames / FRAMES_A_SECOND
                    yield Found(str(file), command, phrase, end_s, now_s)

    def _stretches(self, file: Path) -> Iterator[tuple[bytes, float]]:
        """Each stretch of speech with a pad, and when its end is known."""
        from pocketsphinx import Endpointer

        endpointer: Any = Endpointer(self.WINDOW_S, self.RATIO, self.MODE, RATE)
        count = endpointer.frame_bytes // 2
        length_s = count / RATE
        recent: deque[bytes] = deque(maxlen=round((self.WINDOW_S + self.PAD_S) / length_s))
        stretch: list[bytes] = []
        now_s = 0.0
        for block in soundfile.blocks(file, count, dtype="int16", fill_value=0):
            recent.append(block.tobytes())
            endpointer.process(recent[-1])
            now_s += length_s
            if endpointer.in_speech and len(stretch) * length_s < self.LONGEST_S:
                stretch = [*stretch, recent[-1]] if stretch else [*recent]
            elif stretch:
                yield b"".join([*stretch, recent[-1]]), now_s
                stretch = []
        if stretch:
            yield b"".join(stretch), now_s


def pocketsphinx_missing() -> str:
    """Why PocketSphinx is not measured, where it is not; otherwise its version and licence are printed."""
    try:
        about = importlib.metadata.metadata("pocketsphinx")
    except importlib.metadata.PackageNotFoundError:
        return "PocketSphinx: not measured, it is not installed (pip install 'drillvoice[bench]')"
    licences = [line.rsplit(" :: ", 1)[-1] for line in about.get_all("Classifier", []) if line.startswith("License")]
    print(f"  PocketSphinx {about['Version']}, {', '.join(licences)}, with the model en-us of its wheel")
    return ""
