"""What befalls a session that nobody has asked for."""

from collections.abc import Callable

import pytest

from drillvoice.core.plan.rests import READY_WAIT
from drillvoice.core.session.commands import Command, State
from drillvoice.core.session.facts import News, Trouble
from drillvoice.core.session.mishaps import MOST_QUIET_ALONE
from drillvoice.core.session.replies import trouble_text
from drillvoice.core.ticks import to_ticks
from tests.builders import PHRASES, session_of, turns
from tests.core.session.test_machine_voice import going, paused, resting, stopped, waiting
from tests.fakes import Shell

PAUSING = (Trouble.SLEPT, Trouble.KEYS_GONE)
SLACK = 20


def said_since(shell: Shell, since: int) -> list[str]:
    return [said.line.sound.text for said in shell.heard if said.at >= since]


@pytest.mark.parametrize("trouble", PAUSING)
@pytest.mark.parametrize("begin", [going, resting, waiting])
def test_it_pauses_and_says_why_and_nothing_else(begin: Callable[[], Shell], trouble: Trouble) -> None:
    shell = begin()
    met = shell.now
    shell.meet(trouble)
    shell.run(met + to_ticks(300))
    assert State.PAUSED is shell.session.state
    assert [trouble_text(trouble, PHRASES)] == said_since(shell, met)
    assert "interrupted" == shell.notes[-1]["kind"]
    assert trouble.value == shell.notes[-1]["why"]


@pytest.mark.parametrize("trouble", PAUSING)
def test_a_stop_stays_silent(trouble: Trouble) -> None:
    shell = stopped()
    met = shell.now
    shell.meet(trouble)
    shell.run(met + to_ticks(300))
    assert State.STOPPED is shell.session.state
    assert [] == said_since(shell, met)


def test_it_goes_on_where_it_was_heard_last() -> None:
    """The computer slept while a cue was being said: on waking its time is long over, but nobody heard it."""
    shell = going()
    shell.run_to(lambda: shell.session.head.runs[-1].start > shell.now)
    asleep = shell.now
    coming = shell.session.head.runs[-1].index
    shell.now += to_ticks(40)
    shell.meet(Trouble.SLEPT, heard=asleep)
    shell.run(shell.now + to_ticks(5))
    assert coming == shell.session.head.index
    shell.ask(Command.RESUME)
    shell.run_to(lambda: bool(shell.session.head.runs) and shell.session.head.runs[-1].index == coming)


class TestNobodyLeft:
    """The commands have ended, and nobody can say that they are ready, or go on."""

    def test_the_drill_goes_on_and_says_nothing_of_it(self) -> None:
        shell = going()
        met = shell.now
        shell.meet(Trouble.COMMANDS_ENDED)
        assert State.GOING is shell.session.state
        assert [] == [text for text in said_since(shell, met) if "command" in text]

    @pytest.mark.parametrize("begin", [going, waiting])
    def test_a_wait_for_ready_ends_by_itself(self, begin: Callable[[], Shell]) -> None:
        shell = begin()
        shell.meet(Trouble.COMMANDS_ENDED)
        shell.run_to(lambda: shell.session.state is State.WAITING)
        waits = shell.now
        shell.run_to(lambda: shell.session.state is State.GOING)
        assert READY_WAIT - SLACK <= shell.now - waits <= READY_WAIT + to_ticks(3)
        shell.run_to(lambda: shell.session.is_over)

    def test_who_is_alone_is_told_that_it_goes_on_and_not_to_press_a_key(self) -> None:
        shell = going()
        shell.meet(Trouble.COMMANDS_ENDED)
        shell.run_to(lambda: shell.session.is_over)
        assert PHRASES.rest.ready_unattended in shell.texts
        assert PHRASES.rest.ready not in shell.texts
        assert PHRASES.rest.ready_again not in shell.texts

    def test_each_cue_on_demand_comes_by_itself_in_the_end(self) -> None:
        shell = Shell(session_of(turns(max_cues=3), bouts=1, on_demand=True, attended=True, brief=True))
        shell.meet(Trouble.COMMANDS_ENDED)
        shell.run_to(lambda: shell.session.is_over)
        assert 3 <= len([said for said in shell.heard if said.line.cue])

    def test_a_wait_that_can_be_ended_by_voice_is_kept(self) -> None:
        shell = waiting()
        shell.effects += shell.session.mishaps.tell_news(News.LISTENING, shell.now)
        shell.meet(Trouble.COMMANDS_ENDED)
        shell.run(shell.now + to_ticks(120))
        assert State.WAITING is shell.session.state

    def test_a_wait_whose_question_is_repeated_is_not_asked_again(self) -> None:
        shell = waiting()
        shell.meet(Trouble.COMMANDS_ENDED)
        met = shell.now
        shell.run(met + READY_WAIT - SLACK)
        assert [] == said_since(shell, met)

    def test_a_pause_is_ended_with_the_closing(self) -> None:
        shell = paused()
        shell.meet(Trouble.COMMANDS_ENDED)
        met = shell.now
        shell.run(met + MOST_QUIET_ALONE - SLACK)
        assert [] == said_since(shell, met)
        shell.run_to(lambda: shell.session.is_over)
        assert PHRASES.closing.early in said_since(shell, met)
        assert ("ended", "finished") == (shell.notes[-1]["kind"], shell.notes[-1]["how"])

    def test_a_stop_is_ended_in_silence(self) -> None:
        shell = stopped()
        shell.meet(Trouble.COMMANDS_ENDED)
        met = shell.now
        shell.run_to(lambda: shell.session.is_over)
        assert [] == said_since(shell, met)
        assert ("ended", "finished") == (shell.notes[-1]["kind"], shell.notes[-1]["how"])

    def test_a_pause_that_can_be_ended_by_voice_is_kept(self) -> None:
        shell = paused()
        shell.effects += shell.session.mishaps.tell_news(News.LISTENING, shell.now)
        shell.meet(Trouble.COMMANDS_ENDED)
        shell.run(shell.now + to_ticks(120))
        assert State.PAUSED is shell.session.state
