"""Less today: asked for before the first round a session gives way, and nowhere else."""

import pytest

from drillvoice.core.plan.lines import BlockKind, Kind
from drillvoice.core.session.commands import Command, State
from drillvoice.core.session.facts import CHANGED, Ended, PlanChanged, Utterance
from drillvoice.core.session.follower import Follower
from drillvoice.core.session.machine import Origin
from drillvoice.core.session.plan_route import Route
from drillvoice.core.ticks import to_seconds
from tests.builders import PHRASES, plan_of, session_of, turns
from tests.fakes import Shell

C = Command


def shell(*, has_less: bool = True) -> Shell:
    found = Shell(session_of(turns(setup=["Stand well."]), bouts=2, rest_s=30.0, attended=True))
    found.session.has_less = has_less
    return found


def in_bout(found: Shell) -> bool:
    blocks = found.session.head.plan.blocks
    return blocks[found.session.head.current_block_index(found.now)].kind is BlockKind.BOUT


@pytest.mark.parametrize("before", [(), (C.PAUSE,), (C.BACK,)])
def test_before_the_first_round_it_ends_without_a_word(before: tuple[Command, ...]) -> None:
    found = shell()
    found.run(100)
    for command in before:
        found.ask(command)
        found.run(found.now + 60)
    assert found.ask(C.LESS)
    at, said = found.now, list(found.texts)
    found.run(found.now + 3000)
    assert found.session.is_over
    assert said == found.texts
    assert {"at_s": to_seconds(at), "kind": "ended", "how": CHANGED, "done": {}} == found.notes[-1]


def test_once_a_round_has_begun_it_is_a_soft_tone() -> None:
    found = shell()
    found.run_to(lambda: in_bout(found))
    assert not found.ask(C.LESS)
    assert State.GOING is found.session.state
    assert 1 == len(found.tones)


def test_back_in_the_opening_nothing_that_was_done_is_lost() -> None:
    found = shell()
    found.run_to(lambda: any(said.line.kind is Kind.CUE for said in found.heard))
    found.run(found.now + 400)
    while in_bout(found):
        found.ask(C.BACK)
        found.run(found.now + 10)
    assert not found.ask(C.LESS)
    assert not found.session.is_over


def test_where_there_is_no_less_that_is_said_and_it_goes_on() -> None:
    found = shell(has_less=False)
    found.run(100)
    assert not found.ask(C.LESS)
    found.run(found.now + 500)
    assert PHRASES.reply.no_less in found.texts
    assert not found.session.is_over
    found.run_to(lambda: in_bout(found))


@pytest.mark.parametrize("state", [State.STOPPED, State.ENDED])
def test_after_stop_and_at_the_end_it_is_silence(state: State) -> None:
    found = shell()
    found.run(100)
    found.ask(C.STOP if state is State.STOPPED else C.LESS)
    assert state is found.session.state
    tones = list(found.tones)
    assert not found.ask(C.LESS)
    assert tones == found.tones


def test_too_late_it_is_not_done() -> None:
    found = shell()
    found.run(100)
    assert not found.session.needs_hush(C.LESS, found.now, late=True)
    found.session.handle_command(C.LESS, found.now, Origin("test", late=True))
    assert not found.session.is_over


def test_by_voice_it_is_answered_by_what_is_said_and_by_no_tone() -> None:
    found = shell()
    found.run(100)
    found.session.needs_hush(C.LESS, found.now)
    effects = found.session.handle_command(C.LESS, found.now, Origin("voice", Utterance("less today", 1.0)))
    assert 2 == len(effects)


def test_whoever_follows_goes_by_the_other_plan() -> None:
    first, other = plan_of(turns()), plan_of("marching")
    follower, fresh = Follower(Route(first)), Follower(Route(other))
    follower.follow_fact(Ended(700, State.ENDED, CHANGED, {}), 14.0)
    changed = PlanChanged(0, State.GOING, other)
    for each in (follower, fresh):
        each.follow_fact(changed, 20.0)
    assert fresh.view(21.0) == follower.view(21.0)
    assert "Marching" == follower.view(21.0).exercise.title
    assert 0 == follower.view(21.0).state_number


def test_the_voice_that_is_heard_may_say_ready() -> None:
    session = session_of(turns(), attended=True)
    session.expect_voice()
    found = Shell(session)
    found.run_to(lambda: session.state is State.WAITING)
    found.run(found.now + 300)
    assert PHRASES.rest.ready_by_voice in found.texts
