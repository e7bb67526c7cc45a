"""The picker as a page that takes keys."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from drillvoice.app.catalogue import Entry
from drillvoice.app.line_editor import ENTER, INTERRUPT
from drillvoice.core.phrases import Phrases, capital_first
from drillvoice.history.unfinished import day_words
from drillvoice.terminal.screen.page import (
    Marks,
    Row,
    Style,
    StyledText,
    cut_text,
    folded_rows,
    keys_rows,
    padded_rows,
    text_of,
    text_row,
)
from drillvoice.terminal.screen.picking import LEVEL, Picking, Setting
from drillvoice.terminal.wishes import Choice

WIDE = 72
LEAST_WINDOW = 5
PICKER_NARROW = 48
LIST_COLUMNS = 27
"""At the least, beside the details."""
DETAILS_COLUMNS = 56
"""What these need; the list gets what is left, as far as a title would be cut."""


@dataclass
class PickerMode:
    """Lets somebody choose.

    Args:
        picking: where they are.
        phrases: how it is said.
        marks: what the terminal can show.
        done: gets the choice, or None where they leave.
        check: says what is wrong with a choice, or "".
        expect: is told what somebody points at.
        today: the present day, by which days are named.

    """

    picking: Picking
    phrases: Phrases
    marks: Marks
    done: Callable[[Choice | None], None]
    check: Callable[[Choice], str] = lambda choice: ""
    expect: Callable[[Choice], None] = lambda choice: None
    today: date | None = None

    @property
    def takes_keys_anywhere(self) -> bool:
        """They change what is drawn."""
        return False

    def press_key(self, key: str) -> None:
        """Take a key; one without a meaning does nothing."""
        moves = {"up": -1, "down": 1, "k": -1, "j": 1, "pageup": -5, "pagedown": 5, "home": -99, "end": 99}
        if key in moves:
            self.picking = self.picking.move(moves[key])
        elif key in ("left", "right", "-", "+"):
            self.picking = self.picking.change_value(1 if key in ("right", "+") else -1)
        elif key in ("tab", "shift+tab"):
            self.picking = self.picking.toggle_options()
        else:
            self._start_or_leave(key.lower())
            return
        self.expect(self.picking.make_choice(plain=False))

    def _start_or_leave(self, key: str) -> None:
        if key in (ENTER, "p"):
            self._start_choice(self.picking.make_choice(plain=key == "p"))
        elif key == "a" and self.picking.last:
            self._start_choice(self.picking.last)
        elif key in ("q", "escape", INTERRUPT):
            self.done(None)

    def _start_choice(self, choice: Choice) -> None:
        problem = self.check(choice)
        if problem:
            self.picking = replace(self.picking, problem=problem)
        else:
            self.done(choice)

    def render_rows(self, columns: int, rows: int) -> list[Row]:
        """The page."""
        picking, words = self.picking, self.phrases.picker
        last = self._last()
        keys = keys_rows([key for key in words.keys if key[0] != "a" or picking.last], columns)[
            : 5 if columns < WIDE else 3
        ]
        notes = folded_rows(f" {picking.problem}", columns, Style.NOTICE) if picking.problem else last
        room = rows - 1 - len(keys) - len(notes)
        body = (self._wide if columns >= WIDE else self._narrow)(columns, room)
        return list(
            padded_rows(
                [text_row(f" {words.title}".ljust(columns), Style.BAR), *padded_rows(body, room), *notes, *keys], rows
            )
        )

    def _wide(self, columns: int, room: int) -> list[Row]:
        """Drills at the left, what they are and their options at the right."""
        list_columns = min(max(LIST_COLUMNS, columns - DETAILS_COLUMNS - 2), self._list_columns())
        left = self._drills(list_columns, room)
        right = self._details(columns - list_columns - 2)
        right += [(), *self._options(columns - list_columns - 2, room - len(right) - 1)]
        return [
            _side_by_side(one, other, list_columns)
            for one, other in zip(padded_rows(left, room), padded_rows(right, room), strict=True)
        ]

    def _list_columns(self) -> int:
        """In so many columns no title is cut."""
        minutes = self.phrases.picker.minutes
        needed = (len(entry.title) + len(minutes.format(n=entry.minutes)) + 5 for entry in self.picking.entries)
        return max(LIST_COLUMNS, *needed)

    def _narrow(self, columns: int, room: int) -> list[Row]:
        """One of both, and what the drill is below."""
        details = self._details(columns)
        if self.picking.options:
            head = text_row(f" {self.picking.entry.title}", Style.STRONG)
            return [head, (), *self._options(columns, room - 2)]
        below = [(), *details] if room - len(details) > LEAST_WINDOW else []
        return [*padded_rows(self._drills(columns, room - len(below)), room - len(below)), *below]

    def _drills(self, columns: int, room: int) -> list[Row]:
        picking = self.picking
        rows = []
        for index, entry in enumerate(picking.entries):
            minutes = self.phrases.picker.minutes.format(n=entry.minutes) if entry.minutes else ""
            title = cut_text(entry.title, columns - len(minutes) - 5)
            here = index == picking.place
            text = f" {self.marks.pointer if here else ' '} {title:<{columns - len(minutes) - 5}} {minutes} "
            style = Style.CHOSEN if here and not picking.options else Style.STRONG if here else Style.TEXT
            rows.append(text_row(text, style))
        return self._window(rows, picking.place, room)

    def _details(self, columns: int) -> list[Row]:
        entry = self.picking.entry
        rows = folded_rows(f"{entry.title}." if entry.name else entry.title, columns - 2, Style.BIG)
        for text in filter(None, self._facts(entry)):
            rows += folded_rows(text, columns - 2)
        return [(StyledText(" "), *row) for row in rows]

    def _facts(self, entry: Entry) -> Iterator[str]:
        """What there is to know of a drill, a sentence each; "" where something is not known."""
        words = self.phrases.picker
        yield entry.about
        yield words.trains.format(trains=entry.trains) if entry.trains else ""
        about = words.about.format(n=entry.minutes) if entry.minutes else ""
        known = filter(None, [words.positions.get(entry.position_at(self._level), ""), about])
        yield capital_first(self.phrases.grammar.between.join(known))
        yield words.last_done.format(day=self._day_words(entry)) if entry.name and not entry.about else ""

    @property
    def _level(self) -> int:
        """The level that is chosen."""
        chosen = (self.picking.chosen_value(each) for each in self.picking.settings if each.name == LEVEL.name)
        return next(chosen, 1)

    def _day_words(self, entry: Entry) -> str:
        if entry.last is None or self.today is None:
            return self.phrases.picker.never
        return day_words(entry.last, self.today, self.phrases.dates)

    def _options(self, columns: int, room: int) -> list[Row]:
        """A row each; where that is too narrow two, the value below."""
        picking, rows = self.picking, []
        tall = columns < PICKER_NARROW
        for index, setting in enumerate(picking.settings):
            here = picking.options and index == picking.option
            title, value = self._option_words(setting)
            shown = f"{self.marks.less} {value} {self.marks.more}" if here else f"  {value}"
            style = Style.CHOSEN if here else Style.TEXT
            texts = [f" {title}:", f"   {shown}"] if tall else [f" {title + ':':<23}{shown}"]
            rows += [text_row(f"{cut_text(text, columns - 1):<{columns - 1}}", style) for text in texts]
        place = picking.option if picking.options else 0
        return self._window(rows, 2 * place if tall else place, max(1, room))

    def _option_words(self, setting: Setting) -> tuple[str, str]:
        """What an option is called, and what is chosen of it."""
        words = self.phrases.picker.options[setting.name]
        return words.title, setting.value_words(self.picking.chosen_value(setting), words)

    def _last(self) -> list[Row]:
        """What was started last time."""
        last = self.picking.last
        if last is None:
            return []
        title = next(entry.title for entry in self.picking.entries if entry.name == last.name)
        level = last.request.practice.level
        shown = self.phrases.screen.with_level.format(title=title, n=level) if level else title
        return [text_row(f" {self.phrases.picker.last_time.format(title=shown)}", Style.STRONG)]

    def _window(self, rows: Sequence[Row], place: int, room: int) -> list[Row]:
        """So many rows that the one in question is among them; where some are hidden that is said."""
        if len(rows) <= room:
            return list(rows)
        if room < LEAST_WINDOW:
            return [rows[place]]
        words = self.phrases.picker
        first = min(max(0, place - room // 2), len(rows) - room)
        shown = list(rows[first : first + room])
        if first:
            shown[0] = text_row(f"   {words.more_above}", Style.SOFT)
        if first + room < len(rows):
            shown[-1] = text_row(f"   {words.more_below}", Style.SOFT)
        return shown


def _side_by_side(left: Row, right: Row, columns: int) -> Row:
    margin = columns - len(text_of(left)) if not left else 0
    return (*left, StyledText(" " * (margin + 1)), *right)
