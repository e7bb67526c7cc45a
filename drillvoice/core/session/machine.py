"""The session: a state machine that is fed `now` and commands, and answers with timed effects.

It never reads a clock, a device or a random generator. The shell around it has three duties: call `advance`
often enough that nothing falls due unseen; before `handle`, cut all sound where `hushes` says so, and pass the
tick at which it was cut as `now`; and report what has sounded. Rules that hold whatever is asked for:

- what was cut or not yet heard when the session paused comes again after the count-in, nothing else does;
- after pause nothing but answers, after stop nothing but help sounds until resume, next, back, ready or finish;
- nobody is cued while getting up: behind a rest stands a gate, which only "ready" opens.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from drillvoice.core.phrases import Phrases
from drillvoice.core.plan.closing import closing_units
from drillvoice.core.plan.framing import count_in
from drillvoice.core.plan.lines import BlockKind, Gate, Kind, Line, Sound, Unit, say
from drillvoice.core.plan.timing import SCALE_RANGE, Lengths, Plan
from drillvoice.core.session.commands import ACTIONS, HUSHING, Action, Command, State
from drillvoice.core.session.effects import Effect, Record, Tone, note
from drillvoice.core.session.navigation import after_rest, next_exercise, part_before
from drillvoice.core.session.playhead import Playhead
from drillvoice.core.session.replies import News, by_voice, news_text, time_left_text
from drillvoice.core.ticks import to_seconds, to_ticks

PAUSE_SILENCE = to_ticks(0.4)
ANSWER_LEAD = to_ticks(0.1)
GO_LEAD = to_ticks(0.2)
ANSWER_AFTER = to_ticks(0.6)
TREMOR = to_ticks(0.7)
"""A second press of the space bar within this time is a tremor, not a wish."""
BACK_AGAIN = to_ticks(3)
"""Back within so long of a part's start goes to the part before it."""
SCALE_STEP = 10

TONED = frozenset(Action) - {
    Action.PAUSE,
    Action.RESUME,
    Action.NEXT,
    Action.END_REST,
    Action.STOP,
    Action.HELP,
    Action.NOT_NOW,
    Action.NOTHING,
}
"""What is answered by a rising tone where it was said: pause, resume, next and help are answered by a word, stop by
silence."""

Celebrate = Callable[[Record], str]
"""What the closing names besides the counts, given what was done by exercise; "" where there is nothing to name."""


