"""The session: a state machine that is fed `now` and commands, and answers with timed effects.

It never reads a clock, a device or a random generator. The shell around it has three duties: call `advance`
often enough that nothing falls due unseen; before `handle_command`, cut all sound where `needs_hush` says so, and
pass the tick at which it was cut as `now`; and report what has sounded. Rules that hold whatever is asked for:

- what was cut or not yet heard when the session paused comes again after the count-in, nothing else does;
- after pause nothing but answers, after stop nothing but help sounds until resume, next, back, ready or finish;
- nobody is cued while getting up: behind a rest stands a gate, which only "ready" opens.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from drillvoice.core.phrases import Phrases
from drillvoice.core.plan.timing import Lengths, Plan
from drillvoice.core.session.called_cues import queue_cue
from drillvoice.core.session.commands import ACTIONS, HUSHING, NEVER_LATE, TOGGLING, UNDOABLE, Action, Command, State
from drillvoice.core.session.course import GO_LEAD, Celebrate, Course, Done
from drillvoice.core.session.deeds import Deeds
from drillvoice.core.session.effects import Effect, Note, Tone
from drillvoice.core.session.facts import AsideAsked, Commanded, Ended, Noted, NoteTakenBack, Utterance
from drillvoice.core.session.mishaps import Mishaps
from drillvoice.core.session.playhead import Playhead
from drillvoice.core.session.undo import mark_place, undoes
from drillvoice.core.ticks import to_ticks

TREMOR = to_ticks(0.7)
"""A second press of a key within this time is a tremor, or one long press, and not a wish."""

TONED = frozenset(Action) - {
    Action.PAUSE,
    Action.RESUME,
    Action.NEXT,
    Action.END_REST,
    Action.STOP,
    Action.HELP,
    Action.LESS,
    Action.NO_LESS,
    Action.UNDO,
    Action.NOT_NOW,
    Action.TOO_LATE,
    Action.NOTHING,
}
"""What is answered by a rising tone where it was said: pause, resume, next, help and less are answered by a word, stop
by silence."""


BY_HAND = frozenset({"keys", "stdin", "page", "media-keys"})
"""Sources of commands whose steps elsewhere may be taken back."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a command comes from."""

    source: str = ""
    utterance: Utterance | None = None
    """Of a command by voice; it is answered by a tone."""
    late: bool = False
    """It was given long ago, or for a state that is over."""

    @property
    def is_by_hand(self) -> bool:
        """Whether a finger may have slipped."""
        return self.source in BY_HAND


NOBODY = Origin()


