"""Media keys while a session goes on: a keyboard's and an earbud's button pause it and go on.

A process of its own takes them (`app/media_keys_process.py`) as long as its standard input is open. So neither a
desktop that does not answer nor the loading of a library holds up the sound. Linux only: on macOS and Windows no kept
library gives such keys to a program without a window.
"""

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from types import TracebackType
from typing import IO, Self

from drillvoice.app.child_process import end_child
from drillvoice.app.front import Fronts
from drillvoice.app.media_keys_process import status_line
from drillvoice.app.mpris_player import PlayerStatus
from drillvoice.core.session.facts import Fact, PlanChanged, Spoken
from drillvoice.core.session.follower import TOLD
from drillvoice.core.session.media_keys import SOURCE, MediaKey, MediaKeyReader
from drillvoice.core.session.messages import Asked, Inbox
from drillvoice.listening.messages import Echo, LevelReport

BUS = "DBUS_SESSION_BUS_ADDRESS"
END_LIMIT_S = 0.5


def media_keys_command() -> list[str]:
    """What takes media keys until its standard input ends."""
    return [sys.executable, "-m", "drillvoice.app.media_keys_process"]


class MediaKeys:
    """A front that takes media keys while its `with` block lasts, from the first sound on; silent where none come.

    Args:
        inbox: takes what they ask for.
        fronts: those who follow the session, this one among them.
        title: of what is practised.

    """

    def __init__(self, inbox: Inbox, fronts: Fronts, title: str) -> None:
        self._inbox = inbox
        self._fronts = fronts
        self._reader = MediaKeyReader()
        self._status = PlayerStatus(title=title)
        self._news = threading.Event()
        self._closing = False
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._offer_player, daemon=True, name="media-keys")

    def __enter__(self) -> Self:
        if can_be_had():
            self._thread.start()
            self._fronts.join(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._fronts.leave(self)
        self._closing = True
        self._news.set()
        if self._thread.is_alive():
            self._thread.join(2 * END_LIMIT_S)
        if self._process and self._thread.is_alive():
            self._process.kill()  # it stands still, and takes no status

    def show_notice(self, sentence: str) -> None:
        """It has no place for one."""

    def show_hearing(self, report: LevelReport | Echo) -> None:
        """Nor for that."""

    def show_fact(self, fact: Fact) -> None:
        """Learn from a fact what keys mean, and what the desktop is shown."""
        self._reader.follow_fact(fact, time.monotonic())
        said = fact.line.sound.text if isinstance(fact, Spoken) and fact.line.kind in TOLD else self._status.said
        title = fact.plan.title if isinstance(fact, PlanChanged) else self._status.title
        status = PlayerStatus(self._reader.is_playing, title, said, self._reader.state_number)
        if status != self._status:
            self._status = status
            self._news.set()

    def _offer_player(self) -> None:
        self._news.wait()  # the first sound goes first
        if self._closing:
            return
        with contextlib.suppress(OSError):
            process = self._process = subprocess.Popen(
                media_keys_command(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is for the drill, which ends it when it has ended
            )
            assert process.stdin is not None, "it was asked for"
            assert process.stdout is not None, "it was asked for"
            threading.Thread(target=self._read_keys, args=(process.stdout,), daemon=True, name="keys").start()
            with contextlib.suppress(OSError):
                self._send_statuses(process.stdin)
            end_child(process, END_LIMIT_S)

    def _send_statuses(self, pipe: IO[bytes]) -> None:
        """The newest one whenever there is one; a desktop that takes none holds up nobody but this thread."""
        while not self._closing:
            self._news.clear()
            pipe.write(status_line(self._status))
            pipe.flush()
            self._news.wait()

    def _read_keys(self, pipe: IO[bytes]) -> None:
        with pipe, contextlib.suppress(OSError):
            for line in pipe:
                with contextlib.suppress(ValueError, KeyError, TypeError):
                    self._take_key(json.loads(line))

    def _take_key(self, told: dict[str, object]) -> None:
        at_s = float(str(told["at_s"]))
        meaning = self._reader.meaning_of(MediaKey(str(told["key"])), int(str(told["number"])), at_s)
        if meaning and not self._closing:
            self._inbox.put(Asked(meaning.command, SOURCE, given_at=at_s, meant_for=meaning.meant_for))


def can_be_had() -> bool:
    """Whether there is a desktop that hands media keys to programs."""
    return sys.platform == "linux" and bool(os.environ.get(BUS))
