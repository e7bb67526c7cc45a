"""The one way to run a session: prepare it, open its devices, join record and voice control, and let a front run it.

It knows no command line, no terminal and no page. Others may join while it runs, and put commands into its inbox.
"""

import contextlib
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from drillvoice.app.acts import Acts
from drillvoice.app.awake import KeptAwake
from drillvoice.app.event_log import EventLog
from drillvoice.app.front import Fronts, LeadingFront
from drillvoice.app.inbox import SessionInbox
from drillvoice.app.listening import listening_to
from drillvoice.app.loudspeaker import OpeningOutlet, open_speaker, tell_if_unheard, tell_of_underflows
from drillvoice.app.media_keys import MediaKeys
from drillvoice.app.no_sound import NoSound
from drillvoice.app.other_sessions import told_of_others
from drillvoice.app.prepare import Prepared, prepare_session
from drillvoice.app.runner import Runner
from drillvoice.app.safety_heard import SafetyWatch
from drillvoice.app.session_record import NOT_RECORDED, prepare_left, record_session
from drillvoice.app.sleep_watch import SleepWatch
from drillvoice.app.stage import Stage
from drillvoice.app.voice_control import VoiceControl
from drillvoice.audio.api import Outlet
from drillvoice.audio.silent_outlet import SilentOutlet
from drillvoice.core.plan.lines import Sound
from drillvoice.core.plan.options import Ask
from drillvoice.core.plan.request import Request
from drillvoice.core.session.commands import Command, State
from drillvoice.core.session.facts import CHANGED, Ended, Fact, LoudnessChanged, PlanChanged
from drillvoice.core.session.messages import TextAsked
from drillvoice.core.session.questions import question_texts
from drillvoice.errors import DrillvoiceError, Tell
from drillvoice.history.unfinished import Unfinished
from drillvoice.language import load_language
from drillvoice.voice.clips_in_time import ClipsInTime

SAY_LEAD_S = 0.1