class Session:
    """One session of a plan."""

    def __init__(self, plan: Plan, lengths: Lengths, phrases: Phrases, celebrate: Celebrate = lambda done: "") -> None:
        self.head = Playhead(plan, lengths)
        self.phrases = phrases
        self._celebrate = celebrate
        self._mode = State.GOING
        self._gate_open = False
        self._gate_since: int | None = None
        """When the wait in progress began; later the time of its last question."""
        self._toggled: int | None = None
        self._listening = False
        """Whether "ready" can be said."""
        self._meant: Action | None = None
        """What the command that is being given means, settled before the sound is cut for it."""
        self._current_block = 0
        self._block_since = (0, 0)
        self._has_closing = plan.blocks[-1].kind is BlockKind.CLOSING
        self._closing = not self._has_closing
        """Whether the closing has been written, or there is none to write."""
        self._finished = False
        self._did: Mapping[Action, Callable[[int], Iterable[Effect]]] = {
            Action.PAUSE: self._pause,
            Action.RESUME: self._resume,
            Action.NEXT: self._next,
            Action.END_REST: self._end_rest,
            Action.BACK: self._back,
            Action.REPEAT: self._repeat,
            Action.REPEAT_REST: self._repeat_rest,
            Action.SLOWER: lambda now: self._rescale(SCALE_STEP, now),
            Action.FASTER: lambda now: self._rescale(-SCALE_STEP, now),
            Action.STOP: self._stop,
            Action.FINISH: self._finish,
            Action.GO: self._go,
            Action.TELL_TIME: self._tell_time,
            Action.TELL_COMMANDS: lambda now: self._answer(self.phrases.reply.commands, now),
            Action.HELP: self._help,
            Action.NOT_NOW: lambda now: (Tone(now),),
            Action.NOTHING: lambda now: (),
        }

    @property
    def state(self) -> State:
        """What the session is doing."""
        if self._mode is not State.GOING:
            return self._mode
        if self._waiting_gate():
            return State.WAITING
        block = self.head.plan.blocks[self._current_block]
        return State.RESTING if block.kind is BlockKind.REST else State.GOING

    @property
    def ended(self) -> bool:
        """Whether everything has been answered; the last sound may still be due."""
        return self._mode is State.ENDED

    @property
    def done(self) -> Record:
        """What has been done so far, by exercise."""
        infos = self.head.plan.exercises
        return {info.name: dict(tally) for info, tally in zip(infos, self.head.tallies, strict=True) if tally}

    def advance(self, now: int, horizon: int) -> list[Effect]:
        """Everything that falls due up to `horizon` and has not been answered yet."""
        return list(self._advance(now, horizon))

    def _advance(self, now: int, horizon: int) -> Iterator[Effect]:
        self.head.settle(now)
        self._watch_block(now)
        while self._mode is State.GOING and self.head.due <= horizon:
            gate = self._waiting_gate()
            if gate:
                yield from self._ask(gate, horizon)
                return
            self._close_at_end()
            if self.head.at_end:
                yield from self._end()
                return
            yield from self.head.place()
            self._gate_open = False

    def _watch_block(self, now: int) -> None:
        """Remember since when the part in progress has been going on, for `back`."""
        self._current_block = self.head.current_block_index(now)
        if self._current_block != self._block_since[0]:
            self._block_since = (self._current_block, now)

    def _waiting_gate(self) -> Gate | None:
        unit = self.head.next_unit()
        return unit.gate if unit and unit.gate and not self._gate_open else None

    def _ask(self, gate: Gate, horizon: int) -> Iterator[Effect]:
        if self._gate_since is None:
            self._gate_since = self.head.due
            if gate.ask:
                yield self._question(gate.ask, self.head.due)
        elif gate.ask_again and self._gate_since + gate.every <= horizon:
            self._gate_since += gate.every
            yield self._question(gate.ask_again, self._gate_since)

    def _question(self, line: Line, at: int) -> Effect:
        if self._listening:
            line = replace(line, sound=Sound(by_voice(line.sound.text, self.phrases)))
        return self._placed_aside(line, at)

    def _placed_aside(self, line: Line, at: int) -> Effect:
        due = self.head.due
        effect = self.head.aside(line, at)
        self.head.due = due
        return effect

    def _close_at_end(self) -> None:
        """Reached the closing: let it name what was really done."""
        head = self.head
        if self._closing or head.extras or head.at_end:
            return
        if head.plan.blocks[head.block_index].kind is BlockKind.CLOSING:
            self._write_closing(early=False)

    def _write_closing(self, *, early: bool) -> None:
        self._closing = True
        infos, tallies = self.head.plan.exercises, self.head.count_all()
        celebrated = self._celebrate(self.done)
        self.head.close(closing_units(infos, tallies, self.phrases, early=early, celebrated=celebrated))

    def _end(self) -> Iterator[Effect]:
        self._mode = State.ENDED
        yield note(self.head.due, "ended", how="finished" if self._finished else "complete", done=self.done)

    def action(self, command: Command, now: int) -> Action:
        """What a command would come to now."""
        self.head.settle(now)
        self._watch_block(now)
        action = ACTIONS[self.state][command]
        tremor = self._toggled is not None and now - self._toggled < TREMOR
        if command is Command.TOGGLE and action is Action.RESUME and tremor:
            return Action.NOTHING
        if action is Action.REPEAT and self.head.last_spoken(now) is None:
            return Action.NOTHING  # what was asked for before this has not begun to sound
        return action

    def hushes(self, command: Command, now: int) -> bool:
        """Whether all sound must be cut before this command is handled. Settles what the command means: the cut
        takes a moment, in which a rest may end.
        """
        self._meant = action = self.action(command, now)
        if action is Action.GO:
            return not self._on_demand()
        return action in HUSHING

    def _on_demand(self) -> bool:
        """Whether the gate in front is that of a cue, which need not cut what sounds before it."""
        gate = self._waiting_gate()
        return gate is not None and gate.ask is None

    def handle(self, command: Command, now: int, source: str = "", spoken: Record | None = None) -> list[Effect]:
        """Do what a command means in this state.

        Args:
            command: what was asked for.
            now: the tick of the cut, where `hushes` asked for one.
            source: who asked.
            spoken: of a command by voice what the log keeps of it; it is answered by a tone.

        """
        action = self._meant or self.action(command, now)
        self._meant = None
        if command is Command.TOGGLE:
            self._toggled = now
        record = note(
            now, "command", command=command.value, source=source, action=action.name.lower(), **(spoken or {})
        )
        effects = list(self._did[action](now))
        toned = spoken is not None and action in TONED and Tone(now) not in effects
        return [record, *([Tone(now, rising=True)] if toned else []), *effects]

    def tell(self, news: News, now: int) -> list[Effect]:
        """Say whether the voice is heard, where anything may be said."""
        self._listening = news is not News.DEAF
        silent = self._mode in (State.STOPPED, State.ENDED) or self._finished
        answer = () if silent else self._answer(news_text(news, self.phrases), now)
        return [note(now, "voice", news=news.value), *answer]

    def lost(self, now: int) -> list[Effect]:
        """The loudspeaker is gone: pause without a word. Call it after the sound has been given up."""
        if self._mode is State.GOING:
            self._freeze(now)
            self._mode = State.PAUSED
        return [note(now, "lost")]

    def found(self, now: int) -> list[Effect]:
        """The loudspeaker is back: say so, and stay paused."""
        answers = self._answer(self.phrases.reply.sound_back, now) if self._mode is State.PAUSED else ()
        return [note(now, "found"), *answers]

    def _freeze(self, now: int) -> None:
        self.head.freeze(now)
        self._gate_since = None

    def _pause(self, now: int) -> Iterator[Effect]:
        self._freeze(now)
        self._mode = State.PAUSED
        yield self._placed_aside(say(self.phrases.reply.paused, kind=Kind.PAUSED), now + PAUSE_SILENCE)

    def _resume(self, now: int) -> Iterable[Effect]:
        self._freeze(now)
        self._mode = State.GOING
        reply = self.phrases.reply
        resting = self.head.plan.blocks[self.head.going_on_in].kind in (BlockKind.REST, BlockKind.READY)
        answer = _reply(reply.resuming_rest if resting else reply.resuming, Kind.RESUMED)
        coming = self.head.next_unit()
        counts_anyway = coming is not None and coming.lines[:1] == count_in(self.phrases).lines[:1]
        counted = () if resting or self._closing or counts_anyway else (count_in(self.phrases),)
        self.head.go_on(now + GO_LEAD, answer, *counted)
        return ()

    def _go_to(self, block: int, now: int, *extras: Unit) -> None:
        """Jump to the start of a block."""
        self._freeze(now)
        self._mode = State.GOING
        self._gate_open = False
        if self._has_closing:
            self._closing = self._closing and self.head.plan.blocks[block].kind is BlockKind.CLOSING
        self._finished = self._finished and self._closing
        self.head.go_to(self.head.plan.first_unit(block), now + GO_LEAD, *extras)
        self._current_block = block
        self._block_since = (block, now)

    def _next(self, now: int) -> Iterable[Effect]:
        plan = self.head.plan
        target = next_exercise(plan, self._current_block)
        if target is None:
            return self._finish(now)
        skipped = plan.exercises[plan.blocks[self._current_block].exercise].name
        self._go_to(target, now, _reply(self.phrases.reply.skipping))
        return (note(now, "skipped", drill=skipped),)

    def _end_rest(self, now: int) -> Iterable[Effect]:
        self._go_to(self._current_block + 1, now, _reply(self.phrases.reply.skipping))
        return (note(now, "skipped", rest=True),)

    def _go(self, now: int) -> Iterable[Effect]:
        head = self.head
        if self._on_demand():
            self._gate_open = True
            head.due = max(head.due, head.silent_from, now + GO_LEAD)
        elif self._waiting_gate():
            gated = head.index
            self._freeze(now)
            self._gate_open = True
            head.go_to(gated, now + GO_LEAD)
        else:
            self._go_to(after_rest(head.plan, self._current_block), now)
        return ()

    def _back(self, now: int) -> Iterable[Effect]:
        block, since = self._block_since
        again = now - since < BACK_AGAIN and self._mode is State.GOING
        self._go_to(part_before(self.head.plan, block) if again else block, now, _reply(self.phrases.reply.back))
        return ()

    def _repeat(self, now: int) -> Iterable[Effect]:
        head = self.head
        last = head.last_spoken(now)
        assert last is not None, "action() lets nothing be repeated before something has sounded"
        run = head.run_of(last)
        if run and run.index is None:
            return self._resume(now)
        self._freeze(now)
        if run and run.index is not None:
            head.go_to(run.index, now + GO_LEAD)
            self._gate_open = True
        else:
            head.go_on(now + GO_LEAD, Unit((replace(last.line, after=ANSWER_AFTER),)))
        return ()

    def _repeat_rest(self, now: int) -> Iterator[Effect]:
        last = self.head.last_spoken(now)
        if last:
            yield self._aside(replace(last.line, quiet=False), now)

    def _rescale(self, step: int, now: int) -> Iterable[Effect]:
        scale = min(max(self.head.scale + step, SCALE_RANGE[0]), SCALE_RANGE[1])
        reply = self.phrases.reply
        if not self.head.scales():
            return (Tone(now),)
        if scale == self.head.scale:
            return self._answer(reply.slowest if step > 0 else reply.fastest, now)
        self.head.rescale(scale, now)
        return (note(now, "pace", scale=scale), *self._answer(reply.slower if step > 0 else reply.faster, now))

    def _stop(self, now: int) -> Iterable[Effect]:
        self._freeze(now)
        self._mode = State.STOPPED
        return (note(now, "stopped"),)

    def _help(self, now: int) -> Iterable[Effect]:
        return (*self._stop(now), *self._answer(self.phrases.reply.help, now))

    def _finish(self, now: int) -> Iterable[Effect]:
        self._finished = True
        self._freeze(now)
        if self._closing:
            self._mode = State.GOING
            self.head.go_to(len(self.head.plan.units), now)
        else:
            self._write_closing(early=True)
            self._go_to(len(self.head.plan.blocks) - 1, now)
        return ()

    def _tell_time(self, now: int) -> Iterable[Effect]:
        return self._answer(time_left_text(to_seconds(self.head.left(now)), self.phrases), now)

    def _answer(self, text: str, now: int) -> Iterable[Effect]:
        return (self._aside(say(text), now),)

    def _aside(self, line: Line, now: int) -> Effect:
        if self._mode is State.GOING and not self._waiting_gate():
            return self.head.aside(line, now + ANSWER_LEAD)
        return self._placed_aside(line, now + ANSWER_LEAD)


def _reply(text: str, kind: Kind = Kind.SAY) -> Unit:
    return Unit((say(text, kind=kind, after=ANSWER_AFTER),))
