"""The questions before and after a session, as pages that take keys."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from drillvoice.app.line_editor import ENTER, ERASE, INTERRUPT
from drillvoice.core.phrases import Phrases
from drillvoice.core.session.answers import HIGHEST, Answer
from drillvoice.core.session.questions import SETTLES_S, Asking, Symptom, change_text, symptom_question
from drillvoice.core.shown_phrases import Keys
from drillvoice.core.spoken_phrases import AnswerWords
from drillvoice.terminal.screen.page import (
    Marks,
    Row,
    Style,
    StyledText,
    centred_row,
    centred_rows,
    folded_rows,
    keys_rows,
    padded_rows,
    row_width,
    spread_row,
    text_row,
)
from drillvoice.terminal.screen.poster import make_poster

STEP_BY_KEY = {"left": -1, "down": -1, "-": -1, "right": 1, "up": 1, "+": 1, "=": 1}
TURNS: Mapping[str, Callable[[Asking], Asking]] = {
    ENTER: Asking.give,
    "s": Asking.skip,
    "escape": Asking.skip_all,
    **dict.fromkeys(("b", ERASE, "pageup"), Asking.back),
}


@dataclass
class QuestionMode:
    """Asks the three questions; says each aloud.

    Args:
        when: before or after the session, in words.
        phrases: how they are asked.
        marks: what the terminal can show.
        say: lets a text sound.
        done: gets the answers.
        leave: is called for Ctrl-C.
        listening: whether answers may be said.
        later: calls something after some seconds.

    """

    when: str
    phrases: Phrases
    marks: Marks
    say: Callable[[str], None]
    done: Callable[[Asking], None]
    leave: Callable[[], None]
    listening: Callable[[], bool] = lambda: False
    later: Callable[[float, Callable[[], None]], None] = lambda seconds, call: None
    asking: Asking = field(default_factory=lambda: Asking({}))

    def ask_first_question(self) -> None:
        """Ask the first."""
        if self.asking.asked_symptom is not None:
            self.say(symptom_question(self.asking.asked_symptom, self.phrases, by_voice=self.listening()))

    def hear_answer(self, answer: Answer) -> None:
        """Take what was said. A number is read back, and is the answer unless something else comes before long."""
        if self.asking.asked_symptom is None:
            return
        self._update_asking(self.asking.hear_answer(answer))
        heard = self.asking
        if heard.said:
            self.later(SETTLES_S, lambda: self._update_asking(heard.give()) if self.asking is heard else None)

    @property
    def takes_keys_anywhere(self) -> bool:
        """They change what is drawn."""
        return False

    def press_key(self, key: str) -> None:
        """Take a key; one without a meaning does nothing."""
        if self.asking.asked_symptom is None:
            return
        if key == INTERRUPT:
            self.leave()
        elif key.isascii() and key.isdigit():
            self.asking = self.asking.add_digit(int(key))
        elif key in STEP_BY_KEY:
            self.asking = self.asking.step_number(STEP_BY_KEY[key])
        elif key.lower() in TURNS:
            self._update_asking(TURNS[key.lower()](self.asking))

    def _update_asking(self, asking: Asking) -> None:
        text = change_text(self.asking, asking, self.phrases, by_voice=self.listening())
        self.asking = asking
        if asking.asked_symptom is None:
            self.done(asking)
        elif text:
            self.say(text)

    def render_rows(self, columns: int, rows: int) -> list[Row]:
        """The page."""
        asked = self.asking.asked_symptom
        if asked is None:
            return list(padded_rows([], rows))
        words = self.phrases.question_page
        place = words.place.format(n=len(self.asking.values) + 1, total=len(Symptom))
        head = spread_row(f" {self.when}", f"{place} ", columns, Style.BAR)
        keys = keys_rows(words.keys, columns)
        scale = _scale(self.asking.number, columns)
        ends = folded_rows(f" {words.scale.format(highest=HIGHEST)}", columns - 1)
        body = [
            (),
            *centred_rows(symptom_question(asked, self.phrases), columns, Style.STRONG, columns),
            (),
            *scale,
            *ends,
            *self._by_voice(columns),
        ]
        room = rows - 1 - len(body) - len(keys) - 1
        shown = "?" if self.asking.number is None else str(self.asking.number)
        drawn = make_poster(shown, "", columns, max(1, room), self.marks)
        big: list[Row] = [text_row(row, Style.BIG) for row in drawn.rows] if drawn else [centred_row(shown, columns)]
        return list(padded_rows([*padded_rows([head, *body, (), *big], rows - len(keys)), *keys], rows))

    def _by_voice(self, columns: int) -> list[Row]:
        """What may be said, where somebody listens."""
        if not self.listening():
            return []
        words = self.phrases.question_page
        rows = folded_rows(words.said if self.asking.said else words.say, columns - 2, Style.STRONG)
        return [text_row(f" {row[0].text}", Style.STRONG) for row in rows]


def _scale(chosen: int | None, columns: int) -> list[Row]:
    """All numbers in a row, the chosen one in brackets as well as in another colour."""
    spans = []
    for number in range(HIGHEST + 1):
        mark = f"[{number}]" if number == chosen else f" {number} "
        spans.append(StyledText(mark, Style.CHOSEN if number == chosen else Style.TEXT))
    margin = StyledText(" " * max(0, (columns - row_width(tuple(spans))) // 2))
    return [(margin, *spans), ()]


class ShownSentence(NamedTuple):
    """One thing that has to be read."""

    title: str
    sentence: str
    keys: Keys


class Done(Protocol):
    """Is told once something has been read."""

    def __call__(self, *, wanted: bool) -> None:
        """Go on; `wanted` is the answer, where it was a question."""
        ...


@dataclass
class SentenceMode:
    """Shows a sentence; any of a few keys goes on."""

    shown: ShownSentence
    words: AnswerWords
    done: Done
    leave: Callable[[], None]

    @property
    def takes_keys_anywhere(self) -> bool:
        """They change what is drawn."""
        return False

    def press_key(self, key: str) -> None:
        """Take a key."""
        if key in (ENTER, " ") or key.lower() in self.words.yes:
            self.done(wanted=True)
        elif key in ("escape", "s") or key.lower() in self.words.no:
            self.done(wanted=False)
        elif key == INTERRUPT:
            self.leave()

    def render_rows(self, columns: int, rows: int) -> list[Row]:
        """The page."""
        keys = keys_rows(self.shown.keys, columns)
        words = [text_row(f"  {row[0].text}", Style.BIG) for row in folded_rows(self.shown.sentence, columns - 4)]
        head = text_row(f" {self.shown.title}".ljust(columns), Style.BAR)
        above = max(1, (rows - len(words) - len(keys)) // 3)
        return list(padded_rows([*padded_rows([head, *((),) * above, *words], rows - len(keys)), *keys], rows))
