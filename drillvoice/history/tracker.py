"""What the records of a session come to: changes of the record's tables. It knows no clock and no database."""

from typing import Any, NamedTuple

from drillvoice.core.plan.lines import BlockKind
from drillvoice.core.plan.timing import Plan
from drillvoice.core.session.effects import Record


class Change(NamedTuple):
    """A statement with its values; `:session` is filled in by whoever runs it."""

    sql: str
    values: dict[str, Any]


QUIETING = frozenset({"pause", "stop", "help"})
"""Actions after which the session waits, and time does not count as practice."""
GOING_ON = frozenset({"resume", "next", "back", "go", "end_rest", "repeat", "finish"})

COMMAND = """INSERT INTO command VALUES (:session, :source, :name, 1)
    ON CONFLICT DO UPDATE SET times = times + 1"""
BOUT = "INSERT OR IGNORE INTO bout VALUES (:session, :block, :exercise, :at_s)"
BOUTS = """UPDATE exercise SET bouts = (SELECT COUNT(*) FROM bout
    WHERE bout.session = :session AND bout.exercise = exercise.place) WHERE session = :session AND place = :exercise"""
TALLY = """INSERT INTO tally VALUES (:session, :exercise, :name, 1)
    ON CONFLICT DO UPDATE SET times = times + 1"""
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
    def counting(self) -> bool:
        """Whether time counts at present."""
        return not (self._quiet or self._waiting or self._ended)

    def take(self, record: Record) -> list[Change]:
        """The changes that a record makes."""
        self._count_time(record)
        changes: list[Change] = []
        match record["kind"]:
            case "command":
                changes = self._asked(record)
            case "lost":
                self._quiet = True
            case "skipped":
                self._skips += 1
            case "ended":
                self._ended = record["how"]
            case _ if "unit" in record:
                changes = self._spoken(record, record["unit"])
        self._waiting = record["kind"] == "ready"
        return [*changes, self._standing()]

    def _count_time(self, record: Record) -> None:
        at_s = float(record["at_s"])
        if self.counting:
            self.seconds += max(0.0, at_s - self._at_s)
        self._at_s = max(self._at_s, at_s)

    def _asked(self, record: Record) -> list[Change]:
        action = record["action"]
        if action in QUIETING:
            self._pauses += not self._quiet
            self._quiet = True
        elif action in GOING_ON:
            self._quiet = False
        return [Change(COMMAND, {"source": record["source"], "name": record["command"]})]

    def _spoken(self, record: Record, unit: int) -> list[Change]:
        self._quiet = False
        self._unit = unit
        if unit >= len(self._plan.units):
            return []
        index = self._plan.block_of[unit]
        block = self._plan.blocks[index]
        changes = []
        if block.kind is BlockKind.REST:
            self._rests.add(index)
        if block.kind is BlockKind.BOUT and unit == self._last_of_block[index]:
            values = {"block": index, "exercise": block.exercise, "at_s": record["at_s"]}
            changes += [Change(BOUT, values), Change(BOUTS, {"exercise": block.exercise})]
        tally = self._plan.units[unit].tally
        if tally and record["text"] == self._plan.units[unit].lines[0].sound.text:
            changes.append(Change(TALLY, {"exercise": block.exercise, "name": tally}))
        return changes

    def _standing(self) -> Change:
        values = {
            "unit": self._unit,
            "seconds": round(self.seconds, 2),
            "rests": len(self._rests),
            "pauses": self._pauses,
            "skips": self._skips,
            "ended": self._ended,
        }
        return Change(STANDING, values)
