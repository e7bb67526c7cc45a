"""What the facts of a session come to: changes of the record's tables. It knows no clock and no database."""

from typing import Any, NamedTuple

from drillvoice.core.plain_text import shown_line
from drillvoice.core.plan.lines import BlockKind, Kind
from drillvoice.core.plan.timing import Plan
from drillvoice.core.session.commands import State
from drillvoice.core.session.facts import CHANGED, Commanded, Ended, Fact, Noted, NoteTakenBack, Skipped, Spoken
from drillvoice.core.session.follower import QUIET
from drillvoice.core.ticks import to_seconds


class Change(NamedTuple):
    """A statement with its values; `:session` is filled in by whoever runs it."""

    sql: str
    values: dict[str, Any]


COMMAND = """INSERT INTO command VALUES (:session, :source, :name, 1)
    ON CONFLICT DO UPDATE SET times = times + 1"""
BOUT = "INSERT OR IGNORE INTO bout VALUES (:session, :block, :exercise, :at_s)"
BOUTS = """UPDATE exercise SET bouts = (SELECT COUNT(*) FROM bout
    WHERE bout.session = :session AND bout.exercise = exercise.place) WHERE session = :session AND place = :exercise"""
TALLY = """INSERT INTO tally VALUES (:session, :exercise, :name, 1)
    ON CONFLICT DO UPDATE SET times = times + 1"""
NOTED = "INSERT INTO noted (session, name, at_s, text) VALUES (:session, :name, :at_s, :text)"
TAKEN_BACK = """DELETE FROM noted WHERE id = (SELECT MAX(id) FROM noted
    WHERE session = :session AND name = :name AND at_s = :at_s)"""
STANDING = """UPDATE session SET unit = :unit, seconds = :seconds, rests = :rests, pauses = :pauses, skips = :skips,
    ended = :ended, seen = :seen WHERE id = :session"""


class Tracker:
    """Follows one session of a plan."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._last_of_block = {block: unit for unit, block in enumerate(plan.block_of)}
        self._at_s = 0.0
        self._waiting = False
        self.seconds = 0.0
        """Time so far without pauses and waits for "ready"."""
        self._quiet = False
        self._unit = -1
        self._rests: set[int] = set()
        self._pauses = 0
        self._skips = 0
        self._ended: str | None = None

    @property
    def is_counting(self) -> bool:
        """Whether time counts at present."""
        return not (self._quiet or self._waiting or self._ended)

    def take_record(self, fact: Fact) -> list[Change]:
        """The changes that a fact makes."""
        self._count_time(to_seconds(fact.at))
        changes: list[Change] = []
        match fact:
            case Commanded():
                self._pauses += fact.state in QUIET and not self._quiet
                changes = [Change(COMMAND, {"source": fact.source, "name": fact.command.value})]
            case Skipped():
                self._skips += 1
            case Noted():
                changes = [
                    Change(NOTED, {"name": fact.note, "at_s": to_seconds(fact.at), "text": shown_line(fact.text)})
                ]
            case NoteTakenBack():
                changes = [Change(TAKEN_BACK, {"name": fact.note, "at_s": to_seconds(fact.noted_at)})]
            case Ended() if fact.how != CHANGED:  # what takes its place goes on in the same session
                self._ended = fact.how
            case Spoken():
                changes = self._spoken_changes(fact)
        self._quiet = fact.state in QUIET
        asked = isinstance(fact, Spoken) and fact.line.kind is Kind.READY
        self._waiting = asked or (self._waiting and fact.state is State.WAITING)
        return [*changes, self._standing_change()]

    def _count_time(self, at_s: float) -> None:
        if self.is_counting:
            self.seconds += max(0.0, at_s - self._at_s)
        self._at_s = max(self._at_s, at_s)

    def _spoken_changes(self, fact: Spoken) -> list[Change]:
        tallied = {"exercise": fact.exercise, "name": fact.tally}
        changes = [Change(TALLY, tallied)] if fact.tally else []
        return changes if fact.place is None else [*self._reached(fact.place.unit, to_seconds(fact.at)), *changes]

    def _reached(self, unit: int, at_s: float) -> list[Change]:
        """What it comes to that a unit of the plan was begun."""
        index = self._plan.block_of[min(unit, len(self._plan.units) - 1)]
        block = self._plan.blocks[index]
        if block.kind is BlockKind.CLOSING:
            return []  # who has finished too early goes on where they were before
        self._unit = unit
        if block.kind is BlockKind.REST:
            self._rests.add(index)
        if block.kind is not BlockKind.BOUT or unit != self._last_of_block[index]:
            return []
        values = {"block": index, "exercise": block.exercise, "at_s": at_s}
        return [Change(BOUT, values), Change(BOUTS, {"exercise": block.exercise})]

    def _standing_change(self) -> Change:
        values = {
            "unit": self._unit,
            "seconds": round(self.seconds, 2),
            "rests": len(self._rests),
            "pauses": self._pauses,
            "skips": self._skips,
            "ended": self._ended,
        }
        return Change(STANDING, values)
