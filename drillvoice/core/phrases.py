"""The one file of phrases as a value: everything that is said or shown and is not a drill's own."""

import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Self

from pydantic import Field, model_validator

from drillvoice.core.grammar import Grammar
from drillvoice.core.shown_phrases import (
    Dates,
    PickerPhrases,
    PrintedPhrases,
    QuestionPagePhrases,
    ScreenPhrases,
    WeekPhrases,
)
from drillvoice.core.spoken_phrases import (
    AnswerWords,
    BoutPhrases,
    Closing,
    DrillWords,
    ListeningPhrases,
    Opening,
    QuestionPhrases,
    Reply,
    RestPhrases,
    Safety,
    SamplePhrases,
    Teaching,
    TimePhrases,
)
from drillvoice.core.tables import Forms, Lines, Name, Table, Text

if TYPE_CHECKING:
    from drillvoice.core.page_phrases import PagePhrases
    from drillvoice.core.page_server_phrases import PageServerPhrases
    from drillvoice.core.take_along_phrases import TakeAlongPhrases
    from drillvoice.core.voice_check_phrases import VoiceCheck

Numbers = Annotated[tuple[Text, ...], Field(min_length=21)]
WORD = "LMN"
"""Letters, marks upon them and numbers: the general categories of Unicode that words are made of."""
READ_LATER = ("page", "page_server", "take_along", "voice_check")
"""Tables that no drill in the terminal needs: read when first asked for, they cost the first sound nothing."""


class Phrases(Table):
    """All of them."""

    numbers: Numbers
    grammar: Grammar
    opening: Opening
    teaching: Teaching
    bout: BoutPhrases
    rest: RestPhrases
    reply: Reply
    time: TimePhrases
    questions: QuestionPhrases
    closing: Closing
    safety: Safety
    drills: DrillWords
    brief: dict[Name, dict[str, Text]]
    commands: dict[Name, Lines]
    typed_commands: dict[Name, Lines]
    """Commands of keys, as they are typed by whoever has a switch that types lines."""
    typed_notes: dict[Name, Lines]
    """What may be noted while a session runs, with the lines that say so. Typed only, so that nothing is misheard."""
    answers: AnswerWords
    printed: PrintedPhrases
    dates: Dates
    week: WeekPhrases
    screen: ScreenPhrases
    picker: PickerPhrases
    question_page: QuestionPagePhrases
    listening: ListeningPhrases
    samples: SamplePhrases
    later: dict[str, dict[str, Any]]
    """The tables of `READ_LATER` as they are in the file."""

    @cached_property
    def page(self) -> "PagePhrases":
        """What the page in a browser shows."""
        from drillvoice.core.page_phrases import PagePhrases

        return PagePhrases.model_validate(self.later["page"])

    @cached_property
    def page_server(self) -> "PageServerPhrases":
        """What the page's side of the program says and prints."""
        from drillvoice.core.page_server_phrases import PageServerPhrases

        return PageServerPhrases.model_validate(self.later["page_server"])

    @cached_property
    def take_along(self) -> "TakeAlongPhrases":
        """What stands on what is taken along."""
        from drillvoice.core.take_along_phrases import TakeAlongPhrases

        return TakeAlongPhrases.model_validate(self.later["take_along"])

    @cached_property
    def voice_check(self) -> "VoiceCheck":
        """What the check of the voice says and prints."""
        from drillvoice.core.voice_check_phrases import VoiceCheck

        return VoiceCheck.model_validate(self.later["voice_check"])

    @model_validator(mode="after")
    def _every_noun_has_its_forms(self) -> Self:
        for forms in self._nouns():
            if len(forms) != self.grammar.forms:
                raise ValueError(f"{forms} are not {self.grammar.forms} forms")
        return self

    def _nouns(self) -> Iterator[Forms]:
        yield from (self.opening.exercises, self.opening.beep, self.time.minute, self.time.second)
        yield from (self.drills.unit, self.drills.variety, self.week.day)

    def shortened(self) -> Self:
        """The same with the brief forms in place of the full ones."""
        return self.model_copy(
            update={group: getattr(self, group).model_copy(update=forms) for group, forms in self.brief.items()}
        )

    def spoken_number(self, n: int) -> str:
        """A small number as a word, a larger one in digits."""
        return self.numbers[n] if n < len(self.numbers) else str(n)

    def spoken_count(self, n: int, nouns: Forms) -> str:
        """A number with its noun: one turn, twenty turns."""
        return self.grammar.counted.format(n=self.spoken_number(n), noun=self.grammar.form_for(n, nouns))

    def filled_form(self, n: int, forms: Forms) -> str:
        """The form for a number, which has a place for it: one beep, two beeps."""
        return self.grammar.form_for(n, forms).format(n=self.spoken_number(n))

    def spoken_length(self, seconds: float) -> str:
        """A length of time as it is spoken: 20 seconds, two minutes, one and a half minutes."""
        if seconds < 60:
            return self.filled_form(max(1, round(seconds)), self.time.second)
        halves = round(seconds / 30)
        if halves % 2 and halves < 10:
            return self.time.and_a_half.format(n=self.spoken_number(halves // 2))
        return self.filled_form(round(seconds / 60), self.time.minute)


def parse_phrases(text: str) -> Phrases:
    """Read the phrases from TOML; they are shipped with the program, so a mistake in them is ours."""
    tables = tomllib.loads(text)
    tables["later"] = {name: tables.pop(name) for name in READ_LATER}
    return Phrases.model_validate(tables)


def plain_phrase(text: str) -> str:
    """A phrase as it is heard: small letters, no punctuation. Two phrases that sound alike are equal.

    Letters that can be written in two ways come out in one. They are not folded further: "ß" is no "ss" to a
    recogniser.
    """
    small = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).lower())
    kept = (each if each == "'" or unicodedata.category(each)[0] in WORD else " " for each in small)
    return " ".join("".join(kept).split())


def lower_first(text: str) -> str:
    """A sentence as it stands inside another: with a small letter first."""
    return text[:1].lower() + text[1:]


def capital_first(text: str) -> str:
    """A text with a capital letter first."""
    return text[:1].upper() + text[1:]
