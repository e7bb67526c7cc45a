"""The full-screen application: one page that is drawn anew where it has changed, and keys. The only part that knows
Textual; what a page says is made elsewhere.
"""

import asyncio
import contextvars
from collections.abc import Callable, Sequence
from typing import Protocol

from rich.segment import Segment
from rich.style import Style as Ink
from textual import events
from textual.app import App, ComposeResult
from textual.driver import Driver
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from drillvoice.app.line_editor import INTERRUPT
from drillvoice.core.plain_text import shown_line
from drillvoice.terminal.keys import named_key
from drillvoice.terminal.screen.driver import sturdy_driver
from drillvoice.terminal.screen.page import Row, Style

EVERY_S = 0.25
"""How often the page is looked at again; what has not changed is not drawn."""
DARK = {
    Style.TEXT: "#ffffff on #000000",
    Style.BIG: "bold #ffff5f on #000000",
    Style.FLASH: "bold #000000 on #ffff5f",
    Style.BAR: "bold #000000 on #ffffff",
    Style.STRONG: "bold #ffffff on #000000",
    Style.SOFT: "#d0d0d0 on #000000",
    Style.NOTICE: "bold #000000 on #ffff5f",
    Style.CHOSEN: "bold #000000 on #ffff5f",
}
"""Contrast of 13 to 1 or more."""
LIGHT = {
    Style.TEXT: "#000000 on #ffffff",
    Style.BIG: "bold #00005f on #ffffff",
    Style.FLASH: "bold #ffffff on #00005f",
    Style.BAR: "bold #ffffff on #000000",
    Style.STRONG: "bold #000000 on #ffffff",
    Style.SOFT: "#303030 on #ffffff",
    Style.NOTICE: "bold #ffffff on #00005f",
    Style.CHOSEN: "bold #ffffff on #00005f",
}


class Mode(Protocol):
    """What the screen is for at the moment."""

    def render_rows(self, columns: int, rows: int) -> Sequence[Row]:
        """The page."""
        ...

    @property
    def takes_keys_anywhere(self) -> bool:
        """Whether a key may be pressed in any thread: then it waits for nothing that is drawn."""
        ...

    def press_key(self, key: str) -> None:
        """Take a key, by its name in keys.py."""
        ...


