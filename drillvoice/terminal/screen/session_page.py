"""The page of a running session."""

from collections.abc import Sequence

from drillvoice.core.phrases import capital_first
from drillvoice.core.session.commands import State
from drillvoice.core.session.follower import Counting
from drillvoice.core.shown_phrases import ScreenPhrases
from drillvoice.terminal.lines.printer import clock_text
from drillvoice.terminal.screen.page import (
    Marks,
    Row,
    Style,
    StyledText,
    centred_row,
    centred_rows,
    cut_text,
    folded_rows,
    keys_rows,
    notice_rows,
    padded_rows,
    progress_bar,
    spread_row,
    text_row,
)
from drillvoice.terminal.screen.poster import SMALLEST, Poster, make_poster
from drillvoice.terminal.screen.view import View

SESSION_NARROW = 60
LOW = 20
SENTENCE = 56
"""Columns of a sentence that is read from some way off: a choice."""
GLANCED_WORDS = 3
"""More are not taken in at a glance; a cue is then shown by its name."""


def session_page(view: View, columns: int, rows: int, marks: Marks, words: ScreenPhrases) -> list[Row]:
    """The page, of exactly so many rows."""
    head = [_head(view, columns, marks, words)]
    foot = _foot(view, columns, rows, marks, words)
    room = max(1, rows - len(head) - len(foot))
    said = words.hints.get(view.state.value, view.said)
    return list(padded_rows([*head, *padded_rows(_middle(view, said, columns, room, marks), room), *foot], rows))


def _head(view: View, columns: int, marks: Marks, words: ScreenPhrases) -> Row:
    state = f"{_sign(view.state, marks)} {words.states[view.state.value]} "
    title = words.with_level.format(title=view.exercise, n=view.level) if view.level else view.exercise
    return spread_row(f" {title}", state, columns, Style.BAR)


def _sign(state: State, marks: Marks) -> str:
    signs = {State.PAUSED: marks.paused, State.STOPPED: marks.stopped, State.GOING: marks.going}
    return signs.get(state, marks.waiting)


def _middle(view: View, said: str, columns: int, room: int, marks: Marks) -> list[Row]:
    """What is to be read from afar; beneath it what was said, where the big letters say less or are not that big."""
    if view.counting is Counting.START:
        return _in_the_middle(_poster_rows(make_poster(str(view.countdown), "", columns - 2, room, marks), view), room)
    if view.advice and view.state is State.GOING:
        return _advice_rows(view, said, columns, room)
    if view.is_sentence and view.counting is Counting.NOTHING:
        return _in_the_middle(_sentence_rows(said, columns, room), room)
    beneath = centred_rows(said, columns, Style.STRONG)
    low = room - len(beneath) - 1
    brief = view.short if view.big_text == view.said and len(said.split()) > GLANCED_WORDS else ""
    alone = None if brief or view.big_text != said else make_poster(said, _symbol_text(view), columns - 2, room, marks)
    if alone and alone.smallness < SMALLEST:
        return _in_the_middle(_poster_rows(alone, view), room)
    found = make_poster(brief or view.big_text, _symbol_text(view), columns - 2, low, marks)
    if found:
        return [*padded_rows(_in_the_middle(_poster_rows(found, view), low), low + 1), *beneath]
    big = [] if view.big_text == said else [centred_row(view.big_text, columns, Style.BIG)]
    return _in_the_middle(_poster_rows(alone, view) or [*big, *beneath], room)


def _sentence_rows(text: str, columns: int, room: int) -> list[Row]:
    """Ordinary letters with much space about them, as long as there is any."""
    rows = centred_rows(text, columns, Style.BIG, min(columns - 2, SENTENCE))
    return [each for row in rows for each in (row, ())][:-1] if 2 * len(rows) - 1 <= room else rows


