"""Taking back a step that somebody took by hand: next, back or finish, when a finger slipped."""

from dataclasses import dataclass

from drillvoice.core.session.commands import Action, Command, State
from drillvoice.core.session.course import Course
from drillvoice.core.ticks import to_ticks

UNDO_FOR = to_ticks(10)
"""A choice: time enough to notice it and to find the key, and too short to be meant otherwise."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a session was before a step was taken."""

    step: Action
    until: int
    """The tick until when it may be taken back."""
    unit: int
    """Which one came next."""
    kept: int
    kept_block: int | None
    """What was left of the time before it, and of which block, as the playhead has them."""
    block_since: tuple[int, int]
    is_quiet: bool
    is_closing: bool
    is_finished: bool


def mark_place(course: Course, step: Action, now: int) -> Mark:
    """Where it is now; all that has not sounded is dropped."""
    course.freeze(now)
    return Mark(
        step,
        now + UNDO_FOR,
        course.head.index,
        course.head.kept,
        course.head.kept_block,
        course.block_since,
        course.mode in (State.PAUSED, State.STOPPED),
        course.is_closing,
        course.is_finished,
    )


def undoes(mark: Mark | None, command: Command, action: Action, now: int) -> bool:
    """Whether a command takes the step back, which comes to an action otherwise.

    Back takes back next and finish; after back it goes further back. Resume takes back each of them, where there is
    nothing to resume, and ready a back, where nothing waits for it.
    """
    if mark is None or now > mark.until:
        return False
    if command is Command.BACK:
        return action is Action.BACK and mark.step is not Action.BACK
    if action is not Action.NOT_NOW:
        return False
    return command is Command.RESUME or (command is Command.READY and mark.step is Action.BACK)


def return_to_mark(course: Course, mark: Mark, now: int) -> None:
    """Stand where it was, in silence."""
    course.freeze(now)
    course.head.index, course.head.kept, course.head.kept_block = mark.unit, mark.kept, mark.kept_block
    course.current_block = course.head.going_on_in
    course.block_since = mark.block_since
    course.is_closing = mark.is_closing
    course.is_finished = mark.is_finished
