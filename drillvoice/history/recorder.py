"""Writes the record while a session goes on, in a thread of its own: the loop never waits for a disk."""

import queue
import sqlite3
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from drillvoice.core.plan.timing import Plan
from drillvoice.core.session.facts import Fact
from drillvoice.history.faults import fault_sentence
from drillvoice.history.ratings import Moment, write_ratings
from drillvoice.history.session_lock import Living
from drillvoice.history.session_row import Kept, anew_changes, insert_session
from drillvoice.history.tracker import Change, Tracker

HEARTBEAT_S = 1.0
"""A session that is killed loses at most so much, also in a long rest in which nothing is said."""
CLOSE_LIMIT_S = 3.0
MOST_WAITING = 100_000
"""Records that wait for a disk that hangs; an hour's session has about a thousand."""

HEARTBEAT = "UPDATE session SET seen = :seen, seconds = :seconds WHERE id = :session"


@dataclass(frozen=True, slots=True)
class Rating:
    """How somebody felt."""

    moment: Moment
    values: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Anew:
    """Another plan takes the place of the one that goes on."""

    plan: Plan
    kept: Kept


Told = Fact | Rating | Anew


class Recorder:
    """A watcher: is told of each fact.

    Args:
        connection: the record, open for writing; the recorder closes it.
        path: its file, for what is said when something goes wrong.
        plan: what the session is to say.
        kept: what else is kept of it.

    """

    def __init__(self, connection: sqlite3.Connection, path: Path, plan: Plan, kept: Kept) -> None:
        self._connection = connection
        self._path = path
        self._plan = plan
        self._kept = kept
        self._tracker = Tracker(plan)
        self._changes: list[Change] = []
        """What has not been written yet."""
        self._ratings: list[Rating] = []
        """The same."""
        self._inbox: queue.Queue[Told | None] = queue.Queue(MOST_WAITING)
        self._told_at = time.monotonic()
        self._thread = threading.Thread(target=self._write_until_closed, daemon=True, name="record")
        self._session: int | None = None
        self._living = Living(path)
        self.complaint = ""
        """One sentence, once something could not be written; the drill goes on."""
        self._thread.start()

    def __call__(self, fact: Fact) -> None:
        """Take one fact; never waits."""
        self._queue_news(fact)

    def keep_ratings(self, moment: Moment, values: Mapping[str, int | None]) -> None:
        """Keep how somebody felt, from 0 to 10; never waits."""
        self._queue_news(Rating(moment, values))

    def begin_anew(self, plan: Plan, kept: Kept) -> None:
        """Record another plan in the place of this one, of which nothing was done; never waits.

        The session stays the same, so whatever people have added to it stays: near-falls, ratings, notes, the wall.
        """
        self._queue_news(Anew(plan, kept))

    def _queue_news(self, news: Told) -> None:
        try:
            self._inbox.put_nowait(news)
        except queue.Full:
            self.complaint = f"The record {self._path} ends early, because the disk does not answer."

    def close(self) -> None:
        """Write what is waiting, within a limit."""
        if not self._inbox.full():
            self._inbox.put_nowait(None)
        self._thread.join(CLOSE_LIMIT_S)
        if self._thread.is_alive():
            self.complaint = f"The record {self._path} may lack the end of this session: the disk does not answer."

    def _write_until_closed(self) -> None:
        try:
            while self._take_news():
                self._write_waiting()
            self._write_waiting()
        finally:
            self._living.end_session()
            self._connection.close()

    def _take_news(self) -> bool:
        """Take what was told, or after a while nothing; False once that was all."""
        try:
            news: list[Told | None] = [self._inbox.get(timeout=HEARTBEAT_S)]
        except queue.Empty:
            self._changes += self._heartbeat_changes()
            return True
        while not self._inbox.empty():
            news.append(self._inbox.get_nowait())
        for each in news:
            self._take_one(each)
        return news[-1] is not None

    def _take_one(self, news: Told | None) -> None:
        match news:
            case Rating():
                self._ratings.append(news)
            case Anew():
                self._plan, self._kept, self._tracker = news.plan, news.kept, Tracker(news.plan)
                self._changes += anew_changes(news.plan, news.kept)
            case Fact():
                self._changes += self._tracker.take_record(news)
                self._told_at = time.monotonic()

    def _heartbeat_changes(self) -> list[Change]:
        """That the session is still going on, and how long it has."""
        if self._session is None:
            return []
        tracker = self._tracker
        since = time.monotonic() - self._told_at if tracker.is_counting else 0.0
        return [Change(HEARTBEAT, {"seconds": round(tracker.seconds + since, 2)})]

    def _write_waiting(self) -> None:
        """Write all that is waiting as one transaction: what is there is whole, whenever the program ends.

        What cannot be written now is tried again with what comes next.
        """
        if not self._changes and not self._ratings:
            return
        connection, now = self._connection, time.time()
        try:
            connection.execute("BEGIN IMMEDIATE")
            with connection:
                session = self._session or self._begin_session()
                for change in self._changes:
                    connection.execute(change.sql, change.values | {"session": session, "seen": now})
                for rating in self._ratings:
                    write_ratings(connection, session, rating.moment, rating.values)
        except sqlite3.Error as error:
            self.complaint = f"{fault_sentence(self._path, error)} The end of this session is not recorded."
            return
        self._session = session
        self._changes.clear()
        self._ratings.clear()
        self.complaint = ""

    def _begin_session(self) -> int:
        session = insert_session(self._connection, self._plan, self._kept, datetime.now(UTC).astimezone())
        self._living.begin_session(session)  # before anybody else can see it
        return session
