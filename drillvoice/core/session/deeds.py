"""What a session does at each action. Whoever calls has settled what a command means, and cut the sound for it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from drillvoice.core.plan.lines import BlockKind, Kind, Unit, spoken_line
from drillvoice.core.plan.rounds import count_in
from drillvoice.core.plan.timing import SCALE_RANGE
from drillvoice.core.session.called_cues import is_cue
from drillvoice.core.session.commands import Action, State
from drillvoice.core.session.course import GO_LEAD, Course
from drillvoice.core.session.effects import Effect, Loudness, Note, Tone
from drillvoice.core.session.facts import CHANGED, Ended, LoudnessChanged, Paced, Skipped, Stopped
from drillvoice.core.session.loudness import louder_than, softer_than
from drillvoice.core.session.navigation import after_rest, next_exercise, part_before
from drillvoice.core.session.replies import time_left_text
from drillvoice.core.session.undo import Mark, return_to_mark
from drillvoice.core.ticks import to_seconds, to_ticks

PAUSE_SILENCE = to_ticks(0.4)
ANSWER_AFTER = to_ticks(0.6)
BACK_AGAIN = to_ticks(3)
"""Back within so long of a part's start goes to the part before it."""
SCALE_STEP = 10


class Deeds:
    """The deeds of one session."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self._head = course.head
        self._phrases = course.phrases
        self.mark: Mark | None = None
        """Where it was before the last step that may be taken back."""
        self._by_action: Mapping[Action, Callable[[int], Iterable[Effect]]] = {
            Action.PAUSE: self._pause,
            Action.RESUME: self._resume,
            Action.NEXT: self._skip_exercise,
            Action.NEXT_LINE: self._skip_line,
            Action.TO_PLACE: self._skip_opening,
            Action.ADVICE_READ: self._skip_advice,
            Action.END_REST: self._end_rest,
            Action.BACK: self._go_back,
            Action.REPEAT: self._repeat,
            Action.REPEAT_REST: self._repeat_in_rest,
            Action.SLOWER: lambda now: self._rescale(SCALE_STEP, now),
            Action.FASTER: lambda now: self._rescale(-SCALE_STEP, now),
            Action.LOUDER: lambda now: self._change_loudness(louder_than(course.loudness), now, louder=True),
            Action.SOFTER: lambda now: self._change_loudness(softer_than(course.loudness), now, louder=False),
            Action.STOP: self._stop,
            Action.FINISH: self._finish,
            Action.GO: self._go_past_wait,
            Action.TELL_TIME: self._tell_time,
            Action.TELL_COMMANDS: lambda now: self._answer(self._phrases.reply.commands, now),
            Action.TELL_WHY: self._tell_why,
            Action.HELP: self._help,
            Action.LESS: self._give_way,
            Action.UNDO: self._undo,
            Action.NO_LESS: lambda now: self._answer(self._phrases.reply.no_less, now),
            Action.NOT_NOW: lambda now: (Tone(now),),
            Action.TOO_LATE: lambda now: () if course.mode is State.STOPPED else (Tone(now),),
            Action.NOTHING: lambda now: (),
        }

    def do_action(self, action: Action, now: int) -> list[Effect]:
        """Do it; answers what is to sound and what is told of it."""
        return list(self._by_action[action](now))

    def _pause(self, now: int) -> Iterator[Effect]:
        self._course.freeze(now)
        self._course.mode = State.PAUSED
        yield self._course.say_in_silence(
            spoken_line(self._phrases.reply.paused, kind=Kind.PAUSED), now + PAUSE_SILENCE
        )

    def _resume(self, now: int) -> Iterable[Effect]:
        self._course.freeze(now)
        self._course.mode = State.GOING
        reply = self._phrases.reply
        resting = self._head.plan.blocks[self._head.going_on_in].kind in (BlockKind.REST, BlockKind.READY)
        answer = _reply(reply.resuming_rest if resting else reply.resuming, Kind.RESUMED)
        coming = self._head.next_unit()
        counts_anyway = coming is not None and coming.lines[:1] != () and coming.lines[0].kind is Kind.COUNT
        counted = () if resting or self._course.is_closing or counts_anyway else (count_in(self._phrases),)
        again = (Unit(coming.again),) if coming is not None and coming.again else ()
        self._head.go_on(now + GO_LEAD, answer, *counted, *again)
        return ()

    def _skip_line(self, now: int) -> Iterable[Effect]:
        unit, before = self._course.impatience.skip_line(now)
        self._course.skip_to(unit, now, *before)
        return ()

    def _skip_opening(self, now: int) -> Iterable[Effect]:
        unit, before = self._course.impatience.skip_opening()
        self._course.skip_to(unit, now, *before)
        return ()

    def _skip_advice(self, now: int) -> Iterable[Effect]:
        behind = self._course.impatience.after_advice(now)
        assert behind is not None, "action() lets no advice be passed over that is not being said"
        self._course.skip_to(behind, now)
        return ()

    def _skip_exercise(self, now: int) -> Iterable[Effect]:
        plan = self._head.plan
        target = next_exercise(plan, self._course.current_block)
        if target is None:
            return self._finish(now)
        skipped = plan.exercises[plan.blocks[self._course.current_block].exercise].name
        self._course.jump_to(target, now, _reply(self._phrases.reply.skipping))
        return (Note(Skipped(now, self._course.state, skipped)),)

    def _end_rest(self, now: int) -> Iterable[Effect]:
        self._course.jump_to(self._course.current_block + 1, now, _reply(self._phrases.reply.skipping))
        return (Note(Skipped(now, self._course.state)),)

    def _go_past_wait(self, now: int) -> Iterable[Effect]:
        head = self._head
        if self._course.gates.on_demand:
            self._course.gates.is_open = True
            head.due = max(head.due, head.silent_from, now + GO_LEAD)
        elif self._course.gates.waiting:
            gated = head.index
            self._course.freeze(now)
            self._course.gates.is_open = True
            head.go_to(gated, now + GO_LEAD)
        else:
            self._course.jump_to(after_rest(head.plan, self._course.current_block), now)
        return ()

    def _go_back(self, now: int) -> Iterable[Effect]:
        block, since = self._course.block_since
        again = now - since < BACK_AGAIN and self._course.mode is State.GOING
        self._course.jump_to(
            part_before(self._head.plan, block) if again else block, now, _reply(self._phrases.reply.back)
        )
        return ()

    def _repeat(self, now: int) -> Iterable[Effect]:
        head = self._head
        last = head.last_spoken(now)
        assert last is not None, "action() lets nothing be repeated before something has sounded"
        run = head.run_of(last)
        if run and run.index is None and not is_cue(run.unit):
            return self._resume(now)
        self._course.freeze(now)
        if run and run.index is not None:
            head.go_to(run.index, now + GO_LEAD)
            self._course.gates.is_open = True
        else:
            head.go_on(now + GO_LEAD, run.unit if run else Unit((replace(last.line, after=ANSWER_AFTER),)))
        return ()

    def _repeat_in_rest(self, now: int) -> Iterator[Effect]:
        last = self._head.last_spoken(now)
        if last:
            yield self._course.say_aside(replace(last.line, quiet=False), now)

    def _rescale(self, step: int, now: int) -> Iterable[Effect]:
        scale = min(max(self._head.scale + step, SCALE_RANGE[0]), SCALE_RANGE[1])
        reply = self._phrases.reply
        if not self._head.has_pace():
            return (Tone(now),)
        if scale == self._head.scale or not self._head.changes_pace(scale):
            return self._answer(reply.slowest if step > 0 else reply.fastest, now)
        self._head.rescale(scale, now)
        return (
            Note(Paced(now, self._course.state, scale)),
            *self._answer(reply.slower if step > 0 else reply.faster, now),
        )

    def _change_loudness(self, percent: int, now: int, *, louder: bool) -> Iterable[Effect]:
        reply = self._phrases.reply
        if percent == self._course.loudness:
            return self._answer(reply.loudest if louder else reply.softest, now)
        self._course.loudness = percent
        changed = (Loudness(now, percent), Note(LoudnessChanged(now, self._course.state, percent)))
        return (*changed, *self._answer(reply.louder if louder else reply.softer, now))

    def _stop(self, now: int) -> Iterable[Effect]:
        self._course.freeze(now)
        self._course.mode = State.STOPPED
        return (Note(Stopped(now, self._course.state)),)

    def _help(self, now: int) -> Iterable[Effect]:
        return (*self._stop(now), *self._answer(self._phrases.reply.help, now))

    def _finish(self, now: int) -> Iterable[Effect]:
        self._course.is_finished = True
        self._course.freeze(now)
        if self._course.is_closing:
            self._course.mode = State.GOING
            self._head.go_to(len(self._head.plan.units), now)
        else:
            self._course.write_closing(early=True)
            self._course.jump_to(len(self._head.plan.blocks) - 1, now)
        return ()

    def _give_way(self, now: int) -> Iterable[Effect]:
        """No closing and no praise: another session takes this one's place."""
        course = self._course
        course.freeze(now)
        course.is_finished = True
        course.mode = State.ENDED
        return (Note(Ended(now, course.state, CHANGED, course.done_by_exercise)),)

    def _undo(self, now: int) -> Iterable[Effect]:
        mark, self.mark = self.mark, None
        assert mark is not None, "action() lets nothing be taken back before there was anything"
        return_to_mark(self._course, mark, now)
        return self._pause(now) if mark.is_quiet else self._resume(now)

    def _tell_time(self, now: int) -> Iterable[Effect]:
        return self._answer(time_left_text(to_seconds(self._head.ticks_left(now)), self._phrases), now)

    def _tell_why(self, now: int) -> Iterable[Effect]:
        """Why the exercise in progress helps."""
        head = self._head
        helps = head.plan.exercises[head.plan.blocks[self._course.current_block].exercise].helps
        return self._answer(helps, now) if helps else (Tone(now),)

    def _answer(self, text: str, now: int) -> Iterable[Effect]:
        return (self._course.say_answer(text, now),)


def _reply(text: str, kind: Kind = Kind.SAY) -> Unit:
    return Unit((spoken_line(text, kind=kind, after=ANSWER_AFTER),))
