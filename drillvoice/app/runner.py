"""The one loop: commands in, effects out, everything reported when it has sounded.

Drill time is counted in frames that the outlet has taken, so a late wake-up of this loop is never heard: whatever
falls due within the look-ahead stands in the outlet's schedule already. The runner knows the core and
what is asked of sound devices; they are handed to it.
"""

import heapq
import queue
import time
from collections.abc import Callable, Sequence

from drillvoice.audio.api import Outlet
from drillvoice.core.clips import Clip, falling_tone, rising_tone
from drillvoice.core.plan.lines import Sound
from drillvoice.core.session.commands import Command, State
from drillvoice.core.session.effects import Beat, Effect, Loudness, Note, Speak, Tone
from drillvoice.core.session.facts import Fact, News, Trouble, Underflowed, Utterance
from drillvoice.core.session.follower import StateCounter
from drillvoice.core.session.machine import Origin, Session
from drillvoice.core.session.messages import Asked, CueAsked, Messages, NoteAsked, TakeBackAsked, TextAsked
from drillvoice.core.ticks import TICKS_PER_SECOND, to_ticks

LOOK_AHEAD = to_ticks(0.25)
START_LEAD = to_ticks(0.06)
WAIT_S = 0.1
"""How long the loop sleeps at most; a command wakes it at once."""
SEARCH_EVERY_S = 1.0
QUIET_GAIN = 0.5
QUIET_STATES = (State.PAUSED, State.STOPPED, State.ENDED)


Clips = Callable[[Sound], Clip | None]
Watcher = Callable[[Fact], None]


