"""Steps elsewhere that somebody took by hand, and takes back."""

from collections.abc import Callable

import pytest

from drillvoice.core.session.commands import Command, State
from drillvoice.core.session.facts import Trouble
from drillvoice.core.session.machine import Origin
from drillvoice.core.session.undo import UNDO_FOR
from drillvoice.core.ticks import to_ticks
from tests.builders import PHRASES, session_of
from tests.core.session.test_machine_voice import going, paused, resting, stopped, waiting
from tests.fakes import Shell

C = Command
LEAVING = (C.NEXT, C.FINISH)


def press(shell: Shell, command: Command, source: str = "keys") -> None:
    if shell.session.needs_hush(command, shell.now):
        shell.cut()
    shell.effects += shell.session.handle_command(command, shell.now, Origin(source))


def actions(shell: Shell) -> list[str]:
    return [note["action"] for note in shell.notes if note["kind"] == "command"]


def in_exercise() -> Shell:
    """In the first of several exercises, after its first cue or repetition."""
    shell = Shell(session_of("whole", brief=True, attended=True))
    shell.run_to(lambda: any(said.fact.tally for said in shell.heard), limit=100_000)
    shell.run(shell.now + 60)
    return shell


@pytest.mark.parametrize("back", [C.BACK, C.RESUME])
@pytest.mark.parametrize("step", LEAVING)
@pytest.mark.parametrize("begin", [going, resting, in_exercise])
def test_next_and_finish_are_taken_back(begin: Callable[[], Shell], step: Command, back: Command) -> None:
    shell = begin()
    state = shell.session.state
    before = dict(shell.session.done_by_exercise)
    shell.run(shell.now + 5)
    press(shell, step)
    coming = shell.session.head.index
    shell.run(shell.now + to_ticks(3))
    press(shell, back)
    assert "undo" == actions(shell)[-1]
    assert shell.session.head.index < coming
    assert state is shell.session.state
    assert before.keys() <= shell.session.done_by_exercise.keys()
    undone = shell.now
    shell.run(undone + to_ticks(60))
    said = [each.line.sound.text for each in shell.heard if each.at >= undone]
    assert said[0] in (PHRASES.reply.resuming, PHRASES.reply.resuming_rest)
    assert PHRASES.closing.early not in said


def test_a_session_that_goes_on_after_a_finish_has_its_true_closing_in_the_end() -> None:
    shell = going()
    press(shell, C.FINISH)
    shell.run(shell.now + to_ticks(2))
    press(shell, C.BACK)
    shell.meet(Trouble.COMMANDS_ENDED)  # nobody has to say that they are ready
    shell.run_to(lambda: shell.session.is_over)
    assert "complete" == shell.notes[-1]["how"]
    assert PHRASES.closing.done in shell.texts


def test_what_was_cut_comes_again_and_nothing_is_lost_or_counted_twice() -> None:
    undisturbed, shell = going(), going()
    undisturbed.run_to(lambda: undisturbed.session.state is State.WAITING)
    for step, back in ((C.NEXT, C.BACK), (C.FINISH, C.RESUME), (C.BACK, C.RESUME), (C.BACK, C.READY)):
        press(shell, step)
        shell.run(shell.now + to_ticks(2))
        press(shell, back)
        assert "undo" == actions(shell)[-1]
        shell.run(shell.now + to_ticks(4))
    shell.run_to(lambda: shell.session.state is State.WAITING)
    assert undisturbed.session.done_by_exercise == shell.session.done_by_exercise


def test_back_after_back_goes_further_back_as_ever() -> None:
    shell = going()
    press(shell, C.BACK)
    shell.run(shell.now + to_ticks(1))
    press(shell, C.BACK)
    assert ["back", "back"] == actions(shell)[-2:]


@pytest.mark.parametrize(("begin", "state"), [(paused, State.PAUSED), (stopped, State.PAUSED)])
def test_who_was_paused_or_had_stopped_is_paused_again(begin: Callable[[], Shell], state: State) -> None:
    shell = begin()
    press(shell, C.FINISH)
    shell.run(shell.now + to_ticks(2))
    press(shell, C.BACK)
    undone = shell.now
    shell.run(undone + to_ticks(60))
    assert state is shell.session.state
    assert [PHRASES.reply.paused] == [said.line.sound.text for said in shell.heard if said.at >= undone]


def test_who_had_not_said_that_they_are_ready_is_asked_again() -> None:
    shell = waiting()
    press(shell, C.FINISH)
    shell.run(shell.now + to_ticks(2))
    press(shell, C.BACK)
    shell.run(shell.now + to_ticks(5))
    assert State.WAITING is shell.session.state


def test_resume_in_a_pause_is_a_resume() -> None:
    shell = in_exercise()
    press(shell, C.NEXT)
    press(shell, C.PAUSE)
    press(shell, C.RESUME)
    assert ["next", "pause", "resume"] == actions(shell)[-3:]


def test_what_is_too_long_ago_stands() -> None:
    shell = in_exercise()
    press(shell, C.NEXT)
    shell.run(shell.now + UNDO_FOR + 50)
    press(shell, C.RESUME)
    press(shell, C.BACK)
    assert ["next", "not_now", "back"] == actions(shell)[-3:]


def test_it_is_taken_back_once() -> None:
    shell = in_exercise()
    press(shell, C.NEXT)
    press(shell, C.BACK)
    press(shell, C.BACK)
    assert ["next", "undo", "back"] == actions(shell)[-3:]


def test_a_word_that_was_said_stands() -> None:
    shell = in_exercise()
    press(shell, C.NEXT, "voice")
    press(shell, C.BACK)
    assert ["next", "back"] == actions(shell)[-2:]
