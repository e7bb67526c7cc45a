"""The picker as a page that takes keys."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from drillvoice.app.catalogue import Entry
from drillvoice.app.line_editor import ENTER, INTERRUPT
from drillvoice.history.unfinished import day_words
from drillvoice.terminal.screen.page import Marks, Row, Span, Style, cut, folded, keys_rows, line, padded, text_of
from drillvoice.terminal.screen.picking import Picking
from drillvoice.terminal.wishes import Choice

TITLE = " drillvoice: choose a drill"
WIDE = 72
LEAST_WINDOW = 5
NARROW = 48
LIST_COLUMNS = 27
KEYS = (
    ("Enter", "start"),
    ("a", "the same as last time"),
    ("up down", "choose"),
    ("left right", "change"),
    ("Tab", "drills, options"),
    ("p", "plain lines (screen readers)"),
    ("q", "leave"),
)


@dataclass
class PickerMode:
    """Lets somebody choose.

    Args:
        picking: where they are.
        marks: what the terminal can show.
        done: gets the choice, or None where they leave.
        check: says what is wrong with a choice, or "".
        today: the present day, by which days are named.

    """

    picking: Picking
    marks: Marks
    done: Callable[[Choice | None], None]
    check: Callable[[Choice], str] = lambda choice: ""
    today: date | None = None

    def press(self, key: str) -> None:
        """Take a key; one without a meaning does nothing."""
        moves = {"up": -1, "down": 1, "k": -1, "j": 1, "pageup": -5, "pagedown": 5, "home": -99, "end": 99}
        if key in moves:
            self.picking = self.picking.move(moves[key])
        elif key in ("left", "right", "-", "+"):
            self.picking = self.picking.change(1 if key in ("right", "+") else -1)
        elif key in ("tab", "shift+tab"):
            self.picking = self.picking.turn()
        else:
            self._finish(key.lower())

    def _finish(self, key: str) -> None:
        if key in (ENTER, "p"):
            self._start(self.picking.choice(plain=key == "p"))
        elif key == "a" and self.picking.last:
            self._start(self.picking.last)
        elif key in ("q", "escape", INTERRUPT):
            self.done(None)

    def _start(self, choice: Choice) -> None:
        problem = self.check(choice)
        if problem:
            self.picking = replace(self.picking, problem=problem)
        else:
            self.done(choice)

    def rows(self, columns: int, rows: int) -> list[Row]:
        """The page."""
        picking = self.picking
        last = _last(picking)
        keys = keys_rows([key for key in KEYS if key[0] != "a" or picking.last], columns)[: 5 if columns < WIDE else 3]
        notes = folded(f" {picking.problem}", columns, Style.NOTICE) if picking.problem else last
        room = rows - 1 - len(keys) - len(notes)
        body = (self._wide if columns >= WIDE else self._narrow)(columns, room)
        return list(padded([line(TITLE.ljust(columns), Style.BAR), *padded(body, room), *notes, *keys], rows))

    def _wide(self, columns: int, room: int) -> list[Row]:
        """Drills at the left, what they are and their options at the right."""
        left = self._drills(LIST_COLUMNS, room)
        right = self._details(columns - LIST_COLUMNS - 2)
        right += [(), *self._options(columns - LIST_COLUMNS - 2, room - len(right) - 1)]
        return [_side_by_side(one, other) for one, other in zip(padded(left, room), padded(right, room), strict=True)]

    def _narrow(self, columns: int, room: int) -> list[Row]:
        """One of both, and what the drill is below."""
        details = self._details(columns)
        if self.picking.options:
            head = line(f" {self.picking.entry.title}", Style.STRONG)
            return [head, (), *self._options(columns, room - 2)]
        below = [(), *details] if room - len(details) > LEAST_WINDOW else []
        return [*padded(self._drills(columns, room - len(below)), room - len(below)), *below]

    def _drills(self, columns: int, room: int) -> list[Row]:
        picking = self.picking
        rows = []
        for index, entry in enumerate(picking.entries):
            minutes = f"{entry.minutes} min" if entry.minutes else ""
            title = cut(entry.title, columns - len(minutes) - 5)
            here = index == picking.place
            text = f" {self.marks.pointer if here else ' '} {title:<{columns - len(minutes) - 5}} {minutes} "
            style = Style.CHOSEN if here and not picking.options else Style.STRONG if here else Style.TEXT
            rows.append(line(text, style))
        return _window(rows, picking.place, room)

    def _details(self, columns: int) -> list[Row]:
        entry = self.picking.entry
        facts = ", ".join(filter(None, [entry.position, f"about {entry.minutes} min" if entry.minutes else ""]))
        done = f"Last done: {self._day_words(entry)}." if entry.name else ""
        words = [f"{entry.title}." if entry.name else entry.title]
        rows = folded(words[0], columns - 2, Style.BIG)
        for text in filter(None, [f"Trains {entry.trains}." if entry.trains else "", facts.capitalize(), done]):
            rows += folded(text, columns - 2)
        return [(Span(" "), *row) for row in rows]

    def _day_words(self, entry: Entry) -> str:
        return day_words(entry.last, self.today) if entry.last and self.today else "never"

    def _options(self, columns: int, room: int) -> list[Row]:
        """A row each; where that is too narrow two, the value below."""
        picking, rows = self.picking, []
        tall = columns < NARROW
        for index, setting in enumerate(picking.settings):
            here = picking.options and index == picking.option
            value = setting.words(picking.value(setting))
            shown = f"{self.marks.less} {value} {self.marks.more}" if here else f"  {value}"
            style = Style.CHOSEN if here else Style.TEXT
            texts = [f" {setting.title}:", f"   {shown}"] if tall else [f" {setting.title + ':':<23}{shown}"]
            rows += [line(f"{cut(text, columns - 1):<{columns - 1}}", style) for text in texts]
        place = picking.option if picking.options else 0
        return _window(rows, 2 * place if tall else place, max(1, room))


def _last(picking: Picking) -> list[Row]:
    if picking.last is None:
        return []
    title = next(entry.title for entry in picking.entries if entry.name == (picking.last.name if picking.last else ""))
    level = picking.last.request.practice.level
    return [line(f" Last time: {title}{f', level {level}' if level else ''}", Style.STRONG)]


def _window(rows: Sequence[Row], place: int, room: int) -> list[Row]:
    """So many rows that the one in question is among them; where some are hidden that is said."""
    if len(rows) <= room:
        return list(rows)
    if room < LEAST_WINDOW:
        return [rows[place]]
    first = min(max(0, place - room // 2), len(rows) - room)
    shown = list(rows[first : first + room])
    if first:
        shown[0] = line("   (more above)", Style.SOFT)
    if first + room < len(rows):
        shown[-1] = line("   (more below)", Style.SOFT)
    return shown


def _side_by_side(left: Row, right: Row) -> Row:
    margin = LIST_COLUMNS - len(text_of(left)) if not left else 0
    return (*left, Span(" " * (margin + 1)), *right)
