"""The one loop: commands in, effects out, everything reported when it has sounded.

Drill time is counted in frames that the outlet has taken, so a late wake-up of this loop is never heard: whatever
falls due within the look-ahead stands in the outlet's schedule already. The runner knows the core and
what is asked of sound devices; they are handed to it.
"""

import heapq
import queue
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from drillvoice.audio.api import Outlet
from drillvoice.core.clips import Clip, falling_tone, rising_tone
from drillvoice.core.plan.lines import Sound
from drillvoice.core.session.commands import Command, State
from drillvoice.core.session.effects import Beat, Effect, Record, Speak, Tone, note
from drillvoice.core.session.machine import Session
from drillvoice.core.session.replies import News
from drillvoice.core.ticks import TICKS_PER_SECOND, to_ticks

LOOK_AHEAD = to_ticks(0.25)
START_LEAD = to_ticks(0.06)
WAIT_S = 0.1
"""How long the loop sleeps at most; a command wakes it at once."""
SEARCH_EVERY_S = 1.0
QUIET_GAIN = 0.5
QUIET_STATES = (State.PAUSED, State.STOPPED, State.ENDED)


@dataclass(frozen=True, slots=True)
class Asked:
    """A command from somewhere."""

    command: Command
    source: str
    phrase: str = ""
    """What was said, by a voice."""
    said_at: float = 0.0
    """When it had been said, on `time.monotonic()`."""


Inbox = queue.Queue[Asked | News]


Clips = Callable[[Sound], Clip | None]
Watcher = Callable[[Record], None]


class Runner:
    """Runs one session on one outlet.

    Args:
        session: what to say and when.
        clips: the clip of each sound; None where there is none, then the line is only reported.
        outlet: where sound goes.
        inbox: commands from every source, and news of whether a voice is heard.
        watch: told of each record once it has sounded, in order.

    """

    def __init__(
        self,
        session: Session,
        clips: Clips,
        outlet: Outlet,
        inbox: Inbox,
        watch: Watcher,
    ) -> None:
        self._session = session
        self._clips = clips
        self._outlet = outlet
        self._inbox = inbox
        self._watch = watch
        self._origin = outlet.position + START_LEAD * self._frames_per_tick
        self._pending: list[tuple[int, int, Record]] = []
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
            self._step()
            if self._session.ended and not self._pending:
                return
            self._wait()

    def leave(self) -> None:
        """Let `run` return at once, without a closing; any thread may ask."""
        self._leaving = True

    def _step(self) -> None:
        if self._lost:
            self._search()
        elif not self._outlet.alive:
            self._lose()
        else:
            now = self._now()
            self._do(self._session.advance(now, now + LOOK_AHEAD))
            self._watch_underflows(now)
            self._outlet.tend()
        self._report()

    def _now(self) -> int:
        return max(0, (self._outlet.position - self._origin) // self._frames_per_tick)

    def _wait(self) -> None:
        try:
            asked = self._inbox.get(timeout=WAIT_S)
        except queue.Empty:
            return
        if isinstance(asked, News):
            self._do(self._session.tell(asked, self._now()))
        else:
            self._handle(asked)

    def _handle(self, asked: Asked) -> None:
        now = self._now()
        if self._session.hushes(asked.command, now):
            now = self._cut()
            self._finishing = asked.command is Command.FINISH
        self._do(self._session.handle(asked.command, now, asked.source, self._spoken(asked)))
        if self._lost:
            self._stay_without_sound(now)

    def _spoken(self, asked: Asked) -> Record | None:
        """What the log keeps of a command by voice: the phrase, and when the person had finished saying it."""
        if not asked.phrase:
            return None
        position_s = (self._outlet.position - self._origin) / self._outlet.rate
        word_end_s = position_s - (time.monotonic() - asked.said_at) - self._outlet.latency_s
        return {"phrase": asked.phrase, "word_end_s": round(word_end_s, 2)}

    def _stay_without_sound(self, now: int) -> None:
        """The loudspeaker is gone: end if that was asked for; to go on is refused until it is back."""
        if self._finishing:
            self._finish_without_sound(now)
        elif self._session.state not in QUIET_STATES:
            self._do(self._session.lost(now))

    def _finish_without_sound(self, now: int) -> None:
        """The loudspeaker is gone and the session is to end: report the closing at once."""
        while not self._session.ended:
            now += LOOK_AHEAD
            self._do(self._session.advance(now, now + LOOK_AHEAD))

    def _cut(self) -> int:
        """Silence; answers the first tick that has not begun, and forgets the records of what never sounded."""
        frame = self._outlet.hush()
        self._pending = [item for item in self._pending if item[0] < frame]
        heapq.heapify(self._pending)
        return max(0, -((self._origin - frame) // self._frames_per_tick))

    def _do(self, effects: Sequence[Effect]) -> None:
        for effect in effects:
            frame = self._origin + effect.at * self._frames_per_tick
            match effect:
                case Speak():
                    self._play(effect, frame)
                case Tone():
                    self._outlet.play(rising_tone() if effect.rising else falling_tone(), frame)
                    continue
                case Beat():
                    self._outlet.beat(frame, on=effect.on)
                    continue
            self._order += 1
            heapq.heappush(self._pending, (frame, self._order, effect.record))

    def _play(self, effect: Speak, frame: int) -> None:
        clip = self._clips(effect.line.sound)
        if clip is not None:
            self._outlet.play(clip, frame, QUIET_GAIN if effect.line.quiet else 1.0)

    def _report(self) -> None:
        """Tell of everything whose first frame has left the loudspeaker."""
        played = self._outlet.position - int(self._outlet.latency_s * self._outlet.rate)
        while self._pending and (self._pending[0][0] < played or self._lost):
            self._watch(heapq.heappop(self._pending)[2])

    def _watch_underflows(self, now: int) -> None:
        count = self._outlet.underflows
        if count > self._underflows:
            self._underflows = count
            self._do([note(now, "underflow", count=count)])

    def _lose(self) -> None:
        self._lost = True
        self._search_at = time.monotonic() + SEARCH_EVERY_S
        now = self._cut()
        if self._finishing:
            self._finish_without_sound(now)
        else:
            self._do(self._session.lost(now))

    def _search(self) -> None:
        if time.monotonic() < self._search_at:
            return
        self._search_at = time.monotonic() + SEARCH_EVERY_S
        if self._outlet.reopen():
            self._lost = False
            self._do(self._session.found(self._now()))