class Runner:
    """Runs one session on one outlet.

    Args:
        session: what to say and when.
        clips: the clip of each sound; None where there is none, then the line is only reported.
        outlet: where sound goes.
        inbox: commands from every source, and news of whether a voice is heard.
        watch: told of each fact once it has sounded, in order.

    """

    def __init__(
        self,
        session: Session,
        clips: Clips,
        outlet: Outlet,
        inbox: Messages,
        watch: Watcher,
    ) -> None:
        self._session = session
        self._clips = clips
        self._outlet = outlet
        self._inbox = inbox
        self._watch = watch
        self.has_slept: Callable[[], bool] = bool
        """Whether the computer, or this program, has stood still since it was asked last."""
        self._seen_tick = 0
        """When the session was looked after last."""
        self._origin = outlet.position + START_LEAD * self._frames_per_tick
        self._told = StateCounter()
        self._pending: list[tuple[int, int, Fact]] = []
        self._order = 0
        self._lost = False
        self._finishing = False
        self._search_at = 0.0
        self._underflows = 0
        self._leaving = False

    @property
    def _frames_per_tick(self) -> int:
        return self._outlet.rate // TICKS_PER_SECOND

    def run(self) -> None:
        """Until the session has ended and its last sound has been heard."""
        while not self._leaving:
            if self.has_slept():
                self._meet_trouble(Trouble.SLEPT, self._seen_tick)
            self._advance_session()
            if self._session.is_over and not self._pending:
                return
            self._wait_for_command()

    def leave(self) -> None:
        """Let `run` return at once, without a closing; any thread may ask."""
        self._leaving = True

    def _advance_session(self) -> None:
        if self._lost:
            self._search_outlet()
        elif not self._outlet.alive:
            self._lose_outlet()
        else:
            now = self._seen_tick = self._current_tick()
            self._apply_effects(self._session.advance(now, now + LOOK_AHEAD))
            self._watch_underflows(now)
            self._outlet.tend()
        self._report_sounded()

    def _current_tick(self) -> int:
        return max(0, (self._outlet.position - self._origin) // self._frames_per_tick)

    def _wait_for_command(self) -> None:
        try:
            message = self._inbox.get(timeout=WAIT_S)
        except queue.Empty:
            return
        now = self._current_tick()
        match message:
            case Asked():
                self._handle_command(message)
            case News():
                self._apply_effects(self._session.mishaps.tell_news(message, now))
            case Trouble():
                self._meet_trouble(message)
            case _:
                self._handle_wish(message, now)

    def _handle_wish(self, message: CueAsked | TextAsked | NoteAsked | TakeBackAsked, now: int) -> None:
        """What a helper wants beside the commands."""
        match message:
            case CueAsked():
                late = message.is_late(time.monotonic(), self._told.number)
                self._apply_effects(self._session.call_cue(message.cue, now, message.source, late=late))
            case TextAsked(text, source, in_pause):
                self._apply_effects(self._session.speak_text(text, now, source, in_pause=in_pause))
            case NoteAsked():
                self._apply_effects(self._note_event(message, now))
            case TakeBackAsked():
                noted = (message.note, message.noted_at)
                self._apply_effects(self._session.take_back_note(*noted, now, message.source))

    def _meet_trouble(self, trouble: Trouble, heard: int | None = None) -> None:
        """Let the session know; all sound is cut where it pauses, for it was heard until `heard` only."""
        now = self._current_tick()
        if trouble is not Trouble.COMMANDS_ENDED:
            heard = self._cut_sound(heard)
        self._apply_effects(self._session.mishaps.meet_trouble(trouble, now, now if heard is None else heard))

    def _note_event(self, asked: NoteAsked, now: int) -> list[Effect]:
        return self._session.note_event(asked.note, now, asked.source, asked.text, toned=asked.toned)

    def _handle_command(self, asked: Asked) -> None:
        now = self._current_tick()
        origin = self._origin_of(asked)
        if self._session.needs_hush(asked.command, now, late=origin.late):
            now = self._cut_sound()
            self._finishing = asked.command is Command.FINISH
        self._apply_effects(self._session.handle_command(asked.command, now, origin))
        if self._lost:
            self._stay_without_sound(now)

    def _origin_of(self, asked: Asked) -> Origin:
        late = asked.is_late(time.monotonic(), self._told.number)
        return Origin(asked.source, self._utterance_of(asked), late)

    def _utterance_of(self, asked: Asked) -> Utterance | None:
        """The phrase of a command by voice, and when the person had finished saying it."""
        if not asked.phrase:
            return None
        position_s = (self._outlet.position - self._origin) / self._outlet.rate
        word_end_s = position_s - (time.monotonic() - asked.said_at) - self._outlet.latency_s
        return Utterance(asked.phrase, round(word_end_s, 2))

    def _stay_without_sound(self, now: int) -> None:
        """The loudspeaker is gone: end if that was asked for; to go on is refused until it is back."""
        if self._finishing:
            self._finish_without_sound(now)
        elif self._session.state not in QUIET_STATES:
            self._apply_effects(self._session.mishaps.lose_loudspeaker(now))

    def _finish_without_sound(self, now: int) -> None:
        """The loudspeaker is gone and the session is to end: report the closing at once."""
        while not self._session.is_over:
            now += LOOK_AHEAD
            self._apply_effects(self._session.advance(now, now + LOOK_AHEAD))

    def _cut_sound(self, heard: int | None = None) -> int:
        """Silence; answers the first tick that has not begun, and forgets the records of what never sounded.

        Args:
            heard: the tick until when it was heard, where it stood still since.

        """
        frame = self._outlet.hush()
        if heard is not None:
            frame = min(frame, self._origin + heard * self._frames_per_tick)
        self._pending = [item for item in self._pending if item[0] < frame]
        heapq.heapify(self._pending)
        return max(0, -((self._origin - frame) // self._frames_per_tick))

    def _apply_effects(self, effects: Sequence[Effect]) -> None:
        for effect in effects:
            frame = self._origin + effect.at * self._frames_per_tick
            match effect:
                case Speak():
                    self._play_line(effect, frame)
                case Tone():
                    self._outlet.play(rising_tone() if effect.rising else falling_tone(), frame)
                    continue
                case Beat():
                    self._outlet.beat(frame, effect.beats)
                    continue
                case Loudness():
                    self._outlet.set_volume(effect.percent / 100)
                    continue
            self._order += 1
            heapq.heappush(self._pending, (frame, self._order, effect.fact))

    def _play_line(self, effect: Speak, frame: int) -> None:
        clip = self._clips(effect.line.sound)
        if clip is not None:
            self._outlet.play(clip, frame, QUIET_GAIN if effect.line.quiet else 1.0)

    def _report_sounded(self) -> None:
        """Tell of everything whose first frame has left the loudspeaker."""
        played = self._outlet.position - int(self._outlet.latency_s * self._outlet.rate)
        while self._pending and (self._pending[0][0] < played or self._lost):
            fact = heapq.heappop(self._pending)[2]
            self._told.count_fact(fact)
            self._watch(fact)

    def _watch_underflows(self, now: int) -> None:
        count = self._outlet.underflows
        if count > self._underflows:
            self._underflows = count
            self._apply_effects([Note(Underflowed(now, self._session.state, count))])

    def _lose_outlet(self) -> None:
        self._lost = True
        self._search_at = time.monotonic() + SEARCH_EVERY_S
        now = self._cut_sound()
        if self._finishing:
            self._finish_without_sound(now)
        else:
            self._apply_effects(self._session.mishaps.lose_loudspeaker(now))

    def _search_outlet(self) -> None:
        if time.monotonic() < self._search_at:
            return
        self._search_at = time.monotonic() + SEARCH_EVERY_S
        if self._outlet.reopen():
            self._lost = False
            self._apply_effects(self._session.mishaps.regain_loudspeaker(self._current_tick()))
