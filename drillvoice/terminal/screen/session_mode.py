"""What the screen is for while a session runs: its page from what was told, its keys to the session."""

import queue
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from drillvoice.app.line_editor import INTERRUPT
from drillvoice.core.session.facts import Fact
from drillvoice.core.session.messages import Inbox
from drillvoice.listening.messages import Echo, LevelReport
from drillvoice.terminal.keys import message_of_key
from drillvoice.terminal.screen.page import Marks, Row
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
        self._interrupted |= key == INTERRUPT
        self.inbox.put(message)

    def render_rows(self, columns: int, rows: int) -> list[Row]:
        """The page, as things are now."""
        self.read_news()
        return session_page(self.viewer.view(time.monotonic()), columns, rows, self.look.marks, self.viewer.words)

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
