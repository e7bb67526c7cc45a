"""What the ear goes by in a recording, so that it can be decided anew with other limits without hearing it again."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.voice_lab.acoustics import FRAME, read
from drillvoice.core.hearing.command_spotter import Meaning, Spotted, Spotter, Word
from drillvoice.core.hearing.hypotheses import Hypothesis, Opinion, forms_heard
from drillvoice.core.hearing.vocabulary import session_vocabulary
from drillvoice.echo.canceller import Open
from drillvoice.language import load_language
from drillvoice.listening import ear
from drillvoice.listening.opinions import Opinions
from drillvoice.listening.recogniser import Recogniser
from drillvoice.listening.whole_words import WholeWords
from drillvoice.speech_models.find import find_model, word_model


@dataclass(frozen=True)
class Heard:
    """A phrase that some hearing of an utterance has."""

    away: list[float]
    """From the best hypothesis of each hearing."""
    command: str
    likely: float | None
    """What the second opinion says, if it knows the phrase."""
    plausible: tuple[bool, bool]
    """Whether the spotter takes it, where it is sure and where it is in doubt."""


@dataclass
class Evidence:
    """What there is to decide by in one recording."""

    early: list[str] = field(default_factory=list)
    """Commands that were decided on before the end of their utterance."""
    utterances: list[dict[str, Heard]] = field(default_factory=list)


class Witness:
    """Hears recordings as the ear does, but acts on nothing, so that everything is heard to its end."""

    def __init__(self) -> None:
        self._words = session_vocabulary(load_language().phrases, {})
        self._recogniser = Recogniser(find_model(None).path, self._words.grammar, self._words.optional_grammar)
        self._second = WholeWords(word_model(), self._words.heard_as)
        self._evidence = Evidence()
        self._spotter = _IdleSpotter(self._words.phrases, self._evidence)

    def hear_recording(self, path: Path) -> dict[str, Any]:
        """All that can be gone by in a recording, as JSON."""
        self._evidence = Evidence()
        self._spotter = _IdleSpotter(self._words.phrases, self._evidence)
        self._recogniser.restart()
        vars(ear)["weigh_hearings"] = self._note_hearings
        listening = ear.Ear(self._recogniser, self._spotter, Open(), Opinions(self._second, self._second))
        samples = read(path)
        whole = samples[: len(samples) // FRAME * FRAME]
        listening.feed_frames(whole, np.zeros_like(whole))
        return asdict(self._evidence)

    def _note_hearings(
        self, hearings: Sequence[Sequence[Hypothesis]], phrases: Mapping[str, Meaning], opinion: Opinion, *_: object
    ) -> None:
        forms = forms_heard(hearings, phrases)
        likely = opinion() if forms else {}
        self._evidence.utterances.append(
            {
                phrase: Heard(form.away, form.command.value, likely.get(phrase), self._spotter.plausible(form.words))
                for phrase, form in forms.items()
            }
        )


class _IdleSpotter(Spotter):
    """Notes what it would have done."""

    def __init__(self, phrases: Mapping[str, Meaning], evidence: Evidence) -> None:
        super().__init__(phrases)
        self._evidence = evidence

    def spot_in_partial(self, text: str, agrees: Callable[[Spotted], bool] = bool) -> None:
        """Never a command, whatever is agreed."""

        def refuses(found: Spotted) -> bool:
            if agrees(found):
                self._evidence.early.append(found.command.value)
            return False

        super().spot_in_partial(text, refuses)

    def plausible(self, words: Sequence[Word]) -> tuple[bool, bool]:
        """Whether it takes some words: where they are sure, and where they are in doubt."""
        guess, deaf_until_s = self._guess, self._deaf_until_s
        sure = self.spot_in_result(words) is not None
        self._deaf_until_s = deaf_until_s
        doubtful = self.spot_in_result(words, doubtful=True) is not None
        self._guess, self._deaf_until_s = guess, deaf_until_s
        return sure, doubtful