class Page(Widget):
    """Draws rows; only those that have changed are drawn again."""

    DEFAULT_CSS = "Page { width: 100%; height: 100%; }"

    def __init__(self, inks: dict[Style, str]) -> None:
        super().__init__()
        self._inks = {style: Ink.parse(ink) for style, ink in inks.items()}
        self._rows: Sequence[Row] = ()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Draw these rows."""
        before, self._rows = self._rows, rows
        changed = [at for at, row in enumerate(rows) if at >= len(before) or before[at] != row]
        if changed:
            self.refresh(*(Region(0, at, self.size.width, 1) for at in changed))

    def render_line(self, y: int) -> Strip:
        """One row."""
        row = self._rows[y] if y < len(self._rows) else ()
        segments = [Segment(shown_line(span.text), self._inks[span.style]) for span in row]
        return Strip(segments).adjust_cell_length(self.size.width, self._inks[Style.TEXT])


class OnePage(Screen[None], inherit_bindings=False):
    """Every key is ours."""


class ScreenApp(App[None], inherit_bindings=False):
    """The application.

    Args:
        mode: what it is for at first.
        light: dark letters on white.
        ready: is called once it can be seen.

    """

    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS = None

    def __init__(self, mode: Mode, *, light: bool = False, ready: Callable[[], None] = lambda: None) -> None:
        super().__init__()
        self._now_for = mode
        self._paper = Page(LIGHT if light else DARK)
        self._when_up = ready
        self._draw_due = False
        self._home: tuple[asyncio.AbstractEventLoop, contextvars.Context] | None = None
        """Where its calls have to be made, once it is up."""
        self._is_up = False
        """What is pressed before anything can be seen was meant for something else."""
        self._has_to_go = False
        self.failure: Exception | None = None
        """What broke it; it has ended then, and whoever runs it goes on without."""

    def get_default_screen(self) -> Screen[None]:
        """Without Textual's own keys."""
        return OnePage()

    def get_driver_class(self) -> type[Driver]:
        """Textual's own, made sturdy."""
        return sturdy_driver(super().get_driver_class())

    def compose(self) -> ComposeResult:
        """The page."""
        yield self._paper

    def on_mount(self) -> None:
        """Begin to draw."""
        self._home = asyncio.get_running_loop(), contextvars.copy_context()
        self.set_interval(EVERY_S, self.draw)
        if self._has_to_go:
            self.exit()
        else:
            self.call_after_refresh(self._draw_first_page)

    def _draw_first_page(self) -> None:
        """The first page is the most work; what makes sound begins after it."""
        self.draw()
        self.call_after_refresh(self._come_up)

    def _come_up(self) -> None:
        self._is_up = True
        self._when_up()

    def on_resize(self) -> None:
        """The terminal has another size."""
        self.call_after_refresh(self.draw)

    def on_key(self, event: events.Key) -> None:
        """Hand a key on."""
        event.stop()
        event.prevent_default()
        if not self._is_up and named_key(event.key) != INTERRUPT:
            return
        self._now_for.press_key(_name_of(event))
        self.draw()

    def take_key_at_once(self, event: events.Key) -> bool:
        """Hand a key on in the thread that has read it; False where what the screen is for does not allow that."""
        if not (self._is_up and self._now_for.takes_keys_anywhere):
            return False
        self._now_for.press_key(_name_of(event))
        return True

    def fail_input(self, error: Exception) -> None:
        """No more keys can be read: whoever runs it goes on without it. Any thread may tell."""
        self.call_soon(lambda: self._handle_exception(error))

    def turn_to(self, mode: Mode) -> None:
        """Show something else."""
        self._now_for = mode
        self.draw()

    def draw(self) -> None:
        """Draw what has changed."""
        self._draw_due = False
        if not self._can_draw():
            return
        size = self._paper.size
        if self._home and size.width and size.height:
            self._paper.show_rows(self._now_for.render_rows(size.width, size.height))

    def _can_draw(self) -> bool:
        """Whether the terminal takes what is drawn; where it has missed something, all is drawn anew."""
        output = getattr(self._driver, "output", None)
        if output is None:
            return True
        if output.is_behind:
            return False
        if output.has_gap():
            self.refresh(layout=True)
        return True

    def request_draw(self) -> None:
        """There is something new; any thread may say so."""
        if not self._draw_due:
            self._draw_due = True
            self.call_soon(self.draw)

    def call_soon(self, call: Callable[[], object]) -> None:
        """Have something called in the application's thread; any thread, and a signal, may ask."""
        if self._home is not None and not self._home[0].is_closed():
            loop, context = self._home
            loop.call_soon_threadsafe(self._call_guarded, call, context=context.copy())

    def _call_guarded(self, call: Callable[[], object]) -> None:
        """Textual watches over its own calls only."""
        try:
            call()
        except Exception as error:  # whatever it is, it must not take the voice along
            self._handle_exception(error)

    def panic(self, *_renderables: object) -> None:
        """The same of what Textual finds elsewhere than in a call."""
        self.exit(return_code=1)

    def _handle_exception(self, error: Exception) -> None:
        """Textual's own would print a traceback over what somebody needs to read."""
        self.failure = self.failure or error
        self.exit(return_code=1)

    def call_after(self, seconds: float, call: Callable[[], None]) -> None:
        """Have something called after a while, in the application's thread."""
        self.set_timer(seconds, call)

    def leave(self) -> None:
        """End; any thread, and a signal, may ask, also before it has begun."""
        self._has_to_go = True
        self.call_soon(self.exit)


def _name_of(event: events.Key) -> str:
    """A key, by its name in keys.py."""
    printable = event.character if event.is_printable else None
    return printable or named_key(event.key)
