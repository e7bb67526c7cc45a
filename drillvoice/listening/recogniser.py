"""The recogniser: Vosk with a grammar, fed blocks of sound, answering guesses and results."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from drillvoice.core.clips import Samples
from drillvoice.core.hearing.command_spotter import UNKNOWN, Word
from drillvoice.core.hearing.hypotheses import Hypothesis
from drillvoice.core.rates import SPEECH_RATE
from drillvoice.errors import ModelError
from drillvoice.speech_models import vosk_library

FULL_SCALE = 32767
RENEW_S = 300.0
"""A recogniser is used for so long, then at the next pause a new one: its memory grows (vosk issues 209, 526, 1970)."""
ALTERNATIVES = 8
"""More of them are the same words with other silences between."""
NO_VOSK = (
    "The library vosk, which understands speech, cannot be loaded here; install drillvoice again, or use the keys."
)


@dataclass(frozen=True, slots=True)
class Guess:
    """What the recogniser has understood so far; it may change its mind."""

    text: str


@dataclass(frozen=True, slots=True)
class Result:
    """What it has understood, at the end of an utterance. Times count from the first sample that it was fed."""

    words: tuple[Word, ...]


class Recogniser:
    """Understands the words of a grammar and nothing else.

    Args:
        folder: the model's folder. It must have been checked: Vosk's C++ code crashes on some damaged models.
        phrases: what may be said; one that stands there several times is expected so much more often.
        optional: more of them, and words that shall not be taken for a phrase; those that the model lacks are left out.
        renew_s: for how long its insides are used.

    Raises:
        ModelError: the model or Vosk itself cannot be loaded, or the model lacks a word of a phrase.

    """

    def __init__(
        self, folder: Path, phrases: Sequence[str], optional: Sequence[str] = (), renew_s: float = RENEW_S
    ) -> None:
        try:
            self._vosk = vosk_library.load()
        except (ImportError, OSError) as error:
            raise ModelError(NO_VOSK) from error
        try:
            self._model = self._vosk.Model(model_path=str(folder))
        except Exception as error:  # a bare Exception is all that vosk raises
            raise ModelError(f"The speech model in {folder} cannot be loaded; install it again.") from error
        self._folder = folder
        self._renew_s = renew_s
        self.turn_to(phrases, optional)

    def turn_to(self, phrases: Sequence[str], optional: Sequence[str] = ()) -> None:
        """Understand these words from now on; all that was heard is forgotten.

        Raises:
            ModelError: the model lacks a word of a phrase.

        """
        missing = sorted({word for phrase in phrases for word in phrase.split() if not self.knows_words(word)})
        if missing:
            raise ModelError(
                f"The speech model in {self._folder} does not know {_quoted_list(missing)}; choose other words."
            )
        self._grammar = json.dumps([*phrases, *(phrase for phrase in optional if self.knows_words(phrase)), UNKNOWN])
        self.restart()

    def restart(self) -> None:
        """Forget all that was heard, and count time anew."""
        self._samples = 0
        self._begin_kaldi()

    def _begin_kaldi(self) -> None:
        self._kaldi = self._vosk.KaldiRecognizer(self._model, SPEECH_RATE, self._grammar)
        self._kaldi.SetWords(True)
        self._begun_at = self._samples

    def knows_words(self, words: str) -> bool:
        """Whether the model has every one of some words."""
        return all(self._model.vosk_model_find_word(word) >= 0 for word in words.split())

    def feed_samples(self, samples: Samples) -> Guess | Result:
        """Take the next samples, shape (n,), 16 kHz."""
        self._samples += len(samples)
        if self._kaldi.AcceptWaveform(_sixteen_bits(samples)):
            return self._parse_result(self._kaldi.Result())
        return Guess(json.loads(self._kaldi.PartialResult())["partial"])

    def finish_utterance(self) -> Result:
        """End the utterance here: its result. The next samples begin a new one."""
        return self._parse_result(self._kaldi.FinalResult())

    def hypotheses(self, samples: Samples) -> list[Hypothesis]:
        """What an utterance, shape (n,), may be by itself. Times count from its first sample."""
        kaldi = self._vosk.KaldiRecognizer(self._model, SPEECH_RATE, self._grammar)
        kaldi.SetWords(True)
        kaldi.SetMaxAlternatives(ALTERNATIVES)
        kaldi.AcceptWaveform(_sixteen_bits(samples))
        alternatives = json.loads(kaldi.FinalResult())["alternatives"]
        return [Hypothesis(_timed_words(one, 0.0), one["confidence"]) for one in alternatives if one.get("result")]

    def _parse_result(self, answer: str) -> Result:
        words = _timed_words(json.loads(answer), self._begun_at / SPEECH_RATE)
        if self._samples - self._begun_at > self._renew_s * SPEECH_RATE:
            self._begin_kaldi()
        return Result(words)


def _sixteen_bits(samples: Samples) -> bytes:
    """As vosk takes it; resampling a loud sound goes a little beyond full scale."""
    return (np.clip(samples, -1.0, 1.0) * FULL_SCALE).astype(np.int16).tobytes()


def _timed_words(answer: Mapping[str, Any], begun_s: float) -> tuple[Word, ...]:
    words = answer.get("result", ())
    return tuple(Word(word["word"], begun_s + word["start"], begun_s + word["end"]) for word in words)


def _quoted_list(words: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(f'"{word}"' for word in words[:-1]), f'"{words[-1]}"')))
