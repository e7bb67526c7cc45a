"""A session that is ready to be shown, from the parts of `drillvoice run`."""

from collections.abc import Callable
from typing import Any, NamedTuple

from drillvoice.audio.clock import SilentOutlet
from drillvoice.core.effects import Record
from drillvoice.core.lines import Sound
from drillvoice.core.questions import Ask, question_texts
from drillvoice.eventlog import EventLog
from drillvoice.practice import Practice
from drillvoice.runner import Inbox, Outlet, Runner
from drillvoice.stage import Stage
from drillvoice.voice_control import VoiceControl
from drillvoice.wiring import Prepared

SAY_LEAD_S = 0.1


class Wires(NamedTuple):
    """Where commands come from and records go."""

    inbox: Inbox
    watch: Callable[[Record], None]
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
        log=wires.log or (lambda record: None),
    )
