"""What a session's records come to, without a database."""

from typing import Any

import pytest

from drillvoice.app.render import undisturbed_records
from drillvoice.core.plan.lines import BlockKind, Kind
from drillvoice.core.session.commands import Action, Command, State
from drillvoice.core.session.effects import Note, Speak
from drillvoice.core.session.facts import (
    Commanded,
    Ended,
    Fact,
    LoudspeakerFound,
    LoudspeakerLost,
    Noted,
    NoteTakenBack,
    Skipped,
)
from drillvoice.core.session.machine import Session
from drillvoice.history.tracker import BOUT, COMMAND, NOTED, STANDING, TAKEN_BACK, TALLY, Tracker
from tests.builders import PHRASES, drill, length, plan_of, turns
from tests.fakes import Shell, ticks_of

C = Command


class Evening:
    """A session with everything that its tracker made of it."""

    def __init__(self, **given: Any) -> None:
        self.plan = plan_of(turns(max_cues=4), **({"bouts": 2, "brief": True, "rest_s": 60.0} | given))
        self.shell = Shell(Session(self.plan, length, PHRASES))
        self.tracker = Tracker(self.plan)
        self.values: dict[str, list[dict[str, Any]]] = {}

    def told(self) -> "Evening":
        """Tell of everything that has sounded, in order."""
        self.shell.run_to(lambda: self.shell.session.is_over)
        effects = [effect for effect in self.shell.effects if isinstance(effect, Speak | Note)]
        for effect in sorted(effects, key=lambda effect: effect.at):
            self.take(effect.fact)
        return self

    def take(self, fact: Fact) -> None:
        for sql, values in self.tracker.take_record(fact):
            self.values.setdefault(sql, []).append(values)

    @property
    def last(self) -> dict[str, Any]:
        return self.values[STANDING][-1]


def test_an_undisturbed_session_counts_what_the_closing_counts() -> None:
    evening = Evening()
    records = list(undisturbed_records(Session(evening.plan, length, PHRASES)))
    for record in records:
        evening.take(record)
    counted: dict[str, int] = {}
    for values in evening.values[TALLY]:
        counted[values["name"]] = counted.get(values["name"], 0) + 1
    assert isinstance(records[-1], Ended)
    assert records[-1].done["mine"] == counted
    bouts = [index for index, block in enumerate(evening.plan.blocks) if block.kind is BlockKind.BOUT]
    assert bouts == [values["block"] for values in evening.values[BOUT]]
    assert ("complete", 1, 0, 0) == tuple(evening.last[name] for name in ("ended", "rests", "pauses", "skips"))


@pytest.mark.parametrize("kind", ["repetitions", "holds", "guided-steps"])
def test_every_kind_of_drill_is_counted(kind: str) -> None:
    plan = plan_of(drill(kind), bouts=1)
    tracker = Tracker(plan)
    records = list(undisturbed_records(Session(plan, length, PHRASES)))
    changes = [change for record in records for change in tracker.take_record(record)]
    assert isinstance(records[-1], Ended)
    assert sum(records[-1].done["mine"].values()) == sum(change.sql is TALLY for change in changes)


def test_what_was_noted_is_kept_with_the_time_of_the_drill() -> None:
    evening = Evening()
    evening.take(Noted(150, State.GOING, "keys", "wobble"))
    evening.take(Noted(200, State.PAUSED, "page", "wobble", "at the turn"))
    assert [
        {"name": "wobble", "at_s": 3.0, "text": ""},
        {"name": "wobble", "at_s": 4.0, "text": "at the turn"},
    ] == evening.values[NOTED]


def test_a_note_that_is_taken_back_is_taken_out_of_the_record() -> None:
    evening = Evening()
    evening.take(NoteTakenBack(200, State.GOING, "page", "wobble", 150))
    assert [{"name": "wobble", "at_s": 3.0}] == evening.values[TAKEN_BACK]


def test_pauses_do_not_count_as_time() -> None:
    undisturbed = Evening().told()
    paused = Evening()
    paused.shell.run_to(lambda: any(said.line.kind is Kind.CUE for said in paused.shell.heard))
    for command in (C.PAUSE, C.STOP):
        paused.shell.ask(command)
        paused.shell.run(paused.shell.now + ticks_of(500))
    paused.shell.ask(C.RESUME)
    paused.told()
    assert 1 == paused.last["pauses"]
    assert pytest.approx(undisturbed.last["seconds"], abs=20) == paused.last["seconds"]


def test_waiting_for_ready_does_not_count_as_time() -> None:
    assert pytest.approx(seconds_with_a_wait_of(5), abs=1) == seconds_with_a_wait_of(500)


def seconds_with_a_wait_of(wait_s: float) -> float:
    evening = Evening(attended=True)
    evening.shell.run_to(lambda: evening.shell.session.state is State.WAITING)
    evening.shell.run(evening.shell.now + ticks_of(wait_s))
    evening.shell.ask(C.READY)
    return float(evening.told().last["seconds"])


def test_a_lost_loudspeaker_stops_the_time_too() -> None:
    evening = Evening()
    evening.take(LoudspeakerLost(500, State.PAUSED))
    assert not evening.tracker.is_counting
    evening.take(LoudspeakerFound(25_000, State.PAUSED))
    assert 10.0 == evening.last["seconds"]


def test_commands_are_counted_by_source_and_skips_as_such() -> None:
    evening = Evening()
    evening.take(Commanded(50, State.GOING, C.NEXT, Action.NEXT, "key"))
    evening.take(Skipped(50, State.GOING, "mine"))
    assert [{"source": "key", "name": "next"}] == evening.values[COMMAND]
    assert 1 == evening.last["skips"]


def test_a_finish_is_told_from_an_end() -> None:
    evening = Evening()
    evening.shell.run(ticks_of(30))
    evening.shell.ask(C.FINISH)
    assert "finished" == evening.told().last["ended"]


def test_a_cue_that_was_repeated_was_given_twice() -> None:
    evening = Evening()
    evening.shell.run_to(lambda: any(said.line.kind is Kind.CUE for said in evening.shell.heard))
    evening.shell.run(evening.shell.now + 60)
    evening.shell.ask(C.REPEAT)
    evening.told()
    given = sum(isinstance(effect, Speak) and bool(effect.line.cue) for effect in evening.shell.effects)
    assert given == len(evening.values[TALLY]) == 9