class SessionRun:
    """One session of a request.

    Args:
        request: what somebody wants.
        attended: somebody can say "ready".
        warn: is told what is wrong outside of the session, a sentence at a time.
        events: where the event log is written, if one is wanted; once it is clear that there is a session.
        left: what is left of a session that broke off, to go on with it.

    """

    def __init__(
        self,
        request: Request,
        warn: Tell,
        *,
        attended: bool = False,
        events: Path | None = None,
        left: Unfinished | None = None,
    ) -> None:
        self.inbox = SessionInbox()
        """Takes commands from whoever follows or leads it."""
        self.fronts = Fronts(warn)
        """Who follows it; others may join and leave while it runs."""
        self.stage: Stage | None = None
        """Its plan and its words, once it is prepared: who joins makes a view with them."""
        self.no_sound: NoSound | None = None
        """The wait for a loudspeaker, while there is none and it has not begun."""
        self._prepared: Prepared | None = None
        """What is going on: the session that was asked for, or the lesser one that has taken its place."""
        self._practised = NOT_RECORDED
        self._awake = KeptAwake(wanted=request.keep_computer_awake)
        self._wants_less = False
        self._loudness = request.sound.volume
        self._request = request
        self._warn = warn
        self._attended = attended
        self._events = events
        self._log: EventLog | None = None
        self._left = left
        printed = load_language(request.language).phrases.printed
        self._control = VoiceControl(self.inbox, printed, self.fronts.show_notice, self.fronts.show_hearing)
        self.hear_consent = self._control.consents_to
        """Has yes and no listened for beside commands."""

    def run(self, lead: LeadingFront) -> None:
        """Run it to its end.

        Raises:
            DrillvoiceError: what was asked for cannot be had.

        """
        self.fronts.begin_with(lead)
        phrases, notice = load_language(self._request.language).phrases, self.fronts.show_notice
        with self._opening_outlet(lead) as opening, told_of_others(phrases, notice):
            prepared = self._prepared = self._prepare()
            outlet = opening.wait_for_outlet()
            tell_if_unheard(self._request.sound.speaker, notice)
            self._log = EventLog(self._events) if self._events else None
            self._log_header(prepared, outlet)
            wanted = self._request.record and not self._request.only_safety
            keys = MediaKeys(self.inbox, self.fronts, prepared.plan.title)
            with self._awake, record_session(prepared, self._warn, wanted=wanted) as self._practised, keys:
                self._lead(lead, prepared, outlet)
        tell_of_underflows(outlet, self._warn)
        if self._log and self._log.complaint:
            self._warn(self._log.complaint)

    def _opening_outlet(self, lead: LeadingFront) -> OpeningOutlet:
        def miss_sound(why: str, is_back: Callable[[], bool]) -> None:
            self.no_sound = NoSound(why, is_back)
            lead.miss_sound(why, self.no_sound.is_settled)
            self.no_sound = None

        return OpeningOutlet(self._open_outlet, miss_sound)

    def _log_header(self, prepared: Prepared, outlet: Outlet) -> None:
        if self._log:
            self._log.write_record(prepared.header | {"sample_rate": outlet.rate})

    def speak_text(self, text: str, source: str, *, in_pause: bool = False) -> None:
        """Have a text spoken in its turn. Its clip is made in the thread that asks: the loop waits for no voice."""
        if self._prepared:
            self._prepared.voice.clip(Sound(text))
        self.inbox.put(TextAsked(text, source, in_pause))

    def _prepare(self) -> Prepared:
        if self._left:
            return prepare_left(self._left, self._warn)
        return prepare_session(self._request, self._warn, attended=self._attended)

    def _open_outlet(self, *, afresh: bool) -> Outlet:
        return open_speaker(self._request.sound, self._control.note_played, afresh=afresh)

    def _lead(self, lead: LeadingFront, prepared: Prepared, outlet: Outlet) -> None:
        self.stage = self._set_stage(prepared, outlet)
        try:
            with self._listening(prepared):
                lead.run_stage(self.stage)
        except KeyboardInterrupt:
            outlet.hush()
            time.sleep(outlet.latency_s)  # the fade is heard, and so no click
        finally:
            self._present.voice.close()
            if self._log:
                self._log.close()

    @property
    def _present(self) -> Prepared:
        """What is going on."""
        assert self._prepared is not None, "the stage is set once there is something to show"
        return self._prepared

    def _set_stage(self, prepared: Prepared, outlet: Outlet) -> Stage:
        request = self._request
        if request.ask is not Ask.NO:
            prepared.speak_ahead(question_texts(prepared.phrases, by_voice=not request.listening.off))

        def say(text: str) -> None:
            clip = self._present.voice.clip(Sound(text))
            first = outlet.hush() + int(SAY_LEAD_S * outlet.rate)
            if clip is not None:
                outlet.play(clip, first)

        log = self._control.log = self._log.write_record if self._log else lambda record: None
        sound = "none" if isinstance(outlet, SilentOutlet) else "on"
        return Stage(
            prepared.plan,
            prepared.phrases,
            self.inbox,
            lambda: Acts(lambda: self._make_runner(outlet), lambda: self._make_next(outlet)),
            say,
            lambda moment, values: self._practised.rate(moment, values),
            ask=request.ask,
            on_demand=request.practice.on_demand,
            one_switch=request.one_switch,
            sound=sound,
            voice=self._control,
            log=log,
        )

    def _make_runner(self, outlet: Outlet) -> Runner:
        outlet.hush()
        prepared = self._present
        clips = ClipsInTime(prepared.voice)
        session = prepared.new_session(lambda done: self._practised.celebrate(done), clips.length_in_ticks)
        prepared.prepare_closings()
        session.begin_at_loudness(self._loudness)
        if self._control.listening:
            session.expect_voice()
        remember = SafetyWatch(info.name for info in prepared.plan.exercises)

        def watch(fact: Fact) -> None:
            if self._log:
                self._log(fact)
            self._practised.watch(fact)
            self.fronts.show_fact(fact)
            self._awake.watch_fact(fact)
            remember(fact)
            if isinstance(fact, LoudnessChanged):
                self._loudness = fact.percent
            self._wants_less |= isinstance(fact, Ended) and fact.how == CHANGED

        runner = Runner(session, clips.clip, outlet, self.inbox, watch)
        runner.has_slept = SleepWatch().has_slept
        return runner

    def _make_next(self, outlet: Outlet) -> Runner | None:
        """What follows a session that has given way; None where it has not."""
        if not self._wants_less:
            return None
        self._wants_less = False
        self.inbox.drop_command(Command.LESS)
        self._begin_anew(self._prepare_lesser(), outlet)
        return self._make_runner(outlet)

    def _prepare_lesser(self) -> Prepared:
        """The lesser session; the same once more, with a sentence, where that cannot be had: its drill may be gone."""
        request = self._request.lesser(self._present.phrases.week.less)
        try:
            prepared = prepare_session(request, self.fronts.show_notice, attended=self._attended)
        except DrillvoiceError as error:
            failed = self._present.phrases.reply.less_failed
            self.fronts.show_notice(f"{failed} {error}")
            self.speak_text(failed, Command.LESS.value)
            return self._present
        self._request = request
        return prepared

    def _begin_anew(self, prepared: Prepared, outlet: Outlet) -> None:
        """From now on what happens is that of this session, for the record, the log and whoever follows."""
        assert self.stage is not None, "a session has been going on"
        self._prepared = prepared
        self._practised = self._practised.begin_anew(prepared, self.fronts.show_notice)
        self.stage = replace(self.stage, plan=prepared.plan)
        changed = PlanChanged(0, State.GOING, prepared.plan)
        self._log_header(prepared, outlet)
        if self._log:
            self._log(changed)
        self.fronts.begin_anew(changed)

    def _listening(self, prepared: Prepared) -> contextlib.AbstractContextManager[None]:
        """Listen for spoken commands, where that is wanted and possible; the drill goes on without."""
        return listening_to(self._control, self._request, prepared, self.fronts, self._warn)