class Session:
    """One session of a plan."""

    def __init__(self, plan: Plan, lengths: Lengths, phrases: Phrases, celebrate: Celebrate = lambda done: "") -> None:
        self.has_less = False
        """Whether a lesser session could take its place."""
        self._course = Course(plan, lengths, phrases, celebrate)
        self._deeds = Deeds(self._course)
        self.mishaps = Mishaps(self._course, self._deeds)
        """What to tell it that befalls it."""
        self._phrases = phrases
        self._toggled: int | None = None
        self._noted: int | None = None
        """When a key was pressed that notes something."""
        self._meant: Action | None = None
        """What the command that is being given means, settled before the sound is cut for it."""

    @property
    def head(self) -> Playhead:
        """Where it is in its plan."""
        return self._course.head

    @property
    def state(self) -> State:
        """What the session is doing."""
        return self._course.state

    def begin_at_loudness(self, percent: int) -> None:
        """How loud it is at first; louder and softer go on from there."""
        self._course.loudness = percent

    @property
    def is_over(self) -> bool:
        """Whether everything has been answered; the last sound may still be due."""
        return self._course.mode is State.ENDED

    @property
    def done_by_exercise(self) -> Done:
        """What has been done so far, by exercise."""
        return self._course.done_by_exercise

    def advance(self, now: int, horizon: int) -> list[Effect]:
        """Everything that falls due up to `horizon` and has not been answered yet."""
        return list(self._due_effects(now, horizon))

    def _due_effects(self, now: int, horizon: int) -> Iterator[Effect]:
        course = self._course
        course.follow_time(now)
        yield from self.mishaps.end_lonely_pause(now)
        while course.mode is State.GOING and course.head.due <= horizon:
            gate = course.gates.waiting
            if gate:
                asked = course.gates.due_question(gate, horizon)
                if asked:
                    yield course.say_in_silence(*asked)
                if not course.gates.open_unasked(horizon):
                    return
            course.close_at_end()
            if course.head.at_end:
                yield self._end_session()
                return
            course.impatience.warn_before_place()
            yield from course.head.place_next_unit()
            course.gates.is_open = False

    def _end_session(self) -> Effect:
        course = self._course
        course.mode = State.ENDED
        how = "finished" if course.is_finished else "complete"
        return Note(Ended(course.head.due, course.state, how, course.done_by_exercise))

    def action_for(self, command: Command, now: int, *, late: bool = False) -> Action:
        """What a command would come to now."""
        self._course.follow_time(now)
        action = ACTIONS[self.state][command]
        if late and action not in NEVER_LATE:
            return Action.TOO_LATE
        tremor = self._toggled is not None and now - self._toggled < TREMOR
        if command in TOGGLING and action is Action.RESUME and tremor:
            return Action.NOTHING
        if action is Action.REPEAT and self._course.head.last_spoken(now) is None:
            return Action.NOTHING  # what was asked for before this has not begun to sound
        if undoes(self._deeds.mark, command, action, now):
            return Action.UNDO
        if action is Action.LESS and not self._course.is_before_first_bout:
            return Action.NOT_NOW
        if action is Action.LESS and not self.has_less:
            return Action.NO_LESS
        return self._in_opening(command, action, now)

    def _in_opening(self, command: Command, action: Action, now: int) -> Action:
        """What next and ready mean there: an impatient hand loses neither the session nor the way to the place."""
        course = self._course
        if action is Action.ADVICE_READ:
            return Action.NOT_NOW if course.impatience.after_advice(now) is None else action
        if not course.is_in_opening or course.gates.waiting:
            return action
        meant = Action.NEXT_LINE if action is Action.NEXT else Action.TO_PLACE
        if action is Action.NEXT or (command is Command.READY and action is Action.NOT_NOW):
            return Action.NOT_NOW if course.impatience.is_on_the_way(now) else meant
        return action

    def needs_hush(self, command: Command, now: int, *, late: bool = False) -> bool:
        """Whether all sound must be cut before this command is handled. Settles what the command means: the cut
        takes a moment, in which a rest may end.
        """
        self._meant = action = self.action_for(command, now, late=late)
        if action is Action.GO:
            return not self._course.gates.on_demand
        return action in HUSHING

    def handle_command(self, command: Command, now: int, origin: Origin = NOBODY) -> list[Effect]:
        """Do what a command means in this state.

        Args:
            command: what was asked for.
            now: the tick of the cut, where `needs_hush` asked for one.
            origin: who asked.

        """
        action = self._meant or self.action_for(command, now, late=origin.late)
        self._meant = None
        if command in TOGGLING and action is not Action.TOO_LATE:
            self._toggled = now
        if action in UNDOABLE and origin.is_by_hand:
            self._deeds.mark = mark_place(self._course, action, now)
        effects = self._deeds.do_action(action, now)
        toned = origin.utterance is not None and action in TONED and Tone(now) not in effects
        told = Note(Commanded(now, self.state, command, action, origin.source, origin.utterance))
        return [told, *([Tone(now, rising=True)] if toned else []), *effects]

    def expect_voice(self) -> None:
        """The voice is heard, which was told in the session whose place this one takes."""
        self._course.gates.by_voice = True

    def call_cue(self, name: str, now: int, source: str = "", *, late: bool = False) -> list[Effect]:
        """Call a cue of the drill by hand, in its turn: as soon as nothing sounds and the gap allows it. It is counted
        like any other, and the next of the plan waits for it.

        Refused by a soft tone where it comes too late, outside of a bout, during a pause or stop, and where there is no
        such cue. What waits for its turn is forgotten when the session pauses or jumps.
        """
        self._course.follow_time(now)
        accepted = not late and self._course.takes_cues and queue_cue(self.head, name, now + GO_LEAD)
        return self._answer_request(AsideAsked(now, self.state, source, accepted, cue=name))

    def speak_text(self, text: str, now: int, source: str = "", *, in_pause: bool = False) -> list[Effect]:
        """Speak a text as soon as nothing else sounds; refused during a stop, towards the end, and in most cases during
        a pause.
        """
        self._course.follow_time(now)
        modes = (State.GOING, State.PAUSED) if in_pause else (State.GOING,)
        accepted = self._course.mode in modes and not self._course.is_finished
        said = (self._course.say_answer(text, now),) if accepted else ()
        return [*self._answer_request(AsideAsked(now, self.state, source, accepted, text=text)), *said]

    def note_event(self, name: str, now: int, source: str = "", text: str = "", *, toned: bool = False) -> list[Effect]:
        """Keep what somebody has seen, at the time of the drill. Nothing is said of it, and nothing changes.

        Its name is a word for it, the text what else they say; what comes by a key is toned, where anything may sound.
        """
        if toned:
            before, self._noted = self._noted, now
            if before is not None and now - before < TREMOR:
                return []
        silent = self._course.mode in (State.STOPPED, State.ENDED)
        told = Note(Noted(now, self.state, source, name, text))
        return [told, *([Tone(now, rising=True)] if toned and not silent else [])]

    def take_back_note(self, note: str, noted_at: int, now: int, source: str = "") -> list[Effect]:
        """Forget a note that was kept at a tick of this session: a finger had slipped."""
        return [Note(NoteTakenBack(now, self.state, source, note, noted_at))]

    def _answer_request(self, asked: AsideAsked) -> list[Effect]:
        refused = not asked.accepted and self._course.mode not in (State.STOPPED, State.ENDED)
        return [Note(asked), *([Tone(asked.at)] if refused else [])]
