"""The course of a session: where it is in its plan, what it is doing, and how it gets elsewhere."""

from collections.abc import Callable, Mapping

from drillvoice.core.phrases import Phrases
from drillvoice.core.plan.closing import closing_units
from drillvoice.core.plan.lines import BlockKind, Line, Unit, spoken_line
from drillvoice.core.plan.timing import Lengths, Plan
from drillvoice.core.session.called_cues import is_cue
from drillvoice.core.session.commands import State
from drillvoice.core.session.effects import Effect
from drillvoice.core.session.gates import Gates
from drillvoice.core.session.impatience import Impatience
from drillvoice.core.session.playhead import Playhead
from drillvoice.core.session.runs import state_in
from drillvoice.core.ticks import to_ticks

ANSWER_LEAD = to_ticks(0.1)
GO_LEAD = to_ticks(0.2)

Done = Mapping[str, Mapping[str, int]]
"""How often each thing was done, by exercise."""
Celebrate = Callable[[Done], str]
"""What the closing names besides the counts, given what was done; "" where there is nothing to name."""


class Course:
    """Mutable: owned by one session."""

    def __init__(self, plan: Plan, lengths: Lengths, phrases: Phrases, celebrate: Celebrate) -> None:
        self.head = Playhead(plan, lengths)
        self.gates = Gates(self.head, phrases.rest.ready_unattended)
        self.impatience = Impatience(self.head, phrases)
        self.phrases = phrases
        self._celebrate = celebrate
        self.mode = State.GOING
        """GOING, also while it rests or waits; PAUSED, STOPPED or ENDED."""
        self.quiet_since: int | None = None
        """Since when it has been paused or stopped."""
        self.current_block = 0
        self.block_since = (0, 0)
        """The part in progress, and since when it has been going on."""
        self._has_closing = plan.blocks[-1].kind is BlockKind.CLOSING
        self.is_closing = not self._has_closing
        """Whether the closing has been written, or there is none to write."""
        self.loudness = 100
        """In per cent of what the loudspeaker gives."""
        self.is_finished = False
        """Somebody has ended it before its end."""

    @property
    def state(self) -> State:
        """What the session is doing."""
        if self.mode is not State.GOING:
            return self.mode
        if self.gates.waiting:
            return State.WAITING
        return state_in(self.head.plan.blocks[self.current_block])

    @property
    def done_by_exercise(self) -> Done:
        """What has been done so far."""
        infos = self.head.plan.exercises
        return {info.name: dict(tally) for info, tally in zip(infos, self.head.tallies, strict=True) if tally}

    @property
    def is_before_first_bout(self) -> bool:
        """Whether it is still getting ready: nothing has been done that would be lost."""
        return self.is_in_opening and not self.done_by_exercise

    @property
    def is_in_opening(self) -> bool:
        """Whether it is before the first bout, perhaps again."""
        blocks = self.head.plan.blocks
        first = next((index for index, block in enumerate(blocks) if block.kind is BlockKind.BOUT), 0)
        return self.current_block < first

    @property
    def has_finished_bout(self) -> bool:
        """Whether it has been practice so far, and not only talk and a few cues."""
        ends = {block.units[-1] for block in self.head.plan.blocks if block.kind is BlockKind.BOUT}
        return not ends.isdisjoint(self.head.said)

    @property
    def takes_cues(self) -> bool:
        """Whether a cue may be called by hand: in a bout, from where its first cue comes next to the last one's end."""
        head = self.head
        here = self.current_block == head.block_index and not head.at_end
        if self.mode is not State.GOING or not here or head.plan.blocks[head.block_index].kind is not BlockKind.BOUT:
            return False
        first = head.plan.first_unit(head.block_index)
        mates = enumerate(head.plan.blocks[head.block_index].units, start=first)
        cues = [index for index, unit in mates if is_cue(unit)]
        return bool(cues) and cues[0] <= head.index <= cues[-1] + 1

    def follow_time(self, now: int) -> None:
        """Count what has been done, and remember since when the part in progress has been going on."""
        self.head.settle(now)
        quiet = self.mode in (State.PAUSED, State.STOPPED)
        self.quiet_since = (now if self.quiet_since is None else self.quiet_since) if quiet else None
        self.current_block = self.head.current_block_index(now)
        if self.current_block != self.block_since[0]:
            self.block_since = (self.current_block, now)

    def freeze(self, now: int) -> None:
        """Drop everything that has not sounded."""
        self.head.freeze(now)
        self.gates.forget_question()

    def skip_to(self, unit: int, now: int, *extras: Unit) -> None:
        """Go on at a unit of the opening, after other units."""
        self.freeze(now)
        self.mode = State.GOING
        self.gates.is_open = False
        self.head.go_to(unit, now + GO_LEAD)
        self.impatience.say_before(unit, extras)
        self.current_block = self.head.going_on_in

    def jump_to(self, block: int, now: int, *extras: Unit) -> None:
        """Go on at the start of a block, after other units."""
        self.freeze(now)
        self.mode = State.GOING
        self.gates.is_open = False
        if self._has_closing:
            self.is_closing = self.is_closing and self.head.plan.blocks[block].kind is BlockKind.CLOSING
        self.is_finished = self.is_finished and self.is_closing
        self.head.go_to(self.head.plan.first_unit(block), now + GO_LEAD, *extras)
        self.current_block = block
        self.block_since = (block, now)

    def close_at_end(self) -> None:
        """Where the closing comes next, let it name what was really done."""
        head = self.head
        if self.is_closing or head.extras or head.at_end:
            return
        if head.plan.blocks[head.block_index].kind is BlockKind.CLOSING:
            self.write_closing(early=False)

    def write_closing(self, *, early: bool) -> None:
        """Put the true closing in the place of the planned one."""
        self.is_closing = True
        has_finished_bout = self.has_finished_bout
        infos, tallies = self.head.plan.exercises, self.head.count_all()
        celebrated = self._celebrate(self.done_by_exercise) if has_finished_bout else ""
        self.head.replace_closing(closing_units(infos, tallies, self.phrases, early=early, celebrated=celebrated))

    def say_answer(self, text: str, now: int) -> Effect:
        """Answer as soon as nothing sounds."""
        return self.say_aside(spoken_line(text), now)

    def say_aside(self, line: Line, now: int) -> Effect:
        """Say something outside the plan; the next unit waits for it."""
        if self.mode is State.GOING and not self.gates.waiting:
            return self.head.place_aside(line, now + ANSWER_LEAD)
        return self.say_in_silence(line, now + ANSWER_LEAD)

    def say_in_silence(self, line: Line, at: int) -> Effect:
        """The same while nothing of the plan is due: nothing is put off for it."""
        due = self.head.due
        effect = self.head.place_aside(line, at, self.state)
        self.head.due = due
        return effect
