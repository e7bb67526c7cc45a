"""Where a session is in its plan, and which sounds stand at which tick.

The playhead places whole units ahead of time. What has been placed stands, unless everything that has not
sounded yet is dropped (`freeze`, after a hush): then a unit that was cut comes again from its start, and one that
had been said to its end leaves the rest of its time. Asides (answers to commands) are put where nothing
sounds; they push later units away but never split a unit's sounds apart by talking over them.
"""

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import replace

from drillvoice.core.plan.closing import Tally
from drillvoice.core.plan.lines import Block, Line, Unit
from drillvoice.core.plan.timing import SCALE, Lengths, Plan, arrange
from drillvoice.core.session.commands import State
from drillvoice.core.session.effects import Beat, Effect, Speak
from drillvoice.core.session.facts import LineId, Spoken
from drillvoice.core.session.runs import Run, state_in

ASIDE_SPACE = 10
"""Ticks of silence on both sides of an answer."""


class Playhead:
    """Mutable: owned by one session."""

    def __init__(self, plan: Plan, lengths: Lengths) -> None:
        self.plan = plan
        self.lengths = lengths
        self.index = 0
        """The unit of the plan that comes next."""
        self.due = 0
        """When the next unit begins."""
        self.scale = SCALE
        self.extras: deque[Unit] = deque()
        """Units that come before the next unit of the plan."""
        self.kept = 0
        """Ticks that were left to the next unit of the plan when it was frozen."""
        self.kept_block: int | None = None
        """Whose ticks they are, until the next unit of the plan is placed."""
        self.runs: list[Run] = []
        self._said: set[Unit] = set()
        self.tallies: list[Tally] = [Counter() for _ in plan.exercises]
        self.spoken: list[Speak] = []
        """Sounds placed so far whose end is not long past; for finding silence and the last line."""
        self._beats = 0

    @property
    def said(self) -> set[Unit]:
        """Units that were said to their end; those that are placed count as long as nothing cuts them."""
        return self._said | {run.unit for run in self.runs}

    @property
    def at_end(self) -> bool:
        """Whether the plan has been used up."""
        return self.index >= len(self.plan.units) and not self.extras

    @property
    def block_index(self) -> int:
        """The block of the unit that comes next, or the last block."""
        return self.plan.block_of[min(self.index, len(self.plan.units) - 1)]

    @property
    def going_on_in(self) -> int:
        """The block in which it goes on: it may have said its last line, and some of its time be left."""
        return self.block_index if self.kept_block is None else self.kept_block

    def current_block_index(self, now: int) -> int:
        """The block of the unit in progress."""
        begun = [run for run in self.runs if run.start <= now]
        return begun[-1].block if begun else self.going_on_in

    def next_unit(self) -> Unit | None:
        """The unit that would be placed next."""
        if self.extras:
            return self.extras[0]
        return self.plan.units[self.index] if self.index < len(self.plan.units) else None

    def place_next_unit(self) -> Iterator[Effect]:
        """Put the next unit on the timeline at `due`."""
        planned = not self.extras
        unit = self.plan.units[self.index] if planned else self.extras.popleft()
        block = self.block_index if planned else self.going_on_in
        self.kept_block = None if planned else self.kept_block
        run = Run(self.index if planned else None, unit, block, self.due, arrange(unit, self.lengths, self.scale))
        self.runs.append(run)
        self.due += run.arrangement.total
        self.index += planned
        yield from self._switch_metronome(self.plan.blocks[block], run)
        for placed in run.arrangement.placed:
            fact = self._spoken_fact(run.start + placed.offset, placed.line, block)
            tally = unit.tally if placed.line is unit.lines[0] else ""
            place = LineId(run.index, placed.index) if run.index is not None else None
            yield self._place_line(replace(fact, place=place, tally=tally))

    def _switch_metronome(self, block: Block, run: Run) -> Iterator[Beat]:
        wanted = block.beats if run.index is not None else 0
        if wanted != self._beats:
            self._beats = wanted
            yield Beat(run.start, wanted)

    def _spoken_fact(self, at: int, line: Line, block_index: int) -> Spoken:
        block = self.plan.blocks[block_index]
        info = self.plan.exercises[block.exercise]
        return Spoken(at, state_in(block), line, block.exercise, info.name, block.bout)

    def _place_line(self, fact: Spoken) -> Speak:
        effect = Speak(fact, self.lengths(fact.line.sound))
        self.spoken.append(effect)
        return effect

    def place_aside(self, line: Line, earliest: int, state: State | None = None) -> Speak:
        """Say something outside the plan as soon as nothing else sounds; the next unit waits for it.

        Args:
            line: what is said.
            earliest: not before this tick.
            state: what the session is doing then; None: what belongs to the part in progress.

        """
        at = self._find_silence(earliest, self.lengths(line.sound))
        fact = self._spoken_fact(at, line, self.current_block_index(at))
        effect = self._place_line(fact if state is None else replace(fact, state=state))
        self.due = max(self.due, self.silent_from)
        return effect

    @property
    def silent_from(self) -> int:
        """When everything placed so far has sounded, with a little space."""
        return max((effect.at + effect.clip + ASIDE_SPACE for effect in self.spoken), default=0)

    def last_spoken(self, now: int) -> Speak | None:
        """The last sound that began."""
        begun = [effect for effect in self.spoken if effect.at <= now]
        return max(begun, key=lambda effect: effect.at) if begun else None

    def run_of(self, effect: Speak) -> Run | None:
        """The run that a sound belongs to; None for an aside."""
        for run in self.runs:
            if any(run.start + placed.offset == effect.at for placed in run.arrangement.placed):
                return run
        return None

    def _find_silence(self, at: int, length: int) -> int:
        for other in sorted(self.spoken, key=lambda effect: effect.at):
            if at - ASIDE_SPACE < other.at + other.clip and other.at < at + length + ASIDE_SPACE:
                at = other.at + other.clip + ASIDE_SPACE
        return at

    def settle(self, now: int) -> None:
        """Count what has been done and forget what is long past."""
        while self.runs and (len(self.runs) > 1 and self.runs[1].start <= now):
            self._count_unit(self.runs.pop(0))
        last = self.last_spoken(now)
        self.spoken = [effect for effect in self.spoken if effect is last or effect.at + effect.clip > now]

    def _count_unit(self, run: Run) -> None:
        self._said.add(run.unit)
        if run.unit.tally:
            self.tallies[self.plan.blocks[run.block].exercise][run.unit.tally] += 1

    def freeze(self, now: int) -> None:
        """Drop everything that has not sounded by `now`; `kept` is what was left of the time to the next unit."""
        self.settle(now)
        due = self.due
        while self.runs and self.runs[-1].start > now:
            due = self._take_back(self.runs.pop()).start
        last = self.runs.pop() if self.runs else None
        if last:
            self._keep_time_left(last, now, due)
        self.extras.clear()
        self.spoken.clear()
        self._beats = 0

    def _keep_time_left(self, last: Run, now: int, due: int) -> None:
        if last.index is not None and now < last.sounded:
            self._take_back(last)
            self.kept, self.kept_block = 0, None
            return
        if last.index is not None or now >= last.sounded:
            self._count_unit(last)
        is_answer = last.index is None and last.unit.lines and not last.unit.tally
        if not is_answer:
            self.kept, self.kept_block = max(0, due - now), last.block if due > now else None

    def _take_back(self, run: Run) -> Run:
        if run.index is not None:
            self.index = run.index
        return run

    def go_to(self, index: int, due: int, *extras: Unit) -> None:
        """Continue at a unit of the plan, after other units; call `freeze` first."""
        self.index = index
        self.due = due
        self.extras = deque(extras)
        self.kept, self.kept_block = 0, None

    def go_on(self, due: int, *extras: Unit) -> None:
        """Continue where it was frozen, after other units and what was left of the time."""
        self.due = due
        self.extras = deque((*extras, Unit(least=self.kept)) if self.kept else extras)

    def replace_closing(self, units: tuple[Unit, ...]) -> None:
        """Put the true closing in the place of the planned one."""
        first = self.plan.first_unit(len(self.plan.blocks) - 1)
        self.plan = replace(
            self.plan,
            units=(*self.plan.units[:first], *units),
            block_of=(*self.plan.block_of[:first], *[len(self.plan.blocks) - 1] * len(units)),
        )

    def count_all(self) -> list[Tally]:
        """What has been done, the units in progress included."""
        for run in self.runs:
            self._count_unit(run)
        self.runs = []
        return self.tallies

    def rescale(self, scale: int, now: int) -> None:
        """Change the pace of what is to come, the gap in progress included."""
        self.scale = scale
        run = self.runs[-1] if self.runs else None
        if run and run.unit.scales and not self.extras:
            changed = arrange(run.unit, self.lengths, scale)
            placed_later = run.arrangement.placed[-1].offset - changed.placed[-1].offset
            self.due = max(run.start + changed.total + placed_later, self.silent_from, now)

    def ticks_left(self, now: int) -> int:
        """About how many ticks the rest of the plan takes at the present pace, closing included."""
        units = self.plan.units[self.index :]
        return max(0, self.due - now) + sum(arrange(unit, self.lengths, self.scale).total for unit in units)

    def has_pace(self) -> bool:
        """Whether there is anything in the rest of this exercise that comes slower or faster."""
        return any(self._paced_units())

    def changes_pace(self, scale: int) -> bool:
        """Whether anything does under another pace: cues never come closer than the way back from the last allows."""
        return any(self._total(unit, scale) != self._total(unit, self.scale) for unit in self._paced_units())

    def _total(self, unit: Unit, scale: int) -> int:
        return arrange(unit, self.lengths, scale).total

    def _paced_units(self) -> Iterator[Unit]:
        exercise = self.plan.blocks[self.block_index].exercise
        yield from (run.unit for run in self.runs if run.unit.scales)
        for unit, block in zip(self.plan.units[self.index :], self.plan.block_of[self.index :], strict=True):
            if unit.scales and self.plan.blocks[block].exercise == exercise:
                yield unit
