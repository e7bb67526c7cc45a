"""A session that is ready to be shown, from the parts of `drillvoice run`."""

from collections.abc import Callable
from typing import Any, NamedTuple

from drillvoice.app.event_log import EventLog
from drillvoice.app.prepare import Prepared
from drillvoice.app.runner import Messages, Runner
from drillvoice.app.session_record import Practice
from drillvoice.app.stage import Stage
from drillvoice.app.voice_control import VoiceControl
from drillvoice.audio.api import Outlet
from drillvoice.audio.silent_outlet import SilentOutlet
from drillvoice.core.plan.lines import Sound
from drillvoice.core.session.facts import Fact
from drillvoice.core.session.questions import Ask, question_texts

SAY_LEAD_S = 0.1


class Wires(NamedTuple):
    """Where commands come from and facts go."""

    inbox: Messages
    watch: Callable[[Fact], None]
    log: EventLog | None
    control: VoiceControl


def set_stage(prepared: Prepared, practice: Practice, outlet: Outlet, wires: Wires, given: dict[str, Any]) -> Stage:
    """All that a session needs to be shown and run."""
    ask = Ask(given.get("ask") or Ask.NO)
    if ask is not Ask.NO:
        prepared.speak_ahead(question_texts(prepared.phrases, by_voice=not given["no_voice_control"]))

    def make_runner() -> Runner:
        outlet.hush()
        return Runner(prepared.session(practice.celebrate), prepared.voice.clip, outlet, wires.inbox, wires.watch)

    def say(text: str) -> None:
        clip = prepared.voice.clip(Sound(text))
        first = outlet.hush() + int(SAY_LEAD_S * outlet.rate)
        if clip is not None:
            outlet.play(clip, first)

    log = wires.log.write_record if wires.log else lambda record: None
    wires.control.log = log
    sound = "none" if isinstance(outlet, SilentOutlet) else "on"
    return Stage(
        prepared.plan,
        prepared.phrases,
        wires.inbox,
        make_runner,
        say,
        practice.rate,
        ask=ask,
        on_demand=bool(given.get("on_demand")),
        sound=sound,
        voice=wires.control,
        log=log,
    )