def _advice_rows(view: View, said: str, columns: int, room: int) -> list[Row]:
    """All of the safety advice, so that it can be read; what is being said now stands out, and is always there."""
    shown: list[tuple[bool, Row]] = []
    for text in view.advice:
        style = Style.BIG if text == said else Style.TEXT
        shown += [(text == said, text_row(f" {row[0].text}", style)) for row in folded_rows(text, columns - 2)]
    last_said = max((at for at, (is_said, _) in enumerate(shown) if is_said), default=0)
    first = max(0, min(last_said + 1 - room, len(shown) - room))
    return [row for _, row in shown[first : first + room]]


def _poster_rows(big: Poster | None, view: View) -> list[Row]:
    style = Style.FLASH if view.flash else Style.BIG
    return [text_row(f" {row}", style) for row in big.rows] if big else []


def _symbol_text(view: View) -> str:
    if view.countdown is not None:
        return clock_text(view.countdown) if view.counting is Counting.REST else str(view.countdown)
    return view.symbol if view.state is State.GOING else ""


def _in_the_middle(rows: Sequence[Row], room: int) -> list[Row]:
    return [*((),) * ((room - len(rows)) // 2), *rows]


def _foot(view: View, columns: int, rows: int, marks: Marks, words: ScreenPhrases) -> list[Row]:
    spare = rows - LOW
    now = ((words.advice_key, view.advice), (words.less_key, view.may_be_less), (words.join_key, view.may_join))
    keys = (*(key for key, is_meant in now if is_meant), *words.keys)
    devices = _devices(view, columns, marks, words)
    transcript = max(3 - len(devices), min(6, spare - 2)) if spare > 0 else 0
    return [
        *(
            [text_row(f" {cut_text(words.next.format(text=view.next), columns - 2)}", Style.STRONG)]
            if view.next
            else []
        ),
        *_progress(view, columns, marks, words),
        *_transcript(view, columns, transcript),
        *devices,
        *notice_rows(view.notice, columns),
        *keys_rows(keys, columns)[: 2 if spare < 10 else 6],
    ]


def _progress(view: View, columns: int, marks: Marks, words: ScreenPhrases) -> list[Row]:
    bout = words.with_item.format(bout=view.bout, item=view.item) if view.item else view.bout
    return [
        _with_bar(f" {bout}", view.bout_share, columns, marks),
        _with_bar(f" {capital_first(view.left)}", view.session_share, columns, marks),
    ]


def _with_bar(text: str, share: float, columns: int, marks: Marks) -> Row:
    words = columns // 2 if columns >= SESSION_NARROW else min(33, columns - 6)
    return (
        StyledText(f"{cut_text(text, words):<{words}} "),
        StyledText(progress_bar(share, columns - words - 2, marks), Style.STRONG),
    )


def _transcript(view: View, columns: int, count: int) -> list[Row]:
    lines = view.lines[-count:] if count else ()
    shown = [text_row(f" {cut_text(text, columns - 2)}", Style.SOFT) for text in lines]
    return list(padded_rows(shown, count))


def _devices(view: View, columns: int, marks: Marks, words: ScreenPhrases) -> list[Row]:
    heard = words.heard_line.format(command=view.heard) if view.heard else ""
    if columns < SESSION_NARROW:
        narrow = words.devices_narrow.format(
            sound=view.sound, microphone=_microphone_text(view, marks, words, brief=True)
        )
        return [text_row(f" {narrow}"), text_row(f" {cut_text(heard, columns - 2)}")]
    microphone = _microphone_text(view, marks, words, brief=not view.echo_db)
    return [
        text_row(
            f" {cut_text(words.devices.format(sound=view.sound, microphone=microphone, heard=heard), columns - 2)}"
        )
    ]


def _microphone_text(view: View, marks: Marks, words: ScreenPhrases, *, brief: bool) -> str:
    """How loud it is, and whether it hears somebody who talks over the cues: how much quieter our voice is made."""
    if view.microphone is None:
        return words.microphone_off
    level = progress_bar(view.microphone / 5, 5, marks)
    if view.echo_db is None:
        return level
    return (words.over_cues if brief else words.over_cues_db).format(level=level, db=f"{view.echo_db:.0f}")
