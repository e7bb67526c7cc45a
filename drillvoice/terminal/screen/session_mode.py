"""What the screen is for while a session runs: its page from what was told, its keys to the session."""

import queue
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from drillvoice.app.line_editor import INTERRUPT
from drillvoice.app.stage import Stage
from drillvoice.core.session.facts import Fact
from drillvoice.core.session.messages import Inbox
from drillvoice.core.session.plan_route import Route
from drillvoice.listening.messages import Echo, LevelReport
from drillvoice.terminal.keys import message_of_key
from drillvoice.terminal.phone_door import Door
from drillvoice.terminal.screen.page import Marks, Row
from drillvoice.terminal.screen.phone_page import PhonePage
from drillvoice.terminal.screen.session_page import session_page
from drillvoice.terminal.screen.viewer import Viewer
from drillvoice.terminal.steady_keys import SteadyKeys

ScreenNews = Fact | LevelReport | Echo | str


@dataclass(frozen=True, slots=True)
class Look:
    """How the screen looks."""

    marks: Marks
    light: bool = False
    flash: bool = False


@dataclass
class SessionMode:
    """The running session: what it tells is read when the page is drawn."""

    viewer: Viewer
    news: "queue.SimpleQueue[tuple[float, ScreenNews]]"
    inbox: Inbox
    leave: Callable[[], None]
    look: Look
    on_demand: bool = False
    one_switch: bool = False
    phones: PhonePage | None = None
    """Where helpers' phones may join."""
    _interrupted: bool = field(default=False, init=False)
    _steady: SteadyKeys = field(default_factory=SteadyKeys, init=False)

    @property
    def takes_keys_anywhere(self) -> bool:
        """They only put something into the inbox."""
        return True

    def press_key(self, key: str) -> None:
        """As in plain lines: any key without a meaning pauses; a second Ctrl-C leaves at once."""
        message = message_of_key(key, on_demand=self.on_demand, one_switch=self.one_switch)
        if message is None or not self._steady.is_press(key, any_is_one=self.one_switch):
            return
        if key == INTERRUPT and self._interrupted:
            self.leave()
            return
        if self.phones and not self.one_switch and self.phones.take_key(key):
            return
        self._interrupted |= key == INTERRUPT
        self.inbox.put(message)

    def render_rows(self, columns: int, rows: int) -> list[Row]:
        """The page, as things are now."""
        self.read_news()
        view, marks = self.viewer.view(time.monotonic()), self.look.marks
        if self.phones:
            view = self.phones.with_question(view)
            if self.phones.is_shown:
                return self.phones.render_rows(view, columns, rows, marks, light=self.look.light)
        return session_page(view, columns, rows, marks, self.viewer.words)

    def read_news(self) -> None:
        """Take in what was told."""
        while not self.news.empty():
            at, news = self.news.get()
            match news:
                case str():
                    self.viewer.show_notice(news, at)
                case LevelReport() | Echo():
                    self.viewer.show_hearing(news, at)
                case _:
                    self.viewer.show_fact(news, at)


def mode_of_stage(
    stage: Stage, news: "queue.SimpleQueue[tuple[float, ScreenNews]]", leave: Callable[[], None], look: Look, door: Door
) -> SessionMode:
    """What the screen is for while a stage's session runs; for the arguments see `SessionMode` and `PhonePage`."""
    viewer = Viewer(Route(stage.plan), stage.phrases, sound=stage.sound, flash=look.flash)
    mode = SessionMode(viewer, news, stage.inbox, leave, look, stage.on_demand, stage.one_switch)
    mode.phones = PhonePage(door, stage.phrases)
    return mode
